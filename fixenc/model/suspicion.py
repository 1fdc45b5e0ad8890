"""Suspicion: where a text has neighbours that damaged text has, and clean text hardly ever.

Most text is fine, and this says so of a text in a few passes over arrays, whatever its
languages are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from fixenc.model.characters import CODE_POINTS, Kind
from fixenc.model.misread_marks import is_misread_mark
from fixenc.model.neighbours import (
    STEPS,
    WATCHED,
    Codes,
    Places,
    bits_of_pairs,
    bits_of_triples,
    bits_of_watched_pairs,
)
from fixenc.model.tables import tables
from fixenc.model.words import LONGEST, code_points, is_in_some_list


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

PROOF = 12.0
"""Bits of a pair that is suspicious inside a listed word, too."""

SHORT = 1000
"""Characters of a text of a few lines."""

_LEAST_LETTERS = 2
"""Letters of a word that is no odd one if a language lists it."""

_MANY = 64
"""Pairs from which on arrays sort out the lines that have enough of them: it takes as long as to
go through so many one by one."""

Span = tuple[int, int]

Pair = tuple[int, int]
"""The place of a pair of neighbours, and its bits in steps."""


class Scan(NamedTuple):
    """Pairs of neighbours that are suspicious, in order, and by how many bits each is."""

    text: str
    """The text, with a margin."""
    codes: Codes
    """Its code points."""
    first: Places
    """The first character of each pair."""
    bits: NDArray[np.int16]
    """In steps.  A triple that is enough by itself counts as many as :attr:`Limits.alone`."""
    limits: Limits

    def make_suspicious(self) -> bool:
        """Whether the pairs, if all were in one line, make it suspicious."""
        return len(self.bits) > 0 and bool(
            np.maximum.reduce(self.bits) >= self.limits.alone * STEPS
            or np.add.reduce(self.bits, dtype=np.int64) >= self.limits.together * STEPS
        )

    def of_suspicious_lines(self) -> Scan:
        """The pairs of those lines that they make suspicious."""
        if not len(self.first):
            return self
        ends = (self.codes == ord("\n")).nonzero()[0]
        line = ends.searchsorted(self.first + (self.codes[self.first] == ord("\n")))
        begins = np.ones(len(line), np.bool_)
        np.not_equal(line[1:], line[:-1], out=begins[1:])
        most = np.maximum.reduceat(self.bits, begins.nonzero()[0])
        together = np.add.reduceat(self.bits, begins.nonzero()[0], dtype=np.int64)
        suspicious = most >= self.limits.alone * STEPS
        suspicious |= together >= self.limits.together * STEPS
        kept = suspicious[begins.cumsum() - 1]
        return self._replace(first=self.first[kept], bits=self.bits[kept])

    def by_line(self) -> Iterator[tuple[Span, list[Pair]]]:
        """The lines that have pairs, as half-open spans of the text without its margin."""
        start = end = -1
        pairs: list[Pair] = []
        for pair in zip(self.first.tolist(), self.bits.tolist(), strict=True):
            at = pair[0]
            at += self.text[at] == "\n"  # such a pair is the start of the next line
            if at > end:
                if pairs:
                    yield (start - _MARGIN, end - _MARGIN), pairs
                start, end = self.text.rfind("\n", 0, at) + 1, self.text.index("\n", at)
                pairs = []
            pairs.append(pair)
        if pairs:
            yield (start - _MARGIN, end - _MARGIN), pairs

    def unlisted(self) -> list[Pair]:
        """The pairs that are not parts of words of some language."""
        pairs = zip(self.first.tolist(), self.bits.tolist(), strict=True)
        return [pair for pair in pairs if self.is_unlisted(pair)]

    def is_unlisted(self, pair: Pair) -> bool:
        """Whether a pair is no part of a word of some language."""
        at, bits = pair
        return bits >= PROOF * STEPS or not _is_in_listed_word(self.text, at)

    def is_suspicious(self, pairs: Sequence[Pair]) -> bool:
        """Whether the pairs of a line make it suspicious, but for those in listed words."""
        alone, together = self.limits.alone * STEPS, self.limits.together * STEPS
        if max(pairs, key=_bits)[1] < alone and sum(map(_bits, pairs)) < together:
            return False
        for pair in sorted(pairs, key=_bits, reverse=True):
            if self.is_unlisted(pair):
                together -= pair[1]
                if pair[1] >= alone or together <= 0:
                    return True
        return False


_bits = itemgetter(1)

_OF_PAIR = np.arange(2)[:, None]

_MARGIN = 2
"""Line feeds before a text and behind it: triples, and marks, have two neighbours on each side."""


def _scan(text: str, limits: Limits) -> Scan:
    edge = "\n" * _MARGIN
    text = f"{edge}{text}{edge}"
    codes = code_points(text)
    # Whole numbers: to compare with others, arrays would be made of floating point.
    pair, triple, alone, alone_triple, _ = (int(limit * STEPS) for limit in limits)
    bits = bits_of_watched_pairs(codes)
    odd = bits >= pair
    first = odd.nonzero()[0]
    watched = first[bits[first] == WATCHED]
    if len(watched):
        own = bits_of_pairs(codes[watched + _OF_PAIR])[0]
        is_misread = [is_misread_mark(text, at) for at in watched.tolist()]
        bits[watched] = np.where(is_misread, np.maximum(own, alone), own)
        odd[watched] = bits[watched] >= pair
        first = odd.nonzero()[0]
    latin, score = bits_of_triples(codes)
    near = (score >= triple).nonzero()[0]
    if len(near):
        triples, score = latin[near], score[near]
        odd[triples] = True
        score[score >= alone_triple] = alone
        bits[triples] = np.maximum(bits[triples], np.minimum(score, alone))
        first = odd.nonzero()[0]
    return Scan(text, codes, first, bits[first].astype(np.int16), limits)


def _is_in_listed_word(text: str, at: int) -> bool:
    """Whether a pair of neighbours is a part of a word that some language lists.

    It is that of its first letter.  A mark between two letters stands at the edge of no word.
    """
    before, first, second, behind = map(_kind, text[at - 1 : at + 3])
    if first != _LETTER:
        if second != _LETTER or (first == _MARK and before == _LETTER):
            return False
        at += 1
    elif second == _MARK and behind == _LETTER:
        return False
    start, end = at, at + 1
    while _kind(text[start - 1]) == _LETTER and at - start < LONGEST:
        start -= 1
    while _kind(text[end]) == _LETTER and end - at < LONGEST:
        end += 1
    return _LEAST_LETTERS <= end - start <= LONGEST and is_in_some_list(text[start:end])


@lru_cache(maxsize=1 << 12)
def _kind(character: str) -> int:
    """The kind of a character, as a number."""
    return int(tables().kind[min(ord(character), CODE_POINTS - 1)])


_LETTER, _MARK = int(Kind.LETTER), int(Kind.MARK)


def most_suspicious(text: str) -> float:
    """The bits of the most suspicious pair of neighbours in a text, but for those in listed words.

    Three letters count no more than make a line of a short text suspicious.
    """
    return max((bits for _, bits in _scan(text, OF_SHORT).unlisted()), default=0) / STEPS


def _limits_of(text: str) -> Limits:
    return OF_SHORT if len(text) < SHORT else OF_LONG


def share_of_suspicious_pairs(text: str) -> float:
    """Which share of the pairs of neighbours in a text is suspicious, at least a little."""
    odd = suspicious_pairs(code_points(f"\n{text}\n"))
    return np.count_nonzero(odd) / len(odd)


def suspicious_pairs(codes: Codes) -> NDArray[np.uint64]:
    """All bits set for each pair of neighbours that is suspicious, or is so between some others."""
    odd = bits_of_watched_pairs(codes) >= OF_SHORT.pair * STEPS
    return np.negative(odd.astype(np.uint64))


@lru_cache(maxsize=4)
def suspicious_lines(text: str) -> tuple[Span, ...]:
    """The lines of a text that may be damaged, as half-open spans of characters."""
    if not text or text.isascii():
        return ()
    return tuple(_suspicious_lines_of(text, _limits_of(text)))


def _suspicious_lines_of(text: str, limits: Limits) -> list[Span]:
    scan = _scan(text, limits)
    if not scan.make_suspicious():  # and so none of its lines is
        return []
    if len(scan.first) >= _MANY:
        scan = scan.of_suspicious_lines()
    return [line for line, pairs in scan.by_line() if scan.is_suspicious(pairs)]


def slightly_suspicious_lines(text: str) -> tuple[Span, ...]:
    """The lines that may be damaged if lines beside them are."""
    if text.isascii():
        return ()
    scan = _scan(text, OF_SHORT)
    return tuple(line for line, pairs in scan.by_line() if any(map(scan.is_unlisted, pairs)))


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
        starts = [start for start, _ in _suspicious_lines_of(text, OF_SHORT)]
        found[np.searchsorted(ends, np.array(starts, np.int64))] = True
        found &= ~is_long
    if is_long.any():
        starts = [start for start, _ in _suspicious_lines_of(text, OF_LONG)]
        named = np.searchsorted(ends, np.array(starts, np.int64))
        found[named[is_long[named]]] = True
    return [int(row) for row in np.flatnonzero(found)]
