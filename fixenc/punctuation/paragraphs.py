"""Paragraphs: the stretch of text in which quotation marks must pair."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_GAP = re.compile(r"\n(?:[^\S\n]*\n)+")  # blank lines
_NARROW, _WIDE = 40, 100  # the columns between which hard-wrapped text is broken
_RAGGED = 18  # how much shorter than the longest line a wrapped line may be


class Paragraph(NamedTuple):
    """A half-open span of a text, and whether the next paragraph follows at once."""

    start: int
    end: int


def paragraphs(text: str, having: re.Pattern[str] | None = None) -> Iterator[Paragraph]:
    """The paragraphs of ``text``: its lines, unless they look wrapped by hand.

    Lines that follow one another are one paragraph if all but the last are
    about equally long, as a typewriter or an editor leaves them, and most of
    them end within a sentence.  ``having`` is what a paragraph must hold to be
    of interest: of a long text hardly more than these paragraphs is then looked at.
    """
    start = 0
    for gap in _GAP.finditer(text):
        yield from _divided(text, start, gap.start(), having)
        start = gap.end()
    yield from _divided(text, start, len(text), having)


def _divided(
    text: str, start: int, end: int, having: re.Pattern[str] | None
) -> Iterator[Paragraph]:
    """One paragraph if the lines of a stretch are wrapped, else one for each line."""
    if having and not having.search(text, start, end):
        return
    while start < end and not text[start : _line_end(text, start, end)].strip():
        start = _line_end(text, start, end) + 1  # a blank line at the beginning
    while start < end and not text[text.rfind("\n", start, end) + 1 : end].strip():
        end = max(start, text.rfind("\n", start, end))
    if _is_wrapped(text[start:end].split("\n")):
        yield Paragraph(start, end)
        return
    while start < end:
        if having:
            found = having.search(text, start, end)
            if not found:
                return
            start = max(start, text.rfind("\n", start, found.start()) + 1)
        line_end = _line_end(text, start, end)
        yield Paragraph(start, line_end)
        start = line_end + 1


def _line_end(text: str, start: int, end: int) -> int:
    found = text.find("\n", start, end)
    return end if found < 0 else found


def _is_wrapped(lines: list[str]) -> bool:
    *before, _ = lines
    lengths = list(map(len, before))
    if not lengths or not _NARROW <= max(lengths) <= _WIDE:
        return False
    flowing = sum(line[-1].isalnum() or line[-1] in ",;-" for line in before)
    return min(lengths) >= max(lengths) - _RAGGED and 2 * flowing >= len(lengths)
