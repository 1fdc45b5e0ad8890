"""The table of bytes: for each codec which byte follows which."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from fixenc.codecs import SINGLE_BYTE, codec, encode
from fixenc.model.training.marks import stored
from fixenc.model.training.material import Material
from fixenc.model.training.spelling import FLATTEN

MOST_SPELLED = 20_000
"""Words of a language from which it is learnt which bytes follow each other."""


BYTE_BACKOFF = 5.0
"""Pseudo-observations that a byte by itself counts for behind another one."""


def byte_tables(material: Material) -> dict[str, np.ndarray]:
    """For each codec with one byte a character which byte follows which, as costs."""
    rows = [_byte_bits(material, name) for name in SINGLE_BYTE]
    return {"byte_bits": np.stack(rows)}


def _byte_bits(material: Material, name: str) -> np.ndarray:
    counts = np.zeros((256, 256))
    for language in codec(name).languages:
        if language not in material.frequencies:
            continue
        own = np.zeros((256, 256))
        for word, frequency in _written_words(material, language):
            data = encode(f" {word} ", name)
            if data is not None:
                weight = (frequency * 1e8) ** FLATTEN
                np.add.at(own, (list(data[:-1]), list(data[1:])), weight)
        for line in material.lines[language]:
            data = encode(f" {line} ", name)
            if data is not None and not data.isascii():
                np.add.at(own, (list(data[:-1]), list(data[1:])), 1)
        counts += own / max(1.0, own.sum()) * 1e5
    counts[:128, :128] = 0
    bits = np.full((256, 256), np.inf)
    if counts.any():  # else no text has the characters of this codec
        singles = counts.sum(0) + 0.02
        singles /= singles.sum()
        backed_off = counts + BYTE_BACKOFF * singles
        bits = -np.log2(backed_off / (counts.sum(1, keepdims=True) + BYTE_BACKOFF))
    bits[:128, :128] = 0
    return stored(bits)


def _written_words(material: Material, language: str) -> Iterator[tuple[str, float]]:
    """Frequent words outside ASCII as they are written: small, capitalized, in capitals."""
    words = [item for item in material.frequencies[language].items() if not item[0].isascii()]
    words.sort(key=lambda item: (-item[1], item[0]))
    for word, frequency in words[:MOST_SPELLED]:
        yield word, frequency
        yield word.capitalize(), frequency / 5
        yield word.upper(), frequency / 20
