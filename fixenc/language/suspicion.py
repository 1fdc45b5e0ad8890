"""Where a text is odd enough to be worth a closer look.

Nearly all text is fine, and a closer look takes a thousand times as long as
reading.  :data:`CONDITION` is what misread text has somewhere in every line and
clean text hardly ever: see :mod:`fixenc.language.oddities`, which wrote it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from fixenc.automaton import compiled, utf8

CONDITION = Path(__file__).with_name("suspicion.re2").read_text("utf-8")
"""The expression, in the syntax of RE2."""

_LONGEST = 2000  # characters of a line that are looked at together


def is_suspicious(text: str) -> bool:
    """Whether there is anything in ``text`` that no language writes."""
    return not text.isascii() and compiled(CONDITION).search(utf8(text)) is not None


def suspicious_lines(text: str) -> Iterator[tuple[int, int]]:
    """The lines of ``text`` with something that no language writes, as half-open spans.

    Of a very long line it is a stretch of some two thousand characters.
    """
    if text.isascii():
        return
    data = utf8(text)
    automaton = compiled(CONDITION)
    at = done = 0  # the same place, in characters and in bytes
    while found := automaton.search(data, done):
        start, end = _line_around(data, *found.span(), done)
        at += len(data[done:start].decode("utf-8", "surrogatepass"))
        length = len(data[start:end].decode("utf-8", "surrogatepass"))
        yield at, at + length
        at += length
        done = end


def _line_around(data: bytes, first: int, last: int, done: int) -> tuple[int, int]:
    """The line, or the part of a long one after ``done``, around the bytes from first to last."""
    start = data.rfind(b"\n", done, first) + 1 or done
    if first - start > _LONGEST:
        start = data.rfind(b" ", first - _LONGEST, first) + 1 or start
    end = data.find(b"\n", last)
    end = len(data) if end < 0 else end
    if end - last > _LONGEST:
        space = data.find(b" ", last + _LONGEST, end)
        end = end if space < 0 else space
    return start, end
