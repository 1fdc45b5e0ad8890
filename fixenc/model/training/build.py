"""Build the tables of the model: ``python -m fixenc.model.training [TEXTS [DECLARATIONS]]``."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from fixenc.codecs import SINGLE_BYTE, repertoire
from fixenc.model.characters import CODE_POINTS
from fixenc.model.neighbours import PAIR_CLASS_BITS
from fixenc.model.tables import load
from fixenc.model.training import sources
from fixenc.model.training.apostrophes import apostrophe_table
from fixenc.model.training.characters import (
    pair_classes,
)
from fixenc.model.training.codec_bytes import byte_tables
from fixenc.model.training.marks import BITS, mark_tables, stored
from fixenc.model.training.material import Material
from fixenc.model.training.spelling import generic_table, spelling_tables
from fixenc.model.training.suspicion import (
    damaged_lines,
    damaged_pair_counts,
    pair_counts,
    suspicion,
    triple_table,
)
from fixenc.model.training.word_tables import word_tables

LONG_LIST, SHORT_LIST, NO_LIST, UNKNOWN_LANGUAGE = 0.0, 1.5, 4.0, 6.0
"""Bits that speak against a language: what wordfreq has found of it on the web tells how often
one meets it, in a list down to one word in a hundred million, one in a million, or none."""


COMMON = 2e-6
"""Frequency of a word whose ideographs and syllables are in daily use."""


WORD_WEIGHT = 0.1
"""The weight of the pairs of a listed word beside those of running text."""


def in_codecs() -> set[str]:
    """The characters outside ASCII that some codec with one byte a character has."""
    return set().union(*map(repertoire, SINGLE_BYTE))


def tables_from(material: Material) -> Iterator[tuple[str, np.ndarray]]:
    """The names of all tables, and the tables, in the order in which one needs another."""
    yield from material.characters.items()
    for make in (
        generic_table,
        language_table,
        spelling_tables,
        word_tables,
        _mark_tables,
        _joint_tables,
        byte_tables,
        pair_tables,
        triple_tables,
    ):
        yield from make(material).items()


def language_table(material: Material) -> dict[str, np.ndarray]:
    """The bits that speak against each language, and against one that the model lacks."""
    bits = [
        LONG_LIST if sources.has_long_list(language)
        else SHORT_LIST if language in sources.WORD_LISTS
        else NO_LIST
        for language in material.languages
    ]  # fmt: skip
    return {"language_bits": np.array([*bits, UNKNOWN_LANGUAGE], np.float32)}


def _mark_tables(material: Material) -> dict[str, np.ndarray]:
    """For each mark what it costs between a left and a right neighbour of some class."""
    lines = (*material.running_text(), *sources.program_lines())
    return mark_tables(material.characters, [line for line in lines if line], in_codecs())


def _joint_tables(material: Material) -> dict[str, np.ndarray]:
    """The neighbours of apostrophes, by the numbers of the pieces of words."""
    return apostrophe_table(
        (() if each == sources.OTHERS else material.lines[each], sources.spelled_words(each))
        for each in material.languages
    )


def triple_tables(material: Material) -> dict[str, np.ndarray]:
    """How suspicious three letters in a row are, in eighths of a bit, with a sign."""
    bits = triple_table(material, load("letter"))
    return {"triple_bits": np.clip(np.rint(bits * BITS), -127, 127).astype(np.int8)}


def pair_tables(material: Material) -> dict[str, np.ndarray]:
    """Classes of characters, and how suspicious each class is before another one."""
    common = np.zeros(CODE_POINTS, np.uint8)
    for language in ("zh", "ja", "ko"):
        for word, frequency in material.frequencies[language].items():
            if frequency > COMMON:
                common[[ord(c) for c in word]] = 1
    for traditional, simplified in sources.traditional_characters().items():
        if max(ord(traditional), ord(simplified)) < CODE_POINTS:
            common[ord(traditional)] |= common[ord(simplified)]
    own = in_codecs() | set(map(chr, range(0x80, 0xA0)))
    classes, number = pair_classes(own, common)
    others = material.lines.get(sources.OTHERS, ())
    clean = pair_counts([*material.running_text(), *others], classes, number)
    for language in material.languages:
        words = [word for word in material.frequencies[language] if not word.isascii()]
        for form in (words, map(str.capitalize, words), map(str.upper, words)):
            text = "\n".join(f" {word} " for word in form)
            clean += pair_counts([text], classes, number) * WORD_WEIGHT
    damaged = np.zeros_like(clean)
    for lines in damaged_lines(material):
        counts = damaged_pair_counts(lines, classes, number)
        damaged += counts / max(1.0, counts.sum()) * 1e4
    bits = np.zeros((1 << PAIR_CLASS_BITS, 1 << PAIR_CLASS_BITS))
    bits[:number, :number] = suspicion(clean, damaged).reshape(number, number)
    return {"pair_class": classes, "pair_bits": stored(bits)}
