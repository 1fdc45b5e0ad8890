"""Closing quotation marks that turn the wrong way."""

from __future__ import annotations

from collections.abc import Iterator

from fixenc.core.edits import Edit, Safety
from fixenc.core.rule import Stage, rule
from fixenc.punctuation.quotation import AFTER_CLOSING, BEFORE_OPENING, MARKS, Place, quotations

_MARKS = frozenset("“”")
_NEEDS = (
    rf"{BEFORE_OPENING}“(?:[^\s“”]|[^\s“”][^“”]*[^\s“”])“{AFTER_CLOSING}"
    rf"|{BEFORE_OPENING}“[^\s“”][^“”]* “[.,!?;: \t\r]*(?:\n|$)"
)


@rule(
    stage=Stage.QUOTES,
    safety=Safety.SAFE,
    needs=_NEEDS,
    in_ascii=(),
    across_lines=True,
    signs=tuple(MARKS),
    damaged={
        "“Go,” he said, “there is no support “.": "“Go,” he said, “there is no support”.",
        "The “end“ is near, “they” say.": "The “end” is near, “they” say.",
    },
    intact=[
        "„Das Ende“ ist nah.",
        "One “two“ and “three“ go on.",
        "“Go,” he said. “There is no support.”",
        "She opened with “. It was a mark.",
    ],
)
def quote_direction(text: str) -> Iterator[Edit]:
    """A quotation that “ opens is closed by another “ instead of by ”.

    A program that turns straight marks by the space before them turns the
    closing one the wrong way when a stray space stands there.  With that space
    the repair is safe.  Without it, a writer may have meant the two marks to
    be alike; so a text that closes no quotation with ” is left.
    """
    found = quotations(text)
    if not any(quotation.sound and quotation.opening.char == "“" for quotation in found):
        return
    for quotation in found:
        mark = quotation.closing
        if mark is None or quotation.opening.char != "“" or mark.char != "“":
            continue
        inside = text[quotation.opening.at + 1 : mark.at]
        if not inside or not _MARKS.isdisjoint(inside) or not quotation.stands_apart:
            continue
        if mark.place is Place.CLOSING:
            yield Edit(mark.at, mark.at + 1, "”", safety=Safety.UNSAFE)
        elif mark.place is Place.LOOSE and mark.ends and text[mark.at - 1] == " ":
            yield Edit(mark.at - 1, mark.at + 1, "”")
