"""The table of suspicious pairs: which neighbours damaged text has, and clean text hardly ever.

Clean lines are sent through every way of misreading that the codecs allow, and the pairs of
neighbouring characters of the results are counted beside those of the clean lines.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator

import numpy as np

from fixenc import codecs
from fixenc.model.characters import CODE_POINTS
from fixenc.model.neighbours import TRIPLES, latin_numbers, triple_entries, triple_terms
from fixenc.model.training.material import Material
from fixenc.model.words import code_points

PSEUDO_COUNT = 0.5
"""Observations that a pair has that was never seen."""

LINES = 150
"""Lines of a language that are damaged in each way."""

READERS = "cp1252 latin-1 cp1250 cp1251 cp1254 mac_roman cp437 cp850 cp866 koi8-r".split()
"""Codecs that programs misread legacy text with."""


def damaged_lines(material: Material) -> Iterator[list[tuple[str, str]]]:
    """Lines of each language misread in each way: what they were, and what they became."""
    chance = random.Random(1)
    for language in material.languages:
        lines = [line for line in material.lines[language] if not line.isascii()]
        words = [w for w in material.frequencies[language] if not w.isascii()][:3000]
        chance.shuffle(words)
        lines = lines[:LINES] + [" ".join(words[at : at + 8]) for at in range(0, 400, 8)]
        for row in codecs.CODECS:
            if not row.is_utf8:
                yield [(line, misread(line, "utf-8", row.name)) for line in lines]
            if language in row.languages and not row.is_utf8:
                for reader in READERS:
                    if reader != row.name:
                        yield [(line, misread(line, row.name, reader)) for line in lines]
    technical = [line for line in material.technical if not line.isascii()]
    for row in codecs.CODECS:
        if not row.is_utf8:
            yield [(line, misread(line, "utf-8", row.name)) for line in technical[::7]]


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
    codes = np.minimum(code_points("\n" + "\n".join(lines) + "\n"), CODE_POINTS - 1)
    found = classes[codes].astype(np.int64)
    pairs = found[:-1] * number + found[1:]
    return np.bincount(pairs, minlength=number * number).astype(np.float64)


def damaged_pair_counts(
    lines: Iterable[tuple[str, str]], classes: np.ndarray, number: int
) -> np.ndarray:
    """How often the classes stand beside each other where lines were changed.

    A pair of which no character was changed says nothing of the damage.
    """
    counts = np.zeros(number * number)
    for line, damaged in lines:
        codes = np.minimum(code_points(f"\n{damaged}\n"), CODE_POINTS - 1)
        changed = codes >= 128
        if len(line) == len(damaged):
            changed = codes != code_points(f"\n{line}\n")
        found = classes[codes].astype(np.int64)
        pairs = found[:-1] * number + found[1:]
        np.add.at(counts, pairs[changed[:-1] | changed[1:]], 1)
    return counts


def suspicion(clean: np.ndarray, damaged: np.ndarray) -> np.ndarray:
    """By how many bits each pair is more frequent in damaged text than in clean text."""
    in_damaged = np.log2((damaged + PSEUDO_COUNT) / damaged.sum())
    in_clean = np.log2((clean + PSEUDO_COUNT) / clean.sum())
    return np.where(damaged > 0, in_damaged - in_clean, 0)


LATIN_READERS = "cp1252 cp1250 cp1254 cp1257 mac_roman cp437 cp850 iso8859-2".split()
"""Codecs that show Latin letters for Latin letters of another codec."""

FREQUENCY_WEIGHT = 0.6
"""Exponent of the frequency that the letters of a word are counted with."""


def triple_counts(
    words: Iterable[tuple[str, str, float]], letter: np.ndarray, lower: np.ndarray
) -> np.ndarray:
    """How often three letters in a row stand around Latin letters beyond ASCII that changed.

    ``words`` are what each word was, what it became, and its weight.  Where both are the same
    all letters beyond ASCII count.
    """
    known = [word for word in words if len(word[0]) == len(word[1])]
    old, codes = (
        np.minimum(code_points("  " + "  ".join(w[at] for w in known) + "  "), CODE_POINTS - 1)
        for at in (0, 1)
    )
    weights = np.repeat([w for _, _, w in known], [len(w) + 2 for w, _, _ in known])
    latin = latin_numbers(letter, lower)
    chosen = (latin.take(codes, mode="clip") > 0) & (codes >= 128)
    same = {word == changed for word, changed, _ in known}
    if same != {True}:
        chosen &= codes != old
    at = np.flatnonzero(chosen)
    entries = np.minimum(triple_entries(codes, triple_terms(latin)), TRIPLES)
    counts = np.zeros(TRIPLES + 1)
    for offset in (-2, -1, 0):
        np.add.at(counts, entries[at + offset], weights[at - 2])
    counts[0] = 0
    return counts[:-1]


def triple_table(material: Material, letter: np.ndarray) -> np.ndarray:
    """By how many bits each triple of letters is more frequent in misread words than in others."""
    lower = material.characters["lower"]
    clean = np.zeros(TRIPLES)
    damaged = np.zeros(TRIPLES)
    for language in material.languages:
        words = [
            (word, word, frequency**FREQUENCY_WEIGHT)
            for word, frequency in material.frequencies[language].items()
            if not word.isascii() and all(ord(c) < 0x250 for c in word)
        ]
        if len(words) < 100:
            continue
        words += [(word.capitalize(), word.capitalize(), weight / 10) for word, _, weight in words]
        counts = triple_counts(words, letter, lower)
        clean += counts / counts.sum()
        writers = [row.name for row in codecs.CODECS if language in row.languages]
        for written in writers:
            for read in LATIN_READERS:
                if read == written or codecs.improbability(written) > 6:
                    continue
                changed = [
                    (word, misread(word, written, read), weight) for word, _, weight in words
                ]
                changed = [item for item in changed if item[1] and item[1] != item[0]]
                counts = triple_counts(changed, letter, lower) if changed else np.zeros(1)
                if counts.sum():
                    share = 2.0 ** -(codecs.improbability(written) + codecs.improbability(read))
                    damaged += counts / counts.sum() * share
    clean /= clean.sum()
    damaged /= damaged.sum()
    bits: np.ndarray = np.log2((damaged + TRIPLE_FLOOR) / (clean + TRIPLE_FLOOR))
    bits[0] = 0
    return bits


TRIPLE_FLOOR = 1e-6
"""Share of all triples that one has which was never seen."""
