"""Lines in which the bytes of UTF-8 and of a legacy codec stand side by side.

Each byte that is no UTF-8 must be a legacy one; but the bytes of two legacy
letters may well form a character of UTF-8, above all in Thai and East Asian
text.  So a line is read as a whole: of all the ways to cut its bytes into
characters of the one and of the other the cheapest is taken, where a character
costs what it surprises a reader, and each change of codec costs too.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from math import log2

from fixenc import codecs
from fixenc.edits import Edit
from fixenc.language.families import EDGE, FAMILIES, IDEOGRAPHIC, family_of
from fixenc.language.letters import family, fold
from fixenc.language.symbols import symbol_bits

_UNREAD = 60.0  # bits of a byte that neither codec can read
_UNKNOWN = 20.0  # of a letter that the language does not have
_OTHER_LANGUAGE = 10.0  # of a letter in a script of another language, on top
_UNSEEN_PAIR = 4.0
_NEW_SCRIPT = 12.0
_CHANGE = 5.0  # of codec, between words
_CHANGE_IN_WORD = 11.0
_SELDOM = 9.0  # of letters whose bytes are UTF-8 as well, at most
_OFTEN = 1.0  # the same in East Asian codecs
_CAPITALS = 0.05  # their share of the letters
_POINT = 3.0  # a vowel point on a letter of its script
_NUMERAL = 9.0  # raised digits, Roman numerals
_FOREIGN_SYMBOL = 10.0
_ACCENT = 14.0  # a combining accent, where most letters have theirs built in
_LONE_MARK = 20.0  # a combining mark on nothing
_EUROPEAN = ("LATIN", "CYRILLIC", "GREEK")
_UNSPACED = ("CJK", "HANGUL", "THAI", "LAO")

Languages = tuple[tuple[str, str], ...]
"""The language that each script is taken to be written in."""


@dataclass(slots=True)
class _State:
    """The cheapest way to have come to a byte: what it cost, and its last step."""

    cost: float
    character: str
    start: int
    legacy: bool
    before: _State | None


def untangled(line: str, codec: str, languages: Languages) -> list[Edit]:
    """What to replace in ``line`` if its stray bytes are in ``codec``.

    ``line`` was decoded as UTF-8, with a lone surrogate for each byte that was
    none.  The edits bring legacy characters in the place of these bytes and of
    those next to them that were UTF-8 by chance alone.
    """
    data = line.encode("utf-8", "surrogateescape")
    state = _cheapest(data, codec, languages)
    steps: list[tuple[int, int, str, bool]] = []
    end = len(data)
    while state is not None and state.before is not None:
        steps.append((state.start, end, state.character, state.legacy))
        end = state.start
        state = state.before
    places = _places(line)
    edits: list[Edit] = []
    for start, end, character, legacy in reversed(steps):
        # An ASCII character is itself in either codec.
        if not legacy or (character.isascii() and end - start == 1):
            continue
        last = edits[-1] if edits else None
        if last is not None and last.end == start:
            edits[-1] = Edit(last.start, end, (last.new or "") + character)
        else:
            edits.append(Edit(start, end, character))
    found = (Edit(places[edit.start], places[edit.end], edit.new) for edit in edits)
    return [edit for edit in found if edit.new != line[edit.start : edit.end]]


def _places(line: str) -> dict[int, int]:
    """For the byte that each character of a line begins with, the place of the character."""
    places = {}
    at = 0
    for place, character in enumerate(line):
        places[at] = place
        at += 1 if "\udc80" <= character <= "\udcff" else len(character.encode("utf-8"))
    places[at] = len(line)
    return places


def _cheapest(data: bytes, codec: str, languages: Languages) -> _State:
    """The last state of the cheapest way through the bytes of a line."""
    ahead: list[list[_State | None]] = [[None, None] for _ in range(len(data) + 1)]
    ahead[0][0] = _State(0.0, EDGE, 0, False, None)

    def step(
        state: _State, start: int, end: int, character: str, legacy: bool, on_top: float = 0.0
    ) -> None:
        following = "a" if data[end : end + 1].isalpha() else " "
        cost = state.cost + on_top
        cost += character_cost(state.character, character, following, languages)
        if legacy != state.legacy:
            inside = not state.character.isascii() and (state.character + character).isalnum()
            cost += _CHANGE_IN_WORD if inside else _CHANGE
        best = ahead[end][legacy]
        if best is None or cost < best.cost:
            ahead[end][legacy] = _State(cost, character, start, legacy, state)

    by_chance = _by_chance(codec, languages)
    for at, byte in enumerate(data):
        for state in ahead[at]:
            if state is None:
                continue
            if byte < 0x80:
                step(state, at, at + 1, chr(byte), state.legacy)
                continue
            chance = 0.0
            if size := _utf8_size(data, at):
                step(state, at, at + size, data[at : at + size].decode("utf-8"), False)
                chance = by_chance
            for size in _sizes(codec):
                character = _character(data[at : at + size], codec, size)
                if character:
                    step(state, at, at + size, character, True, chance)
            # It may have been a part of a character of UTF-8 that was none, so
            # it belongs to what is not UTF-8.
            step(state, at, at + 1, chr(0xDC00 + byte), True)
    last = [state for state in ahead[-1] if state is not None]
    return min(last, key=lambda state: state.cost)


def _utf8_size(data: bytes, at: int) -> int:
    """How many bytes the character of UTF-8 at ``at`` has; 0 if there is none."""
    lead = data[at]
    size = 2 if 0xC2 <= lead <= 0xDF else 3 if 0xE0 <= lead <= 0xEF else 4 if lead <= 0xF4 else 0
    if lead < 0xC2 or codecs.decode(data[at : at + size], "utf-8") is None:
        return 0
    return size


def _sizes(codec: str) -> tuple[int, ...]:
    """How many bytes a character outside ASCII may have."""
    if codec in codecs.SINGLE_BYTE:
        return (1,)
    return {"gb18030": (2, 4), "euc_jp": (2, 3), "cp932": (2, 1)}.get(codec, (2,))


@lru_cache(maxsize=1 << 15)
def _character(data: bytes, codec: str, size: int) -> str:
    """The one character that a legacy codec reads the bytes as, or nothing."""
    character = codecs.decode(data, codec)
    if character is None or len(character) != 1 or len(data) != size:
        return ""
    return "" if unicodedata.category(character) in ("Cc", "Cn", "Co", "Cs") else character


@lru_cache(maxsize=1 << 16)
def character_cost(before: str, character: str, following: str, languages: Languages) -> float:
    """The bits of a character after another; none for ASCII after ASCII.

    ``following`` is a letter or a space: a symbol inside a word is a surprise.
    """
    if character.isascii():
        if before.isascii() or not (character.isalpha() and before.isalpha()):
            return 0.0
    elif "\udc80" <= character <= "\udcff":
        return _UNREAD
    elif not (character.isalpha() or _is_mark(character)):
        bits = symbol_bits(f"{'a' if before.isalpha() else ' '}{character}{following}") or _NUMERAL
        return bits + _FOREIGN_SYMBOL * _is_foreign(character, languages)
    name = family_of(character)
    if _is_mark(character):
        if name == "MARK":
            return _ACCENT if family_of(before) in _EUROPEAN else _LONE_MARK
        return _POINT if family_of(before) == name else _LONE_MARK
    cost = 0.0
    if before.isalpha() and (last := family_of(before)) != name:
        both = {name, last}
        if both != {"CJK", "HANGUL"}:
            cost += 3.0 if "LATIN" in both and both.intersection(_UNSPACED) else _NEW_SCRIPT
        before = EDGE
    if name not in FAMILIES:
        return cost + _UNKNOWN
    return cost + _letter_cost(before, character, name, dict(languages).get(name))


def _is_mark(character: str) -> bool:
    return unicodedata.category(character).startswith("M")


def _is_foreign(symbol: str, languages: Languages) -> bool:
    """Whether a symbol belongs to a script that none of the languages is written in."""
    return "\u0530" <= symbol < "\u2000" and family_of(symbol) not in dict(languages)


@cache
def _by_chance(codec: str, languages: Languages) -> float:
    """The bits against letters of a codec whose bytes make a character of UTF-8.

    They tell how seldom that is.  In windows-1251 it takes a capital and one of
    a few rare letters; in cp866 every tenth letter begins such a character.
    """
    if codec not in codecs.SINGLE_BYTE:
        return _OFTEN
    shares = [_share(character, languages) for character in codecs.table(codec)]
    tails = sum(shares[0x80:0xC0])
    chance = sum(shares[0xC2:0xE0]) * tails + sum(shares[0xE0:0xF0]) * tails**2
    return min(_SELDOM, -log2(chance)) if chance else _SELDOM


def _share(character: str, languages: Languages) -> float:
    """The share of a character in a text, roughly."""
    language = dict(languages).get(name := family_of(character)) if character.isalpha() else None
    if language is None:
        return 2**-9.0
    packed = family(name).singles.get(fold(character)[:1])
    share = 0.0 if packed is None else 2 ** -family(name).unpack(packed)[language]
    return share if character == character.lower() else share * _CAPITALS


def _letter_cost(before: str, letter: str, name: str, language: str | None) -> float:
    """The bits of a letter of a script with statistics."""
    statistics = family(name)
    letter = fold(letter)[:1]
    pair = statistics.pairs.get((fold(before)[-1:] if before.isalpha() else EDGE) + letter)
    single = statistics.singles.get(letter)
    packed = single if pair is None else pair
    if packed is None:
        return _UNKNOWN
    cost = _UNSEEN_PAIR if pair is None and name not in IDEOGRAPHIC else 0.0
    if language is None:
        return cost + statistics.least(packed) + _OTHER_LANGUAGE
    return cost + statistics.unpack(packed)[language]
