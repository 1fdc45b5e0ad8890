"""How much the characters that are not letters surprise a reader.

Quotation marks and dashes are everyday, a broken bar is not; and a currency
sign in the middle of a word is stranger than one before a number.  The costs
are rounded estimates, in bits, from counts over edited text in many
languages; what matters is their order of size.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from fixenc.language.memory import Memo

# What is neither white space, a mark of ASCII nor part of a word, with its neighbours.
_SYMBOL = re.compile(r"([^\w\t-\r -~]|[^\D0-9])(?<=(.).)(?=(.))", re.DOTALL)

_EVERYDAY = {
    4.0: "“”‘’„«»–—…\xa0\u202f、。「」（），：；！？・『』〜～《》।،؛؟·",
    7.0: "€£°•§×‚‹›№™®©¿¡′″〈〉【】―‑\u200e\u200f\u200b\u200c\u200d\u3000−→",
    9.0: "¥±½¼¾²³¹µ¢´†‰ªº",
}
_COSTS = {symbol: cost for cost, symbols in _EVERYDAY.items() for symbol in symbols}
_RARE = {"¤": 18.0, "¦": 17.0, "¬": 17.0, "¸": 17.0, "¨": 15.0, "¯": 15.0, "\xad": 13.0}
_COSTS |= _RARE

# What categories cost that have no figure of their own above.
_CATEGORIES = {
    "Cc": 25.0,  # C0 and C1 controls: in text they are always damage
    "Co": 30.0,  # private use: no codec's answer
    "Cn": 30.0,  # unassigned
    "Cs": 22.0,  # a byte that could not be decoded
    "Po": 9.0,
    "Sc": 10.0,
    "Sm": 12.0,
    "So": 14.0,
    "Sk": 13.0,
    "Mn": 0.0,  # combining marks are counted with the word that they are in
    "Mc": 0.0,
    "Me": 0.0,
    "Nd": 14.0,  # the digits of other scripts, but see _DIGITS
}

_JOINERS = frozenset(
    "\xa0\u202f\u2009’‘\N{MODIFIER LETTER APOSTROPHE}-–—\xad‐‑・…′"
    "、。，：！？「」『』（）《》\u200b"
)
_OPENING = frozenset("“„«¿¡‘‚")
_DIGITS = ("ARABIC", "EXTENDED ARABIC", "DEVANAGARI", "BENGALI", "TAMIL", "THAI", "FULLWIDTH")
_INSIDE_WORD = 9.0
_IN_A_FRAME = 3.0
_EASTERN = frozenset("、。「」『』〜～《》・，：；！？（）،؛؟।\u3000")
_PAIRED = frozenset("“”‘’„‚")  # marks that lean on what they enclose
_WRONG_SIDE = 6.0


@lru_cache(maxsize=1 << 14)
def _cost(symbol: str) -> float:
    if symbol == "\N{REPLACEMENT CHARACTER}":
        return 22.0
    if symbol in _COSTS:
        return _COSTS[symbol]
    if symbol.isdecimal() and unicodedata.name(symbol).startswith(_DIGITS):
        return 5.0
    if is_frame(symbol):
        return 17.0
    return _CATEGORIES.get(unicodedata.category(symbol), 11.0)


def is_frame(symbol: str) -> bool:
    """Whether a character draws the lines and shades of a box."""
    return "\N{BOX DRAWINGS LIGHT HORIZONTAL}" <= symbol <= "\N{RIGHT ONE EIGHTH BLOCK}"


def _is_drawn(symbol: str, neighbour: str) -> bool:
    """Whether a line and what stands beside it look like part of a drawing.

    Lines go on, or meet a horizontal one, or end at a blank.  The lines that
    UTF-8 leaves in a DOS code page meet letters and other lines at random.
    """
    if neighbour.isascii():
        return not neighbour.isalnum()
    return symbol == neighbour or neighbour in "─━═" or (symbol in "─━═" and is_frame(neighbour))


def symbol_bits(text: str) -> float:
    """The bits of all characters of ``text`` that are neither ASCII nor part of a word."""
    if text.isascii() and text.isprintable():
        return 0.0
    return sum(map(_COSTS_BETWEEN.__getitem__, _SYMBOL.findall(f" {text} ")))


def _cost_between(place: tuple[str, str, str]) -> float:
    """The bits of a symbol between two other characters."""
    symbol, before, after = place
    if is_frame(symbol) and _is_drawn(symbol, before) and _is_drawn(symbol, after):
        return _IN_A_FRAME
    cost = _cost(symbol)
    return cost + _misplaced(symbol, before, after) if cost else 0.0


def _misplaced(symbol: str, before: str, after: str) -> float:
    """The bits on top for a symbol where writers do not put it."""
    if symbol in _EASTERN or symbol.isdigit():
        # At home only among the letters of its own part of the world.
        western = before < "\u0590" and after < "\u0590"
        return _INSIDE_WORD if western and (before.isalpha() or after.isalpha()) else 0.0
    if symbol in _PAIRED and before.isspace() and after.isspace():
        return _INSIDE_WORD
    if symbol == "·" and before + after in ("ll", "LL"):
        return 0.0
    if before.isalpha() and symbol not in _JOINERS:
        # An opening mark after a letter, or any symbol in the middle of a word.
        if after.isalpha():
            return _INSIDE_WORD
        return _WRONG_SIDE if symbol in _OPENING else 0.0
    if (before.isdigit() and symbol in "¡¿") or (
        symbol == "°" and not (before.isdigit() or before.isspace())
    ):
        return _WRONG_SIDE
    return 0.0


_COSTS_BETWEEN = Memo(_cost_between)
