"""Blocks: the pieces of a text that are repaired one by one.

A long text is cut after a paragraph, or at least after a line, so that memory stays
bounded and a file that is streamed gives the same result as one that is read at once.
"""

from __future__ import annotations

from collections.abc import Iterator

from fixenc.core.automaton import compiled

BLOCK = 1 << 16
"""Characters that are repaired together.  Evidence is pooled within a block, so
a long file gives the same result whether it is streamed or read at once."""

LONGEST_BLOCK = 16 * BLOCK
"""Characters after which even a line is cut, so that memory stays bounded."""


def blocks(text: str) -> Iterator[tuple[int, str]]:
    """The blocks of a text, with their starts."""
    start = 0
    while True:
        stop = block_end(text, start)
        yield start, text[start:stop]
        if stop == len(text):
            break
        start = stop


def block_end(text: str, start: int = 0) -> int:
    """Where the block of ``text`` that begins at ``start`` ends.

    It ends after a paragraph, or at least after a line; in a line that is a
    file of its own, after a space.  ``LONGEST_BLOCK`` characters and two more
    are all that the answer depends on.
    """
    if len(text) - start <= BLOCK:
        return len(text)
    paragraph = _end_of_paragraph(text, start + BLOCK, start + 2 * BLOCK)
    if paragraph >= 0:
        return paragraph + 2
    line = text.find("\n", start + BLOCK, start + LONGEST_BLOCK) + 1
    if line:
        return line
    if len(text) - start <= LONGEST_BLOCK:
        return len(text)
    return text.rfind(" ", start + BLOCK, start + LONGEST_BLOCK) + 1 or start + LONGEST_BLOCK


def _end_of_paragraph(text: str, start: int, stop: int) -> int:
    """Where the first paragraph ends that does so between two places; -1 if none does."""
    part = text[start:stop]
    # Where none does, as in a table, an automaton says so ten times as fast as str.find.
    if part.isascii() and compiled("\n\n").search(part.encode("ascii")) is None:
        return -1
    return text.find("\n\n", start, stop)
