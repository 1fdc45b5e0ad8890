"""Signs: characters that are not of words, and how codecs of Windows show them in UTF-8."""

from __future__ import annotations

import re
import unicodedata

from fixenc.model.characters import GREEK_SYMBOL, is_formula_letter


def is_sign(character: str) -> bool:
    """Whether a character is a sign of Latin-1."""
    return character in _SIGNS


def is_letter(character: str) -> bool:
    """Whether a character is a letter of words: ``µ``, ``ª`` and ``º`` are signs."""
    return character.isalpha() and character not in _SIGNS


def is_punctuation(character: str) -> bool:
    """Whether a character is a mark of punctuation."""
    return unicodedata.category(character).startswith("P")


def is_symbol(character: str) -> bool:
    """Whether a character is of ASCII, or a mark, symbol, number or space, or joins symbols.

    The digits of an alphabet are none: text around them is in that alphabet.
    """
    if character.isascii() or character in _SIGNS + _JOINING or is_formula_letter(character):
        return True
    category = unicodedata.category(character)
    return category[0] in "PSNZ" and category != "Nd"


def without_symbols(text: str) -> str:
    """The text without combining characters, which stand inside words, and symbols of formulas."""
    return "".join(
        c
        for c in GREEK_SYMBOL.sub("", text)
        if not unicodedata.category(c).startswith("M") and not is_formula_letter(c)
    )


def restore_signs(text: str) -> str:
    """The text with signs that windows-1252 or -1251 showed as themselves, behind ``Â`` or ``В``.

    So is a no-break space, which may have become a space since.
    """
    return _BEFORE_SIGN.sub("", _BEFORE_SPACE.sub(NBSP, text))


def is_lone_a(text: str, at: int) -> bool:
    """Whether ``Ã`` and two spaces stand between small words at a place of a text."""
    return _LONE_A.match(text, at) is not None


def count_signs_of_formulas(text: str) -> int:
    """How many signs stand behind a Greek letter that stands behind no letter, as in 5 Δ°C."""
    return len(_GREEK_SIGNS.findall(text))


_SIGNS = "¢£¤¥¦§©®°±¹²³µ¶ªº¼½¾"
_BEFORE_SIGN = re.compile(
    "|".join(
        [
            f"Â(?=[{_SIGNS}])",
            '(?<![^\\W_])Â(?=[¡¿]["“«(]?[^\\W\\d_])',
            "(?<![^\\s([{>\"'])Â(?=·(?!\\S))",
            # Of a mark that was a control character, where no letter is quoted.
            "(?<=[a-z0-9.!?)\\]\xdf-\xff])Â(?=[€‚ƒ„…†‡ˆ‰‹‘’“”•–—˜™›])|(?<![^\\s])Â(?=[€‘“–—])",
            # Not the unit of 220 В±10 %.
            "(?<![^\\W\\d_])\N{CYRILLIC CAPITAL LETTER VE}(?=[¤¦§©®°µ¶])",
        ]
    )
)
"""The first byte of a sign in UTF-8, as windows-1252 and windows-1251 show it."""

NBSP = "\N{NO-BREAK SPACE}"
_BEFORE_SPACE = re.compile(
    "(?:(?<=[a-z0-9.:!?)\\]\"'”’»\xdf-\xff])|(?<=\\w\\w[,;]))Â (?=[\\w\"'(“‘„«])"
)
"""The same before a space, where the letter is in no word and in no list: no clean line has it."""

_LONE_A = re.compile("(?<=[a-z\xdf-\xff]{2} )Ã[ \xa0] (?=[a-z\xdf-\xff])")
"""The word ``à`` as windows-1252 shows it, whose no-break space may be a space now.  None is in
11.8 million characters of clean text in 47 languages: a table has other letters beside it."""

_GREEK_SIGNS = re.compile(f"(?<![^\\W\\d_]){GREEK_SYMBOL.pattern}[{_SIGNS}·]")
"""A Greek letter that stands behind no letter, and a sign."""

_JOINING = "\N{VARIATION SELECTOR-16}\N{ZERO WIDTH JOINER}"
"""What joins symbols to one."""
