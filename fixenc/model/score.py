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
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

from fixenc.model.characters import CODE_POINTS, Kind
from fixenc.model.tables import Tables, tables
from fixenc.model.words import (
    bucket_of,
    code_points,
    hash_of,
    hashes,
    hashes_in_a_row,
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

_FINAL_SIGMA, _MICRO_SIGN = np.uint32(0x3C2), np.uint32(0xB5)
"""Small letters whose entries are other small letters."""

_LATIN = 1
"""The number of the Latin script."""

_FIRST_GREEK, _AFTER_GREEK = 0x370, 0x400

JOINED_SYMBOL = 2.5
"""Bits of a single Greek letter beside a Latin one, a symbol as in *kΩ* or *Δx*: 56 of 325 in
programs stand so."""


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
    starts = np.fromiter(map(len, ("", *texts)), np.int64, len(texts) + 1)
    starts += 1
    starts = starts.cumsum()
    kind = model.kind[codes]
    total = np.zeros((len(texts), languages), np.float32)
    total += _mark_costs(model, codes, starts)[:, None]
    present = np.bincount(kind, minlength=_KINDS)
    for each in _OF_WORDS:
        if present[each]:
            spans, bits, columns = (
                _alphabetic(model, codes, kind, only)
                if each is Kind.LETTER
                else _unspaced(model, codes, kind, each)
            )
            text = starts.searchsorted(spans, side="right") - 1
            begins = np.ones(len(text), np.bool_)
            np.not_equal(text[1:], text[:-1], out=begins[1:])
            first = begins.nonzero()[0]  # words of each text
            of_text = np.add.reduceat(bits, first, axis=0)
            of_text = of_text if columns is None else of_text[:, columns]
            if len(first) == len(texts):  # all have words
                total += of_text
            else:
                total[text[first]] += of_text
    return total


_OF_WORDS = (Kind.LETTER, Kind.IDEOGRAPH, Kind.HANGUL)
_KINDS = max(Kind) + 1


def _mark_costs(
    model: Tables, codes: NDArray[np.uint32], starts: NDArray[np.int64]
) -> NDArray[np.float64]:
    """The cost of all marks of each text."""
    at = _is_mark()[codes].nonzero()[0]
    if not len(at):
        return np.zeros(len(starts) - 1)
    context = model.context
    bits = model.mark_bits[context[codes[at - 1]], context[codes[at + 1]], model.mark[codes[at]]]
    text = np.searchsorted(starts, at, side="right") - 1
    return np.bincount(text, bits, len(starts) - 1) / _STEPS


@cache
def _is_mark() -> NDArray[np.bool_]:
    """For each code point whether it is a mark, a digit, or a space outside ASCII."""
    kind = tables().kind
    found: NDArray[np.bool_] = (kind == Kind.MARK) | (kind == Kind.DIGIT) | (kind == Kind.SPACE)
    found[:128] &= kind[:128] != Kind.SPACE
    return found


_WordCosts = tuple[NDArray[np.int64], Bits, NDArray[np.int64] | None]
"""Where words begin, what each costs in some languages, and the column of each language there, or
nothing if each has its own."""


@dataclass(frozen=True)
class _Words:
    """Words, one after the other: their letters in small, and where each begins among these."""

    letters: NDArray[np.uint32]
    first: NDArray[np.int64]
    length: NDArray[np.int64]
    word: NDArray[np.int64]
    """The word of each letter."""
    place: NDArray[np.int64]
    """The place of each letter in its word."""

    @classmethod
    def of(cls, letters: NDArray[np.uint32], length: NDArray[np.int64]) -> _Words:
        """Words of these lengths, to which the letters belong one after the other."""
        first = length.cumsum() - length
        word = np.arange(len(length)).repeat(length)
        return cls(letters, first, length, word, np.arange(len(letters)) - first[word])

    def chosen(self, words: NDArray[np.int64]) -> _Words:
        """Some of the words."""
        length = self.length[words]
        span, place = positions_in(self.first[words], length)
        return _Words.of(self.letters[self.first[words][span] + place], length)


def _alphabetic(
    model: Tables,
    codes: NDArray[np.uint32],
    kind: NDArray[np.uint8],
    only: NDArray[np.int64] | None,
) -> _WordCosts:
    """Where each alphabetic word begins, and what it costs in each language."""
    is_letter = kind == int(Kind.LETTER)  # the comparison with a member takes longer
    shown = codes[is_letter]
    small = model.lower[shown]
    edges = (is_letter[1:] != is_letter[:-1]).nonzero()[0] + 1  # spaces are around all texts
    joints = _joints(model, codes, is_letter) if small.max() >= _FIRST_GREEK else edges[:0]
    if len(joints):  # where one word ends, and the next one begins
        edges = np.sort(np.concatenate([edges, joints, joints]))
    start = edges[::2]
    words = _Words.of(small, edges[1::2] - start)
    numbers = hashes_in_a_row(words.letters, words.first, words.place)
    first, same = _distinct(numbers) if len(numbers) >= _FEW_WORDS else (start, start)
    if len(first) < len(start):
        cost = _word_costs(model, words.chosen(first), numbers[first], only)[same]
    else:
        cost = _word_costs(model, words, numbers, only)
    capital = shown != words.letters
    if capital.any():
        capital &= shown != _FINAL_SIGMA
        capital &= shown != _MICRO_SIGN
        cost += _case_costs(capital, words)[:, None]
    if len(joints):
        cost[np.searchsorted(start, joints)] += JOINED_SYMBOL
    return start, cost, None


def _distinct(numbers: NDArray[np.uint64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The place of one of each of the numbers that are equal, and which of these each equals."""
    order = numbers.argsort(kind="stable")
    begins = np.ones(len(order), np.bool_)
    np.not_equal(numbers[order[1:]], numbers[order[:-1]], out=begins[1:])
    same = np.empty(len(order), np.int64)
    same[order] = begins.cumsum() - 1
    return order[begins], same


_FEW_WORDS = 64
"""Words up to which each is scored: one of twelve is equal to another one, and to find out which
takes longer.  With 16, or 0, costs of short texts take 5 % more time, with 128 as much."""


def _joints(
    model: Tables, codes: NDArray[np.uint32], is_letter: NDArray[np.bool_]
) -> NDArray[np.int64]:
    """Where a single Greek letter and a Latin one are neighbours: the place of the second one."""
    small = model.lower[codes]
    greek = is_letter & (small >= _FIRST_GREEK) & (small < _AFTER_GREEK)
    at = greek.nonzero()[0]
    at = at[~greek[at - 1] & ~greek[at + 1]]  # spaces are around all texts
    if not len(at):
        return at
    latin = model.script[small] == _LATIN
    found: NDArray[np.int64] = np.sort(np.concatenate([at[latin[at - 1]], at[latin[at + 1]] + 1]))
    return found


def _word_costs(
    model: Tables,
    words: _Words,
    numbers: NDArray[np.uint64],
    only: NDArray[np.int64] | None,
) -> Bits:
    """The cost of words in small letters in each language."""
    languages = len(model.languages)
    script = model.script[words.letters]
    cost = np.full((len(numbers), languages + 1), np.inf, np.float32)
    among = np.ones(languages, np.bool_)
    if only is not None:
        among[:] = False
        among[only[only < languages]] = True
    changes = np.zeros(len(script), np.float32)
    changes[1:] = (script[1:] != script[:-1]) & (words.place[1:] > 0) & (script[1:] != 0)
    generic = model.generic_bits[words.letters] / _STEPS + SCRIPT_CHANGE * changes
    cost[:, -1] = np.add.reduceat(generic, words.first) + UNKNOWN_WORD
    letter = model.letter[words.letters]
    # A run of combining marks or of a script without languages has script 0.
    of_word = np.maximum.reduceat(script, words.first)
    for each in np.bincount(of_word).nonzero()[0].tolist():
        columns = model.languages_by_script.get(each)
        if columns is None:
            continue
        terms = _spelling_terms(each)
        if only is not None:
            kept = among[columns]
            columns, terms = columns[kept], terms[:, :, kept]
        if not len(columns):
            continue
        chosen = (of_word == each).nonzero()[0]
        spelled = _spelling_costs(model, terms, letter, words.first[chosen], words.length[chosen])
        spelled += UNLISTED
        if len(chosen) == len(cost):
            cost[:, columns] = spelled
        else:
            cost[chosen[:, None], columns] = spelled
    word, language, bits = _listed(model, numbers)
    if only is not None:
        kept = among[language]
        word, language, bits = word[kept], language[kept], bits[kept]
    np.minimum.at(cost, (word, language), bits)
    switched: Bits = np.minimum(cost, cost.min(1, keepdims=True) + SWITCH)
    return switched


@cache
def _spelling_terms(script: int) -> NDArray[np.int32]:
    """What a letter, and each of the two before it, add to the place of a spelling in its table.

    An array of these three by letters by the languages of a script.  The last letter stands for
    the end of a word, and for what is before the beginning of one.
    """
    model = tables()
    columns = model.languages_by_script[script]
    letters = np.zeros((model.local.shape[1] + 1, len(columns)), np.int32)
    letters[:-1] = model.local[columns].T
    size = model.alphabet_size[columns].astype(np.int32)
    start = model.spelling_start[columns].astype(np.int32)
    return np.stack([letters + start, letters * size, letters * size * size])


def _spelling_costs(
    model: Tables,
    terms: NDArray[np.int32],
    letter: NDArray[np.uint16],
    first: NDArray[np.int64],
    length: NDArray[np.int64],
) -> Bits:
    """The cost of words letter by letter, and of their end: an array of words by languages."""
    span, place = positions_in(first, length + 1)
    own = letter.take(first[span] + place, mode="clip").astype(np.int64)
    ends = (length + 1).cumsum() - 1
    edge = terms.shape[1] - 1
    own[ends] = edge
    index = terms[0].take(own, axis=0)
    # The end of a word stands before the first letter of the next one.
    index[1:] += terms[1].take(own[:-1], axis=0)
    own[ends[:-1] - 1] = edge
    index[2:] += terms[2].take(own[:-2], axis=0)
    bits = model.spelling_bits.take(index)
    words: Bits = np.add.reduceat(bits, ends - length, axis=0, dtype=np.uint32).astype(np.float32)
    words /= _STEPS
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
    same = (model.word_key[entry] == key_of(numbers)[word]).nonzero()[0]
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
    first, place = words.first, words.place
    number = np.add.reduceat(capital, first, dtype=np.int32)
    before = np.zeros_like(capital)
    before[1:] = capital[:-1]
    rises = np.add.reduceat(capital & ~before & (place > 0), first, dtype=np.int32)
    falls = np.add.reduceat(~capital & before & (place > 1), first, dtype=np.int32)
    cost = np.where(
        number == words.length,
        np.where(words.length > 1, CAPITALS, CAPITALIZED),
        CAPITALIZED * capital[first] + CAPITAL_INSIDE * rises + SMALL_INSIDE * falls,
    )
    return np.where(number == 0, 0.0, cost).astype(np.float32)


def _unspaced(
    model: Tables, codes: NDArray[np.uint32], kind: NDArray[np.uint8], wanted: Kind
) -> _WordCosts:
    """Where each ideograph or syllable stands, and what it costs in each language.

    The last column of the costs is that of the languages that list none of them.
    """
    at = np.flatnonzero(kind == int(wanted))
    word, language, bits = _listed(model, hashes(codes, at, at + 1))
    joined = np.flatnonzero(kind[at - 1] == int(wanted))
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
