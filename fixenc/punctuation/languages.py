"""Language: what a text costs in each language, and which one it is most likely in."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from fixenc.model.score import costs
from fixenc.model.tables import tables

Bits = NDArray[np.float32]

SAMPLE = 2000
"""Characters of a text that are enough to tell its language."""

LEAD = 3.0
"""Bits by which a language must be likelier than the next one, to be named."""


def language_bits(text: str) -> Bits:
    """What a text costs in each language and in an unknown one, with what is rare in general."""
    bits: Bits = costs([text])[0] + tables().language_bits
    return bits


@lru_cache(maxsize=64)
def language_of(text: str) -> str:
    """The code of the language that a text is most likely in; nothing if that is not clear."""
    bits = language_bits(text[:SAMPLE])
    best, second = np.argsort(bits, kind="stable")[:2]
    names = (*tables().languages, "")
    return names[best] if bits[second] - bits[best] >= LEAD else ""
