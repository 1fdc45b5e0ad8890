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


class Limits(NamedTuple):
    """Bits from which neighbours, and lines with such neighbours, are suspicious."""

    pair: float
    triple: float
    """Neighbours: two, or three with a Latin letter in their middle."""
    alone: float
    alone_triple: float
    """A line, by a single pair or a single triple."""
    together: float
    """A line, by all suspicious pairs in it."""


OF_LONG = Limits(pair=6.0, triple=6.0, alone=9.0, alone_triple=6.0, together=14.0)
"""In a long text.  One in 200 clean lines in 23 languages is suspicious then, and 98 % of 3,200
short lines that were misread and had suspicious neighbours."""

OF_SHORT = Limits(pair=3.0, triple=2.0, alone=5.0, alone_triple=5.0, together=10.0)
"""In a text of a few lines, where little evidence is all there is.  One in 13 clean lines is
suspicious then, and 99.7 % of 3,196 short lines that can be restored."""

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
    """In steps.  If a triple makes a line suspicious there, as many as do so."""
    limits: Limits

    def unlisted(self) -> Scan:
        """The pairs that are not parts of words of some language."""
        may_be = np.flatnonzero(self.bits < PROOF * _STEPS)
        if not len(may_be):
            return self
        listed = may_be[_are_in_listed_words(*_excerpts(self.codes, self.first[may_be]))]
        return self._replace(first=np.delete(self.first, listed), bits=np.delete(self.bits, listed))

    @property
    def places(self) -> NDArray[np.int64]:
        """The characters of the text at which the pairs begin."""
        return np.clip(self.first - _REACH, 0, len(self.codes) - 2 * len(_MARGIN) - 1)

    def make_suspicious(self, pairs: slice = slice(None)) -> bool:
        """Whether some of the pairs, all in one line, make it suspicious."""
        bits = self.bits[pairs]
        return bool(
            bits.max(initial=0) >= self.limits.alone * _STEPS
            or bits.sum() >= self.limits.together * _STEPS
        )

    def suspicious_lines(self, text: str) -> Iterator[Span]:
        """The lines of ``text`` that the pairs in them make suspicious."""
        places = self.places
        for start, end in _lines_at(text, places):
            if self.make_suspicious(slice(*np.searchsorted(places, (start, end + 1)))):
                yield start, end


def suspicious_places(text: str) -> NDArray[np.int64]:
    """The places of characters that stand suspiciously beside their neighbours, in order."""
    return _scan(text, OF_SHORT if len(text) < SHORT else OF_LONG).unlisted().places


def _scan(text: str, limits: Limits) -> Scan:
    model = tables()
    codes = code_points(f"{_MARGIN}{text}{_MARGIN}")
    bits = _pair_bits(model, codes).astype(np.int16)
    latin = np.flatnonzero((codes - _LATIN_START) < _LATIN_SIZE)  # below the start it wraps around
    odd = bits >= limits.pair * _STEPS
    if len(latin):
        score = triple_scores(codes, latin, model.latin, model.triple_bits)
        at = np.flatnonzero(score >= limits.triple * _STEPS)
        triples, score = latin[at], score[at]
        odd[triples] = True
        alone = np.int16(limits.alone * _STEPS)
        worth = np.where(score >= limits.alone_triple * _STEPS, alone, np.minimum(score, alone))
        bits[triples] = np.maximum(bits[triples], worth)
    first = np.flatnonzero(odd)
    return Scan(codes, first, bits[first], limits)


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
    return np.negative((bits >= OF_SHORT.pair * _STEPS).astype(np.uint64))


def _pair_bits(model: Tables, codes: Codes) -> NDArray[np.uint8]:
    """The stored bits of each pair of neighbours."""
    classes = model.pair_class.take(codes, mode="clip").astype(np.uint32)
    pairs = (classes[:-1] << PAIR_CLASS_BITS) | classes[1:]
    bits: NDArray[np.uint8] = model.pair_bits.take(pairs, mode="clip")
    return bits


def _are_in_listed_words(codes: Codes, first: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Whether pairs of code points, from ``first`` on, are parts of words of some language."""
    model = tables()
    kind = model.kind.take(codes, mode="clip")
    is_letter, is_mark = kind == Kind.LETTER, kind == Kind.MARK
    at = first + ~is_letter[first]  # the second code point, if the first is no letter
    gaps = np.flatnonzero(~is_letter)
    gap = np.searchsorted(gaps, at, side="left")
    start, end = gaps[gap - 1] + 1, gaps[gap]
    inside = (start + _LEAST_LETTERS <= end) & ((at == first) | is_letter[at])
    after = np.minimum(first + 1, len(codes) - 1)
    inside &= is_letter[first] | is_letter[after]
    # A mark between two letters stands at the edge of no word.
    inside &= ~(is_mark[first] & is_letter[first - 1])
    inside &= ~(is_mark[after] & is_letter[np.minimum(first + 2, len(codes) - 1)])
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
    if len(text) >= SHORT:
        return tuple(_suspicious_lines_of_long(text))
    if _is_of_fine_words(text):
        return ()
    return tuple(_scan(text, OF_SHORT).unlisted().suspicious_lines(text))


_fine: set[str] = set()
"""Words that were met in short texts, and have nothing suspicious in them and around them."""

_MOST_FINE, _LONGEST_FINE = 1 << 15, 24
"""Words that are kept, and characters of the longest."""


def _is_of_fine_words(text: str) -> bool:
    """Whether nothing is suspicious in a short text, which the words that were met before tell.

    Words stand between spaces here: no pair or triple, and no listed word, extends beyond one.
    """
    new = [word for word in f"\n{text}\n".split(" ") if not word.isascii() and word not in _fine]
    if not new:
        return True
    if max(map(len, new)) > _LONGEST_FINE:
        return False
    if len(_scan(f" {' '.join(new)} ", OF_SHORT).unlisted().first):
        return False
    if len(_fine) > _MOST_FINE:
        _fine.clear()
    _fine.update(new)
    return True


def _suspicious_lines_of_long(text: str) -> Iterator[Span]:
    scan = _scan(text, OF_LONG)
    if scan.make_suspicious():  # or else none of its lines is
        yield from scan.unlisted().suspicious_lines(text)


def slightly_suspicious_lines(text: str) -> tuple[Span, ...]:
    """The lines that may be damaged if lines beside them are."""
    if text.isascii():
        return ()
    return tuple(_lines_at(text, _scan(text, OF_SHORT).unlisted().places))


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
        lines = _scan(text, OF_SHORT).unlisted().suspicious_lines(text)
        found[np.searchsorted(ends, [start for start, _ in lines])] = True
        found &= ~is_long
    if is_long.any():
        starts = [start for start, _ in _suspicious_lines_of_long(text)]
        named = np.searchsorted(ends, np.array(starts, np.int64))
        found[named[is_long[named]]] = True
    return [int(row) for row in np.flatnonzero(found)]
