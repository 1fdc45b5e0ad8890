"""Marks of which only their first byte is left, shown as `â`."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator

from fixenc.edits import Edit, Safety
from fixenc.language.circumflex import ELSEWHERE, LETTER
from fixenc.rule import Lines, Stage, rule

_APOSTROPHE = "\N{RIGHT SINGLE QUOTATION MARK}"

_SURE = 1.5
"""How much worse the second reading must be.  On ten-line documents of an English
novel and of news in twelve languages, 99.7 % of the edits beyond it are right."""

# Some programs put a question mark or U+FFFD for each of the two lost bytes.
_STOOD_IN = re.compile(LETTER + r"(?:\?\?|\ufffd\ufffd)")

_STRAINED = 4.5
"""A mark that costs as much where it stands is a guess, however bad the others are."""


@rule(
    stage=Stage.LOST,
    safety=Safety.SAFE,
    needs=ELSEWHERE,
    in_ascii=(),
    by_line=True,
    signs=(LETTER,),
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
        "C\xe2est l\xe2âge d\xe2or de la ville.": "C’est l’âge d’or de la ville.",
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
    around, the pairing of the quotations and the customs of the language tell
    which one it was.

    A repair is safe where every other mark would be clearly worse, and where the
    text is in a language whose words are known: others begin and end words in `â`.
    """
    from fixenc.channels.marks import proven_marks
    from fixenc.language.fluency import Fluency
    from fixenc.language.lone_letters import (
        is_at_home,
        is_listed,
        is_named,
        is_near_one_of_a_word,
        is_one_of_many,
        may_be_of_a_word,
    )
    from fixenc.language.lone_marks import read_marks

    plain, shifts = _without_stand_ins(text, lines)
    fluency: Fluency | None = None
    lines = lines if plain is text else None
    marks = [mark for mark in read_marks(plain, lines) if mark.ranked[0][1] != LETTER]
    lost = {mark.at for mark in marks}
    proven = proven_marks(plain, [(mark.at, mark.ranked[0][1]) for mark in marks])
    for mark in marks:
        (best, char), *rest = mark.ranked
        if is_listed(plain, mark.at, mark.at + 1) or is_named(plain, mark.at):
            continue
        if char == _APOSTROPHE and is_one_of_many(plain, mark.at):
            continue
        start = mark.at + shifts(mark.at)
        end = mark.at + 1 + shifts(mark.at + 1)
        sure = not rest or rest[0][0] - best >= _SURE
        sure = sure and not is_at_home(plain, mark.at) and not _is_cited(plain, mark.at)
        sure = sure and not is_near_one_of_a_word(plain, mark.at, lost)
        sure = sure and mark.at in proven and mark.told and mark.strain(char) < _STRAINED
        if sure and may_be_of_a_word(plain, mark.at):
            fluency = fluency or Fluency(plain)
            sure = fluency.at(mark.at) and (char != _APOSTROPHE or fluency.owns(mark.at))
        if sure:
            yield Edit(start, end, char)
        else:
            others = tuple(other for _, other in rest[:2] if other != LETTER)
            yield Edit(start, end, char, safety=Safety.UNSAFE, others=others)


def _is_cited(text: str, at: int) -> bool:
    """Whether the letter begins or ends what stands in straight quotation marks, as a word does."""
    before, after = text[max(0, at - 2) : at], text[at + 1 : at + 3]
    begins = before.endswith('"') or (before.endswith("'") and not before[:1].isalnum())
    ends = after.startswith('"') or (after.startswith("'") and not after[1:].isalnum())
    return (begins and after[:1].isalpha()) or (ends and before[-1:].isalpha())


def _without_stand_ins(text: str, lines: Lines | None) -> tuple[str, Callable[[int], int]]:
    """``text`` without what was put in place of the lost bytes, and the way back.

    The way back tells how much further on a position of the shorter text was.
    Lines that hold an `â` before a stand-in are among ``lines``, if these are known.
    """
    if not any(_STOOD_IN.search(text, *line) for line in lines or [(0, len(text))]):
        return text, lambda position: 0
    ends = [match.end() for match in _STOOD_IN.finditer(text)]
    at = [end - 2 * (count + 1) for count, end in enumerate(ends)]
    return _STOOD_IN.sub(LETTER, text), lambda position: 2 * bisect_right(at, position)
