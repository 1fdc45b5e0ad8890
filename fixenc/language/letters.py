"""How much a text surprises one who knows how languages spell.

A text is measured in *bits*: the fewer, the more it reads like a language.
Inside words each letter costs what it costs after the letter before it, in
that one language of its script that suits the whole text best; other
characters cost what :mod:`fixenc.language.symbols` says.  A sentence costs 3
to 4 bits a letter; as mojibake it costs two to four times that:

>>> clean, mojibake = "\N{LATIN CAPITAL LETTER E WITH ACUTE}t\xe9", "\xc3\x89t\xc3\xa9"
>>> bits(clean) < 40 < bits(mojibake)
True

The statistics of some forty languages stand in ``letters.bin``, which
:mod:`fixenc.language.train` makes.  For each pair of letters the costs in all
languages of a script are packed into one integer, 32 bits a language, so that
adding up a text is one addition a word, whatever the number of languages.
"""

from __future__ import annotations

import re
import struct
import unicodedata
import zlib
from array import array
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from importlib.resources import files
from math import log2
from operator import add

from fixenc.language.families import EDGE, FAMILIES, IDEOGRAPHIC, family_of
from fixenc.language.lexicon import CEDILLAS, word_frequencies
from fixenc.language.memory import Memo
from fixenc.language.symbols import symbol_bits

# Combining marks, which `\w` leaves out in Hebrew, Arabic, Indic and Thai, and the
# joiners of Persian and Indic words.
_BELONGING = (
    "\\u0300-\\u036f\\u0483-\\u0487\\u0591-\\u05c7\\u0610-\\u061a\\u064b-\\u065f"
    "\\u0670\\u06d6-\\u06ed\\u0900-\\u0963\\u0971-\\u09e3\\u09f0-\\u0dff\\u0e31-\\u0e4e"
    "\\u0eb1-\\u0ecd\\u0f71-\\u0f84\\u102b-\\u103e\\u1780-\\u17d3\\u200c\\u200d\\u3099\\u309a"
)
WORD = re.compile(f"(?:[^\\W\\d_]|[{_BELONGING}])+")
"""Letters and what belongs to them."""

_RUNS = re.compile(f"(?:[^\\W\\d_]+|[{_BELONGING}]+)+")  # the same, found sooner

_TENTHS = 10
_UNKNOWN_LETTER = 20.0  # a letter that none of its script's languages has
_UNKNOWN_SCRIPT = 5.0  # any letter of an alphabet without statistics: log2 of its size
_NEW_SCRIPT = 7.0  # the first such letter of a word
_COMPATIBILITY = 11.0  # half-width kana, full-width Latin: for old terminals, not for prose
_MARK = 2.5
_ACCENT = 6.0  # a combining accent that makes no letter of its own with the one before
_ACRONYM = 7  # letters; the letters of an acronym follow no spelling
_UNSPELT = 6.5
_KNOWN = 1.5  # half of all words are taken to be known
_POINTED = ("ARABIC", "HEBREW")  # scripts whose combining marks are optional
_TELLING = 25  # letters that tell the language of a line
_AS_GOOD = 1.07  # languages whose cost differs by less are not told apart
_TATWEEL = "\N{ARABIC TATWEEL}"  # stretches a word, stands for no sound
_EUROPEAN = ("LATIN", "CYRILLIC", "GREEK")
_FOREIGN = 12.0  # a change of script inside a word
_PREFERENCE = 12.0  # for the languages of the text around
UNSPACED = frozenset(("CJK", "HANGUL", "THAI", "LAO"))  # scripts that do without spaces
_BESIDE_UNSPACED = 3.0  # a change between one of them and Latin inside a word
_UNSEEN_PAIR = 6.0  # a pair that no language of the script has, beside its second letter


@dataclass(frozen=True)
class Family:
    """The statistics of the languages that share a script."""

    name: str
    languages: tuple[str, ...]
    singles: dict[str, int]
    pairs: dict[str, int]
    ideographic: bool

    @cached_property
    def costs(self) -> Memo[str, int]:
        """The packed bits of a letter after another or after ``EDGE``, and of the end of a word.

        There are none for what is no letter of the script, or may be left out.
        """
        return Memo(self._cost)

    def _cost(self, pair: str) -> int:
        letter = pair[1]
        if letter == EDGE:
            unseen = 0 if self.ideographic else self._bits(_UNSEEN_PAIR)
            return self.pairs.get(pair, unseen)
        name = family_of(letter)
        if name != self.name or letter == _TATWEEL or _is_point(letter, name):
            raise KeyError(pair)
        single = self.singles.get(letter)
        known = self.pairs.get(pair)
        if known is not None:
            return known
        if single is None:
            return self._bits(_UNKNOWN_LETTER)
        return single if self.ideographic else single + self._bits(_UNSEEN_PAIR)

    def _bits(self, bits: float) -> int:
        """So many bits in every language."""
        return sum(round(bits * _TENTHS) << (32 * lane) for lane in range(len(self.languages)))

    def unpack(self, packed: int) -> dict[str, float]:
        """The bits in each language."""
        lanes = array("I", packed.to_bytes(4 * len(self.languages), "little"))
        return {name: lane / _TENTHS for name, lane in zip(self.languages, lanes, strict=True)}

    def best(self, packed: int, favoured: frozenset[str]) -> tuple[str, float]:
        """The language that suits best and the bits in it, where favoured ones go first."""
        lanes = array("I", packed.to_bytes(4 * len(self.languages), "little"))
        least = min(lanes)
        first = lanes.index(least)
        at_home = _places(self.languages, frozenset(favoured))
        if not at_home:
            return self.languages[first], least / _TENTHS + (_PREFERENCE if favoured else 0.0)
        best = min(at_home, key=lanes.__getitem__)
        if lanes[best] > least + _PREFERENCE * _TENTHS:
            best = first
        return self.languages[best], lanes[best] / _TENTHS

    def least(self, packed: int) -> float:
        """The bits in the language that suits best."""
        return min(array("I", packed.to_bytes(4 * len(self.languages), "little"))) / _TENTHS


