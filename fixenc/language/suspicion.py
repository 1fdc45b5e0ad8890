"""Where a text is odd enough to be worth a closer look.

Nearly all text is fine, and a closer look takes a thousand times as long as
reading.  :data:`CONDITION` is what misread text has somewhere in every line and
clean text hardly ever: see :mod:`fixenc.language.oddities`, which wrote it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from fixenc.automaton import compiled, lines_holding, utf8

CONDITION = Path(__file__).with_name("suspicion.re2").read_text("utf-8")
"""The expression, in the syntax of RE2."""

_MANY_WORDS = 8  # outside ASCII, of which more than one is odd if they were misread
_LONGEST = 2000  # characters of a line that are looked at together


def is_suspicious(text: str) -> bool:
    """Whether there is anything in ``text`` that no language writes."""
    return not text.isascii() and compiled(CONDITION).search(utf8(text)) is not None


def is_chance(line: str) -> bool:
    """Whether all that is odd in a line of many words is one pair of letters, as in a name."""
    data, automaton = utf8(line), compiled(CONDITION)
    first = automaton.search(data)
    return (
        first is not None
        and first[0].decode("utf-8", "replace").isalpha()
        and automaton.search(data, first.end()) is None
        and sum(not word.isascii() for word in line.split()) >= _MANY_WORDS
    )


def suspicious_lines(
    text: str, lines: Iterable[tuple[int, int]] | None = None
) -> Iterator[tuple[int, int]]:
    """The lines of ``text`` with something that no language writes, as half-open spans.

    ``lines`` are these if they are known.  Of a very long line it is a stretch of some two
    thousand characters.
    """
    if text.isascii():
        return
    for start, end in lines_holding(CONDITION, text) if lines is None else lines:
        if end - start <= _LONGEST:
            yield start, end
        else:
            yield from _stretches(text, start, end)


def _stretches(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The suspicious parts of a long line."""
    data, automaton = utf8(text[start:end]), compiled(CONDITION)
    at, done = start, 0  # the same place, in characters and in bytes
    while found := automaton.search(data, done):
        first, last = found.span()
        stretch = done
        if first - done > _LONGEST:
            stretch = data.rfind(b" ", first - _LONGEST, first) + 1 or done
        stop = len(data)
        if stop - last > _LONGEST:
            space = data.find(b" ", last + _LONGEST)
            stop = stop if space < 0 else space
        at += len(data[done:stretch].decode("utf-8", "surrogatepass"))
        length = len(data[stretch:stop].decode("utf-8", "surrogatepass"))
        yield at, at + length
        at += length
        done = stop
