"""The table of suspicious pairs: which neighbours damaged text has, and clean text hardly ever.

Clean lines are sent through every way of misreading that the codecs allow, and the pairs of
neighbouring characters of the results are counted beside those of the clean lines.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import numpy as np

from fixenc import codecs
from fixenc.model.characters import CODE_POINTS
from fixenc.model.suspicion import TRIPLE_BITS, latin_beyond_ascii, triple_indices
from fixenc.model.words import code_points

if TYPE_CHECKING:
    from fixenc.model.training.build import Builder

PSEUDO_COUNT = 0.5
"""Observations that a pair has that was never seen."""

LINES = 150
"""Lines of a language that are damaged in each way."""

READERS = "cp1252 latin-1 cp1250 cp1251 cp1254 mac_roman cp437 cp850 cp866 koi8-r".split()
"""Codecs that programs misread legacy text with."""


def damaged_lines(builder: Builder) -> Iterator[list[str]]:
    """Lines of each language misread in each way."""
    chance = random.Random(1)
    for language in builder.languages:
        lines = [line for line in builder.lines[language] if not line.isascii()]
        words = [w for w in builder.frequencies[language] if not w.isascii()][:3000]
        chance.shuffle(words)
        lines = lines[:LINES] + [" ".join(words[at : at + 8]) for at in range(0, 400, 8)]
        for row in codecs.CODECS:
            if not row.is_utf8:
                yield [misread(line, "utf-8", row.name) for line in lines]
            if language in row.languages and not row.is_utf8:
                for reader in READERS:
                    if reader != row.name:
                        yield [misread(line, row.name, reader) for line in lines]
    technical = [line for line in builder.technical if not line.isascii()]
    for row in codecs.CODECS:
        if not row.is_utf8:
            yield [misread(line, "utf-8", row.name) for line in technical[::7]]


def misread(line: str, written: str, read: str) -> str:
    """A line as a program shows it that reads it with the wrong codec; ASCII if it can't be."""
    data = line.encode("utf-8") if written == "utf-8" else codecs.encode(line, written)
    if data is None:
        return ""
    if read in codecs.MULTI_BYTE:
        return data.decode(read, "replace")
    return codecs.decode(data, read) or ""


def pair_counts(lines: Iterable[str], classes: np.ndarray, number: int) -> np.ndarray:
    """How often the classes stand beside each other in lines."""
    codes = np.minimum(code_points("\\n" + "\\n".join(lines) + "\\n"), CODE_POINTS - 1)
    found = classes[codes].astype(np.int64)
    pairs = found[:-1] * number + found[1:]
    return np.bincount(pairs, minlength=number * number).astype(np.float64)


def suspicion(clean: np.ndarray, damaged: np.ndarray) -> np.ndarray:
    """By how many bits each pair is more frequent in damaged text than in clean text."""
    in_damaged = np.log2((damaged + PSEUDO_COUNT) / damaged.sum())
    in_clean = np.log2((clean + PSEUDO_COUNT) / clean.sum())
    return np.where(damaged > 0, in_damaged - in_clean, 0)


TRIPLES = 1 << TRIPLE_BITS
"""Entries of the table of triples; letters share an entry now and then."""

LATIN_READERS = "cp1252 cp1250 cp1254 cp1257 mac_roman cp437 cp850 iso8859-2".split()
"""Codecs that show Latin letters for Latin letters of another codec."""

FREQUENCY_WEIGHT = 0.6
"""Exponent of the frequency that the letters of a word are counted with."""


def triple_counts(
    words: Iterable[tuple[str, float]], letter: np.ndarray, lower: np.ndarray
) -> np.ndarray:
    """How often three letters in a row, one of them Latin beyond ASCII, stand in some words."""
    known = list(words)
    codes = np.minimum(code_points("  " + "  ".join(w for w, _ in known) + "  "), CODE_POINTS - 1)
    weights = np.repeat([f for _, f in known], [len(w) + 2 for w, _ in known])
    at = latin_beyond_ascii(codes, letter, lower)
    counts = np.zeros(TRIPLES)
    entries = triple_indices(codes, at, letter, lower)
    np.add.at(counts, entries, np.repeat(weights[at - 2][:, None], 3, axis=1))
    return counts


def triple_table(builder: Builder, letter: np.ndarray) -> np.ndarray:
    """By how many bits each triple of letters is more frequent in misread words than in others."""
    lower = builder.characters["lower"]
    clean = np.zeros(TRIPLES)
    damaged = np.zeros(TRIPLES)
    for language in builder.languages:
        words = [
            (word, frequency**FREQUENCY_WEIGHT)
            for word, frequency in builder.frequencies[language].items()
            if not word.isascii() and all(ord(c) < 0x250 for c in word)
        ]
        if len(words) < 100:
            continue
        words += [(word.capitalize(), weight / 10) for word, weight in words]
        counts = triple_counts(words, letter, lower)
        clean += counts / counts.sum()
        homes = [row.name for row in codecs.CODECS if language in row.languages]
        for written in homes:
            for read in LATIN_READERS:
                if read == written or codecs.improbability(written) > 6:
                    continue
                misread_words = [(misread(word, written, read), weight) for word, weight in words]
                counts = triple_counts([item for item in misread_words if item[0]], letter, lower)
                if counts.sum():
                    share = 2.0 ** -(codecs.improbability(written) + codecs.improbability(read))
                    damaged += counts / counts.sum() * share
    clean /= clean.sum()
    damaged /= damaged.sum()
    return np.log2((damaged + TRIPLE_FLOOR) / (clean + TRIPLE_FLOOR))


TRIPLE_FLOOR = 1e-6
"""Share of all triples that one has which was never seen."""
