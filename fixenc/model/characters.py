"""Characters: what the model knows of each code point, as tables to look up many at once."""

from __future__ import annotations

import re
import unicodedata
from enum import IntEnum

CODE_POINTS = 0x20000
"""Code points that have an entry of their own: the first two planes.  Those above are rare
ideographs, and count as the last one."""


class Kind(IntEnum):
    """The role of a character in a text."""

    SPACE = 0
    LETTER = 1
    """A letter of an alphabet, or a combining mark; words are runs of these."""
    IDEOGRAPH = 2
    """A Chinese character or kana, written without spaces."""
    HANGUL = 3
    DIGIT = 4
    MARK = 5
    """Punctuation, symbols, emoji and controls."""


class Context(IntEnum):
    """The class of a character as the neighbour of a mark."""

    EDGE = 0
    """The beginning or the end of a line."""
    SPACE = 1
    ASCII_SMALL = 2
    ASCII_CAPITAL = 3
    SMALL = 4
    """A small Latin letter outside ASCII."""
    CAPITAL = 5
    OTHER_LETTER = 6
    """A letter of another script."""
    IDEOGRAPH = 7
    HANGUL = 8
    DIGIT = 9
    OPENING = 10
    """A bracket in ASCII that opens."""
    CLOSING = 11
    """A bracket in ASCII that closes, or a mark that ends a sentence or a part of one."""
    STRAIGHT_QUOTE = 12
    ASCII_MARK = 13
    TYPOGRAPHIC = 14
    """A quotation mark, a dash or an ellipsis outside ASCII."""
    SYMBOL = 15
    NO_TEXT = 16
    """A control character, an unassigned or private code point, or U+FFFD."""


CONTEXTS = len(Context)


_BESIDE_GREEK = "[\u0370-\u03ff\u1f00-\u1fff]"

GREEK_SYMBOL = re.compile(
    f"(?<!{_BESIDE_GREEK})[\xb5\u0391-\u03a9\u03b1-\u03c9](?!{_BESIDE_GREEK}|[\u0300-\u036f])"
)
"""A Greek letter without accents beside no other Greek letter, or the micro sign: a symbol.

Variants such as ϑ and ϕ are none, nor are the letters of mathematics beyond the first plane."""

_PHONETIC = range(0x2B0, 0x300)
"""Superscript letters that some alphabets have."""


def is_formula_letter(character: str) -> bool:
    """Whether a character is a symbol of formulas, such as ℓ, or a superscript or subscript."""
    kind = unicodedata.decomposition(character).partition(" ")[0]
    if kind in ("<super>", "<sub>"):
        return ord(character) not in _PHONETIC
    return kind.startswith("<") and 0x2100 <= ord(character) < 0x2150
