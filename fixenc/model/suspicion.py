"""Suspicion: where a text has neighbours that damaged text has, and clean text hardly ever.

Most text is fine, and this says so of a text in a few passes over arrays, whatever its
languages are.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from fixenc.model.tables import tables
from fixenc.model.words import code_points

Codes = NDArray[np.uint32]

_MULTIPLIERS = tuple(map(np.uint32, (0x9E3779B1, 0x85EBCA77, 0xC2B2AE3D)))
"""Large odd numbers: primes of the hash function xxHash32."""

_OFFSETS = np.arange(-2, 3)

TRIPLE_BITS = 20
PAIR_CLASS_BITS = 10

_LATIN_START, _LATIN_SIZE = np.uint32(0xAA), np.uint32(0x250 - 0xAA)


def latin_beyond_ascii(
    codes: Codes, letter: NDArray[np.uint16], lower: NDArray[np.uint32]
) -> NDArray[np.int64]:
    """Where Latin letters beyond ASCII stand, at least two places from either end."""
    at = np.flatnonzero((codes - _LATIN_START) < _LATIN_SIZE)
    return latin_letters(codes, at[(at >= 2) & (at < len(codes) - 2)], letter, lower)


def latin_letters(
    codes: Codes, at: NDArray[np.int64], letter: NDArray[np.uint16], lower: NDArray[np.uint32]
) -> NDArray[np.int64]:
    """Those of the places ``at`` where letters stand."""
    found: NDArray[np.int64] = at[letter.take(lower.take(codes.take(at))) > 0]
    return found


def triple_indices(
    codes: Codes,
    at: NDArray[np.int64],
    letter: NDArray[np.uint16],
    lower: NDArray[np.uint32],
) -> NDArray[np.int64]:
    """The entries of the three triples that hold each of the letters ``at`` some places."""
    around = codes.take(at[:, None] + _OFFSETS)
    window = letter.take(lower.take(around, mode="clip")).astype(np.uint32)
    window[:, 0] *= window[:, 1] != 0
    window[:, 4] *= window[:, 3] != 0
    window += 1
    first, second, third = (window * multiplier for multiplier in _MULTIPLIERS)
    mixed = first[:, :3] + second[:, 1:4] + third[:, 2:]
    found: NDArray[np.int64] = (mixed >> np.uint32(32 - TRIPLE_BITS)).astype(np.int64)
    return found


PAIR, TRIPLE = 5.0, 4.0
"""Bits from which neighbours are suspicious in a long text.  Of clean lines in 47 languages one
in twenty has such neighbours."""

PAIR_IN_SHORT, TRIPLE_IN_SHORT = 3.0, 2.0
"""Bits from which they are in a text of a few lines, where little evidence is all there is."""

SHORT = 1000
"""Characters of a text of a few lines."""

_STEPS = 8  # of a bit, in which tables are stored

Span = tuple[int, int]


def suspicious_places(text: str) -> NDArray[np.int64]:
    """The places of characters that stand suspiciously beside their neighbours, in order."""
    is_short = len(text) < SHORT
    pair, triple = (PAIR_IN_SHORT, TRIPLE_IN_SHORT) if is_short else (PAIR, TRIPLE)
    return _places(text, pair, triple)


def _places(text: str, pair: float, triple: float) -> NDArray[np.int64]:
    model = tables()
    codes = code_points(f"\n\n{text}\n\n")
    classes = model.pair_class.take(codes, mode="clip").astype(np.int32)
    pairs = (classes[1:-2] << PAIR_CLASS_BITS) | classes[2:-1]
    bits = model.pair_bits.take(pairs, mode="clip")
    found = np.flatnonzero(bits >= pair * _STEPS) - 1
    at = np.flatnonzero((codes - _LATIN_START) < _LATIN_SIZE)  # below the start it wraps around
    if len(at):
        at = latin_letters(codes, at, model.letter, model.lower)
        entries = triple_indices(codes, at, model.letter, model.lower)
        score = model.triple_bits.take(entries).sum(1, dtype=np.int16)
        found = np.union1d(found, at[score >= triple * _STEPS] - 2)
    return np.clip(found, 0, len(text) - 1)


@lru_cache(maxsize=4)
def suspicious_lines(text: str) -> tuple[Span, ...]:
    """The lines of a text that may be damaged, as half-open spans of characters."""
    if not text or text.isascii():
        return ()
    return tuple(_lines_at(text, suspicious_places(text)))


def slightly_suspicious_lines(text: str) -> tuple[Span, ...]:
    """The lines that may be damaged if lines beside them are."""
    if text.isascii():
        return ()
    return tuple(_lines_at(text, _places(text, PAIR_IN_SHORT, TRIPLE_IN_SHORT)))


def _lines_at(text: str, places: NDArray[np.int64]) -> Iterator[Span]:
    end = -1
    for place in places.tolist():
        if place > end:
            start = text.rfind("\n", 0, place) + 1
            end = text.find("\n", place)
            end = len(text) if end < 0 else end
            yield start, end


def rows_with_suspicion(joined: str, between: str) -> list[int]:
    """The rows of texts, joined by the character ``between``, that may be damaged.

    Each is judged as a short text is: a row that is named has yet to be looked at by itself.
    """
    places = _places(joined.replace(between, "\n"), PAIR_IN_SHORT, TRIPLE_IN_SHORT)
    ends = np.flatnonzero(code_points(joined) == ord(between))
    return [int(row) for row in np.unique(np.searchsorted(ends, places, side="right"))]
