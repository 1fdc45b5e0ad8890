"""The tables of spelling: which letters a language has, and which of them follow each other."""

from __future__ import annotations

from collections import Counter, defaultdict
from math import log2
from pathlib import Path

import numpy as np

from fixenc.model.characters import CODE_POINTS, Kind
from fixenc.model.training.marks import BITS, stored
from fixenc.model.training.material import Material

FLATTEN = 0.4
"""Exponent of a word's frequency in the statistics of spelling.  Letters of a rare word say as
much about spelling as those of a frequent one, but there are many rare words."""


BACKOFF = 2.0
"""Pseudo-observations that the shorter context counts for in a longer one."""


UNSEEN_LETTER = 13.0
"""Bits of a letter that no language of the model has."""


MOST_LETTERS = 120
"""Letters of one alphabet, at most."""


def spelling_tables(material: Material) -> dict[str, np.ndarray]:
    """For each language which letters follow which two, as costs."""
    alphabets = [
        alphabet_of(material, material.frequencies[language]) for language in material.languages
    ]
    every = sorted({letter for alphabet in alphabets for letter in alphabet})
    number = {letter: at + 1 for at, letter in enumerate(every)}
    letter = np.zeros(CODE_POINTS, np.uint16)
    for name, at in number.items():
        letter[ord(name)] = at
    local = np.ones((len(material.languages), len(every) + 1), np.uint8)
    sizes = np.array([len(alphabet) + 2 for alphabet in alphabets])
    tables: list[np.ndarray] = []
    for row, (language, alphabet) in enumerate(zip(material.languages, alphabets, strict=True)):
        place = {name: at + 2 for at, name in enumerate(alphabet)}
        for name, at in place.items():
            local[row, number[name]] = at
        words = material.frequencies[language]
        tables.append(stored(_trigram_bits(words, place, int(sizes[row]))).ravel())
    offsets = np.cumsum([0, *(len(table) for table in tables[:-1])])
    return {
        "letter": letter,
        "local": local,
        "alphabet_size": sizes.astype(np.int32),
        "spelling_start": offsets.astype(np.int64),
        "spelling_bits": np.concatenate(tables),
        "language_script": np.array([script_of(material, a) for a in alphabets], np.uint8),
    }


def generic_table(material: Material) -> dict[str, np.ndarray]:
    """The cost of each letter in a language of its script that the model does not have."""
    share: dict[int, Counter[str]] = defaultdict(Counter)
    for language in material.known_languages:
        counts: defaultdict[str, float] = defaultdict(float)
        for word, frequency in material.frequencies[language].items():
            if material.kinds(word) == {Kind.LETTER}:
                for character in word:
                    counts[character] += frequency**FLATTEN
        total = sum(counts.values())
        for character, count in counts.items():
            share[int(material.characters["script"][ord(character)])][character] += count / total
    bits = np.full(CODE_POINTS, UNSEEN_LETTER * BITS)
    for shares in share.values():
        total = sum(shares.values())
        for character, part in shares.items():
            cost = min(UNSEEN_LETTER, 1.0 - log2(part / total))
            bits[ord(character)] = cost * BITS
    return {"generic_bits": np.rint(bits).astype(np.uint8)}


def alphabet_of(material: Material, words: dict[str, float]) -> list[str]:
    counts: defaultdict[str, float] = defaultdict(float)
    types: Counter[str] = Counter()
    for word, frequency in words.items():
        if material.kinds(word) == {Kind.LETTER}:
            for character in set(word):
                counts[character] += frequency**FLATTEN
                types[character] += 1
    if not counts:
        return []
    scripts: defaultdict[int, float] = defaultdict(float)
    for character, count in counts.items():
        scripts[int(material.characters["script"][ord(character)])] += count
    main = max(scripts, key=lambda script: scripts[script])
    total = sum(counts.values())
    own = [c for c in counts if material.characters["script"][ord(c)] in (main, 0)]
    ranked = sorted(own, key=lambda c: (-counts[c], c))
    return sorted(c for c in ranked[:MOST_LETTERS] if counts[c] > total * 2e-5 and types[c] > 1)


def script_of(material: Material, alphabet: list[str]) -> int:
    counts = Counter(int(material.characters["script"][ord(c)]) for c in alphabet)
    return counts.most_common(1)[0][0] if counts else 0


def alphabet_and_spelling(language: str, texts: Path | None) -> tuple[list[str], np.ndarray]:
    """The letters of one language, and what each costs behind two others, as stored."""
    material = Material(texts, [language])
    words = material.frequencies[language]
    letters = alphabet_of(material, words)
    place = {name: at + 2 for at, name in enumerate(letters)}
    return letters, stored(_trigram_bits(words, place, len(letters) + 2))


def _trigram_bits(words: dict[str, float], place: dict[str, int], size: int) -> np.ndarray:
    """The cost of each letter behind two others: 0 is the edge of a word, 1 any other letter."""
    counts = np.zeros((size, size, size))
    for word, frequency in words.items():
        indices = [0, 0, *(place.get(c, 1) for c in word), 0]
        if indices.count(1) * 2 > len(word):
            continue
        weight = (frequency * 1e8) ** FLATTEN
        for a, b, c in zip(indices, indices[1:], indices[2:], strict=False):
            counts[a, b, c] += weight
    counts /= max(1.0, counts.sum() / 1e6)
    singles = counts.sum((0, 1))
    # A letter from elsewhere may be any of some hundreds.
    singles = (singles + 0.5) / (singles.sum() + 0.5 * size)
    pairs = counts.sum(0)
    pairs = (pairs + BACKOFF * singles) / (pairs.sum(1, keepdims=True) + BACKOFF)
    triples = (counts + BACKOFF * pairs) / (counts.sum(2, keepdims=True) + BACKOFF)
    bits: np.ndarray = -np.log2(triples)
    bits[:, :, 1] += 8
    return bits
