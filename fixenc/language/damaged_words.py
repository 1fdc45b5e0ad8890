"""The dictionary of a language, damaged the way a text was.

If the control characters were dropped from UTF-8 that had been read as
Latin-1, ``Straße`` became ``StraÃe``; so every word of the language is put
through the same loss, and the words that come out as ``StraÃe`` are what it can
have been.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from enum import Enum
from functools import cache, cached_property, lru_cache
from itertools import accumulate
from math import log2

from fixenc.language.families import FAMILIES
from fixenc.language.letters import family
from fixenc.language.lexicon import frequent_words, has_list
from fixenc.language.losses import Loss

COMMON, USUAL, ALL = 8_000, 40_000, 150_000
"""How many words are asked for: to tell the language, at first, and in doubt."""

_KNOWN = 1.5  # bits for a word's being in the lexicon
_POINTED = 2**-9  # share of the Arabic words that end in such a point
_IN_USE = 13.0  # bits beyond which a letter is a loan's
_EXAMPLES = 60_000  # words that show which letter stands where
_EDGE = "\n"
_MOST = 50  # places that are looked at for a context
_CONTEXTS = ((1, 1), (2, 2), (3, 3), (4, 4))  # neighbours to either side
_WEIGHT = 2.0  # how many places the shorter context is worth


class Case(Enum):
    """How the words of a dictionary are written: other letters have other bytes."""

    LOWER = "lower"
    TITLE = "title"
    """With a first letter outside ASCII that is a capital."""
    UPPER = "upper"


class DamagedWords:
    """The words of one lexicon that a loss hits, by what it leaves of them."""

    def __init__(self, loss: Loss, language: str, most: int, case: Case) -> None:
        spelled = _in_case(_spelled(language, most), case, loss)
        # All at once: word by word, it takes twice as long.
        forms = loss.damaged(_EDGE.join(word for word, _ in spelled)).split(_EDGE)
        hit = [
            (word, form, frequency)
            for (word, frequency), form in zip(spelled, forms, strict=True)
            if form != word
        ]
        self.loss = loss
        self.words = [word for word, _, _ in hit]
        self.forms = [form for _, form, _ in hit]
        self.frequencies = [frequency for _, _, frequency in hit]

    @cached_property
    def _by_form(self) -> dict[str, list[int]]:
        by_form: dict[str, list[int]] = {}
        for index, form in enumerate(self.forms):
            by_form.setdefault(form, []).append(index)
        return by_form

    def fitting(self, form: str) -> list[tuple[str, float]]:
        """The words that the loss leaves ``form`` of, with their bits."""
        return [
            (self.words[index], _KNOWN - log2(self.frequencies[index]))
            for index in self._by_form.get(form, ())
        ]

    @cached_property
    def _text(self) -> str:
        """The most frequent forms, each between two edges."""
        return _EDGE + _EDGE.join(self.forms[:_EXAMPLES]) + _EDGE

    @cached_property
    def _starts(self) -> list[int]:
        lengths = (len(form) + 1 for form in self.forms[:_EXAMPLES])
        return list(accumulate(lengths, initial=1))

    def letters_at(self, form: str, at: int, remains: str) -> dict[str, float]:
        """How likely each letter is of which ``remains`` stand at ``at`` in an unknown word.

        Known words in which the same stands between the same neighbours say it:
        the more neighbours, the more they count.
        """
        padded = _EDGE + form + _EDGE
        at += 1
        shares: dict[str, float] = {}
        for left, right in _CONTEXTS:
            start = max(0, at - left)
            context = padded[start : at + len(remains) + right]
            seen = self._seen(context, at - start)
            total = seen.total()
            if not total:
                break
            shares = {
                letter: (seen[letter] + _WEIGHT * shares.get(letter, 0.0))
                / (total + (_WEIGHT if shares else 0.0))
                for letter in seen.keys() | shares.keys()
            }
        return shares

    def _seen(self, context: str, offset: int) -> Counter[str]:
        """The letters whose remains stand at ``offset`` wherever ``context`` is found."""
        seen: Counter[str] = Counter()
        found = self._text.find(context)
        for _ in range(_MOST):
            if found < 0:
                break
            place = found + offset
            word = bisect_right(self._starts, place) - 1
            letter = self._letter(self.words[word], place - self._starts[word])
            if letter:
                seen[letter] += 1
            found = self._text.find(context, found + 1)
        return seen

    def _letter(self, word: str, at: int) -> str:
        """The letter of ``word`` whose remains begin at ``at`` of its form."""
        for letter in word:
            if at <= 0:
                return letter if at == 0 and self.loss.hits(letter) else ""
            at -= len(self.loss.damaged(letter))
        return ""


def damaged_words(
    loss: Loss, language: str, most: int = ALL, case: Case = Case.LOWER
) -> DamagedWords:
    """The words of a language that a loss hits: of those, the ``most`` frequent."""
    if most > COMMON and not has_list(language, "large"):
        return _kept_longer(loss, language, ALL, case)
    return (_kept_longer if most <= USUAL else _kept)(loss, language, most, case)


@lru_cache(maxsize=8)  # of the three cases and two losses of a language; some 20 megabytes each
def _kept(loss: Loss, language: str, most: int, case: Case) -> DamagedWords:
    return DamagedWords(loss, language, most, case)


@lru_cache(maxsize=192)
def _kept_longer(loss: Loss, language: str, most: int, case: Case) -> DamagedWords:
    return DamagedWords(loss, language, most, case)


def _spelled(language: str, most: int) -> list[tuple[str, float]]:
    """The words outside ASCII as they are written: the lists have no ß and no final sigma."""
    words = frequent_words(language, most)
    spelled = [entry for entry in words if not entry[0].isascii()]
    if language == "de":
        spelled += [(word.replace("ss", "ß", 1), share) for word, share in words if "ss" in word]
    if language == "ar":
        # Its lists leave out the vowel points, of which the one of adverbs is often written.
        spelled += [(f"{word}\N{ARABIC KASRATAN}", share * _POINTED) for word, share in spelled]
    if language == "el":
        spelled = [(re.sub("σ$", "ς", word), share) for word, share in spelled]
    return spelled


def _in_case(words: list[tuple[str, float]], case: Case, loss: Loss) -> list[tuple[str, float]]:
    if case is Case.LOWER:
        return words
    if case is Case.UPPER:
        return [(word.upper(), share) for word, share in words]
    capitals = {first: first.upper() for first in {word[0] for word, _ in words}}
    hit = {first for first, capital in capitals.items() if loss.hits(capital)}
    return [(capitals[word[0]] + word[1:], share) for word, share in words if word[0] in hit]


@cache
def letters_in_use(language: str) -> frozenset[str]:
    """The letters outside ASCII that words of a language are written with."""
    name = next(family_name for family_name, codes in FAMILIES.items() if language in codes)
    statistics = family(name)
    letters = {
        letter
        for letter, packed in statistics.singles.items()
        if not letter.isascii() and statistics.unpack(packed)[language] < _IN_USE
    }
    letters |= {"de": {"ß"}, "el": {"ς"}}.get(language, set())
    return frozenset(letters | {letter.upper() for letter in letters if len(letter.upper()) == 1})


@cache
def remains(loss: Loss, language: str) -> dict[str, tuple[str, ...]]:
    """The letters of a language that a loss hits, by what it leaves of them."""
    by_form: defaultdict[str, list[str]] = defaultdict(list)
    for letter in sorted(letters_in_use(language)):
        if loss.hits(letter):
            by_form[loss.damaged(letter)].append(letter)
    return {form: tuple(found) for form, found in by_form.items()}