@lru_cache(maxsize=1 << 10)
def _places(languages: tuple[str, ...], favoured: frozenset[str]) -> list[int]:
    return [at for at, code in enumerate(languages) if code in favoured]


@cache
def _sections() -> dict[str, list[tuple[str, bytes]]]:
    """``letters.bin``, cut into the two tables of each family."""
    data = zlib.decompress((files(__package__) / "letters.bin").read_bytes())
    sections: dict[str, list[tuple[str, bytes]]] = {}
    at = 0
    for family, languages in FAMILIES.items():
        tables = []
        for _ in ("singles", "pairs"):
            count, size = struct.unpack_from("<II", data, at)
            keys, rows = at + 8, at + 8 + size
            at = rows + count * len(languages)
            tables.append((data[keys:rows].decode("utf-8"), data[rows:at]))
        sections[family] = tables
    return sections


@cache
def family(name: str) -> Family:
    """The statistics of one family, read when first asked for."""
    languages = FAMILIES[name]
    row = 4 * len(languages)
    tables: list[dict[str, int]] = []
    for length, (keys, matrix) in enumerate(_sections()[name], 1):
        lanes = bytearray(4 * len(matrix))
        lanes[::4] = matrix
        entries = (keys[at : at + length] for at in range(0, len(keys), length))
        packed = (lanes[at : at + row] for at in range(0, len(lanes), row))
        costs = (int.from_bytes(each, "little") for each in packed)
        tables.append(dict(zip(entries, costs, strict=True)))
    if "ro" in languages:
        for table in tables:
            _add_cedillas(table, 32 * languages.index("ro"))
    return Family(name, languages, tables[0], tables[1], name in IDEOGRAPHIC)


def _add_cedillas(table: dict[str, int], lane: int) -> None:
    """Let Romanian have a cedilla wherever it has a comma below, as its old codecs did."""
    bits = 0xFFFFFFFF << lane
    for entry, packed in list(table.items()):
        old = entry.translate(CEDILLAS)
        if old != entry:
            table[old] = table.get(old, packed) & ~bits | packed & bits


def fold(word: str) -> str:
    """A word as the lexicons have it: ``ß`` is ss there, and final sigma a sigma."""
    return word.replace("\N{LATIN CAPITAL LETTER I WITH DOT ABOVE}", "i").casefold()


@lru_cache(maxsize=1 << 16)
def word_cost(word: str) -> tuple[tuple[tuple[str, int], ...], float]:
    """What a word costs: packed bits for each family in it, and bits on top.

    A word is mostly of one family; one of two scripts counts in both.
    """
    if 1 < len(word) <= _ACRONYM and not word.isascii() and word.isupper():
        scripts = set(map(family_of, word))
        if len(scripts) == 1 and not scripts.isdisjoint(_EUROPEAN):
            singles = family(scripts.pop()).singles
            strange = sum(letter not in singles for letter in fold(word))
            return (), 2.0 + _UNSPELT * len(word) + _UNKNOWN_LETTER * strange
    on_top = _case_bits(word)
    word = fold(word)
    alike = _of_one_script(word)
    return (alike, on_top) if alike else _letter_by_letter(word, on_top)


def _of_one_script(word: str) -> tuple[tuple[str, int], ...]:
    """What a word costs whose letters are all of one family; nothing if they are not."""
    name = family_of(word[0])
    if name not in FAMILIES:
        return ()
    costs = family(name).costs
    try:
        return ((name, sum(map(costs.__getitem__, map(add, EDGE + word, word + EDGE)))),)
    except KeyError:
        return ()


