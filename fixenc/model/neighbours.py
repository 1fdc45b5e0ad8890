"""Neighbours: by how many bits characters beside each other suggest damage.

A table has the pairs, by the classes of their characters, and another one triples of Latin letters.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from fixenc.model.misread_marks import WATCHED_PAIRS
from fixenc.model.tables import tables

Codes = NDArray[np.uint32]
Places = NDArray[np.int64]

STEPS = 8  # of a bit, in which tables are stored

PAIR_CLASS_BITS = 10
TRIPLE_BITS = 20

TRIPLES = 1 << TRIPLE_BITS
"""Entries of the table of triples; letters share an entry now and then."""

WATCHED = 255
"""The entry of a pair that says something only between certain others: more than any has."""

_MULTIPLIERS = tuple(map(np.uint32, (0x9E3779B1, 0x85EBCA77, 0xC2B2AE3D)))
"""Large odd numbers: primes of the hash function xxHash32."""

_LATIN_END = 0x250
_LATIN_START, _LATIN_SIZE = np.uint32(0xAA), np.uint32(_LATIN_END - 0xAA)


class _Lookup(NamedTuple):
    """Tables in the form in which they are computed with."""

    classes: Places
    """For each code point its row and column in the tables of pairs."""
    bits: NDArray[np.uint8]
    """For each pair its bits, in steps."""
    watched: NDArray[np.uint8]
    """The same, with the entry :data:`WATCHED` for those that may be misread marks."""
    terms: Places
    """The :func:`triple_terms`."""
    triples: NDArray[np.int8]
    """For each triple its bits, in steps, and 0 for those without a letter in their middle."""


@cache
def _lookup() -> _Lookup:
    model = tables()
    classes = model.pair_class.astype(np.int64)
    bits = model.pair_bits.ravel()
    return _Lookup(
        classes,
        bits,
        _with_watched_pairs(bits, classes),
        triple_terms(latin_numbers(model.letter, model.lower)),
        np.append(model.triple_bits, np.int8(0)),
    )


def _with_watched_pairs(bits: NDArray[np.uint8], classes: Places) -> NDArray[np.uint8]:
    watched = bits.copy()
    for characters in WATCHED_PAIRS:
        first, second = (classes[[*map(ord, some)]] for some in characters)
        watched[(first[:, None] << PAIR_CLASS_BITS) + second] = WATCHED
    return watched


def bits_of_pairs(codes: Codes) -> NDArray[np.uint8]:
    """The bits of each pair of neighbours, in steps."""
    lookup = _lookup()
    found: NDArray[np.uint8] = lookup.bits.take(_pairs(lookup, codes))
    return found


def bits_of_watched_pairs(codes: Codes) -> NDArray[np.uint8]:
    """The same, with the entry :data:`WATCHED` for pairs that may be misread marks."""
    lookup = _lookup()
    found: NDArray[np.uint8] = lookup.watched.take(_pairs(lookup, codes))
    return found


def _pairs(lookup: _Lookup, codes: Codes) -> Places:
    """The entry of each pair of neighbours in the tables of pairs."""
    classes = lookup.classes.take(codes, mode="clip")
    pairs: Places = classes[:-1] << PAIR_CLASS_BITS
    pairs += classes[1:]
    return pairs


def bits_of_triples(codes: Codes) -> tuple[Places, NDArray[np.int16]]:
    """Where Latin characters beyond ASCII are, and the bits of the triples of each, in steps.

    Those are the three triples that contain it.  Two others must stand on either side of it.
    """
    at = ((codes - _LATIN_START) < _LATIN_SIZE).nonzero()[0]  # below the start it wraps around
    if not len(at):
        return at, np.zeros(0, np.int16)
    lookup = _lookup()
    entries = triple_entries(codes.take(at + _AROUND_LETTER), lookup.terms)
    own = lookup.triples.take(entries, mode="clip")
    return at, np.add.reduce(own, 0, np.int16)


_AROUND_LETTER = np.arange(-2, 3)[:, None]


def triple_entries(codes: Codes, terms: Places) -> Places:
    """The entry of each triple of code points, along the first axis, in the table of triples.

    Triples in whose middle is no Latin letter have entries beyond :data:`TRIPLES`.  ``terms`` are
    the :func:`triple_terms`.
    """
    places = codes.astype(np.int64)
    first, second, third = terms
    mixed: Places = first.take(places[:-2], mode="clip")
    mixed ^= second.take(places[1:-1], mode="clip")
    mixed ^= third.take(places[2:], mode="clip")
    mixed >>= 32 - TRIPLE_BITS
    return mixed


def triple_terms(latin: Codes) -> Places:
    """What a code point adds to the entry of a triple whose first, second or third one it is.

    ``latin`` are the :func:`latin_numbers`.
    """
    terms = np.stack([(latin * each).astype(np.int64) for each in _MULTIPLIERS])
    terms[1, latin == 0] = TRIPLES << 32
    return terms


def latin_numbers(letter: NDArray[np.uint16], lower: NDArray[np.uint32]) -> Codes:
    """For each code point up to the end of Latin the number of its small letter, or 0.

    The last number is 0, and holds for all code points beyond.
    """
    numbers = letter.take(lower[:_LATIN_END]).astype(np.uint32)
    return np.append(numbers, np.uint32(0))
