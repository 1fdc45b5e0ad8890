"""Characters that lost bytes, in scripts that put no spaces between words.

A character of Chinese, Japanese, Korean or Thai is three bytes.  Where
windows-1252 has no meaning for one of them, five characters are left that it
can have been, or ten if the byte was dropped without a trace.  The characters
beside it say which: those that known words have next to each other.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache, lru_cache
from math import log2
from typing import NamedTuple

from fixenc import codecs
from fixenc.language.brackets import closing_bits, is_closing
from fixenc.language.chinese import is_of_other_script, is_traditional
from fixenc.language.completion import Completion, Found
from fixenc.language.families import EDGE, family_of
from fixenc.language.letters import family, read
from fixenc.language.lexicon import frequent_words, simplified_characters
from fixenc.language.losses import Loss
from fixenc.language.phrases import phrases

_LOST = (0x81, 0x8D, 0x8F, 0x90, 0x9D)
_LEXICON = 150_000  # words, the most frequent ones first
_UNSEEN = 24.0  # bits of a character that no known word has
_BY_CHANCE = 0.02  # share of the characters that follow one as no known words do
_OTHER_SCRIPT = 5.0  # bits for a simplified character in traditional text, or the reverse
_SHOWN = 4  # completions to choose from
_AROUND = 6  # characters to either side that may be in one word
_LONGEST = 6  # characters of a word
_ALONE = 6.0  # bits for a character that makes no known word
_MARK = 4.0  # bits for what is no letter
_ALIKE = 8  # candidates that words are tried with
_STANDS_OUT = 12.0  # bits for letters of Europe in the middle of other ones
MARKS = {"、": 4.0, "」": 5.5, "』": 5.5, "【": 9.5, "〝": 14.0, "！": 8.0, "－": 10.0}
MARKS |= {"／": 10.0, "＝": 13.0}
"""The marks that lose a byte, with their bits."""

_LANGUAGES = {"HANGUL": "ko", "THAI": "th"}
_MOST_KANA = 0.05  # share of the kana beyond which a text is Japanese


def language_without_spaces(text: str) -> str:
    """The code of the language, if most of the letters of ``text`` are of such a script."""
    names = Counter(
        "KANA" if "\u3040" <= letter <= "\u30ff" else family_of(letter)
        for letter in text
        if letter > "\u0e00"
    )
    latin = sum(map(str.isalpha, text)) - names.total()
    kana = names.pop("KANA", 0)
    names["CJK"] += kana
    name, count = names.most_common(1)[0]
    if 2 * count < latin or not count:
        return ""
    if name == "CJK":
        return "ja" if kana > _MOST_KANA * count else "zh"
    return _LANGUAGES.get(name, "")


def find_characters(text: str, loss: Loss, language: str) -> Iterator[Found]:
    """The damaged characters of ``text``, whose whole ones have been restored.

    Each is first told by its two neighbours, and then, with all others in their
    places, by the words that it makes with what stands around.
    """
    found = list(_traces(loss).finditer(text))
    if not found:
        return
    traditional = is_traditional(text) if language == "zh" else None
    choices: list[list[_Choice]] = []
    for index, match in enumerate(found):
        before = text[match.start() - 1 : match.start()] or EDGE
        if index and found[index - 1].end() == match.start():
            before = choices[-1][0].character if choices[-1] else EDGE
        after = text[match.end() : match.end() + 1] or EDGE
        if index + 1 < len(found) and found[index + 1].start() == match.end():
            after = ""
        choice = [
            _Choice(
                _follows(before, character, language) + _follows(character, after, language),
                _OTHER_SCRIPT if is_of_other_script(character, traditional) else 0.0,
                character,
            )
            for character in candidates(match[0], loss, language)
        ]
        choices.append(sorted(choice, key=lambda option: option.beside + option.extra)[:_ALIKE])
    restored, places = _filled(text, found, choices)
    closing = [
        at
        for at, choice in zip(places, choices, strict=True)
        if any(is_closing(option.character) for option in choice)
    ]
    for match, choice, at in zip(found, choices, places, strict=True):
        if choice:
            if any(is_closing(option.character) for option in choice):
                choice = [_as_closing(option, restored, at, closing) for option in choice]
            left, right = restored[max(0, at - _AROUND) : at], restored[at + 1 : at + 1 + _AROUND]
            completions = sorted(
                (_completion(option, left, right, language) for option in choice),
                key=lambda completion: completion.cost,
            )
            stands = read(match[0]).bits + _STANDS_OUT
            gain = stands - _single(completions[0].word, language)
            yield Found(*match.span(), tuple(completions[:_SHOWN]), gain)


class _Choice(NamedTuple):
    """What a damaged character can have been."""

    beside: float  # its bits beside its neighbours
    extra: float  # and for what it is
    character: str


def _as_closing(choice: _Choice, text: str, at: int, closing: list[int]) -> _Choice:
    """The choice, weighed by how well it closes a bracket, if it is one that does."""
    if not is_closing(choice.character):
        return choice
    bits = closing_bits(text, at, choice.character, closing)
    return choice._replace(extra=choice.extra + bits)


def _filled(
    text: str, found: list[re.Match[str]], choices: list[list[_Choice]]
) -> tuple[str, list[int]]:
    """The text with the likeliest characters in their places, and where these are."""
    pieces: list[str] = []
    places: list[int] = []
    done = shift = 0
    for match, choice in zip(found, choices, strict=True):
        pieces += text[done : match.start()], choice[0].character if choice else EDGE
        places.append(match.start() - shift)
        done = match.end()
        shift += len(match[0]) - 1
    return "".join([*pieces, text[done:]]), places


def _completion(choice: _Choice, left: str, right: str, language: str) -> Completion:
    """A character with its bits, between what stands to its sides."""
    bits = choice.beside
    if language != "th":  # there are no words to ask
        bits = (bits + _segmented(left + choice.character + right, language)) / 2
    return Completion(choice.character, bits + choice.extra, True)


def _segmented(text: str, language: str) -> float:
    """The bits of the likeliest words that make up a text."""
    words = _words_of(language)
    plain = "".join([_plain(character, language) for character in text])
    bits = [0.0]
    for end in range(1, len(plain) + 1):
        character = plain[end - 1]
        alone = MARKS.get(character, _MARK)
        if character.isalpha():
            alone = _single(character, language) + _ALONE
        least = bits[-1] + alone
        for start in range(max(0, end - _LONGEST), end):
            cost = words.get(plain[start:end])
            if cost is not None and bits[start] + cost < least:
                least = bits[start] + cost
        bits.append(least)
    return bits[-1]


@cache
def _words_of(language: str) -> dict[str, float]:
    """The bits of each word of a language, and of those that come together."""
    words = {word: -log2(share) for word, share in frequent_words(language, _LEXICON)}
    return words | phrases(language, words)


@cache
def _traces(loss: Loss) -> re.Pattern[str]:
    """What is left of a character of three bytes."""
    table = codecs.table(loss.reader)
    rest = re.escape("".join(table[byte] for byte in range(0x80, 0xC0) if byte not in _LOST))
    if not loss.stand_in:
        return re.compile(f"[\xe0\xe1\xe3-\xef][{rest}]?")
    mark = re.escape(loss.stand_in)
    return re.compile(f"[\xe0\xe1\xe3-\xef](?:[{rest}]{mark}|{mark}[{rest}]|{mark}{mark})")


@lru_cache(maxsize=1 << 12)
def candidates(left: str, loss: Loss, language: str) -> tuple[str, ...]:
    """The characters of a language of which the loss leaves ``left``."""
    lead = left[0].encode("latin-1")
    if loss.stand_in:
        shapes = [[None if part == loss.stand_in else _byte(part, loss) for part in left[1:]]]
    elif len(left) > 1:
        byte = _byte(left[1], loss)
        shapes = [[None, byte], [byte, None]]
    else:
        shapes = [[None, None]]
    found: set[str] = set()
    for second, third in shapes:
        for a in _LOST if second is None else (second,):
            for b in _LOST if third is None else (third,):
                character = codecs.decode(lead + bytes((a, b)), "utf-8")
                if character is None or not (character.isalpha() or character in MARKS):
                    continue
                if _single(character, language) < _UNSEEN:
                    found.add(character)
    return tuple(sorted(found))


def _byte(character: str, loss: Loss) -> int:
    data = codecs.encode(character, loss.reader)
    assert data is not None, "the pattern holds only what the codec reads"
    return data[0]


def _follows(before: str, character: str, language: str) -> float:
    """The bits of a character after another one, either of which may be missing."""
    if not character or not before:
        return 0.0 if not character else _single(character, language)
    if language == "th":
        return _spelled(before, character, _single(character, language))
    if character in MARKS:
        return MARKS[character] + _ends(before, language)
    first, second = _plain(before, language), _plain(character, language)
    if not second.isalpha():
        return _ends(before, language)
    pairs, firsts = _pairs(language)
    start = pairs.get(EDGE + second, 0.0) / firsts[EDGE]
    share = start
    if first.isalpha() and first in firsts:
        within = pairs.get(first + second, 0.0) / firsts[first]
        share = within + pairs.get(first + EDGE, 0.0) / firsts[first] * start
    return -log2(share + _BY_CHANCE * 2 ** -_single(character, language))


def _ends(character: str, language: str) -> float:
    """The bits for a word's ending with a character."""
    pairs, firsts = _pairs(language)
    plain = _plain(character, language)
    if plain not in firsts or not plain.isalpha():
        return 0.0
    return -log2(pairs.get(plain + EDGE, 0.0) / firsts[plain] + _BY_CHANCE)


