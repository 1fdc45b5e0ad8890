"""Marks of which only their first byte is left, shown as `â`."""

from __future__ import annotations

from collections.abc import Iterator

from fixenc.edits import Edit, Safety
from fixenc.language.joints import LETTER
from fixenc.language.lone_marks import read_marks
from fixenc.rule import Stage, rule

_SURE = 1.5


@rule(
    stage=Stage.MOJIBAKE,
    safety=Safety.SAFE,
    needs=LETTER,
    damaged={"It wasn\xe2t me": "It wasn’t me"},
    intact=["the coup de gr\xe2ce"],
)
def lone_circumflex(text: str) -> Iterator[Edit]:
    """Quotation marks, apostrophes and dashes lost two of their three bytes.

    In UTF-8 the marks “ ” ‘ ’ – and — begin with the byte E2, which Latin-1
    shows as `â`.  The other two bytes are control characters there, and many
    programs drop those.
    """
    for mark in read_marks(text):
        ranked = mark.ranked
        best, char = ranked[0]
        if char == LETTER:
            continue
        margin = ranked[1][0] - best if len(ranked) > 1 else 99
        others = tuple(other for _, other in ranked[1:3])
        safety = Safety.SAFE if margin >= _SURE else Safety.UNSAFE
        yield Edit(mark.at, mark.at + 1, char, safety=safety, others=() if safety is Safety.SAFE else others)
