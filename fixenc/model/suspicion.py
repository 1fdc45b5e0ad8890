"""Suspicion: where a text has neighbours that damaged text has, and clean text hardly ever.

Most text is fine, and this says so of a text in a few passes over arrays, whatever its
languages are.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from fixenc.model.characters import CODE_POINTS
from fixenc.model.tables import tables
from fixenc.model.words import code_points

Codes = NDArray[np.uint32]

_MULTIPLIERS = (0x9E3779B1, 0x85EBCA77, 0xC2B2AE3D)
"""Large odd numbers: primes of the hash function xxHash32."""

TRIPLE_BITS = 20


def latin_beyond_ascii(
    codes: Codes, letter: NDArray[np.uint16], lower: NDArray[np.uint32]
) -> NDArray[np.int64]:
    """Where Latin letters beyond ASCII stand, at least two places from either end."""
    at = np.flatnonzero((codes >= 0xAA) & (codes < 0x250))
    at = at[(at >= 2) & (at < len(codes) - 2)]
    found: NDArray[np.int64] = at[letter[lower[codes[at]]] > 0]
    return found


def triple_indices(
    codes: Codes,
    at: NDArray[np.int64],
    letter: NDArray[np.uint16],
    lower: NDArray[np.uint32],
) -> Iterator[NDArray[np.int64]]:
    """The entries of the three triples that hold each of the letters ``at`` some places."""
    window = [letter[lower[codes[at + offset]]].astype(np.uint32) for offset in range(-2, 3)]
    window[0] = np.where(window[1] == 0, 0, window[0])
    window[4] = np.where(window[3] == 0, 0, window[4])
    for first in range(3):
        mixed = np.zeros(len(at), np.uint32)
        for place, multiplier in enumerate(_MULTIPLIERS):
            mixed ^= (window[first + place] + np.uint32(place + 1)) * np.uint32(multiplier)
        yield (mixed >> np.uint32(32 - TRIPLE_BITS)).astype(np.int64)


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
    codes = np.minimum(code_points(f"\n\n{text}\n\n"), CODE_POINTS - 1)
    classes = model.pair_class[codes]
    bits = model.pair_bits.ravel()[classes[1:-2].astype(np.intp) * len(model.pair_bits) + classes[2:-1]]
    found = np.flatnonzero(bits >= pair * _STEPS) - 1
    at = latin_beyond_ascii(codes, model.letter, model.lower)
    if len(at):
        score = np.zeros(len(at), np.int16)
        for index in triple_indices(codes, at, model.letter, model.lower):
            score += model.triple_bits[index]
        found = np.union1d(found, at[score >= triple * _STEPS] - 2)
    return np.clip(found, 0, len(text) - 1)


@lru_cache(maxsize=4)
def suspicious_lines(text: str) -> tuple[Span, ...]:
    """The lines of a text that may be damaged, as half-open spans of characters."""
    if not text or text.isascii():
        return ()
    places = suspicious_places(text)
    lines: list[Span] = []
    end = -1
    for place in places.tolist():
        if place > end:
            start = text.rfind("\n", 0, place) + 1
            end = text.find("\n", place)
            end = len(text) if end < 0 else end
            lines.append((start, end))
    return tuple(lines)
