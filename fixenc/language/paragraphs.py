"""Paragraphs: the stretch of text in which quotation marks must pair."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_LINE = re.compile(r"[^\n]+")
_NARROW, _WIDE = 40, 100  # the columns between which hard-wrapped text is broken
_RAGGED = 18  # how much shorter than the longest line a wrapped line may be


class Paragraph(NamedTuple):
    """A half-open span of a text, and whether the next paragraph follows at once."""

    start: int
    end: int


def paragraphs(text: str) -> Iterator[Paragraph]:
    """The paragraphs of ``text``: its lines, unless they look wrapped by hand.

    Lines that follow one another are one paragraph if all but the last are
    about equally long, as a typewriter or an editor leaves them, and most of
    them end within a sentence.
    """
    block: list[tuple[int, int]] = []
    for match in _LINE.finditer(text):
        line = match.span()
        if block and line[0] != block[-1][1] + 1:
            yield from _divided(text, block)
            block = []
        if not match[0].strip():
            yield from _divided(text, block)
            block = []
        else:
            block.append(line)
    yield from _divided(text, block)


def _divided(text: str, block: list[tuple[int, int]]) -> Iterator[Paragraph]:
    """One paragraph if the lines of the block are wrapped, else one for each line."""
    if not block:
        return
    lengths = [end - start for start, end in block[:-1]]
    flowing = sum(text[end - 1].isalnum() or text[end - 1] in ",;-" for _, end in block[:-1])
    if (
        lengths
        and _NARROW <= max(lengths) <= _WIDE
        and min(lengths) >= max(lengths) - _RAGGED
        and 2 * flowing >= len(lengths)
    ):
        yield Paragraph(block[0][0], block[-1][1])
    else:
        for start, end in block:
            yield Paragraph(start, end)
