"""Spelling: what texts cost, whichever of its usual spellings a language is written in.

The word lists of the model have one spelling of each word: *ss* for *ß*, Arabic and Hebrew
without vowel points, Romanian with a comma below its letters.  Legacy files have the others.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from fixenc.model.score import Bits, costs

_POINT = re.compile("[\u064b-\u0652\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7]")
_CEDILLAS = str.maketrans("\u015e\u015f\u0162\u0163", "\u0218\u0219\u021a\u021b")
"""Letters that Romanian had before there were any with a comma below for computers."""

POINT = 4.0
"""Bits of a vowel point, which a writer adds or leaves out: one of twelve or so."""

KNOWN = 10.0
"""Bits of a mark that the text around uses as well: once in a thousand characters."""


def spelled_costs(texts: Sequence[str], known: re.Pattern[str] | None = None) -> Bits:
    """The cost of each text in each language, in bits, in the likeliest of its spellings.

    ``known`` finds marks that the text around has: there they are rare no longer.
    """
    every: list[str] = list(texts)
    origin: list[int] = []
    extra: list[float] = []
    for at, text in enumerate(texts):
        for variant, left_out in _variants(text, known):
            every.append(variant)
            origin.append(at)
            extra.append(left_out)
    bits = costs(every)
    own: Bits = bits[: len(texts)]
    others = bits[len(texts) :]
    if len(others):
        np.minimum.at(own, origin, others + np.array(extra, np.float32)[:, None])
    return own


def _variants(text: str, known: re.Pattern[str] | None) -> list[tuple[str, float]]:
    """Other spellings of a text, and the bits of what they leave out."""
    if text.isascii():
        return []
    plain, points = _POINT.subn("", text)
    plain = plain.replace("ß", "ss")
    marks = 0
    if known is not None:
        plain, marks = known.subn("", plain)
    found = [] if plain == text else [(plain, POINT * points + KNOWN * marks)]
    romanian = plain.translate(_CEDILLAS)
    if romanian != plain:
        found.append((romanian, POINT * points + KNOWN * marks))
    return found
