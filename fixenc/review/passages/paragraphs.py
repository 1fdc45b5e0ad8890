"""Paragraphs, or lines of code and data: the pieces in which a text is read."""

from __future__ import annotations

import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from fixenc.core.document import Document, Kind
from fixenc.review.passages.marks import Mark

LONG = 100
"""Characters from which on a line of prose is a paragraph of its own: nothing wrapped it."""

LONGEST = 1600
"""Characters that a passage may have, if there is a place to cut it."""


@dataclass(frozen=True)
class Passage:
    """A paragraph, or a line of code: the half-open span ``start`` to ``end`` of the text.

    ``marks`` are what was found in it, in the order of the text.
    """

    start: int
    end: int
    marks: tuple[Mark, ...] = ()


def passages(document: Document, found: Sequence[Mark]) -> list[Passage]:
    """The whole text in passages, each with those of ``found`` that begin in it.

    They follow each other without a gap: blank lines belong to the passage before.
    """
    text = document.text
    cuts = [0, *_outside(_cuts(text, by_line=not is_prose(document)), found), len(text)]
    cuts = list(dict.fromkeys(cuts))
    starts = [mark.start for mark in found]
    pieces: list[Passage] = []
    for at, start in enumerate(cuts[:-1] or [0]):
        end = cuts[at + 1] if at + 1 < len(cuts) else len(text)
        is_last = end == len(text)
        lo = bisect_left(starts, start)
        hi = bisect_right(starts, end) if is_last else bisect_left(starts, end)
        pieces.append(Passage(start, end, tuple(found[lo:hi])))
    return pieces


def is_prose(document: Document) -> bool:
    """Whether the text is read in paragraphs: it is no code and no data."""
    return document.kind in (Kind.PROSE, Kind.MARKUP)


def is_right_to_left(text: str) -> bool:
    """Whether most letters of a text are of a script that is written from right to left."""
    if text.isascii():
        return False
    kinds = [unicodedata.bidirectional(c) for c in text if c.isalpha()]
    return sum(kind in ("R", "AL") for kind in kinds) * 2 > len(kinds)


def _cuts(text: str, *, by_line: bool) -> Iterator[int]:
    """Where passages begin: at paragraphs or at lines, and where these get too long."""
    at = begun = 0
    last = ""
    size = len(text)
    while at < size:
        stop = text.find("\n", at)
        stop = size if stop < 0 else stop + 1
        line = text[at:stop]
        is_new = by_line or _is_paragraph(last, line) or stop - begun > LONGEST
        if at > begun and is_new and (line.strip() or by_line):
            yield at
            begun = at
        if stop - at > LONGEST:
            for cut in _within_line(text, at, stop):
                yield cut
                begun = cut
        last, at = line, stop


def _is_paragraph(last: str, line: str) -> bool:
    return not last.strip() or len(last) > LONG or len(line) > LONG


def _within_line(text: str, start: int, stop: int) -> Iterator[int]:
    """Cuts in a line that is too long: behind a sentence if there is one, else at a space."""
    while stop - start > LONGEST:
        window = text[start : start + LONGEST]
        ends = (window.rfind(mark) + len(mark) for mark in (". ", "? ", "! ", "。", "؟ "))
        at = max((end for end in ends if end > LONGEST // 2), default=0)
        at = at or window.rfind(" ", LONGEST // 2) + 1 or LONGEST
        start += at
        yield start


def _outside(cuts: Iterator[int], found: Sequence[Mark]) -> Iterator[int]:
    """The cuts that go through no mark."""
    last = 0
    at = 0
    for cut in cuts:
        while at < len(found) and found[at].start < cut:
            last = max(last, found[at].end)
            at += 1
        if cut >= last:
            yield cut
