"""Vocabulary: which words the model lists, and which of them fit a pattern.

The model has words as numbers only.  Which of them fit a word of which letters are lost is
found by working out the numbers of all texts that the letters allow.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import product
from math import prod

import numpy as np
from numpy.typing import NDArray

from fixenc.model.score import costs
from fixenc.model.tables import tables
from fixenc.model.words import (
    bucket_of,
    code_points,
    hashes,
    hashes_of_choices,
    key_of,
    positions_in,
)

MOST_NUMBERS = 1 << 14
"""Texts whose numbers are worked out, at most."""

BEAM = 8
"""Beginnings of a word that are kept while its letters are filled in from the left."""


def fill(
    form: str,
    opened: Sequence[int],
    options: Sequence[Sequence[str]],
    languages: NDArray[np.int64],
    most: int,
) -> list[str]:
    """The texts that a form allows, whose places ``opened`` may be any of some options.

    If there are more than ``most``, they are the listed words among them and the likeliest
    others.
    """
    if prod(map(len, options)) <= most:
        return _every(form, opened, options)
    columns = tuple(languages.tolist())
    return list(_likeliest(form, tuple(opened), tuple(map(tuple, options)), columns, most))


@lru_cache(maxsize=1 << 10)
def _likeliest(
    form: str,
    opened: tuple[int, ...],
    options: tuple[tuple[str, ...], ...],
    columns: tuple[int, ...],
    most: int,
) -> tuple[str, ...]:
    languages = np.array(columns, np.int64)
    found = dict.fromkeys(_listed(form, opened, options, languages)[: most // 4])
    found |= dict.fromkeys(_spelled(form, opened, options, languages))
    return tuple(found)


def _every(form: str, opened: Sequence[int], options: Sequence[Sequence[str]]) -> list[str]:
    pieces = _pieces(form, opened)
    parts: list[Sequence[str]] = [pieces[:1]]
    for piece, each in zip(pieces[1:], options, strict=True):
        parts.append([f"{option}{piece}" for option in each])
    return ["".join(chosen) for chosen in product(*parts)]


def _pieces(form: str, opened: Sequence[int]) -> list[str]:
    """The characters between the places."""
    edges = [-1, *opened, len(form)]
    return [form[a + 1 : b] for a, b in zip(edges, edges[1:], strict=False)]


def _listed(
    form: str, opened: Sequence[int], options: Sequence[Sequence[str]], languages: NDArray[np.int64]
) -> list[str]:
    """The listed words among the texts that a form allows, the most frequent first."""
    if prod(map(len, options)) > MOST_NUMBERS or any(len(o) != 1 for each in options for o in each):
        return []
    model = tables()
    places = list(form)
    choices: list[Sequence[str]] = [*places]
    for place, each in zip(opened, options, strict=True):
        choices[place] = each
    codes = [model.lower.take(code_points("".join(each)), mode="clip") for each in choices]
    numbers = hashes_of_choices(codes)
    shape, numbers = numbers.shape, numbers.ravel()
    bucket = bucket_of(numbers)
    low = model.word_bucket[bucket].astype(np.int64)
    text, place_in = positions_in(low, model.word_bucket[bucket + 1] - low)
    entry = low[text] + place_in
    same = np.flatnonzero(model.word_key[entry] == key_of(numbers)[text])
    text, entry = text[same], entry[same]
    known = np.isin(model.word_language[entry], languages)
    text, entry = text[known], entry[known]
    order = text[np.argsort(model.word_bits[entry], kind="stable")].tolist()
    words: list[str] = []
    for index in dict.fromkeys(order):
        chosen = np.unravel_index(index, shape)
        words.append("".join(each[at] for each, at in zip(choices, chosen, strict=True)))
    return words


def _spelled(
    form: str, opened: Sequence[int], options: Sequence[Sequence[str]], languages: NDArray[np.int64]
) -> list[str]:
    """The texts whose letters follow each other most likely, filled in from the left."""
    pieces = _pieces(form, opened)
    beam = [pieces[0]]
    for piece, each in zip(pieces[1:], options, strict=True):
        longer = [f"{start}{option}{piece}" for start in beam for option in each]
        bits = costs(longer, languages)[:, languages].min(1)
        beam = [longer[index] for index in np.argsort(bits, kind="stable")[:BEAM]]
    return beam


@lru_cache(maxsize=1 << 14)
def frequency(word: str, language: str) -> float:
    """The share of a word among the words of a language; 0 if the model does not list it."""
    model = tables()
    if language not in model.languages or not word:
        return 0.0
    codes = model.lower.take(code_points(word), mode="clip")
    numbers = hashes(codes, np.array([0]), np.array([len(codes)]))
    bucket = int(bucket_of(numbers)[0])
    low, high = model.word_bucket[bucket : bucket + 2].tolist()
    same = model.word_key[low:high] == key_of(numbers)[0]
    same &= model.word_language[low:high] == model.languages.index(language)
    bits = model.word_bits[low:high][same]
    return float(2.0 ** (-float(bits.min()) / 8)) if len(bits) else 0.0
