"""Words: how a text is cut into words, and the number that a word is looked up by."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from fixenc.model.tables import tables

Codes = NDArray[np.uint32]
Spans = NDArray[np.int64]

_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
"""2**64 over the golden ratio, an odd number whose powers differ in all bits (Knuth, The Art
of Computer Programming 3, 6.4)."""

BUCKET_BITS = 18
BUCKETS = 1 << BUCKET_BITS
"""Parts that the word table is cut into, by the highest bits of the numbers."""

LONGEST = 64
"""Characters of a word that count; what is longer is no word of a language."""

with np.errstate(over="ignore"):
    _POWERS = np.cumprod(np.full(LONGEST, _MULTIPLIER, np.uint64), dtype=np.uint64)
    _POWERS_AND_NONE = np.append(_POWERS, np.uint64(0))


def code_points(text: str) -> Codes:
    """The code points of a text, lone surrogates included."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)


def positions_in(start: Spans, length: Spans) -> tuple[Spans, Spans]:
    """For spans one after the other: which span each element is of, and its place there."""
    span = np.arange(len(start)).repeat(length)
    first = length.cumsum() - length
    return span, np.arange(len(span)) - first[span]


def hashes(codes: Codes, start: Spans, end: Spans) -> NDArray[np.uint64]:
    """A 64-bit number for each span of code points: the same for the same characters."""
    length = np.minimum(end - start, LONGEST)
    if not len(start):
        return np.empty(0, np.uint64)
    span, place = positions_in(start, length)
    terms = (codes[start[span] + place].astype(np.uint64) + np.uint64(1)) * _POWERS[place]
    return _mixed(np.add.reduceat(terms, length.cumsum() - length))


def hashes_in_a_row(letters: Codes, first: Spans, place: Spans) -> NDArray[np.uint64]:
    """The same numbers for words that follow each other without a gap.

    ``first`` are the places of their first letters, ``place`` is that of each letter in its word.
    """
    terms = letters.astype(np.uint64)
    terms += np.uint64(1)
    terms *= _POWERS_AND_NONE.take(place, mode="clip")
    return _mixed(np.add.reduceat(terms, first))


def _mixed(sums: NDArray[np.uint64]) -> NDArray[np.uint64]:
    mixed = sums ^ (sums >> np.uint64(29))
    mixed *= _MULTIPLIER
    mixed ^= mixed >> np.uint64(32)
    return mixed


def hashes_of_choices(choices: Sequence[Codes]) -> NDArray[np.uint64]:
    """The numbers of all words whose characters are chosen from these, place by place.

    An array with one dimension for each place.
    """
    total = np.zeros((1,) * len(choices), np.uint64)
    with np.errstate(over="ignore"):
        for place, codes in enumerate(choices[:LONGEST]):
            terms = (codes.astype(np.uint64) + np.uint64(1)) * _POWERS[place]
            total = total + terms.reshape([-1 if at == place else 1 for at in range(len(choices))])
        return _mixed(total)


def bucket_of(numbers: NDArray[np.uint64]) -> NDArray[np.int64]:
    """The part of the word table in which each number stands."""
    return (numbers >> np.uint64(64 - BUCKET_BITS)).astype(np.int64)


def key_of(numbers: NDArray[np.uint64]) -> NDArray[np.uint32]:
    """The next 32 bits of each number, by which the words of a part are sorted."""
    return ((numbers >> np.uint64(32 - BUCKET_BITS)) & np.uint64(0xFFFFFFFF)).astype(np.uint32)


def hash_of(word: str) -> np.uint64:
    """The number of one word."""
    return np.uint64(_hash_of(code_points(word)))


def _hash_of(codes: Codes) -> int:
    """The number of the word that has these code points, as :func:`hashes` returns it for many."""
    terms = codes[:LONGEST].astype(np.uint64)
    terms += np.uint64(1)
    terms *= _POWERS[: len(terms)]
    mixed = int(np.add.reduce(terms))
    mixed ^= mixed >> 29
    mixed = mixed * int(_MULTIPLIER) & _ALL_BITS
    return mixed ^ mixed >> 32


_ALL_BITS = 2**64 - 1


@lru_cache(maxsize=1 << 12)
def is_in_some_list(word: str) -> bool:
    """Whether some language lists a word, which may have capitals.  Words are met again."""
    model = tables()
    number = _hash_of(model.lower.take(code_points(word), mode="clip"))
    bucket = number >> 64 - BUCKET_BITS
    low, high = model.word_bucket[bucket : bucket + 2].tolist()
    key = number >> 32 - BUCKET_BITS & 0xFFFFFFFF
    return bool((model.word_key[low:high] == np.uint32(key)).any())
