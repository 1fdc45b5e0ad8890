"""Quotations: which mark opens one, which closes it, and which does neither well.

Only double marks are read: single ones are apostrophes too often to prove
anything.  A mark has a *shape*, which can say that it opens or closes, and a
*place*, which says the same by the spaces around it.  Damage is where the two
contradict each other and the pairing of the paragraph shows which is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from itertools import zip_longest

from fixenc.punctuation.paragraphs import Paragraph, paragraphs

MARKS = '“”„"'
_MARK = re.compile(f"[{MARKS}]")
_PUNCTUATION = re.compile(r"[.,!?;: \t\r]*")
_ENDS = frozenset(".,!?;:…")
_OPENING_NEIGHBOURS = frozenset("([{<«‹¿¡/-–—―'‘’")
_CLOSING_NEIGHBOURS = frozenset(".,!?;:…)]}>»›/-–—―'‘’*")

BEFORE_OPENING = r"(?:^|[\s(\[{<«‹¿¡/\-–—―'‘’“”„\"])"
"""A pattern of what can stand before a mark in an opening place, for conditions of rules."""

AFTER_CLOSING = r"(?:$|[\s.,!?;:…)\]}>»›/\-–—―'‘’*“”„\"])"
"""A pattern of what can stand behind a mark in a closing place."""

CLOSERS = {"“": "”", "„": "“”", "”": "”", '"': '"'}
"""The marks that can close a quotation, by the mark that opened it."""


DEEPEST = 4
"""Nobody nests more quotations than this; what looks like it takes no more time."""


class Place(Enum):
    """The role of a mark by the spaces around it."""

    OPENING = "opening"
    CLOSING = "closing"
    LOOSE = "loose"
    """A space, or the paragraph's end, on both sides."""
    TIGHT = "tight"
    """A word on both sides."""


@dataclass(frozen=True)
class QuotationMark:
    """A double quotation mark, where it stands, and what its neighbours are."""

    at: int
    char: str
    place: Place
    after_stop: bool
    """It follows a punctuation mark and one space, as a closing mark whose space is misplaced."""
    ends: bool
    """Nothing of the paragraph follows, or only punctuation."""


def marks(text: str, paragraph: Paragraph) -> list[QuotationMark]:
    """The double quotation marks of a paragraph."""
    start, end = paragraph
    found = []
    for match in _MARK.finditer(text, start, end):
        at = match.start()
        before = text[at - 1] if at > start else "\n"
        after = text[at + 1] if at + 1 < end else "\n"
        opens = before.isspace() or before in _OPENING_NEIGHBOURS or before in MARKS
        closes = after.isspace() or after in _CLOSING_NEIGHBOURS or after in MARKS
        if opens and not after.isspace() and (before.isspace() or not closes):
            place = Place.OPENING
            if after in _ENDS and not text.startswith(("...", "…"), at + 1):
                place = Place.LOOSE
        elif closes and not before.isspace():
            place = Place.CLOSING
        else:
            place = Place.LOOSE if opens and closes else Place.TIGHT
        after_stop = before == " " and at - 2 >= start and text[at - 2] in _ENDS
        rest = _PUNCTUATION.match(text, at + 1, end)
        ends = rest is None or rest.end() == end
        found.append(QuotationMark(at, match[0], place, after_stop, ends))
    return found


@dataclass(frozen=True)
class Quotation:
    """A quotation as far as its marks tell: ``closing`` is ``None`` if nothing closes it.

    ``closing`` may be a mark whose shape or place is wrong for its task.
    ``then`` is the next mark of the paragraph.
    """

    paragraph: Paragraph
    opening: QuotationMark
    closing: QuotationMark | None
    then: QuotationMark | None = None

    @property
    def matched(self) -> bool:
        """Whether the closing mark's shape answers the opening one's."""
        return self.closing is not None and self.closing.char in CLOSERS[self.opening.char]

    @property
    def sound(self) -> bool:
        """Whether shape and place of both marks are as they should be."""
        return self.matched and self.closing is not None and self.closing.place is Place.CLOSING

    @property
    def stands_apart(self) -> bool:
        """Whether the next mark, if any, opens another quotation of the same kind."""
        return self.then is None or (
            self.then.place is Place.OPENING and self.then.char == self.opening.char
        )


@lru_cache(maxsize=1)
def quotations(text: str) -> tuple[Quotation, ...]:
    """Every quotation whose opening mark has the shape and the place of one, in order.

    The last answer is kept, since several rules ask about the same text in turn.
    """
    return tuple(q for each in paragraphs(text, _MARK) for q in _in_paragraph(text, each))


def _in_paragraph(text: str, paragraph: Paragraph) -> Iterator[Quotation]:
    found = marks(text, paragraph)
    openers = set("“„") & {mark.char for mark in found}
    pending: list[QuotationMark] = []
    for mark, then in zip_longest(found, found[1:]):
        if mark.place is Place.OPENING and _opens(mark, openers, pending):
            if pending and mark.char == pending[-1].char:
                yield Quotation(paragraph, pending.pop(), None, mark)
            elif len(pending) == DEEPEST:
                yield Quotation(paragraph, pending.pop(0), None, mark)
            pending.append(mark)
        elif pending:
            # A mark closes the innermost quotation that it answers, or else the innermost.
            while len(pending) > 1 and mark.char not in CLOSERS[pending[-1].char]:
                if not any(mark.char in CLOSERS[outer.char] for outer in pending):
                    break
                yield Quotation(paragraph, pending.pop(), None, mark)
            yield Quotation(paragraph, pending.pop(), mark, then)
    for mark in reversed(pending):
        yield Quotation(paragraph, mark, None)


def _opens(mark: QuotationMark, openers: set[str], pending: list[QuotationMark]) -> bool:
    """Whether a mark in an opening place also has the shape to open a quotation here."""
    if mark.char == "”" and openers:
        return False
    if not pending:
        return True
    # A mark that opens and closes alike closes what it opened.  “ closes „ in
    # German, and after a comma and a space it may have meant to; else it is nested.
    return mark.char not in CLOSERS[pending[-1].char] or (
        mark.char == "“" and pending[-1].char == "„" and not mark.after_stop
    )
