"""Suspicion: where a text has neighbours that damaged text has, and clean text hardly ever.

Most text is fine, and this says so of a text in a few passes over arrays, whatever its
languages are.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from fixenc.model.characters import Kind
from fixenc.model.tables import Tables, tables
from fixenc.model.words import are_listed, code_points, hashes

Codes = NDArray[np.uint32]

_MULTIPLIERS = tuple(map(np.uint32, (0x9E3779B1, 0x85EBCA77, 0xC2B2AE3D)))
"""Large odd numbers: primes of the hash function xxHash32."""

TRIPLE_BITS = 20
PAIR_CLASS_BITS = 10

_LATIN_END = 0x250
_LATIN_START, _LATIN_SIZE = np.uint32(0xAA), np.uint32(_LATIN_END - 0xAA)


def triple_scores(
    codes: Codes, at: NDArray[np.int64], latin: Codes, bits: NDArray[np.int8]
) -> NDArray[np.int16]:
    """What the three triples around some code points score together.

    Of each of the code points ``at``: the triples that end, have their middle and begin there.
    Two more code points stand to either side.  ``latin`` gives for each code point the number
    of its Latin letter.
    """
    letters = latin.take(codes[at[:, None] + _AROUND], mode="clip")
    entries = _triple_entry(letters[:, :-2], letters[:, 1:-1], letters[:, 2:])
    together: NDArray[np.int16] = bits.take(entries).sum(1, dtype=np.int16)
    return together


_AROUND = np.arange(-2, 3)


def triple_indices(codes: Codes, latin: Codes) -> NDArray[np.uint32]:
    """The entry of each triple of code points in the table of triples.

    Triples in whose middle is no Latin letter have the entry 0.
    """
    letter = latin.take(codes, mode="clip")
    return _triple_entry(letter[:-2], letter[1:-1], letter[2:])


def _triple_entry(before: Codes, middle: Codes, after: Codes) -> Codes:
    first, second, third = _MULTIPLIERS
    mixed: Codes = (before * first) ^ (middle * second) ^ (after * third)
    mixed >>= np.uint32(32 - TRIPLE_BITS)
    mixed *= middle != 0
    return mixed


def latin_numbers(letter: NDArray[np.uint16], lower: NDArray[np.uint32]) -> Codes:
    """For each code point the number of its Latin letter in small, or 0."""
    numbers = letter.take(lower[:_LATIN_END]).astype(np.uint32)
    return np.append(numbers, np.uint32(0))


PAIR, TRIPLE = 6.0, 6.0
"""Bits from which neighbours are suspicious in a long text.  Of clean lines in 23 languages one
in a hundred has such neighbours."""

ALONE, TOGETHER = 9.0, 14.0
"""Bits of a pair from which its line is suspicious in a long text, and of all suspicious pairs of
a line, unless there is a suspicious triple.  One in 200 clean lines is suspicious then, and 98 %
of 3,200 short lines that were misread and had suspicious neighbours."""

PAIR_IN_SHORT, TRIPLE_IN_SHORT = 3.0, 2.0
"""Bits from which they are in a text of a few lines, where little evidence is all there is."""

_LEAST_LETTERS = 2
"""Letters of a word that is no odd one if a language lists it."""

PROOF = 12.0
"""Bits of a pair that is suspicious inside a listed word, too."""

SHORT = 1000
"""Characters of a text of a few lines."""

_STEPS = 8  # of a bit, in which tables are stored

Span = tuple[int, int]


class Scan(NamedTuple):
    """Pairs of neighbours that are suspicious, in order, and by how many bits each is."""

    codes: Codes
    """The code points of the text, with a margin."""
    first: NDArray[np.int64]
    """The first code point of each pair."""
    bits: NDArray[np.int16]
    """In steps.  If a triple is suspicious there, as many as make a line suspicious."""

    def unlisted(self) -> Scan:
        """The pairs that are not parts of words of some language."""
        may_be = np.flatnonzero(self.bits < PROOF * _STEPS)
        if not len(may_be):
            return self
        listed = may_be[_are_in_listed_words(*_excerpts(self.codes, self.first[may_be]))]
        return Scan(self.codes, np.delete(self.first, listed), np.delete(self.bits, listed))

    @property
    def places(self) -> NDArray[np.int64]:
        """The characters of the text at which the pairs begin."""
        return np.clip(self.first - _REACH, 0, len(self.codes) - 2 * len(_MARGIN) - 1)

    def make_suspicious(self, pairs: slice = slice(None)) -> bool:
        """Whether some of the pairs, all in one line of a long text, make it suspicious."""
        bits = self.bits[pairs]
        return bool(bits.max(initial=0) >= ALONE * _STEPS or bits.sum() >= TOGETHER * _STEPS)


def suspicious_places(text: str) -> NDArray[np.int64]:
    """The places of characters that stand suspiciously beside their neighbours, in order."""
    return (_scan_few_lines if len(text) < SHORT else _scan)(text).unlisted().places


def _scan_few_lines(text: str) -> Scan:
    return _scan(text, PAIR_IN_SHORT, TRIPLE_IN_SHORT)


def _scan(text: str, pair: float = PAIR, triple: float = TRIPLE) -> Scan:
    model = tables()
    codes = code_points(f"{_MARGIN}{text}{_MARGIN}")
    bits = _pair_bits(model, codes).astype(np.int16)
    latin = np.flatnonzero((codes - _LATIN_START) < _LATIN_SIZE)  # below the start it wraps around
    odd = bits >= pair * _STEPS
    if len(latin):
        score = triple_scores(codes, latin, model.latin, model.triple_bits)
        triples = latin[score >= triple * _STEPS]
        odd[triples] = True
        bits[triples] = np.maximum(bits[triples], int(ALONE * _STEPS))
    first = np.flatnonzero(odd)
    return Scan(codes, first, bits[first])


_REACH = 32
"""Code points to either side of a suspicious pair in which its word is looked for."""

_MARGIN = "\n" * (_REACH + 1)


def _excerpts(codes: Codes, at: NDArray[np.int64]) -> tuple[Codes, NDArray[np.int64]]:
    """What stands around the code points ``at``, one part after the other, and where they are.

    All code points if they are no more than that.
    """
    if not len(at) or len(at) * len(_REACHED) >= len(codes):
        return codes, at
    parts = codes[at[:, None] + _REACHED]
    parts[:, 0] = parts[:, -1] = ord("\n")
    return parts.ravel(), np.arange(_REACH, parts.size, len(_REACHED))


_REACHED = np.arange(-_REACH, _REACH + 2)


def share_of_suspicious_pairs(text: str) -> float:
    """Which share of the pairs of neighbours in a text is suspicious, at least a little."""
    odd = suspicious_pairs(code_points(f"\n{text}\n"))
    return np.count_nonzero(odd) / len(odd)


def suspicious_pairs(codes: Codes) -> NDArray[np.uint64]:
    """All bits set for each pair of neighbours that is suspicious, at least a little."""
    bits = _pair_bits(tables(), codes)
    return np.negative((bits >= PAIR_IN_SHORT * _STEPS).astype(np.uint64))


def _pair_bits(model: Tables, codes: Codes) -> NDArray[np.uint8]:
    """The stored bits of each pair of neighbours."""
    classes = model.pair_class.take(codes, mode="clip").astype(np.uint32)
    pairs = (classes[:-1] << PAIR_CLASS_BITS) | classes[1:]
    bits: NDArray[np.uint8] = model.pair_bits.take(pairs, mode="clip")
    return bits


def _are_in_listed_words(codes: Codes, first: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Whether pairs of code points, from ``first`` on, are parts of words of some language."""
    model = tables()
    is_letter = model.kind.take(codes, mode="clip") == Kind.LETTER
    at = first + ~is_letter[first]  # the second code point, if the first is no letter
    gaps = np.flatnonzero(~is_letter)
    after = np.searchsorted(gaps, at, side="left")
    start, end = gaps[after - 1] + 1, gaps[after]
    inside = (start + _LEAST_LETTERS <= end) & ((at == first) | is_letter[at])
    inside &= is_letter[first] | is_letter[np.minimum(first + 1, len(codes) - 1)]
    known = np.zeros(len(at), bool)
    chosen = np.flatnonzero(inside)
    if len(chosen):
        low, high = start[chosen], end[chosen]
        small = model.lower.take(codes, mode="clip")
        known[chosen] = are_listed(model, hashes(small, low, high))
    return known


