"""Words that lost bytes or letters, and what they were.

The dictionary is damaged the same way as the text.  If the control characters
were dropped from UTF-8 that had been read as Latin-1, ``Straße`` became
``StraÃe``; so every word of the language is put through the same loss, and
the words that come out as ``StraÃe`` are what it can have been.  A word that no
lexicon has is spelled out letter by letter: each lost letter is one of those
that the loss makes alike, and the statistics of letters choose.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import islice
from math import log2

from fixenc.language import codecs
from fixenc.language.families import FAMILIES, IDEOGRAPHIC, family_of
from fixenc.language.letters import family, known, read
from fixenc.language.lexicon import word_frequencies
from fixenc.language.misreading import Misreading

_UNDEFINED = re.compile("[\x81\x8d\x8f\x90\x9d]")
_CONTROLS = re.compile("[\x80-\x9f]")
# What the bytes 80 to 9F are in windows-1252, behind the first byte of a character.
_OF_CP1252 = re.compile("[\xc2-\xf4][\xa0-\xbf]?[€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]")
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
_MARKS = "“”‘’„–—…«»•€·°\xa0"


@dataclass(frozen=True)
class Loss:
    """One way in which text loses bytes: what it makes of each character.

    ``reader`` is the codec that UTF-8 was read with; of what it read, the
    characters that match ``lost`` became ``stand_in``.  Without a reader the
    letters outside ASCII themselves became ``stand_in``.
    """

    reader: str
    lost: re.Pattern[str] | None
    stand_in: str
    nbsp: str = "\xa0"

    def of(self, character: str) -> str:
        """What the loss makes of one character."""
        if character.isascii():
            return character
        if not self.reader:
            return self.stand_in if character.isalpha() else character
        assert self.lost is not None
        read_as = codecs.decode(character.encode("utf-8"), self.reader) or character
        return self.lost.sub(self.stand_in, read_as).replace("\xa0", self.nbsp)

    def may_explain(self, text: str) -> bool:
        """Whether ``text`` shows the traces of this loss, and not of one like it."""
        if self.reader and self.nbsp != "\xa0" and "\xa0" in text:
            return False
        if self.reader and (self.reader == "cp1252") != bool(_OF_CP1252.search(text)):
            return False
        if self.stand_in == "?":
            return re.search(r"[^\W\d_]\?[^\s?]|[^\x00-\x7f]\?", text) is not None
        return self.stand_in in text and (self.stand_in != "" or REPLACEMENT not in text)

    def __str__(self) -> str:
        if not self.reader:
            return f"letters lost to {'U+FFFD' if self.stand_in != '?' else 'question marks'}"
        what = "bytes dropped" if not self.stand_in else "bytes replaced"
        return f"UTF-8 read as {codecs.display(self.reader)}, {what}"


BYTE_LOSSES = tuple(
    Loss(reader, lost, stand_in, nbsp)
    for reader, lost in (("cp1252", _UNDEFINED), ("latin-1", _CONTROLS))
    for stand_in in ("", REPLACEMENT, "?")
    for nbsp in ("\xa0", " ")
)
LETTER_LOSSES = (Loss("", None, REPLACEMENT), Loss("", None, "?"))


@dataclass(frozen=True)
class Completion:
    """What a damaged word may have been, and what it costs in bits."""

    word: str
    cost: float
    known: bool


@lru_cache(maxsize=8)
def _forms(loss: Loss, language: str, size: str) -> dict[str, list[tuple[str, float]]]:
    """The words of a language by what the loss makes of them, with their bits."""
    forms: defaultdict[str, list[tuple[str, float]]] = defaultdict(list)
    made_of: dict[str, str] = {}

    def damaged(word: str) -> str:
        for character in word:
            if character not in made_of:
                made_of[character] = loss.of(character)
        return "".join(made_of[character] for character in word)

    frequencies = word_frequencies(language, size) or word_frequencies(language)
    for word, frequency in islice(frequencies.items(), _LEXICON):
        for spelled in _spellings(word, language):
            if spelled.isascii():
                continue
            bits = _KNOWN - log2(frequency)
            forms[damaged(spelled)].append((spelled, bits))
            if not spelled[0].isascii():
                title = spelled[0].upper() + spelled[1:]
                forms[damaged(title)].append((title, bits + 1.0))
    return dict(forms)


def _spellings(word: str, language: str) -> Iterator[str]:
    """A word of the lexicon as it is written: the lists have no ß and no final sigma."""
    if word.endswith("σ"):
        word = word[:-1] + "ς"
    yield word
    if language == "de" and "ss" in word:
        yield word.replace("ss", "ß", 1)


@cache
def _alphabet(loss: Loss, language: str) -> dict[str, tuple[str, ...]]:
    """The letters of a language by what the loss makes of them."""
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
    if loss.reader == "cp1252":
        # In Latin-1 the marks lose more than one byte: rules of their own tell them apart.
        letters |= set(_MARKS)
    for letter in sorted(letters):
        by_form[loss.of(letter)].append(letter)
    return {form: tuple(found) for form, found in by_form.items()}


_KNOWN = 1.5  # bits for a word's being in the lexicon
_IN_USE = 13.0  # bits beyond which a letter is a loan's
_ASCII_LETTER = re.compile("[A-Za-z]")
_MAY_BE_HIT = re.compile("[\xc2-\xdf\xe2\ufffd?]")
_BEAM = 24
SAMPLE = 1500  # characters that tell which loss and which language it was
_LEXICON = 250_000  # words, the most frequent ones first


@lru_cache(maxsize=1 << 13)
def completions(
    damaged: str, loss: Loss, language: str, size: str = "large"
) -> tuple[Completion, ...]:
    """What a damaged word may have been in a language, likeliest first."""
    found: dict[str, Completion] = {}
    shown = _damaged_throughout(damaged, loss, language)
    for word, bits in _forms(loss, language, size).get(_lowered(shown), ()):
        spelled = _recased(word, shown, loss)
        if spelled is not None:
            better = found.get(spelled)
            if better is None or bits < better.cost:
                found[spelled] = Completion(spelled, bits, True)
    if not found:
        for spelled in _spelled_out(damaged, loss, language):
            cost = read(spelled, frozenset([language])).bits
            found[spelled] = Completion(spelled, cost, False)
    return tuple(sorted(found.values(), key=lambda completion: completion.cost)[:4])


def _damaged_throughout(word: str, loss: Loss, language: str) -> str:
    """A damaged word with its fine letters damaged too, as the forms have them."""
    by_form = _alphabet(loss, language)
    remains = {character for form in by_form if _shows_loss(form, loss) for character in form}
    letters = {letter for alike in by_form.values() for letter in alike if letter.isalpha()}
    fine = letters - remains
    return "".join(loss.of(character) if character in fine else character for character in word)


def _lowered(word: str) -> str:
    """The word with its ASCII letters in lower case: the others are damage."""
    return "".join(character.lower() if character.isascii() else character for character in word)


def _recased(word: str, damaged: str, loss: Loss) -> str | None:
    """A word of the lexicon with the capitals that the damaged one still has."""
    capitals: list[str] = []
    at = 0
    for character in word:
        form = loss.of(character)
        shown = damaged[at : at + len(form)]
        capitals.append(character.upper() if shown.isascii() and shown.isupper() else character)
        at += len(form)
    return "".join(capitals) if at == len(damaged) else None


def _spelled_out(damaged: str, loss: Loss, language: str) -> list[str]:
    """The likeliest spellings of a damaged word, by the letters alone."""
    by_form = _alphabet(loss, language)
    longest = max(map(len, by_form), default=1)
    beams: list[list[tuple[float, str]]] = [[] for _ in range(len(damaged) + 1)]
    beams[0] = [(0.0, "")]
    for at, _ in enumerate(damaged):
        for cost, done in sorted(beams[at])[:_BEAM]:
            steps = [(damaged[at], 1, 0.0 if damaged[at].isascii() else 12.0)]
            for length in range(1, longest + 1):
                form = damaged[at : at + length]
                steps += [(letter, length, 0.0) for letter in by_form.get(form, ())]
            for letter, length, extra in steps:
                if at + length <= len(damaged):
                    step = _step(done[-1:], letter, language) + extra
                    beams[at + length].append((cost + step, done + letter))
    return [spelled for _, spelled in sorted(beams[-1])[:6] if spelled != damaged]


@lru_cache(maxsize=1 << 15)
def _step(before: str, letter: str, language: str) -> float:
    """What a letter costs after another in one language."""
    languages = frozenset([language])
    if not before:
        return read(letter, languages).bits
    return read(before + letter, languages).bits - read(before, languages).bits


@dataclass(frozen=True)
class Found:
    """A damaged word in a text, and what it may have been."""

    start: int
    end: int
    completions: tuple[Completion, ...]
    gain: float  # bits by which the likeliest is cheaper than the word as it stands

    @property
    def margin(self) -> float:
        """The bits by which the likeliest is ahead of the next."""
        if len(self.completions) < 2:
            return 20.0
        return self.completions[1].cost - self.completions[0].cost


def find(text: str, losses: tuple[Loss, ...]) -> tuple[Loss, list[Found]] | None:
    """The loss that explains most of what is odd in ``text``, and the words it hit."""
    best: tuple[float, Loss, str] | None = None
    start = text[:SAMPLE]
    for loss in losses:
        for language in _languages(text, loss) if loss.may_explain(text) else ():
            found = {
                start[word.start : word.end]: word
                for word in _words(start, loss, language, "small")
            }
            gain = sum(word.gain for word in found.values())
            if found and (best is None or gain > best[0]):
                best = (gain, loss, language)
    if best is None:
        return None
    _, loss, language = best
    return loss, list(_words(text, loss, language))


@lru_cache(maxsize=8)
def explained(text: str) -> float:
    """The bits by which lost bytes would explain what is odd in ``text``."""
    explanation = find(text[:SAMPLE], BYTE_LOSSES)
    words = explanation[1] if explanation else ()
    return sum(max(0.0, word.gain) for word in words if word.completions[0].known)


def _languages(text: str, loss: Loss) -> tuple[str, ...]:
    """The languages that the words may be in, by what is whole in them.

    Latin letters that are whole tell the language; of other scripts so many
    letters are lost that all their languages come into question.
    """
    sample = text[:6000]
    if loss.reader:
        sample = Misreading(loss.reader, "utf-8").undo(sample) or sample
    whole = " ".join(word for word in sample.split() if not _MAY_BE_HIT.search(word))
    languages = read(whole).languages
    letters = Counter(family_of(letter) for letter in sample if letter.isalpha())
    latin = letters.pop("LATIN", 0)
    if not loss.reader:
        letters.clear()  # of other scripts no letter would be left to guess by
    for name, count in letters.most_common(1):
        if name in languages and name not in IDEOGRAPHIC and 3 * count > latin:
            return tuple(code for code in FAMILIES[name] if word_frequencies(code))
    return (languages["LATIN"],) if "LATIN" in languages else ()


def _words(text: str, loss: Loss, language: str, size: str = "large") -> Iterator[Found]:
    favoured = frozenset([language])
    by_form = _alphabet(loss, language)
    lost = {form for form in by_form if _shows_loss(form, loss)}
    if not lost:
        return
    telling = re.compile("|".join(re.escape(form) for form in sorted(lost, key=len, reverse=True)))
    pattern = _token(loss)
    for match in pattern.finditer(text):
        token = match[0]
        if (token.isascii() and loss.stand_in != "?") or not telling.search(token):
            continue
        if loss.stand_in == "?" and known(token.rstrip("?"), favoured):
            continue  # a question
        options = completions(token, loss, language, size)
        if options:
            stands = read(token, favoured, words=True).bits + _stand_in_bits(token)
            yield Found(match.start(), match.end(), options, stands - options[0].cost)


def _stand_in_bits(token: str) -> float:
    """What question marks inside a word cost; the statistics of letters pass over ASCII."""
    return 12.0 * len(re.findall(r"(?<=\w)\?(?=\w)", token))


def _shows_loss(form: str, loss: Loss) -> bool:
    if loss.stand_in:
        return loss.stand_in in form
    data = codecs.encode(form.replace(loss.nbsp, "\xa0"), loss.reader)
    return data is None or codecs.decode(data, "utf-8") is None


@cache
def _token(loss: Loss) -> re.Pattern[str]:
    """A run of characters that may be one damaged word."""
    ascii_part = "A-Za-z" + ("?" if loss.stand_in == "?" else "")
    blank = "|(?<=[\xc2-\xf4]) " if loss.nbsp == " " else ""
    return re.compile(f"(?:[{ascii_part}]|[^\\x00-\\x7f\\s“”‘’–—…]|\xa0{blank})+")