def _letter_by_letter(word: str, on_top: float) -> tuple[tuple[tuple[str, int], ...], float]:
    """What a word costs that has letters of several scripts, or vowel points, or accents."""
    packed: dict[str, int] = {}
    before, last_name = EDGE, ""
    accented = True  # an accent at the start has no letter, a second one no place
    for letter in word:
        name = family_of(letter)
        if name == "MARK" or letter == _TATWEEL or _is_point(letter, name):
            # Vowel points, accents and joiners are written or left out at will,
            # but only on the letters of their own script.
            at_home = last_name == name or (name == "MARK" and last_name not in ("", *_EUROPEAN))
            plain = not accented and "\u0300" <= letter < "\u0346"
            on_top += _MARK if at_home else _ACCENT if plain else _FOREIGN
            accented = True
            continue
        accented = False
        if last_name and name != last_name and {name, last_name} != {"CJK", "HANGUL"}:
            unspaced = "LATIN" in (name, last_name) and not UNSPACED.isdisjoint((name, last_name))
            on_top += _BESIDE_UNSPACED if unspaced else _FOREIGN
            before = EDGE
        if name not in FAMILIES:
            on_top += _outside_families(letter, name, last_name)
            before, last_name = EDGE, name
            continue
        last_name = name
        packed[name] = packed.get(name, 0) + family(name).costs[before + letter]
        before = letter
    if last_name in packed:
        packed[last_name] += family(last_name).costs[before + EDGE]
    return tuple(packed.items()), on_top


def _is_point(letter: str, script: str) -> bool:
    """Whether a letter is a vowel point of a script that is mostly written without them."""
    return script in _POINTED and unicodedata.combining(letter) > 0


def _outside_families(letter: str, name: str, last_name: str) -> float:
    """The bits of a word character that is not of a script with statistics."""
    if name in ("HALFWIDTH", "FULLWIDTH"):
        return _COMPATIBILITY
    if unicodedata.category(letter) in ("No", "Lm", "Nl"):
        return 9.0
    return _UNKNOWN_SCRIPT if name == last_name else _NEW_SCRIPT


def _case_bits(word: str) -> float:
    """The bits for capitals where a writer would not put them.

    A codec that swaps the case of letters (KOI8-R and windows-1251 do) leaves
    words such as ``oPXBET``.  Words in ASCII are let be: no damage touches them.
    """
    if word.isascii() or word.islower():
        return 0.0
    tail = word[1:]
    if not tail or tail.islower() or tail == tail.lower():
        return 0.5
    if word.isupper():
        return 2.0
    jumps = sum(a.islower() and b.isupper() for a, b in zip(word, tail, strict=False))
    threes = zip(word, tail, tail[1:], strict=False)
    falls = sum(a.isupper() and b.isupper() and c.islower() for a, b, c in threes)
    return 7.0 * jumps + 4.0 * falls


@dataclass(frozen=True)
class Reading:
    """What a text costs, and in which language of each script it was read."""

    bits: float
    languages: dict[str, str]


def read(text: str, favoured: frozenset[str] = frozenset(), words: bool = False) -> Reading:
    """Read ``text`` in the languages that suit it best.

    A language in ``favoured``, those of the text around, is preferred by up to
    12 bits over one that a few words alone speak for; a script in which none
    of them is written costs as much.  With ``words`` the lexicons of the
    favoured languages are asked too: a frequent word is no surprise, however
    rare its letters are.
    """
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    total = symbol_bits(text)
    sums: dict[str, int] = {}
    found = _RUNS.findall(text)
    for packed, on_top in map(word_cost, found):
        total += on_top
        for name, cost in packed:
            sums[name] = sums.get(name, 0) + cost
    languages: dict[str, str] = {}
    for name, cost in sums.items():
        languages[name], least = family(name).best(cost, favoured)
        total += least
    if words and (codes := favoured.intersection(languages.values())):
        outside = [word for word in found if not word.isascii()]
        in_each = [[_saving(word, code) for word in outside] for code in codes]
        total -= sum(in_each[0] if len(codes) == 1 else map(max, *in_each))
    return Reading(total, languages)


def known(word: str, languages: frozenset[str]) -> bool:
    """Whether a word stands in the lexicon of one of the languages."""
    folded = fold(word)
    return any(folded in word_frequencies(code) for code in languages)


def spoken(text: str, languages: frozenset[str]) -> frozenset[str]:
    """Those of the languages that the words of ``text`` in ASCII may well be in.

    All of them if there are too few such words to tell.
    """
    words = [word for word in WORD.findall(text) if word.isascii()]
    if sum(map(len, words)) < _TELLING:
        return languages
    latin = family("LATIN")
    in_each = latin.unpack(sum(cost for word in words for _, cost in word_cost(word)[0]))
    limit = min(in_each.values()) * _AS_GOOD
    return frozenset(code for code in languages if in_each.get(code, 0.0) <= limit)


@lru_cache(maxsize=1 << 15)
def _saving(word: str, language: str) -> float:
    """The bits by which a word costs less for being known than its letters do."""
    frequency = word_frequencies(language).get(fold(word))
    packed, on_top = word_cost(word)
    if frequency is None or len(packed) != 1:
        return 0.0
    [(name, cost)] = packed
    in_each = family(name).unpack(cost)
    return max(0.0, in_each.get(language, 0.0) + on_top + log2(frequency) - _KNOWN)


def bits(text: str) -> float:
    """The cost of ``text`` in bits: see the module's docstring."""
    return read(text).bits
