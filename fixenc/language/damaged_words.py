"""The dictionary of a language, damaged the way a text was.

If the control characters were dropped from UTF-8 that had been read as
Latin-1, ``Straße`` became ``StraÃe``; so every word of the language is put
through the same loss, and the words that come out as ``StraÃe`` are what it can
have been.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator
from enum import Enum
from functools import cache, cached_property, lru_cache
from itertools import accumulate, islice
from math import log2

from fixenc.language.families import FAMILIES
from fixenc.language.letters import family
from fixenc.language.lexicon import has_large_list, word_frequencies
from fixenc.language.losses import Loss

_KNOWN = 1.5  # bits for a word's being in the lexicon
_IN_USE = 13.0  # bits beyond which a letter is a loan's
_LEXICON = 150_000  # words, the most frequent ones first
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

    def __init__(self, loss: Loss, language: str, size: str, case: Case) -> None:
        frequencies = word_frequencies(language, size)
        spelled = [
            (shown, frequency)
            for word, frequency in islice(frequencies.items(), _LEXICON)
            for shown in _spellings(word, language, case, loss)
        ]
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
    loss: Loss, language: str, size: str = "small", case: Case = Case.LOWER
) -> DamagedWords:
    """The words of a language that a loss hits."""
    if size == "small" or not has_large_list(language):
        return _small(loss, language, case)
    return _large(loss, language, case)


@lru_cache(maxsize=64)
def _small(loss: Loss, language: str, case: Case) -> DamagedWords:
    return DamagedWords(loss, language, "small", case)


@lru_cache(maxsize=4)  # each is of some 30 megabytes
def _large(loss: Loss, language: str, case: Case) -> DamagedWords:
    return DamagedWords(loss, language, "large", case)


def _spellings(word: str, language: str, case: Case, loss: Loss) -> Iterator[str]:
    """A word of the lexicon as it is written: the lists have no ß and no final sigma."""
    if word.endswith("σ"):
        word = word[:-1] + "ς"
    if case is Case.LOWER:
        if not word.isascii():
            yield word
        if language == "de" and "ss" in word:
            yield word.replace("ss", "ß", 1)
    elif case is Case.UPPER:
        if not word.isascii():
            yield word.upper()
    elif not word[0].isascii() and loss.hits(word[0].upper()):
        yield word[0].upper() + word[1:]


@cache
def remains(loss: Loss, language: str) -> dict[str, tuple[str, ...]]:
    """The letters of a language that a loss hits, by what it leaves of them."""
    name = next(family_name for family_name, codes in FAMILIES.items() if language in codes)
    statistics = family(name)
    letters = {
        letter
        for letter, packed in statistics.singles.items()
        if not letter.isascii() and statistics.unpack(packed)[language] < _IN_USE
    }
    if language == "de":
        letters.add("ß")
    if language == "el":
        letters.add("ς")
    letters |= {letter.upper() for letter in letters if len(letter.upper()) == 1}
    by_form: defaultdict[str, list[str]] = defaultdict(list)
    for letter in sorted(letters):
        if loss.hits(letter):
            by_form[loss.damaged(letter)].append(letter)
    return {form: tuple(found) for form, found in by_form.items()}
