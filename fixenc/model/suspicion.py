"""Suspicion: where a text has neighbours that damaged text has, and clean text hardly ever.

Most text is fine, and this says so of a text in a few passes over arrays, whatever its
languages are.
"""

from __future__ import annotations

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
    """The sum of the scores of the three triples that contain each of the code points ``at``.

    Two others stand on either side of each.  ``latin`` gives for each code point the number of
    its Latin letter.
    """
    own = bits.take(triple_indices(codes[at + _AROUND_LETTER], latin))
    together: NDArray[np.int16] = own.sum(0, dtype=np.int16)
    return together


_AROUND_LETTER = np.arange(-2, 3)[:, None]


def triple_indices(codes: Codes, latin: Codes) -> NDArray[np.uint32]:
    """The entry of each triple of code points, along the first axis, in the table of triples.

    Triples in whose middle is no Latin letter have the entry 0.
    """
    letter = latin.take(codes, mode="clip")
    first, second, third = _MULTIPLIERS
    middle = letter[1:-1]
    mixed: Codes = letter[:-2] * first
    mixed ^= middle * second
    mixed ^= letter[2:] * third
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

_LETTER, _MARK = int(Kind.LETTER), int(Kind.MARK)  # with which an array is soon compared

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
    ends: NDArray[np.int64]
    """Where line feeds are among them."""
    first: NDArray[np.int64]
    """The first code point of each pair."""
    bits: NDArray[np.int16]
    """In steps.  A triple that is enough by itself counts as many as :attr:`Limits.alone`."""
    limits: Limits

    def unlisted(self) -> Scan:
        """The pairs that are not parts of words of some language."""
        second, may_be = _letters_of(self.codes, self.first)
        may_be &= self.bits < PROOF * _STEPS
        if not may_be.any():
            return self
        codes, at = _excerpts(self.codes, self.first[may_be])
        kept = ~may_be
        kept[may_be] = ~_are_in_listed_words(codes, at + second[may_be])
        return self._replace(first=self.first[kept], bits=self.bits[kept])

    @property
    def places(self) -> NDArray[np.int64]:
        """The characters of the text at which the pairs begin."""
        return np.clip(self.first - _REACH, 0, len(self.codes) - 2 * len(_MARGIN) - 1)

    def make_suspicious(self) -> bool:
        """Whether the pairs, if all were in one line, make it suspicious."""
        return len(self.bits) > 0 and bool(
            np.maximum.reduce(self.bits) >= self.limits.alone * _STEPS
            or np.add.reduce(self.bits, dtype=np.int64) >= self.limits.together * _STEPS
        )

    def of_suspicious_lines(self) -> Scan:
        """The pairs of those lines that they make suspicious."""
        line = self._line
        begins = _begins(line)
        if not len(line):
            return self
        most = np.maximum.reduceat(self.bits, begins.nonzero()[0])
        together = np.add.reduceat(self.bits, begins.nonzero()[0], dtype=np.int64)
        suspicious = most >= self.limits.alone * _STEPS
        suspicious |= together >= self.limits.together * _STEPS
        kept = suspicious[begins.cumsum() - 1]
        return self._replace(first=self.first[kept], bits=self.bits[kept])

    @property
    def _line(self) -> NDArray[np.int64]:
        """For each pair the number of line feeds before its line."""
        starts_line = self.codes[self.first] == _LINE_FEED
        line: NDArray[np.int64] = self.ends.searchsorted(self.first + starts_line)
        return line

    @property
    def lines(self) -> list[Span]:
        """The lines that have pairs, in order."""
        line = self._line
        line = line[_begins(line)]
        ends = self.ends - len(_MARGIN)
        return list(zip((ends[line - 1] + 1).tolist(), ends[line].tolist(), strict=True))


