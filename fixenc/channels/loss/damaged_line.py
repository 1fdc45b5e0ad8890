"""A damaged line: its words, and which text each of them most likely was."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import compress
from unicodedata import category

import numpy as np
from numpy.typing import NDArray

from fixenc.channels.brackets import closing_bits, is_closing
from fixenc.channels.loss.losses import Site
from fixenc.channels.loss.neighbours import bits_beside
from fixenc.channels.loss.scores import Scores, rank
from fixenc.channels.loss.words import (
    IDEOGRAPH,
    LETTER,
    MARK_SIGN,
    SIGNS,
    Choice,
    Word,
    narrow,
    place,
    sign_of,
    texts_of,
)

NAME, RARE_NAME, FREQUENT = 5.0, 1.0, 14.5
"""Bits that a capital costs more where no sentence starts: in a word that costs less than
``FREQUENT`` bits, and in a rarer word, which is more often a name."""

_COMBINING = "".join(c for c in map(chr, range(0x300, 0x1E00)) if category(c).startswith("M"))
_TOKEN = re.compile(
    f"(?:[^\\W\\d_\u2e80-\u9fff\uac00-\ud7a3]|[{_COMBINING}]|{LETTER}){{1,48}}"
    f"|.?{IDEOGRAPH}{{1,24}}.?|{MARK_SIGN}"
)

_OF_MARKS = "\xe2"
_SENTENCE_START = re.compile(r"(?:\A|[\n!?…]|(?<!\d)\.)[\s“”„‘’«»\"'(–—\[*\xe2-]*\Z")
_RUSSIAN, _FEW_LETTERS = {"с", "я"}, 6
_NEXT = 30  # characters that hold the next word
_BEFORE = 6  # characters that tell whether a sentence starts


@dataclass
class Completed:
    """The likeliest text of a damaged word.

    ``gain`` are the bits by which that is likelier than the word as it stands, ``lead`` those by
    which it is likelier than all other texts together, ``texts`` the likeliest of these.  ``lost``
    is how many characters had to be guessed.
    """

    start: int
    end: int
    stands: str
    texts: tuple[str, ...]
    gain: float
    lead: float
    lost: int


def _without_marks(text: str, start: int, end: int) -> tuple[int, int]:
    """The span of a word without the letter at its edges that is left of marks."""
    while start < end and text[start] == _OF_MARKS:
        start += 1
    while start < end and text[end - 1] == _OF_MARKS:
        end -= 1
    return start, end


def _any_in(places: Sequence[int], start: int, end: int) -> bool:
    at = bisect_left(places, start)
    return at < len(places) and places[at] < end


Choices = dict[tuple[object, ...], Choice | None]
"""The choices of words that were looked at before, by all that they depend on."""


class DamagedLine:
    """A line whose words are being completed.

    ``choices`` are shared by lines that are completed together: the same words come again.
    """

    def __init__(self, text: str, sites: Sequence[Site], choices: Choices) -> None:
        self.text = text
        self.against: NDArray[np.float32] = np.zeros(1, np.float32)
        self.languages: NDArray[np.int64] = np.zeros(0, np.int64)
        self._words: list[Word] = []
        self._sites = sites
        self._choices = choices
        self._read()

    def _read(self) -> None:
        """Put the text of each whole site in its place, and a sign for each other site."""
        pieces: list[str] = []
        self._options: dict[int, tuple[str, ...]] = {}
        self._places: list[int] = []
        """The characters of the skeleton that stand for sites, in order."""
        self._spans: list[tuple[int, int]] = []
        """For each of them the span of the line that it stands for."""
        done = at = 0
        for start, end, options, lost in self._sites:
            pieces.append(self.text[done:start])
            at += start - done
            new = sign_of(options) if lost else options[0]
            pieces.append(new)
            if lost:
                self._options[at] = options
            self._places += range(at, at + len(new))
            self._spans += [(start, end)] * len(new)
            at += len(new)
            done = end
        pieces.append(self.text[done:])
        self._skeleton = "".join(pieces)
        several = (last - first > 1 for first, last in self._spans)
        self._changed = list(compress(self._places, several))
        """Those that stand for several characters of the line."""
        self._opened = sorted(self._options)
        """Those that stand for a character of which something is lost."""

    def _span(self, at: int) -> tuple[int, int]:
        """The span of the line that a character of the skeleton stands for."""
        site = bisect_right(self._places, at) - 1
        if site < 0:
            return at, at + 1
        place, end = self._places[site], self._spans[site][1]
        return self._spans[site] if place == at else (end + at - place - 1, end + at - place)

    @property
    def intact(self) -> str:
        """The whole words of the line; if they are too few, all its words without the signs.

        Whole words that are all ASCII, as in code, are not enough if the rest is in another script.
        """
        words = [word for word in self._skeleton.split() if not any(sign in word for sign in SIGNS)]
        whole, rest = " ".join(words), self._skeleton.translate(_WITHOUT_SIGNS)
        is_enough = sum(map(len, words)) >= _ENOUGH and (not whole.isascii() or rest.isascii())
        return (whole if is_enough else rest)[:_SAMPLE]

    def find_words(self) -> None:
        """Cut the line into words, and list what each may have been."""
        self._columns = tuple(self.languages.tolist())
        narrowed = [narrow(site, self._columns) for site in self._sites]
        if narrowed != self._sites:
            self._sites = narrowed
            self._read()
        done = 0
        for match in _TOKEN.finditer(self._skeleton):
            start, end = _without_marks(self._skeleton, *match.span())
            if start >= done and (
                _any_in(self._changed, start, end) or _any_in(self._opened, start, end)
            ):
                self._add_whole(done, start)
                word = self._word(start, end)
                if word is not None:
                    self._words.append(word)
                done = end
        self._add_whole(done, len(self._skeleton))

    def _add_whole(self, start: int, end: int) -> None:
        """Add the runs of characters between words that can be read back."""
        low, high = bisect_left(self._changed, start), bisect_left(self._changed, end)
        while low < high:
            first = low
            while low < high and self._changed[low] - self._changed[first] == low - first:
                low += 1
            word = self._word(self._changed[first], self._changed[low - 1] + 1)
            assert word is not None, "nothing of it is lost"
            self._words.append(word)

    def _word(self, start: int, end: int) -> Word | None:
        form = self._skeleton[start:end]
        low, high = bisect_left(self._opened, start), bisect_left(self._opened, end)
        opened = self._opened[low:high]
        starts = _SENTENCE_START.search(self._skeleton[max(0, start - _BEFORE) : start]) is not None
        behind = self._options[end][0][0] if end in self._options else None
        needs_context = form == LETTER and _RUSSIAN.issubset(self._options[start])
        if needs_context or not self._closers.isdisjoint(opened):
            choice = self._choice(start, end, opened, starts)
        else:
            # The sites keep their options alive, which are the same object for equal ones.
            options = tuple(id(self._options[at]) for at in opened)
            following = self._skeleton[end : end + 1] if behind is None else ""
            key = form, options, starts, behind, following, self._columns
            if key not in self._choices:
                self._choices[key] = self._choice(start, end, opened, starts)
            choice = self._choices[key]
        if choice is None:
            return None
        return Word(self._span(start)[0], self._span(end - 1)[1], choice, len(opened))

    def _choice(self, start: int, end: int, opened: list[int], starts: bool) -> Choice | None:
        """The texts of a word; nothing if they are too many."""
        form = self._skeleton[start:end]
        inside = [at - start for at in opened]
        options = tuple(self._options[at] for at in opened)
        allowed = texts_of(form, tuple(inside), options, self._columns)
        if allowed is None:
            return None
        kept, texts, bits, end_in_spaces = allowed
        after = self._skeleton[end : end + 1] if end_in_spaces else ""
        if end in self._options:
            after = self._options[end][0][0]
        extra = bits + self._closing(texts, start, inside)
        if form == LETTER and {*texts} >= _RUSSIAN and len(texts) < _FEW_LETTERS:
            before = self._skeleton[max(0, start - _BEFORE) : start]
            following = self._skeleton[end : end + _NEXT].replace(LETTER, "с")
            extra += np.array([bits_beside(text, before, following) for text in texts], np.float32)
        choice = Choice(texts, extra, after.strip())
        place(choice, kept, inside, starts)
        return choice

    def _closing(
        self, texts: tuple[str, ...], start: int, opened: list[int]
    ) -> NDArray[np.float32]:
        """The bits of each text for the brackets that it closes."""
        extra = np.zeros(len(texts), np.float32)
        for at in opened:
            if start + at not in self._closers:
                continue
            for row, text in enumerate(texts):
                if len(text) > at and is_closing(text[at]):
                    extra[row] += closing_bits(self._draft, start + at, text[at], self._ends)
        return extra

    @cached_property
    def _draft(self) -> str:
        """The skeleton with the characters that can only be one."""
        draft = list(self._skeleton)
        for at, options in self._options.items():
            if len(options) == 1 and len(options[0]) == 1:
                draft[at] = options[0]
        return "".join(draft)

    @cached_property
    def _closers(self) -> frozenset[int]:
        """The places that may close a bracket."""
        return frozenset(at for at, options in self._options.items() if _may_close(options))

    @cached_property
    def _ends(self) -> list[int]:
        return sorted(self._closers)

    def scored(self) -> Iterator[str]:
        """The texts that are to be scored."""
        for choice in dict.fromkeys(word.choice for word in self._words):
            yield from choice.scored
        yield from {self._as_it_stands(word) for word in self._words}

    def _as_it_stands(self, word: Word) -> str:
        return self.text[word.start : word.end] + word.choice.after

    def completed(self, table: Scores) -> list[Completed]:
        """The likeliest text of each word, in the language that all of them are likeliest in."""
        against = self.against[self.languages]
        # A long line has the same words again and again.
        scores: dict[Choice, NDArray[np.float32]] = {}
        least: dict[Choice, NDArray[np.float32]] = {}
        for word in self._words:
            choice = word.choice
            if choice not in scores:
                bits = table.of(choice.scored, self.languages) + choice.extra[:, None]
                if choice.names is not None:
                    bits[choice.names] += NAME if bits.min() < FREQUENT else RARE_NAME
                scores[choice] = bits
                least[choice] = bits.min(0)
            against = against + least[choice]
        language = int(against.argmin())
        ranked: dict[Choice, tuple[tuple[str, ...], float, float]] = {}
        for choice, bits in scores.items():
            order, lead = rank(bits, against - least[choice], float(against.min()))
            texts = tuple(choice.texts[at] for at in order)
            ranked[choice] = texts, lead, float(bits[order[0], language])
        stand = list(dict.fromkeys(map(self._as_it_stands, self._words)))
        bits_as_they_stand = (
            dict(zip(stand, table.of(stand, self.languages).min(1).tolist(), strict=True))
            if stand
            else {}
        )
        found: list[Completed] = []
        for word in self._words:
            texts, lead, least_bits = ranked[word.choice]
            gain = bits_as_they_stand[self._as_it_stands(word)] - least_bits
            stands = self.text[word.start : word.end]
            found.append(Completed(word.start, word.end, stands, texts, gain, lead, word.lost))
        return found


_SAMPLE, _ENOUGH = 200, 12
"""Characters of whole words that tell the language of a line: at most, and at least."""

_WITHOUT_SIGNS = str.maketrans(dict.fromkeys(SIGNS, ""))


@lru_cache(maxsize=1 << 12)
def _may_close(options: tuple[str, ...]) -> bool:
    """Whether one of the characters closes a bracket."""
    return any(map(is_closing, options))
