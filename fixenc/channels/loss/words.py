"""Words: the texts that a damaged word may have been, and the bits of special characters.

A word is cut from a line in which a sign stands for each lost character.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple
from unicodedata import category

import numpy as np
from numpy.typing import NDArray

from fixenc.channels.loss.losses import Site
from fixenc.model.plausible import POINTS
from fixenc.model.tables import tables
from fixenc.model.vocabulary import fill

MOST_COMBINED = 256
"""Texts of a word that are scored, at most."""

MOST_OPTIONS = 240
"""Characters that all places of a word may have been, at most: more leave the word open."""

START, SMALL_START = 2.5, 6.0
"""Bits that a capital costs less, and a small letter more, where a sentence may start."""

JOINED = 3.0
"""Bits of a space inside a word that stands for a byte of a letter: most letters that end in this
byte end a word, and two spaces are often made one."""

QUESTION, MARK = 9.0, 6.0
"""Bits of a question mark among options that are letters, and of another mark among them."""

POINT, RARE_POINT = 9.0, 13.0
"""Bits of the Arabic vowel point that ends adverbs, and of others: they may stand in any word and
hardly ever do."""

LETTER, IDEOGRAPH, MARK_SIGN = "\ue000", "\ue001", "\ue002"

MARKS = "’“”‘–—…„«»"
"""Marks that windows-1252 has, and that become U+FFFD as letters do."""

_TANWIN = "\N{ARABIC KASRATAN}"


@dataclass(eq=False)
class Choice:
    """The texts that a damaged word may have been; equal words share one."""

    texts: tuple[str, ...]
    extra: NDArray[np.float32]
    """Bits of each text for where it stands."""
    after: str = ""
    """The text behind the word, if it tells whether a space stands there."""
    names: NDArray[np.bool_] | None = None
    """Which texts begin with a capital that may be a small letter, and no sentence."""

    @cached_property
    def scored(self) -> list[str]:
        return [text + self.after for text in self.texts] if self.after else list(self.texts)


class Word(NamedTuple):
    """A damaged word: its half-open span in the line, and its texts."""

    start: int
    end: int
    choice: Choice
    lost: int
    """How many letters of it are lost."""


SIGNS = (LETTER, IDEOGRAPH, MARK_SIGN)


@lru_cache(maxsize=1 << 12)
def sign_of(options: tuple[str, ...]) -> str:
    """The sign for a site: whether its characters may be letters."""
    if any("\u2e80" <= option[0] <= "\ud7a3" for option in options):
        return IDEOGRAPH
    return LETTER if any(is_in_words(option[0]) for option in options) else MARK_SIGN


def is_in_words(character: str) -> bool:
    """Whether a character is a letter, or a combining one, as the vowels of Hindi are."""
    return character.isalpha() or (
        character < _AFTER_COMBINING and category(character).startswith("M")
    )


_AFTER_COMBINING = "\u1e00"
"""Combining characters from here on are mostly those of symbols, such as the selectors of emoji, or
of scripts that are in no language of the model."""


def _allowed(
    form: str, opened: Sequence[int], options: Sequence[tuple[str, ...]], languages: tuple[int, ...]
) -> list[tuple[str, ...]]:
    """The options of each site that fit the case of the word, and letters of the languages."""
    letters = [c for c in form if c.isalpha() and c not in SIGNS]
    capitals = len(letters) > 1 and all(map(str.isupper, letters))
    kept: list[tuple[str, ...]] = []
    for at, every in zip(opened, options, strict=True):
        spelled = tuple(option for option in every if _is_used(option, languages)) or every
        small_before = any(c.islower() for c in form[:at])
        if capitals:
            chosen = tuple(o for o in spelled if not o[0].islower())
        elif at > 0 and (small_before or len(letters) != 1 or form[0] in SIGNS):
            chosen = tuple(o for o in spelled if not o[0].isupper())
            if not any(o[0].islower() for o in chosen):
                chosen = spelled
        else:
            chosen = spelled
        kept.append(chosen or spelled)
    return kept


def narrow(site: Site, languages: tuple[int, ...]) -> Site:
    """The site without a space behind it, if that is none of its bytes in one of the languages."""
    options = _without_space(site.options, languages)
    return site if options is None else Site(site.start, site.end - 1, options)


@lru_cache(maxsize=1 << 10)
def _without_space(options: tuple[str, ...], languages: tuple[int, ...]) -> tuple[str, ...] | None:
    """The options that end in a space, without it; nothing if the languages use another one."""
    if options[-1][-1] != " ":
        return None
    if any(option[-1] != " " and _is_used(option, languages) for option in options):
        return None
    return tuple(dict.fromkeys(option[:-1] for option in options if option[-1] == " "))


@lru_cache(maxsize=1 << 14)
def _is_used(option: str, languages: tuple[int, ...]) -> bool:
    """Whether one of the languages uses a character; all do if it is no letter of an alphabet."""
    model, character = tables(), option[0]
    letter = int(model.letter[model.lower[ord(character)]]) if ord(character) < 0x3000 else 0
    if character == "ß":
        return "de" in {(*model.languages, "")[language] for language in languages}
    if not letter or character in POINTS:
        return True
    return any(model.local[language, letter] > 1 for language in languages)


_Allowed = tuple[list[tuple[str, ...]], tuple[str, ...], NDArray[np.float32], bool]


@lru_cache(maxsize=1 << 8)
def texts_of(
    form: str,
    opened: tuple[int, ...],
    options: tuple[tuple[str, ...], ...],
    languages: tuple[int, ...],
) -> _Allowed | None:
    """The options of each place of a word, its texts, and their bits for special characters.

    Last comes whether some of the texts end in a space.  Nothing if there are too many.
    """
    kept = _allowed(form, opened, options, languages)
    if sum(map(len, kept)) > MOST_OPTIONS:
        return None
    texts = tuple(fill(form, opened, kept, np.array(languages, np.int64), MOST_COMBINED))
    end_in_spaces = any(text[-1] == " " for text in texts)
    return kept, texts, _bits_of_characters(texts, kept, opened, len(form) - 1), end_in_spaces


def _bits_of_characters(
    texts: Sequence[str], kept: Sequence[tuple[str, ...]], opened: Sequence[int], last: int
) -> NDArray[np.float32]:
    """The bits of texts for characters that are rarer, or likelier, than the model has them.

    ``last`` is the place of the last character.
    """
    inside = (each for place, each in zip(opened, kept, strict=True) if place < last)
    spaces = sum(any(option[-1] == " " for option in each) for each in inside)
    options = {option for each in kept for option in each}
    marks = {option for option in options if option in MARKS} if len(options) > len(MARKS) else ()
    bits = np.full(len(texts), JOINED * spaces, np.float32)
    for at, text in enumerate(texts):
        if text.isalpha():  # neither a mark nor a point
            continue
        if not POINTS.isdisjoint(text):
            points = (point for point in text if point in POINTS)
            bits[at] += sum(POINT if point == _TANWIN else RARE_POINT for point in points)
        bits[at] -= JOINED * text.count(" ")
        bits[at] += QUESTION * text.count("?")
        bits[at] += MARK * sum(mark in text for mark in marks)
    return bits


def place(
    choice: Choice, kept: Sequence[tuple[str, ...]], opened: Sequence[int], starts: bool
) -> None:
    """Add the bits of the texts for a capital at their start; ``starts`` is whether one is due."""
    if not opened or opened[0] > 0 or len({option[0].isupper() for option in kept[0]}) < 2:
        return
    capital = np.array([text[0].isupper() for text in choice.texts], np.bool_)
    if starts:
        choice.extra += np.where(capital, np.float32(-START), np.float32(SMALL_START))
    else:
        choice.names = capital
