"""Score: how many bits a text costs in each language of the model.

The cost of a text is the negative logarithm, to base two, of how probable it is.  It is the
sum of what its words cost (by their frequency, or letter by letter where the language does
not list them), of what its capitals cost, and of what each mark costs between its
neighbours.  The difference between the costs of two texts is the log-odds of the one against
the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from fixenc.model.characters import CODE_POINTS, Kind
from fixenc.model.tables import Tables, tables
from fixenc.model.words import (
    bucket_of,
    code_points,
    hash_of,
    hashes,
    key_of,
    positions_in,
)

Bits = NDArray[np.float32]

_STEPS = np.float32(8.0)  # of a bit, in which tables are stored

UNLISTED = 4.5
"""Bits by which a word that a language does not list is less probable than its spelling."""

SWITCH = 6.0
"""Bits that a word of another language costs."""

UNKNOWN_WORD = 6.0
SCRIPT_CHANGE = 12.0
"""Bits of a word in a language that the model does not have, and of each change of script."""

CAPITALIZED, CAPITALS, CAPITAL_INSIDE, SMALL_INSIDE = 2.5, 5.5, 8.0, 6.0
"""Bits of a capital at the start, of a word in capitals, of a capital behind a small letter,
and of a small letter behind two capitals."""

RARE_CODE_POINT = 17.0
"""Bits of an ideograph beyond those that the model lists."""

_SEPARATOR = " "

_FINAL_SIGMA = np.uint32(0x3C2)
"""The small letter whose entry is another small letter."""


def costs(texts: Sequence[str], only: NDArray[np.int64] | None = None) -> Bits:
    """The cost of each text in each language: an array of texts by languages, in bits.

    The last column is for a language that the model does not have.  Each text counts as if
    it stood between spaces.  If columns are given, ``only`` these languages are looked at, which
    takes less time; words cost the others as much as words that are foreign to them.
    """
    model = tables()
    languages = len(model.languages) + 1
    if not texts:
        return np.zeros((0, languages), np.float32)
    joined = _SEPARATOR + _SEPARATOR.join(texts) + _SEPARATOR
    codes = np.minimum(code_points(joined), CODE_POINTS - 1)
    starts = np.cumsum([1, *(len(text) + 1 for text in texts)])
    kind = model.kind[codes]
    total = np.zeros((len(texts), languages), np.float32)
    total += _mark_costs(model, codes, kind, starts)[:, None]
    present = np.bincount(kind, minlength=_KINDS)
    for each in _OF_WORDS:
        if present[each]:
            spans, bits, columns = (
                _alphabetic(model, codes, kind, only)
                if each is Kind.LETTER
                else _unspaced(model, codes, kind, each)
            )
            text = np.searchsorted(starts, spans, side="right") - 1
            first = np.flatnonzero(np.diff(text, prepend=-1))  # of the words of each text
            total[text[first]] += np.add.reduceat(bits, first, axis=0)[:, columns]
    return total


_OF_WORDS = (Kind.LETTER, Kind.IDEOGRAPH, Kind.HANGUL)
_KINDS = max(Kind) + 1


def _mark_costs(
    model: Tables, codes: NDArray[np.uint32], kind: NDArray[np.uint8], starts: NDArray[np.int64]
) -> Bits:
    """The cost of all marks of each text."""
    at = np.flatnonzero((kind == Kind.MARK) | (kind == Kind.DIGIT) | (codes > 127) & (kind == 0))
    at = at[(at > 0) & (at < len(codes) - 1)]
    if not len(at):
        return np.zeros(len(starts) - 1, np.float32)
    context = model.context
    bits = model.mark_bits[context[codes[at - 1]], context[codes[at + 1]], model.mark[codes[at]]]
    text = np.searchsorted(starts, at, side="right") - 1
    return (np.bincount(text, bits, len(starts) - 1) / _STEPS).astype(np.float32)


@dataclass(frozen=True)
class _Words:
    """Words of a text: half-open spans of its code points."""

    start: NDArray[np.int64]
    end: NDArray[np.int64]


def _spans(flags: NDArray[np.bool_]) -> _Words:
    padded = np.zeros(len(flags) + 2, np.int8)
    padded[1:-1] = flags
    steps = np.diff(padded)
    return _Words(np.flatnonzero(steps == 1), np.flatnonzero(steps == -1))


_WordCosts = tuple[NDArray[np.int64], Bits, NDArray[np.int64]]
"""Where words begin, what each costs in some languages, and the column of each language there."""


def _alphabetic(
    model: Tables,
    codes: NDArray[np.uint32],
    kind: NDArray[np.uint8],
    only: NDArray[np.int64] | None,
) -> _WordCosts:
    """Where each alphabetic word begins, and what it costs in each language."""
    words = _spans(kind == Kind.LETTER)
    small = model.lower[codes]
    numbers = hashes(small, words.start, words.end)
    _, first, inverse = np.unique(numbers, return_index=True, return_inverse=True)
    unique = _word_costs(model, small, words.start[first], words.end[first], numbers[first], only)
    capital = (codes != small) & (codes != _FINAL_SIGMA)
    cost = unique[inverse] + _case_costs(capital, words)[:, None]
    return words.start, cost, np.arange(cost.shape[1])


def _word_costs(
    model: Tables,
    small: NDArray[np.uint32],
    start: NDArray[np.int64],
    end: NDArray[np.int64],
    numbers: NDArray[np.uint64],
    only: NDArray[np.int64] | None,
) -> Bits:
    """The cost of words in small letters in each language."""
    languages = len(model.languages)
    length = end - start
    span, place = positions_in(start, length)
    flat = small[start[span] + place]
    script = model.script[flat]
    first = np.cumsum(length) - length
    cost = np.full((len(start), languages + 1), np.inf, np.float32)
    changes = np.zeros(len(flat), np.float32)
    changes[1:] = (script[1:] != script[:-1]) & (place[1:] > 0) & (script[1:] != 0)
    generic = model.generic_bits[flat] / _STEPS + SCRIPT_CHANGE * changes
    cost[:, -1] = np.add.reduceat(generic, first) + UNKNOWN_WORD
    letter = model.letter[flat]
    # A run of combining marks or of a script without languages has script 0.
    of_word = np.maximum.reduceat(script, first)
    for each in set(of_word.tolist()):
        columns = model.languages_by_script.get(int(each))
        if columns is not None and only is not None:
            columns = np.intersect1d(columns, only)
        if columns is None or not len(columns):
            continue
        chosen = np.flatnonzero(of_word == each)
        spelled = _spelling_costs(model, columns, letter, first[chosen], length[chosen])
        cost[np.ix_(chosen, columns)] = spelled + UNLISTED
    word, language, bits = _listed(model, numbers)
    if only is not None:
        kept = np.isin(language, only)
        word, language, bits = word[kept], language[kept], bits[kept]
    np.minimum.at(cost, (word, language), bits)
    switched: Bits = np.minimum(cost, cost.min(1, keepdims=True) + SWITCH)
    return switched


def _spelling_costs(
    model: Tables,
    columns: NDArray[np.int64],
    letter: NDArray[np.uint16],
    first: NDArray[np.int64],
    length: NDArray[np.int64],
) -> Bits:
    """The cost of words letter by letter, and of their end: an array of words by ``columns``."""
    span, place = positions_in(first, length + 1)
    at = first[span] + place
    ends = place == length[span]
    local = model.local[np.ix_(columns, letter[np.where(ends, 0, at)])].astype(np.int64)
    local[:, ends] = 0
    before = np.roll(local, 1, axis=1)
    before[:, place == 0] = 0
    earlier = np.roll(local, 2, axis=1)
    earlier[:, place <= 1] = 0
    size = model.alphabet_size[columns].astype(np.int64)[:, None]
    index = (earlier * size + before) * size + local + model.spelling_start[columns][:, None]
    bits = model.spelling_bits[index].astype(np.float32) / _STEPS
    words: Bits = np.add.reduceat(bits, np.flatnonzero(place == 0), axis=1).T
    return words


def _listed(
    model: Tables, numbers: NDArray[np.uint64]
) -> tuple[NDArray[np.int64], NDArray[np.uint8], Bits]:
    """The entries of words: the index of each word, a language that lists it, and its bits."""
    bucket = bucket_of(numbers)
    low = model.word_bucket[bucket].astype(np.int64)
    size = model.word_bucket[bucket + 1] - low
    word, place = positions_in(low, size)
    entry = low[word] + place
    same = np.flatnonzero(model.word_key[entry] == key_of(numbers)[word])
    entry = entry[same]
    bits = model.word_bits[entry].astype(np.float32) / _STEPS
    return word[same], model.word_language[entry], bits


@lru_cache(maxsize=4096)
def is_listed(word: str, language: str | None = None) -> bool:
    """Whether a language, or some language if none is given, lists a word in small letters."""
    model = tables()
    _, listing, _ = _listed(model, np.array([hash_of(word)]))
    if language is None:
        return len(listing) > 0
    return any(model.languages[at] == language for at in listing.tolist())


def _case_costs(capital: NDArray[np.bool_], words: _Words) -> Bits:
    """The cost of the capitals of each word."""
    length = words.end - words.start
    span, place = positions_in(words.start, length)
    up = capital[words.start[span] + place]
    first = np.cumsum(length) - length
    number = np.add.reduceat(up.astype(np.int32), first)
    before = np.zeros_like(up)
    before[1:] = up[:-1]
    rises = np.add.reduceat((up & ~before & (place > 0)).astype(np.int32), first)
    falls = np.add.reduceat((~up & before & (place > 1)).astype(np.int32), first)
    cost = np.where(
        number == length,
        np.where(length > 1, CAPITALS, CAPITALIZED),
        CAPITALIZED * up[first] + CAPITAL_INSIDE * rises + SMALL_INSIDE * falls,
    )
    return np.where(number == 0, 0.0, cost).astype(np.float32)


def _unspaced(
    model: Tables, codes: NDArray[np.uint32], kind: NDArray[np.uint8], wanted: Kind
) -> _WordCosts:
    """Where each ideograph or syllable stands, and what it costs in each language.

    The last column of the costs is that of the languages that list none of them.
    """
    at = np.flatnonzero(kind == wanted)
    word, language, bits = _listed(model, hashes(codes, at, at + 1))
    joined = np.flatnonzero(kind[at - 1] == wanted)
    pair, language_of_pair, bits_of_pair = _listed(
        model, hashes(codes, at[joined] - 1, at[joined] + 1)
    )
    listing = np.zeros(len(model.languages) + 1, np.bool_)
    listing[language] = listing[language_of_pair] = True
    own = np.cumsum(listing) - 1  # the column of each language that lists one
    cost = np.full((len(at), int(own[-1]) + 2), RARE_CODE_POINT, np.float32)
    cost[word, own[language]] = bits + 1.0
    np.minimum.at(cost, (joined[pair], own[language_of_pair]), bits_of_pair)
    columns = np.where(listing, own, cost.shape[1] - 1)
    return at, np.minimum(cost, cost.min(1, keepdims=True) + SWITCH), columns
