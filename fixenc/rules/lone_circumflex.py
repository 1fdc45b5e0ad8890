"""Marks of which only their first byte is left, shown as `â`."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator

from fixenc.core.edits import Edit, Safety
from fixenc.core.rule import Lines, Stage, rule
from fixenc.decide.marks import decide_mark
from fixenc.punctuation.doubt import LETTER, doubtful_lines, is_bare, is_itself

# Some programs put a question mark or U+FFFD for each of the two lost bytes.
_STOOD_IN = re.compile(LETTER + r"(?:\?\?|\ufffd\ufffd)")


@rule(
    stage=Stage.LOST,
    safety=Safety.SAFE,
    needs=doubtful_lines,
    in_ascii=(),
    damaged={
        "It wasn\xe2t me": "It wasn’t me",
        "\xe2They don\xe2t know,\xe2 he said, \xe2that it\xe2s gone.\xe2": (
            "“They don’t know,” he said, “that it’s gone.”"
        ),
        "\xe2He said, \xe2So be it,\xe2 and left us\xe2it was late.\xe2": (
            "“He said, ‘So be it,’ and left us—it was late.”"
        ),
        "\xe2Das ist so,\xe2 sagte er zu der Frau.": "„Das ist so,“ sagte er zu der Frau.",
        "\xe2Det är så\xe2, sade han till mig.": "”Det är så”, sade han till mig.",
        "C\xe2est l\xe2âge d\xe2or de la ville et de ses rois.": (
            "C’est l’âge d’or de la ville et de ses rois."
        ),
        "It wasn\xe2 t me, and I don\xe2 t know who it was.": (
            "It wasn’t me, and I don’t know who it was."
        ),
        "from 1990\xe21995 to the present": "from 1990–1995 to the present",
        "\xe2??Go on,\xe2?? she said to me.": "“Go on,” she said to me.",
        "Das Dorf \xe2 es ist klein \xe2 liegt in der Ebene.": (
            "Das Dorf – es ist klein – liegt in der Ebene."
        ),
    },
    intact=[
        "It was the coup de grâce of the Marquis de La Bâtie.",
        "Les pâtes, l'âge, l’âme, les ânes ; Neufchâtel et Bâle.",
        "a coborâ, a hotărî, a urî; mâinile câinilor și pâinea",
        "Mahâbhârata and Râmâyana are the two great epics of India.",
        "Mae hynny yn y gân â’r llais â hi gan y dyn.",
        "Elâzığ’da hâlâ kâğıt ve kâtip var.",
        "where â is the estimate of a, and f(â) = â_1",
        "La lettre « â » est un a accent circonflexe.",
        "Le mot « âge » ; un â ; le â long",
        "Where you see â€™ there was an apostrophe.",
        "煤气 4729\nâ 4728\n舍弃 4728",
        "á\ta\nâ\ta\nã\ta",
        "Copyright Matthias Jahn jahn dôt matthias ât freenet dôt de, 2007",
    ],
)
def lone_circumflex(text: str, lines: Lines | None = None) -> Iterator[Edit]:
    """Quotation marks, apostrophes and dashes lost two of their three bytes.

    In UTF-8 the marks “ ” ‘ ’ „ – and — begin with the byte E2, which Latin-1
    shows as `â`.  The other two bytes are control characters there, which many
    programs drop, so that seven marks look alike.  The letters and spaces
    around, the pairing of the quotations and the usage of the language show
    which one it was.

    The language model says how much likelier each mark is than the letter, and than the
    other marks.  A repair is safe where the text is in a language that the model knows.
    """
    from fixenc.channels.loss.lone_letters import is_listed
    from fixenc.channels.misreading.citation import is_example
    from fixenc.punctuation.lost import lost_marks

    if lines is None and not doubtful_lines(text):
        return
    plain, shifts = _without_stand_ins(text)
    marks = lost_marks(plain)
    is_subject = any(is_itself(plain, mark.at) for mark in marks)
    for mark in marks:
        safety = decide_mark(mark.evidence)
        if safety is None or is_listed(plain, mark.at, mark.at + 1):
            continue
        if is_subject and is_bare(plain, mark.at):
            continue
        start = mark.at + shifts(mark.at)
        end = mark.at + 1 + shifts(mark.at + 1)
        if is_example(text, start):
            continue
        if mark.new == _APOSTROPHE and _joins(text, start, end):
            end += 1
        others = () if safety is Safety.SAFE else mark.others
        yield Edit(start, end, mark.new, safety=safety, others=others)


_APOSTROPHE = "\N{RIGHT SINGLE QUOTATION MARK}"


def _joins(text: str, start: int, end: int) -> bool:
    """Whether an apostrophe joins two words although a space, which was a lost byte, is behind it.

    Programs that have nothing to show for control characters show a space.
    """
    from fixenc.punctuation.apostrophes import is_clitic

    return text[end : end + 1] == " " and is_clitic(text, start, end + 1)


def _without_stand_ins(text: str) -> tuple[str, Callable[[int], int]]:
    """``text`` without what was put in place of the lost bytes, and the way back.

    The returned function gives the offset to add to a position of the shorter text.
    """
    if not _STOOD_IN.search(text):
        return text, lambda position: 0
    ends = [match.end() for match in _STOOD_IN.finditer(text)]
    at = [end - 2 * (count + 1) for count, end in enumerate(ends)]
    return _STOOD_IN.sub(LETTER, text), lambda position: 2 * bisect_right(at, position)