def _spelled(before: str, character: str, alone: float) -> float:
    statistics = family("THAI")
    pair = statistics.pairs.get((before if before in statistics.singles else EDGE) + character)
    return alone + 6.0 if pair is None else statistics.least(pair)


@lru_cache(maxsize=1 << 14)
def _single(character: str, language: str) -> float:
    """The bits of a character wherever it stands."""
    if not character:
        return 0.0
    if language == "th":
        packed = family("THAI").singles.get(character)
        return _UNSEEN if packed is None else family("THAI").least(packed)
    if character in MARKS:
        return MARKS[character]
    frequency, total = _characters(language)
    plain = _plain(character, language)
    return _UNSEEN if plain not in frequency else -log2(frequency[plain] / total)


def _plain(character: str, language: str) -> str:
    """The character as the lexicons have it: those of Chinese are in simplified characters."""
    return simplified_characters().get(character, character) if language == "zh" else character


@cache
def _characters(language: str) -> tuple[dict[str, float], float]:
    """How frequent each character is in the words of a language."""
    frequency: defaultdict[str, float] = defaultdict(float)
    for word, share in frequent_words(language, _LEXICON):
        for character in word:
            frequency[character] += share
    return dict(frequency), sum(frequency.values())


@cache
def _pairs(language: str) -> tuple[dict[str, float], dict[str, float]]:
    """How frequent pairs of characters are in the words of a language, and their firsts."""
    pairs: defaultdict[str, float] = defaultdict(float)
    firsts: defaultdict[str, float] = defaultdict(float)
    for word, bits in _words_of(language).items():
        share = 2**-bits
        for first, second in zip(EDGE + word, word + EDGE, strict=True):
            pairs[first + second] += share
            firsts[first] += share
    return dict(pairs), dict(firsts)
