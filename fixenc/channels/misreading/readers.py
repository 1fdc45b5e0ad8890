"""Readers: the codecs that can have shown a text, found for all codecs at once.

Each codec with one byte a character is one bit of a 64-bit number.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from fixenc import codecs
from fixenc.model.suspicion import suspicious_pairs
from fixenc.model.tables import tables
from fixenc.model.words import code_points

Masks = NDArray[np.uint64]

_SIZE = 0x10000  # no codec with one byte a character has others


class _Roles(NamedTuple):
    """For each code point the codecs in which it has some role."""

    shown: Masks
    """It is a character of the codec, outside ASCII."""
    lead: tuple[Masks, Masks, Masks]
    """It is shown for the first byte of a sequence of two, three or four bytes of UTF-8."""
    tail: Masks
    """It is shown for another byte of a sequence."""


@cache
def _roles() -> _Roles:
    shown, two, three, four, tail = (np.zeros(_SIZE, np.uint64) for _ in range(5))
    for at, name in enumerate(codecs.SINGLE_BYTE):
        bit = np.uint64(1 << at)
        for characters, masks in zip(
            (codecs.writable(name), *codecs.utf8_bytes(name)),
            (shown, two, three, four, tail),
            strict=True,
        ):
            masks[[ord(c) for c in characters if ord(c) >= 0x80]] |= bit
    return _Roles(shown, (two, three, four), tail)


def _names(mask: int) -> list[str]:
    return [name for at, name in enumerate(codecs.SINGLE_BYTE) if mask >> at & 1]


@lru_cache(maxsize=4)
def utf8_readers(text: str) -> tuple[str, ...]:
    """The codecs with one byte a character that can have shown UTF-8 as a part of ``text``.

    Parts count in which some characters stand suspiciously beside each other.  The last answers
    are kept: a line is asked about twice.
    """
    every = code_points(f"\n{text}   ")
    codes = np.minimum(every, _SIZE - 1)
    roles = _roles()
    tail = roles.tail[codes]
    first = codes[:-3]
    follow = tail[1:-2]
    found = roles.lead[0][first] & follow
    follow = follow & tail[2:-1]
    found |= roles.lead[1][first] & follow
    follow = follow & tail[3:]
    found |= roles.lead[2][first] & follow
    if not found.any():
        return ()
    found &= _near_suspicious_pairs(every)
    return tuple(_names(int(np.bitwise_or.reduce(found))))


_NEAR = 3
"""Characters from the first one of a sequence to the last, at most."""


def _near_suspicious_pairs(codes: NDArray[np.uint32]) -> Masks:
    """All bits set for each code point but the last three that has a suspicious pair near by."""
    odd = suspicious_pairs(codes)  # of each code point and the next
    near = np.zeros(len(codes) + 2 * _NEAR, np.uint64)
    for offset in range(-1, _NEAR):
        near[_NEAR - offset : len(odd) + _NEAR - offset] |= odd
    return near[_NEAR : len(codes)]


def readers_of(text: str) -> list[str]:
    """The codecs with one byte a character that can have shown all of ``text``.

    If there are none, those common ones that can have shown the half of its characters: it may
    be damaged in more than one way.
    """
    codes = [min(ord(character), _SIZE - 1) for character in set(text) if character >= "\x80"]
    masks = _roles().shown[codes]
    every = int(np.bitwise_and.reduce(masks)) if len(masks) else 0
    if every:
        return _names(every)
    return [
        name
        for at, name in enumerate(codecs.SINGLE_BYTE)
        if codecs.improbability(name) < 3
        and 2 * np.count_nonzero(masks >> np.uint64(at) & np.uint64(1)) >= len(masks)
    ]


def byte_costs(data: bytes) -> NDArray[np.float64]:
    """The cost of bytes in the languages of each codec with one byte a character, in bits."""
    codes = np.frombuffer(b" " + data + b" ", np.uint8).astype(np.int64)
    pairs = codes[:-1] << 8 | codes[1:]
    beyond = pairs[pairs & 0x8080 != 0]
    by_pair = tables().byte_bits
    bits: NDArray[np.float64] = by_pair.reshape(len(by_pair), -1).take(beyond, axis=1).sum(1) / 8
    return bits


@cache
def improbabilities() -> NDArray[np.float64]:
    """The improbability of each codec with one byte a character, in bits."""
    return np.array([codecs.improbability(name) for name in codecs.SINGLE_BYTE])
