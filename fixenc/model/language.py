"""Language: which of the languages of the model a text is in.

The language is the one that the text costs least in, by :func:`fixenc.model.score.costs`,
where a language that is seldom met has some bits against it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from fixenc.model.score import costs
from fixenc.model.tables import tables

SAMPLE = 2000
"""Characters that are enough to know a language by."""

FEWEST = 15
"""Letters without which a language cannot be known."""

Bits = NDArray[np.float32]


def priors() -> Bits:
    """The bits that speak against each language before the text is looked at."""
    return tables().language_bits


def summed(texts: Sequence[str]) -> Bits:
    """What texts in one language cost together in each language, in bits."""
    total: Bits = costs(texts).sum(0)
    return total


def name_of(column: int) -> str:
    """The code of the language in a column of the costs; empty for an unknown language."""
    names = tables().languages
    return names[column] if column < len(names) else ""


@lru_cache(maxsize=64)
def language_of(text: str) -> str:
    """The code of the language of a text; empty if it is too short or in no known language.

    >>> language_of("Elle est arrivée hier soir avec sa sœur."), language_of("12 kg")
    ('fr', '')
    """
    sample = text[:SAMPLE]
    if sum(map(str.isalpha, sample)) < FEWEST:
        return ""
    return name_of(int((summed([sample]) + priors()).argmin()))
