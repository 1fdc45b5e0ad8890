"""The tables of words: which words a language has, and what each costs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from math import log2

import numpy as np

from fixenc.model.characters import CODE_POINTS, Kind
from fixenc.model.training import sources
from fixenc.model.training.marks import stored
from fixenc.model.training.material import Material
from fixenc.model.words import BUCKETS, bucket_of, code_points, hashes, key_of

MOST_BEYOND_ASCII = 50_000
MOST_ASCII = 12_000
"""Words of a language that are kept."""


def word_tables(material: Material) -> dict[str, np.ndarray]:
    """Words by their numbers, sorted, and for each what it costs in which languages."""
    entries = list(word_entries(material))
    joined = code_points("".join(word for word, _, _ in entries))
    length = np.array([len(word) for word, _, _ in entries])
    end = np.cumsum(length)
    numbers = hashes(joined, end - length, end)
    language = np.array([index for _, index, _ in entries], np.uint8)
    cost = stored(np.array([bits for _, _, bits in entries]))
    order = np.lexsort((language, numbers))
    bucket = bucket_of(numbers[order])
    return {
        "word_bucket": np.searchsorted(bucket, np.arange(BUCKETS + 1)).astype(np.uint32),
        "word_key": key_of(numbers[order]),
        "word_language": language[order],
        "word_bits": cost[order],
    }


def word_entries(material: Material) -> Iterator[tuple[str, int, float]]:
    """Words with their languages and what they cost in bits."""
    technical, symbols = technical_bits(material), sources.symbol_letters()
    for index, language in enumerate(material.languages):
        for letter, frequency in symbols.items():
            yield letter, index, technical - log2(frequency)
        words = material.frequencies[language]
        alphabetic = {w: f for w, f in words.items() if material.kinds(w) == {Kind.LETTER}}
        total = sum(words.values()) or 1.0
        ranked = sorted(alphabetic.items(), key=lambda item: (-item[1], item[0]))
        beyond = [item for item in ranked if not item[0].isascii()][:MOST_BEYOND_ASCII]
        plain = [item for item in ranked if item[0].isascii()]
        most = MOST_ASCII * (3 if language == "en" else 1)
        for word, frequency in (*beyond, *plain[:most]):
            yield word, index, -log2(frequency / total)
        yield from _unspaced_entries(material, index, language)


def technical_bits(material: Material) -> float:
    """The bits by which technical text is rarer than all text, by the lines that are trained on."""
    technical = len(material.technical)
    return log2(sum(map(len, material.lines.values())) + technical) - log2(max(1, technical))


def _unspaced_entries(
    material: Material, index: int, language: str
) -> Iterator[tuple[str, int, float]]:
    """Ideographs and syllables, and pairs of them, as words of one and two characters."""
    wanted = {"zh": {Kind.IDEOGRAPH}, "ja": {Kind.IDEOGRAPH}, "ko": {Kind.HANGUL}}.get(language)
    if not wanted:
        return
    singles: defaultdict[str, float] = defaultdict(float)
    pairs: defaultdict[str, float] = defaultdict(float)
    for run, weight in _unspaced_runs(material, language, wanted):
        for first, second in zip(run, run[1:], strict=False):
            pairs[first + second] += weight
        for character in run:
            singles[character] += weight
    total = sum(singles.values())
    before: defaultdict[str, float] = defaultdict(float)
    for pair, weight in pairs.items():
        before[pair[0]] += weight
    for character, weight in singles.items():
        yield character, index, -log2(weight / total)
    ranked = sorted(pairs.items(), key=lambda item: (-item[1], item[0]))[: 2 * MOST_BEYOND_ASCII]
    for pair, weight in ranked:
        single = singles[pair[1]] / total
        backed = (weight / total * 1e6 + single) / (before[pair[0]] / total * 1e6 + 1)
        yield pair, index, -log2(backed)


def _unspaced_runs(
    material: Material, language: str, wanted: set[Kind]
) -> Iterator[tuple[str, float]]:
    variants = defaultdict(list)
    if language == "zh":
        for traditional, simplified in sources.traditional_characters().items():
            variants[simplified].append(traditional)
    for word, frequency in material.frequencies[language].items():
        if material.kinds(word) == wanted:
            yield word, frequency
            if any(c in variants for c in word):
                other = "".join(variants[c][0] if c in variants else c for c in word)
                yield other, frequency / 2
    # A text tells in addition how words follow each other.
    scale = 1e-6
    for line in [*material.lines[language], *material.technical]:
        if (
            language != "ko"
            and language == "ja"
            and not any("\u3040" <= c < "\u3100" for c in line)
        ):
            continue
        if language == "zh" and any("\u3040" <= c < "\u3100" for c in line):
            continue
        run = ""
        for character in line + " ":
            if material.kinds(character) <= wanted and ord(character) < CODE_POINTS:
                run += character
            else:
                if run:
                    yield run, scale
                run = ""
