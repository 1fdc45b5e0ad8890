"""What misread text would cost in any codec, told at a glance.

There are hundreds of pairs of codecs that can have produced a text, and to read
it as :mod:`fixenc.language.letters` does takes a tenth of a millisecond a pair.
Here a letter outside ASCII costs what it does by itself, or beside one of ASCII
what the two do, in whatever language suits best.  For each byte the costs in all
codecs with one byte a character are packed into one integer, as those in all
languages are there: what a text costs in all of them is one addition a byte.

The pair that explains a text best was among the first 12 by this measure in 97 of
100 single lines, and at worst the 28th of some 300.
"""

from __future__ import annotations

import re
from array import array

from fixenc.language import codecs
from fixenc.language.families import EDGE, FAMILIES, IDEOGRAPHIC, family_of
from fixenc.language.letters import UNSPACED, family, fold
from fixenc.language.memory import Memo
from fixenc.language.symbols import is_frame, symbol_bits

TENTHS = 10

_MIXED = re.compile(r"(?=([A-Za-z][^\x00-\x7f]|[^\x00-\x7f][\x00-\x7f]))")

_NO_CHARACTER = 30.0
_FRAME = 17.0  # the line of a box where letters should be
_NO_STATISTICS = 7.0  # a letter of a script without any
_UNKNOWN = 20.0  # a letter that no language has
_FOREIGN = 12.0  # a change of script inside a word
_BESIDE_UNSPACED = 3.0
_CAPITAL_INSIDE = 7.0
_NUMERAL = 9.0  # raised digits, fractions


def glance(text: str) -> int:
    """The tenths of bits that the characters of a text outside ASCII cost."""
    return sum(map(_ALONE.__getitem__, text)) + sum(
        map(_BESIDE_ASCII.__getitem__, _MIXED.findall(text))
    )


def glances(data: bytes) -> array[int]:
    """The same of what ``data`` is in each of ``codecs.SINGLE_BYTE``, all at once.

    It begins with a byte of ASCII, a space for example.
    """
    packed = sum(map(_COSTS_IN_CODECS.__getitem__, zip(data, data[1:], strict=False)))
    return array("I", packed.to_bytes(4 * len(codecs.SINGLE_BYTE), "little"))


def _cost_in_codecs(pair: tuple[int, int]) -> int:
    first, second = pair
    if first < 0x80 and second < 0x80:
        return 0
    tables = map(codecs.table, codecs.SINGLE_BYTE)
    lanes = [
        _ALONE[table[second]] + (_BESIDE_ASCII[chr(first) + table[second]] if first < 0x80 else 0)
        if second >= 0x80
        else _BESIDE_ASCII[table[first] + chr(second)]
        for table in tables
    ]
    return int.from_bytes(array("I", lanes).tobytes(), "little")


def _alone(character: str) -> int:
    """The tenths of bits of a character for what it is; none in ASCII."""
    return 0 if character.isascii() else round(_bits(character) * TENTHS)


def _beside_ascii(pair: str) -> int:
    """The tenths of bits on top for a character after one of ASCII, or those for one before it."""
    before, character = pair[0], pair[1]
    if character.isascii():
        return round(_before_ascii(before, character) * TENTHS)
    after = _after_ascii(before, character) if before.isalpha() else _bits(character)
    return round((after - _bits(character)) * TENTHS)


def _before_ascii(letter: str, following: str) -> float:
    """The bits of what follows a character: a letter, or the end of a word."""
    folded, name = _letter(letter)
    if following.isalpha():
        if name != "LATIN":
            return _pair(EDGE, following) + (_change(name) if name else 0.0)
        return _pair(folded, following) + _capital_inside(letter, following)
    if name not in FAMILIES or name in IDEOGRAPHIC:
        return 0.0
    return family(name).least(family(name).costs[folded + EDGE])


def _after_ascii(before: str, character: str) -> float:
    """The bits of a character outside ASCII after a letter of ASCII."""
    folded, name = _letter(character)
    if name != "LATIN":
        return _bits(character, before) + (_change(name) if name else 0.0)
    return _pair(before, folded) + _capital_inside(before, character)


def _letter(character: str) -> tuple[str, str]:
    """The first lower-case letter of a character, and its family; none if it is a symbol."""
    folded = fold(character)[0]
    return folded, family_of(folded) if folded.isalpha() else ""


def _pair(before: str, letter: str) -> float:
    """The bits of one Latin letter after another."""
    latin = family("LATIN")
    return latin.least(latin.costs[fold(before) + fold(letter)])


def _capital_inside(before: str, letter: str) -> float:
    return _CAPITAL_INSIDE if before.islower() and letter.isupper() else 0.0


def _change(name: str) -> float:
    return _BESIDE_UNSPACED if name in UNSPACED else _FOREIGN


def _bits(character: str, before: str = " ") -> float:
    """The bits of a character for what it is, or of a symbol after another character."""
    if character == "\ufffe":
        return _NO_CHARACTER
    if is_frame(character):
        return _FRAME
    letter = fold(character)[0]
    name = family_of(letter)
    packed = family(name).singles.get(letter) if name in FAMILIES else None
    if packed is not None:
        return family(name).least(packed)
    if character.isalpha():
        return _UNKNOWN if name in FAMILIES else _NO_STATISTICS
    return symbol_bits(f"{before}{character}.") or _NUMERAL


_ALONE = Memo(_alone)
_BESIDE_ASCII = Memo(_beside_ascii)
_COSTS_IN_CODECS = Memo(_cost_in_codecs)
