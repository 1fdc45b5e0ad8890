"""Apostrophes: the pieces of words beside them in each language, and how frequent they are.

``’s`` and ``n’t`` are English, ``l’`` and ``qu’`` French, ``’da`` Turkish.  The pieces beside
an apostrophe are few, and most of them are no words by themselves.
"""

from __future__ import annotations

import re
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from fixenc.model.tables import tables
from fixenc.model.words import hash_of

Bits = NDArray[np.float32]

UNSEEN = np.float32(np.inf)
"""Bits of a piece that was hardly ever seen beside an apostrophe: there is no knowing."""

ELSEWHERE = np.float32(16.0)
"""Bits of a piece that stands beside apostrophes in another language, beyond its bits there."""

_STEPS = 8  # of a bit, in which tables are stored


_DIGIT = re.compile(r"[0-9]")


def _spelled(piece: str) -> str:
    """A piece with all digits alike."""
    return _DIGIT.sub("0", piece)


def before(piece: str) -> str:
    """The name of a piece in front of an apostrophe inside a word, in the table."""
    return f"{_spelled(piece)}’"


def behind(piece: str) -> str:
    """The name of a piece behind an apostrophe inside a word."""
    return f"’{_spelled(piece)}"


def ending(piece: str) -> str:
    """The name of a word before an apostrophe that ends it; a last letter has a hyphen before."""
    return f"{_spelled(piece)}’ "


@lru_cache(maxsize=1 << 10)
def apostrophe_bits(name: str) -> Bits:
    """The cost of a piece beside an apostrophe in each language, and in an unknown one."""
    model = tables()
    bits = np.full(len(model.languages) + 1, UNSEEN, np.float32)
    number = hash_of(name)
    low, high = np.searchsorted(model.apostrophe_key, [number, number + np.uint64(1)])
    bits[model.apostrophe_language[low:high]] = model.apostrophe_bits[low:high] / _STEPS
    switched: Bits = np.minimum(bits, bits.min() + ELSEWHERE)
    return switched


def starting(piece: str) -> str:
    """The name of a word behind an apostrophe that begins it, as in *’tis* and *’90s*."""
    return f" ’{_spelled(piece)}"
