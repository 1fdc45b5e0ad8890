"""Plausible characters: those that the model knows, of all that bytes allow."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from fixenc.model.characters import CODE_POINTS, Kind
from fixenc.model.tables import tables
from fixenc.model.words import is_in_some_list

COMMON_MARK = 14.0
"""Bits of a mark between its likeliest neighbours, at most; rarer marks are not restored."""

POINTS = frozenset(map(chr, range(0x64B, 0x653)))
"""The vowel points of Arabic, which may stand in any word."""

UNLISTED = frozenset("ßς") | POINTS
"""Letters that the word lists leave out, or write otherwise."""


@lru_cache(maxsize=1 << 14)
def is_plausible(character: str) -> bool:
    """Whether the model knows a character: as a letter of a language, or a common mark."""
    model, code = tables(), ord(character)
    if code >= CODE_POINTS:
        return True  # emoji
    kind = model.kind[code]
    if kind == Kind.LETTER:
        return bool(model.letter[model.lower[code]]) or character in UNLISTED
    if kind == Kind.SPACE:
        return False
    if kind in (Kind.IDEOGRAPH, Kind.HANGUL):
        return is_in_some_list(character)
    least = np.asarray(model.mark_bits[:, :, model.mark[code]]).min() / 8
    return bool(model.mark[code]) and float(least) < COMMON_MARK
