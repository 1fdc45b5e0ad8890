"""Views: what rules are shown of a file, and the way back."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from fixenc.core.edits import Edit, apply
from fixenc.formats.strings import json_parts
from fixenc.formats.view import View

CHARACTERS = st.text(alphabet='ab "\\\n\xe9\xc3\xa9\u2019\U0001f600', max_size=12)


@given(st.lists(st.tuples(CHARACTERS, st.booleans()), max_size=6))
def test_without_escapes_every_character_keeps_its_place(pieces: list[tuple[str, bool]]) -> None:
    text = "".join(piece for piece, _ in pieces)
    shown, at = [], 0
    for piece, is_shown in pieces:
        if is_shown and piece:
            shown.append((at, at + len(piece)))
        at += len(piece)
    view = View(text, shown, blank=" ", escapes=False)
    assert len(view.text) == len(text)
    for at, character in enumerate(view.text):
        edit = Edit(at, at + 1, "!")
        if any(start <= at < end for start, end in shown):
            assert character == text[at]
            assert view.back(edit) == edit
        else:
            assert character == (text[at] if text[at].isspace() else " ")
            assert view.back(edit) is None


@given(st.lists(CHARACTERS, min_size=1, max_size=4), st.booleans(), st.data())
def test_an_edit_of_a_json_string_is_one_of_its_value(
    values: list[str], ascii_only: bool, data: st.DataObject
) -> None:
    text = json.dumps(values, ensure_ascii=ascii_only)
    shown = [(part.start, part.end) for part in json_parts(text)]
    view = View(text, shown, blank=" ", escapes=True)
    places = [at for at, character in enumerate(view.text) if not character.isascii()]
    if not places:
        return
    at = data.draw(st.sampled_from(places))
    edit = view.back(Edit(at, at + 1, "\xe8"))
    assert edit is not None
    changed = json.loads(apply(text, [edit]))
    # One character of one value was replaced, and nothing else.
    number = sum(1 for place in places if place < at)
    flat = [(n, i) for n, value in enumerate(values) for i, c in enumerate(value) if ord(c) > 127]
    which, index = flat[number]
    values[which] = values[which][:index] + "\xe8" + values[which][index + 1 :]
    assert changed == values


def test_what_is_hidden_in_a_sentence_is_a_word_in_it() -> None:
    text = "[d\xe9j\xe0](https://example.org/\u201cx\u201d) vu"
    view = View(text, [(1, 5), (32, 35)], blank="X", escapes=False)
    assert view.text == ",d\xe9j\xe0,,XXXXX,,,XXXXXXX,XXX,,X,, vu"


def test_half_of_a_pair_is_no_character() -> None:
    text = r'"\ud800 \uDC00 \ud83d\ude00 \u00e9"'
    view = View(text, [(1, len(text) - 1)], blank=" ", escapes=True)
    assert view.text == " \\ud800 \\uDC00 \N{GRINNING FACE} \xe9 "
