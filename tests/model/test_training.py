"""Training gives the tables that are shipped, byte for byte.

The whole of it takes minutes and texts that no registry has: here the tables of characters
are made anew, and the spelling of languages that need nothing but their word list.
"""

from __future__ import annotations

import importlib.util

import numpy as np
import pytest

from fixenc.model.tables import tables
from fixenc.model.training.characters import character_tables


def test_the_tables_of_characters_are_those_shipped() -> None:
    made = character_tables()
    # A newer Python knows characters that the shipped tables do not.
    latin = slice(0, 0x530)
    for name, table in made.items():
        assert np.array_equal(table[latin], getattr(tables(), name)[latin]), name


@pytest.mark.skipif(importlib.util.find_spec("wordfreq") is None, reason="wordfreq to train")
def test_the_spelling_of_a_language_is_that_shipped() -> None:
    from fixenc.model.training.spelling import alphabet_and_spelling

    model = tables()
    for language in ("el", "bg"):
        row = model.languages.index(language)
        letters, bits = alphabet_and_spelling(language, None)
        start = int(model.spelling_start[row])
        assert len(letters) + 2 == model.alphabet_size[row]
        assert np.array_equal(bits.ravel(), model.spelling_bits[start : start + bits.size])
