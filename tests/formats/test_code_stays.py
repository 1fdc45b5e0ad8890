"""Whatever stands in a program: by default nothing but its comments is repaired."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from fixenc.core.document import Document, Kind
from fixenc.core.edits import Safety
from fixenc.engine.policy import Policy
from fixenc.engine.repair import repair

COMMENTS = {"a.py": "# {}", "a.c": "/* {} */", "a.js": "// {}", "a.sh": "# {}", "a.sql": "-- {}"}

PHRASES = [
    "Les élèves préfèrent les fenêtres",
    "Die Größe der Tür – überall",
    "Она сказала: «привет»",
    "naïve “quotes” and it’s",
]
BROKEN = [phrase.encode().decode("latin-1") for phrase in PHRASES]

# What a program has where a person sees damage, and what it may hold by accident.
SYMBOLS = st.sampled_from("“”‘’«»–—…\xa0\u200b，；（）â€™Ã©Â §°±┌─┐│éüя日\u0430\ufffd?\u202e")
CODE = st.text(st.one_of(SYMBOLS, st.sampled_from("ab=(); 1+")), max_size=12)
STRING = st.text(st.one_of(SYMBOLS, st.sampled_from("ab c.")), max_size=12)


@st.composite
def programs(draw: st.DrawFn) -> tuple[str, list[str], list[bool]]:
    """The name of a program, its lines, and which of them are comments."""
    path = draw(st.sampled_from(sorted(COMMENTS)))
    # One fine letter in a string says that the file was not misread as a whole.
    lines, are_comments = ['x = "é"'], [False]
    for _ in range(draw(st.integers(1, 6))):
        is_comment = draw(st.booleans())
        if is_comment:
            line = COMMENTS[path].format(draw(st.sampled_from(PHRASES + BROKEN)))
        else:
            line = draw(st.one_of(CODE, STRING.map('x = "{}"'.format)))
        lines.append(line)
        are_comments.append(is_comment)
    return path, lines, are_comments


@settings(deadline=None)
@given(programs())
def test_nothing_but_comments_is_repaired_unasked(
    program: tuple[str, list[str], list[bool]],
) -> None:
    path, lines, are_comments = program
    result = repair(Document("\n".join(lines), path=path, kind=Kind.CODE), Policy())
    after = result.text.split("\n")
    assert len(after) == len(lines)
    for old, new, is_comment in zip(lines, after, are_comments, strict=True):
        assert new == old or is_comment
    assert all(edit.safety is Safety.SAFE for edit in result.applied)


@given(st.sampled_from(sorted(COMMENTS)), st.sampled_from(range(len(PHRASES))))
def test_a_damaged_comment_is_repaired(path: str, which: int) -> None:
    template = 'x = "é"\n' + COMMENTS[path] + "\n"
    text = template.format(BROKEN[which])
    result = repair(Document(text, path=path, kind=Kind.CODE), Policy())
    assert result.text == template.format(PHRASES[which])
