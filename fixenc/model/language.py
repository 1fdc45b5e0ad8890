"""Language: which of the languages of the model a text is in.

The language is the one that the text costs least in, by :func:`fixenc.model.score.costs`,
with some bits against a language that is seldom met.
"""

from __future__ import annotations

from fixenc.model.score import Bits
from fixenc.model.tables import tables

SAMPLE = 2000
"""Characters that are enough to know a language by."""

FEWEST = 15
"""Letters without which a language cannot be known."""


def priors() -> Bits:
    """The bits that speak against each language before the text is looked at."""
    return tables().language_bits


def name_of(column: int) -> str:
    """The code of the language in a column of the costs; empty for an unknown language."""
    names = tables().languages
    return names[column] if column < len(names) else ""
