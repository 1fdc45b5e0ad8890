"""Language: which of the languages of the model a text is in.

The language is the one that the text costs least in, by :func:`fixenc.model.score.costs`,
with some bits against a language that is seldom met.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from fixenc.model.score import Bits, costs
from fixenc.model.tables import tables

SAMPLE = 2000
"""Characters that are enough to know a language by."""

FEWEST = 15
"""Letters without which a language cannot be known."""

LEAD = 3.0
"""Bits by which a language must be likelier than the next one, to be named."""


def priors() -> Bits:
    """The bits that speak against each language before the text is looked at."""
    return tables().language_bits


def name_of(column: int) -> str:
    """The code of the language in a column of the costs; empty for an unknown language."""
    names = tables().languages
    return names[column] if column < len(names) else ""


@lru_cache(maxsize=2)
def language_bits(text: str) -> Bits:
    """The bits of a text in each language and in an unknown one, priors included.

    The last answers are kept: a rule asks again about the sample of a text.
    """
    bits: Bits = costs([text])[0] + priors()
    bits.flags.writeable = False
    return bits


@lru_cache(maxsize=64)
def language_of(text: str) -> str:
    """The code of the language that a text is most likely in; nothing if that is not clear."""
    bits = language_bits(text[:SAMPLE])
    best, second = np.argsort(bits, kind="stable")[:2]
    return name_of(int(best)) if bits[second] - bits[best] >= LEAD else ""
