"""Unclosed: marks that would open a quotation which no other mark closes."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator

_STRAIGHT = frozenset("\"'`")


def unclosed(text: str, marks: Iterable[int]) -> Iterator[int]:
    """Those of some closing marks that stand where one opens, and that none closes in the line.

    ``marks`` are the places, in order, where each of them is to be restored.  Some languages open
    and close a quotation with the same mark.
    """
    places = list(marks)
    closing = [at for at in places if _may_close(text, at)]
    for at in places:
        if _may_close(text, at):
            continue
        end = text.find("\n", at)
        end = end if end >= 0 else len(text)
        later = bisect_right(closing, at)
        is_closed = later < len(closing) and closing[later] < end
        if not is_closed and text.find("”", at + 1, end) < 0:
            yield at


def _may_close(text: str, at: int) -> bool:
    """Whether a mark may close a quotation: it stands behind what it may enclose."""
    before = text[max(0, at - 1) : at]
    return bool(before.strip()) and before not in _STRAIGHT