@lru_cache(maxsize=4)
def suspicious_lines(text: str) -> tuple[Span, ...]:
    """The lines of a text that may be damaged, as half-open spans of characters."""
    if not text or text.isascii():
        return ()
    if len(text) < SHORT:
        return tuple(_lines_at(text, _scan_few_lines(text).unlisted().places))
    return tuple(_suspicious_lines_of_long(text))


def _suspicious_lines_of_long(text: str) -> Iterator[Span]:
    scan = _scan(text)
    if not scan.make_suspicious():  # nor any of its lines
        return
    scan = scan.unlisted()
    places = scan.places
    for start, end in _lines_at(text, places):
        if scan.make_suspicious(slice(*np.searchsorted(places, (start, end + 1)))):
            yield start, end


def slightly_suspicious_lines(text: str) -> tuple[Span, ...]:
    """The lines that may be damaged if lines beside them are."""
    if text.isascii():
        return ()
    return tuple(_lines_at(text, _scan_few_lines(text).unlisted().places))


def _lines_at(text: str, places: NDArray[np.int64]) -> Iterator[Span]:
    end = -1
    for place in places.tolist():
        if place > end:
            start = text.rfind("\n", 0, place) + 1
            end = text.find("\n", place)
            end = len(text) if end < 0 else end
            yield start, end


def rows_with_suspicion(joined: str, between: str, longest: int) -> list[int]:
    """The rows of texts, joined by the character ``between``, that may be damaged.

    Rows of up to ``longest`` characters are named if :func:`suspicious_lines` names a line of
    them.  Longer ones, which are repaired in parts, are named as short texts are.
    """
    ends = np.append(np.flatnonzero(code_points(joined) == ord(between)), len(joined))
    lengths = np.diff(ends, prepend=-1) - 1
    is_long = (lengths >= SHORT) & (lengths <= longest)
    text = joined.replace(between, "\n")
    found = np.zeros(len(ends), bool)
    if not is_long.all():
        places = _scan_few_lines(text).unlisted().places
        found[np.searchsorted(ends, places)] = True
        found &= ~is_long
    if is_long.any():
        starts = [start for start, _ in _suspicious_lines_of_long(text)]
        named = np.searchsorted(ends, np.array(starts, np.int64))
        found[named[is_long[named]]] = True
    return [int(row) for row in np.flatnonzero(found)]
