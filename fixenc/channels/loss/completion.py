"""Completion: what the damaged words of lines were, by the language model.

A line in which single characters are lost is cut into words.  Each word allows the texts that
its lost characters allow; they are scored in the languages that the rest of the line may be
in, and all words of a line together tell the language.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from fixenc.channels.brackets import closing_bits, is_closing
from fixenc.channels.loss.losses import POINTS, Site
from fixenc.channels.loss.neighbours import bits_beside
from fixenc.model.score import costs
from fixenc.model.tables import tables
from fixenc.model.vocabulary import fill

LANGUAGES = 6
"""Languages that the words of a line are scored in."""

FOREIGN = 25.0
"""Bits by which a language is less likely than the likeliest one, at most."""

MOST_COMBINED = 256
"""Texts of a word that are scored, at most."""

MOST_OPTIONS = 240
"""Characters that all places of a word may have been, at most: nobody can tell the word else."""

MOST_AT_ONCE = 2048
"""Texts that are scored in one call."""

START, SMALL_START = 2.5, 6.0
"""Bits that a capital costs less, and a small letter more, where a sentence may start."""

NAME, RARE_NAME, FREQUENT = 5.0, 1.0, 14.5
"""Bits that a capital costs more where no sentence starts, and the same of a word that costs more
than so many bits: names are rarer than other words, and seldom frequent."""

JOINED = 3.0
"""Bits of a space that was a byte of a letter inside a word: of the letters that end in such a
byte, most end words, and two spaces are often made one."""

QUESTION, MARK = 9.0, 6.0
"""Bits of a question mark where others are letters, and of a mark where most are."""

POINT, RARE_POINT = 9.0, 13.0
"""Bits of the Arabic vowel point that ends adverbs, and of others: they may stand in any word and
hardly ever do."""

_LETTER, _IDEOGRAPH, _MARK = "\ue000", "\ue001", "\ue002"
_TOKEN = re.compile(
    f"(?:[^\\W\\d_\u2e80-\u9fff\uac00-\ud7a3]|[\u0300-\u036f\u0900-\u0903\u093c-\u094d\u0e31"
    f"\u0e34-\u0e4e]|{_LETTER}){{1,48}}|.?{_IDEOGRAPH}{{1,24}}.?|{_MARK}"
)
MARKS = "’“”‘–—…„«»"
"""Marks that windows-1252 has, and that become U+FFFD as letters do."""

_OF_MARKS = "\xe2"
_SENTENCE_START = re.compile(r"(?:\A|[\n!?…]|(?<!\d)\.)[\s“”„‘’«»\"'(–—\[*\xe2-]*\Z")
_RUSSIAN, _FEW_LETTERS = {"с", "я"}, 6
_NEXT = 30  # characters that hold the next word
_BEFORE = 6  # characters that tell whether a sentence starts
_TANWIN = "\N{ARABIC KASRATAN}"
_AS_LISTED = {ord("ß"): "ss"} | {ord(point): "" for point in POINTS}
"""How the model has what its word lists leave out."""


@dataclass
class Word:
    """A damaged word: its span in the line, and the texts that it may have been."""

    start: int
    end: int
    texts: tuple[str, ...]
    extra: NDArray[np.float32]
    """Bits of each text for where it stands."""
    after: str = ""
    """What stands behind the word, if that tells whether a space does."""
    lost: bool = False
    """Whether letters of it are lost."""
    names: NDArray[np.bool_] | None = None
    """Which texts begin with a capital that may be a small letter, and no sentence."""

    @cached_property
    def scored(self) -> list[str]:
        return [text + self.after for text in self.texts] if self.after else list(self.texts)

    @cached_property
    def key(self) -> tuple[object, ...]:
        """The same for words of a line that are equally likely to have been the same texts."""
        names = None if self.names is None else self.names.tobytes()
        return self.texts, self.after, self.extra.tobytes(), names


@dataclass
class Completed:
    """What a damaged word was, most likely.

    ``gain`` are the bits by which that is likelier than the word as it stands, ``lead`` those by
    which it is likelier than all other texts together, ``texts`` the likeliest of these.  ``lost``
    says whether it had to be guessed.
    """

    start: int
    end: int
    stands: str
    texts: tuple[str, ...]
    gain: float
    lead: float
    lost: bool


def complete(
    lines: Sequence[tuple[str, Sequence[Site]]], foreign: float = FOREIGN
) -> list[list[Completed]]:
    """What the damaged words of each line were: its text and sites, in order.

    ``foreign`` are the bits by which a language may be less likely than the likeliest one.
    """
    prepared = [_Line(text, sites) for text, sites in lines]
    intact = [line.intact for line in prepared]
    ranked = costs(intact) + tables().language_bits if intact else np.zeros((0, 1))
    for line, against in zip(prepared, ranked, strict=True):
        line.against = against - against.min()
        order = np.argsort(against[:-1], kind="stable")[:LANGUAGES]
        line.languages = order[line.against[order] <= foreign]
        if not len(line.languages):
            line.languages = order
        line.find_words()
    columns = np.unique(np.concatenate([line.languages for line in prepared])) if prepared else None
    table = _Scores([text for line in prepared for text in line.scored()], columns)
    return [line.completed(table) for line in prepared]


def _without_marks(text: str, start: int, end: int) -> tuple[int, int]:
    """The span of a word without the letter at its edges that is left of marks."""
    while start < end and text[start] == _OF_MARKS:
        start += 1
    while start < end and text[end - 1] == _OF_MARKS:
        end -= 1
    return start, end


class _Scores:
    """What texts cost in some languages."""

    def __init__(self, texts: Sequence[str], columns: NDArray[np.int64] | None) -> None:
        self._at = {text: at for at, text in enumerate(dict.fromkeys(texts))}
        every = [text.translate(_AS_LISTED) for text in self._at]
        parts = range(0, len(every), MOST_AT_ONCE)
        scored = [costs(every[at : at + MOST_AT_ONCE], columns) for at in parts]
        self._bits = np.concatenate(scored) if scored else np.zeros((0, 0), np.float32)

    def of(self, texts: Sequence[str], columns: NDArray[np.int64]) -> NDArray[np.float32]:
        rows = [self._at[text] for text in texts]
        bits: NDArray[np.float32] = self._bits[rows][:, columns]
        return bits


class _Line:
    """A line whose words are being completed."""

    def __init__(self, text: str, sites: Sequence[Site]) -> None:
        self.text = text
        self.against: NDArray[np.float32] = np.zeros(1, np.float32)
        self.languages: NDArray[np.int64] = np.zeros(0, np.int64)
        self._words: list[Word] = []
        self._sites = sites
        self._read()

    def _read(self) -> None:
        """Replace what is whole, and put a sign for each site that is open."""
        pieces: list[str] = []
        self._options: dict[int, tuple[str, ...]] = {}
        self._spans: list[tuple[int, int]] = []
        """For each character of the skeleton the span of the line that it stands for."""
        done = 0
        for start, end, options, lost in self._sites:
            pieces.append(self.text[done:start])
            self._spans += [(at, at + 1) for at in range(done, start)]
            if not lost:
                pieces.append(options[0])
                self._spans += [(start, end)] * len(options[0])
            else:
                self._options[len(self._spans)] = options
                pieces.append(_sign(options))
                self._spans.append((start, end))
            done = end
        pieces.append(self.text[done:])
        self._spans += [(at, at + 1) for at in range(done, len(self.text))]
        self._skeleton = "".join(pieces)

    @property
    def intact(self) -> str:
        """The words that are whole, or what is left of damaged ones if these are all."""
        words = [
            word for word in self._skeleton.split() if not any(sign in word for sign in _SIGNS)
        ]
        rest = self._skeleton.translate(_WITHOUT_SIGNS)
        return " ".join(words)[:_SAMPLE] if sum(map(len, words)) >= _ENOUGH else rest[:_SAMPLE]

    def find_words(self) -> None:
        """Cut the line into words, and list what each may have been."""
        languages = tuple(self.languages.tolist())
        narrowed = [_narrowed(site, languages) for site in self._sites]
        if narrowed != self._sites:
            self._sites = narrowed
            self._read()
        done = 0
        for match in _TOKEN.finditer(self._skeleton):
            start, end = _without_marks(self._skeleton, *match.span())
            changed = any(map(self._is_changed, range(start, end)))
            if start >= done and (changed or any(at in self._options for at in range(start, end))):
                self._add_whole(done, start)
                word = self._word(start, end)
                if word is not None:
                    self._words.append(word)
                done = end
        self._add_whole(done, len(self._skeleton))

    def _add_whole(self, start: int, end: int) -> None:
        """Add the runs of characters between words that can be read back."""
        while start < end:
            last = start
            while last < end and self._is_changed(last):
                last += 1
            if last > start:
                word = self._word(start, last)
                assert word is not None, "nothing of it is lost"
                self._words.append(word)
            start = last + 1

    def _is_changed(self, at: int) -> bool:
        first, last = self._spans[at]
        return last - first > 1

    def _word(self, start: int, end: int) -> Word | None:
        form = self._skeleton[start:end]
        opened = [at - start for at in range(start, end) if at in self._options]
        options = [self._options[start + at] for at in opened]
        starts = _SENTENCE_START.search(self._skeleton[max(0, start - _BEFORE) : start])
        allowed = _texts(form, tuple(opened), tuple(options), tuple(self.languages.tolist()))
        if allowed is None:
            return None
        kept, texts, bits, end_in_spaces = allowed
        first, last = self._spans[start][0], self._spans[end - 1][1]
        after = self._skeleton[end : end + 1] if end_in_spaces else ""
        if end in self._options:
            after = self._options[end][0][0]
        extra = bits + self._closing(texts, start, opened)
        if form == _LETTER and {*texts} >= _RUSSIAN and len(texts) < _FEW_LETTERS:
            before = self._skeleton[max(0, start - _BEFORE) : start]
            following = self._skeleton[end : end + _NEXT].replace(_LETTER, "с")
            extra += np.array([bits_beside(text, before, following) for text in texts], np.float32)
        word = Word(first, last, texts, extra, after.strip(), bool(opened))
        return _placed(word, kept, opened, bool(starts))

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
                    extra[row] += closing_bits(self._draft, start + at, text[at], self._places)
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
    def _places(self) -> list[int]:
        return sorted(self._closers)

    def scored(self) -> Iterator[str]:
        """The texts that are to be scored."""
        for word in {word.key: word for word in self._words}.values():
            yield from word.scored
        yield from {self._as_it_stands(word) for word in self._words}

    def _as_it_stands(self, word: Word) -> str:
        return self.text[word.start : word.end] + word.after

    def completed(self, table: _Scores) -> list[Completed]:
        """The likeliest text of each word, in the language that all of them are likeliest in."""
        against = self.against[self.languages]
        # A long line has the same words again and again.
        scores: dict[tuple[object, ...], NDArray[np.float32]] = {}
        least: dict[tuple[object, ...], NDArray[np.float32]] = {}
        for word in self._words:
            if word.key not in scores:
                bits = table.of(word.scored, self.languages) + word.extra[:, None]
                if word.names is not None:
                    bits[word.names] += NAME if bits.min() < FREQUENT else RARE_NAME
                scores[word.key] = bits
                least[word.key] = bits.min(0)
            against = against + least[word.key]
        language = int(against.argmin())
        ranked = {
            key: _ranked(bits, against - least[key], float(against.min()))
            for key, bits in scores.items()
        }
        stand = list(dict.fromkeys(map(self._as_it_stands, self._words)))
        bits_as_they_stand = (
            dict(zip(stand, table.of(stand, self.languages).min(1).tolist(), strict=True))
            if stand
            else {}
        )
        found: list[Completed] = []
        for word in self._words:
            order, lead = ranked[word.key]
            gain = bits_as_they_stand[self._as_it_stands(word)] - float(
                scores[word.key][order[0], language]
            )
            texts = tuple(word.texts[at] for at in order)
            stands = self.text[word.start : word.end]
            found.append(Completed(word.start, word.end, stands, texts, gain, lead, word.lost))
        return found


def _ranked(
    bits: NDArray[np.float32], others: NDArray[np.float32], least: float
) -> tuple[list[int], float]:
    """The likeliest texts of a word, and the bits by which the first is likelier than all others.

    ``bits`` are their costs by languages, ``others`` those of the other words of the line, and
    ``least`` those of the line in its likeliest language.
    """
    joint = (bits + others - least).astype(np.float64)
    each = -np.logaddexp2.reduce(-joint, axis=1)
    order = np.argsort(each, kind="stable")
    rest = each[order[1:]]
    lead = float(-np.logaddexp2.reduce(-rest) - each[order[0]]) if len(rest) else ALONE
    return order[:4].tolist(), min(lead, ALONE)


ALONE = 20.0
"""Bits of lead where nothing else fits, and at most."""

_SAMPLE, _ENOUGH = 200, 12
"""Characters that tell the language of a line, at most and if there are more."""

_SIGNS = (_LETTER, _IDEOGRAPH, _MARK)
_WITHOUT_SIGNS = str.maketrans(dict.fromkeys(_SIGNS, ""))


@lru_cache(maxsize=1 << 12)
def _may_close(options: tuple[str, ...]) -> bool:
    """Whether one of the characters closes a bracket."""
    return any(map(is_closing, options))


@lru_cache(maxsize=1 << 12)
def _sign(options: tuple[str, ...]) -> str:
    """The sign for a site: whether its characters may be letters."""
    if any("\u2e80" <= option[0] <= "\ud7a3" for option in options):
        return _IDEOGRAPH
    return _LETTER if any(option[0].isalpha() for option in options) else _MARK


def _allowed(
    form: str, opened: Sequence[int], options: Sequence[tuple[str, ...]], languages: tuple[int, ...]
) -> list[tuple[str, ...]]:
    """The options of each site that fit the case of the word, and letters of the languages."""
    letters = [c for c in form if c.isalpha() and c not in _SIGNS]
    capitals = len(letters) > 1 and all(map(str.isupper, letters))
    kept: list[tuple[str, ...]] = []
    for at, every in zip(opened, options, strict=True):
        spelled = tuple(option for option in every if _is_used(option, languages)) or every
        small_before = any(c.islower() for c in form[:at])
        if capitals:
            chosen = tuple(o for o in spelled if not o[0].islower())
        elif at > 0 and (small_before or len(letters) != 1 or form[0] in _SIGNS):
            chosen = tuple(o for o in spelled if not o[0].isupper())
            if not any(o[0].islower() for o in chosen):
                chosen = spelled
        else:
            chosen = spelled
        kept.append(chosen or spelled)
    return kept


def _narrowed(site: Site, languages: tuple[int, ...]) -> Site:
    """The site without a space behind it, if that is none of its bytes in one of the languages."""
    if site.options[-1][-1] != " ":
        return site
    if any(option[-1] != " " and _is_used(option, languages) for option in site.options):
        return site
    options = dict.fromkeys(option[:-1] for option in site.options if option[-1] == " ")
    return Site(site.start, site.end - 1, tuple(options))


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
def _texts(
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


def _placed(
    word: Word, kept: Sequence[tuple[str, ...]], opened: Sequence[int], starts: bool
) -> Word:
    """The word, with the bits of its texts for a capital at its start."""
    if not opened or opened[0] > 0 or len({option[0].isupper() for option in kept[0]}) < 2:
        return word
    capital = np.array([text[0].isupper() for text in word.texts], np.bool_)
    if starts:
        word.extra += np.where(capital, np.float32(-START), np.float32(SMALL_START))
    else:
        word.names = capital
    return word