def _begins(line: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which of some numbers, in order, differ from the one before."""
    begins = np.ones(len(line), np.bool_)
    np.not_equal(line[1:], line[:-1], out=begins[1:])
    return begins


def suspicious_places(text: str) -> NDArray[np.int64]:
    """The places of characters that stand suspiciously beside their neighbours, in order."""
    return _scan(text, OF_SHORT if len(text) < SHORT else OF_LONG).unlisted().places


def most_suspicious(text: str) -> float:
    """The bits of the most suspicious pair of neighbours in a text, but for those in listed words.

    Three letters count no more than make a line of a short text suspicious.
    """
    return int(_scan(text, OF_SHORT).unlisted().bits.max(initial=0)) / _STEPS


def _scan(text: str, limits: Limits) -> Scan:
    model = tables()
    codes = code_points(f"{_MARGIN}{text}{_MARGIN}")
    bits = _pair_bits(model, codes)
    odd = bits >= limits.pair * _STEPS
    alone = int(limits.alone * _STEPS)
    latin = ((codes - _LATIN_START) < _LATIN_SIZE).nonzero()[0]  # below the start it wraps around
    if len(latin):
        score = triple_scores(codes, latin, model.latin, model.triple_bits)
        near = (score >= limits.triple * _STEPS).nonzero()[0]
        if len(near):
            triples, score = latin[near], score[near]
            odd[triples] = True
            score[score >= limits.alone_triple * _STEPS] = alone
            bits[triples] = np.maximum(bits[triples], np.minimum(score, alone))
    symbols = _misread_marks(model, text, codes)
    if len(latin):
        symbols += latin[_stand_before_odd_marks(codes, latin)].tolist()
    if symbols:
        odd[symbols] = True
        bits[symbols] = np.maximum(bits[symbols], alone)
    first = odd.nonzero()[0]
    ends = (codes == _LINE_FEED).nonzero()[0]
    return Scan(codes, ends, first, bits[first].astype(np.int16), limits)


def _misread_marks(model: Tables, text: str, codes: Codes) -> list[int]:
    """The places of symbols in UTF-8 as windows-1252 shows them, of marks that GBK cut off, of
    letters of MacRoman that windows-1252 shows as dashes, of low marks and of emoji.

    A letter and a trade mark sign stand side by side in names of products, but no third symbol
    stands there, as it does for ♥ and ♪.  Of a dash or a quotation mark, GBK shows two bytes as an
    ideograph; the third one was lost.  Few words of a single letter stand behind a dash, as the
    last letter of a Spanish word does.  No Cyrillic capitals have a low mark between them, and no
    word in Cyrillic letters begins as emoji in windows-1251 do.
    """
    found: list[int] = []
    if _TRADE_MARK in text:
        at = (codes == ord(_TRADE_MARK)).nonzero()[0] - 1
        at = at[codes[at] == _FIRST_OF_SYMBOLS]
        found += at[codes[at + 2] - _LATIN_SIGNS < _NUMBER_OF_SIGNS].tolist()
    if _START_OF_MARK in text:
        at = (codes == ord(_START_OF_MARK)).nonzero()[0]
        found += at[np.isin(codes[at + 1], _STAND_INS)].tolist()
    if _is_before_letter(_EM_DASH, text) or _is_before_letter(_EN_DASH, text):
        at = ((codes == ord(_EM_DASH)) | (codes == ord(_EN_DASH))).nonzero()[0]
        is_letter = model.kind.take(codes[at[:, None] + _AROUND_JOIN], mode="clip") == _LETTER
        at = at[(is_letter == (True, True, True, False)).all(1) & (codes[at + 1] < 128)]
        found += at.tolist()
    if _LOW_MARK in text:
        at = (codes == ord(_LOW_MARK)).nonzero()[0]
        capital = (codes[at[:, None] + _BESIDE_MARK] - _FIRST_CAPITAL) < _NUMBER_OF_CAPITALS
        found += at[capital.all(1)].tolist()
    place = text.find(_START_OF_EMOJI)
    while place >= 0:
        if not text[place - 1 : place].isalpha():
            found.append(place + len(_MARGIN))
        place = text.find(_START_OF_EMOJI, place + 1)
    return found


def _stand_before_odd_marks(codes: Codes, latin: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Whether each character of Latin beyond ASCII stands before a mark and a letter of ASCII.

    In 67 million characters of clean text no first byte of UTF-8, ``Â`` to ``ô``, stands so, but
    with an apostrophe or a dash.
    """
    following = codes[latin + 1]
    marks: NDArray[np.bool_] = following >= _FIRST_ODD_MARK
    if marks.any():
        marks &= ((codes[latin + 2] | 0x20) - _SMALL_A) < _NUMBER_OF_SMALL
        marks &= np.isin(following, _ODD_MARKS)
    return marks


_ODD_MARKS = np.array([ord(c) for c in "€‚„…†‡ˆ‰‹‘“”•˜™›"], np.uint32)
"""The marks of windows-1252 that UTF-8 is shown as behind its first byte, but for those that join
two words."""

_FIRST_ODD_MARK = _ODD_MARKS.min()
_SMALL_A, _NUMBER_OF_SMALL = np.uint32(ord("a")), np.uint32(26)


def _is_before_letter(mark: str, text: str) -> bool:
    """Whether a letter of ASCII stands right behind a mark somewhere in a text."""
    at = text.find(mark)
    while at >= 0:
        following = text[at + 1 : at + 2]
        if following.isascii() and following.isalpha():
            return True
        at = text.find(mark, at + 1)
    return False


_LOW_MARK, _START_OF_EMOJI = "\N{SINGLE LOW-9 QUOTATION MARK}", "рџ"
_BESIDE_MARK = np.array([-1, 1])
_FIRST_CAPITAL, _NUMBER_OF_CAPITALS = np.uint32(0x410), np.uint32(32)

_EM_DASH, _EN_DASH = "\N{EM DASH}", "\N{EN DASH}"
_AROUND_JOIN = np.array([-2, -1, 1, 2])
"""Where two letters stand before a dash that may be a letter, and one behind it."""


_START_OF_MARK, _STAND_INS = "\N{CJK UNIFIED IDEOGRAPH-9225}", (ord("?"), 0xFFFD)
_FIRST_OF_SYMBOLS, _TRADE_MARK = ord("\xe2"), "\N{TRADE MARK SIGN}"
_LATIN_SIGNS, _NUMBER_OF_SIGNS = np.uint32(0xA1), np.uint32(0xC0 - 0xA1)
"""The first sign of Latin-1, and how many there are."""

_REACH = 32
"""Code points to either side of a suspicious pair in which its word is looked for."""

_LINE_FEED = ord("\n")
_MARGIN = "\n" * (_REACH + 1)


def _excerpts(codes: Codes, at: NDArray[np.int64]) -> tuple[Codes, NDArray[np.int64]]:
    """The code points around those ``at``, one part after the other, and where they are.

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
    odd = _pair_bits(tables(), codes) >= OF_SHORT.pair * _STEPS
    first, second = map(ord, _START_OF_EMOJI)
    odd |= (codes[:-1] == first) & (codes[1:] == second)
    return np.negative(odd.astype(np.uint64))


def _pair_bits(model: Tables, codes: Codes) -> NDArray[np.uint8]:
    """The stored bits of each pair of neighbours."""
    classes = model.pair_classes.take(codes, mode="clip")
    pairs = classes[:-1] << PAIR_CLASS_BITS
    pairs += classes[1:]
    bits: NDArray[np.uint8] = model.pair_bits.take(pairs)
    return bits


def _letters_of(
    codes: Codes, first: NDArray[np.int64]
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Whether the second of each pair is its first letter, and whether it may be part of a word."""
    kind = tables().kind.take(codes[first + _AROUND_PAIR], mode="clip")
    is_letter, is_mark = kind == _LETTER, kind == _MARK
    inside = is_letter[1] | is_letter[2]
    # A mark between two letters stands at the edge of no word.
    inside &= ~(is_mark[1] & is_letter[0])
    inside &= ~(is_mark[2] & is_letter[3])
    return ~is_letter[1], inside


_AROUND_PAIR = np.arange(-1, 3)[:, None]


def _are_in_listed_words(codes: Codes, at: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Whether letters are parts of words of some language."""
    model = tables()
    gaps = (model.kind.take(codes, mode="clip") != _LETTER).nonzero()[0]
    gap = gaps.searchsorted(at)
    start, end = gaps[gap - 1] + 1, gaps[gap]
    known: NDArray[np.bool_] = start + _LEAST_LETTERS <= end
    small = model.lower.take(codes, mode="clip")
    known[known] = are_listed(model, hashes(small, start[known], end[known]))
    return known


@lru_cache(maxsize=4)
def suspicious_lines(text: str) -> tuple[Span, ...]:
    """The lines of a text that may be damaged, as half-open spans of characters."""
    if not text or text.isascii():
        return ()
    return tuple(_suspicious_lines_of(text, OF_SHORT if len(text) < SHORT else OF_LONG))


def _suspicious_lines_of(text: str, limits: Limits) -> list[Span]:
    scan = _scan(text, limits)
    if not scan.make_suspicious():  # and so none of its lines is
        return []
    scan = scan.of_suspicious_lines()
    return scan.unlisted().of_suspicious_lines().lines if len(scan.first) else []


def slightly_suspicious_lines(text: str) -> tuple[Span, ...]:
    """The lines that may be damaged if lines beside them are."""
    if text.isascii():
        return ()
    return tuple(_scan(text, OF_SHORT).unlisted().lines)


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
