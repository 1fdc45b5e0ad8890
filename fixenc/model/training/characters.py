"""Tables of what each code point is: its kind, its small letter, its script, its class."""

from __future__ import annotations

import unicodedata
from collections import Counter

import numpy as np

from fixenc.model.characters import CODE_POINTS, Kind, is_formula_letter

SCRIPTS = (
    "LATIN CYRILLIC GREEK ARABIC HEBREW ARMENIAN GEORGIAN THAI LAO DEVANAGARI BENGALI TAMIL"
    " TELUGU KANNADA MALAYALAM GUJARATI GURMUKHI KHMER MYANMAR SINHALA TIFINAGH"
).split()
"""Scripts that have numbers of their own; every other one is number 0."""

_CJK = ("CJK", "HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA", "BOPOMOFO", "HALFWIDTH KATAKANA")


def kind_of(character: str) -> Kind:
    """The kind of one character."""
    category = unicodedata.category(character)
    name = unicodedata.name(character, "")
    if character.isspace() or category == "Zs":
        return Kind.SPACE
    if name.startswith(_CJK) and (category[0] == "L" or character == "々"):
        return Kind.IDEOGRAPH
    if name.startswith("HANGUL") and category[0] == "L":
        return Kind.HANGUL
    if category[0] in "LM" and not is_formula_letter(character) and name:
        if name.startswith(("VARIATION SELECTOR", "COMBINING ENCLOSING", "FULLWIDTH")):
            return Kind.MARK
        return Kind.LETTER
    if category == "Nd":
        return Kind.DIGIT
    return Kind.MARK


def character_tables() -> dict[str, np.ndarray]:
    """For each code point its kind, the code point of its small letter and its script."""
    kind = np.full(CODE_POINTS, Kind.MARK, np.uint8)
    lower = np.arange(CODE_POINTS, dtype=np.uint32)
    script = np.zeros(CODE_POINTS, np.uint8)
    for code in range(CODE_POINTS):
        if 0xD800 <= code <= 0xDFFF:
            continue
        character = chr(code)
        kind[code] = kind_of(character)
        if kind[code] == Kind.LETTER:
            small = {"ς": "σ", "İ": "i", "\xb5": "\u03bc"}.get(character, character.lower())
            if len(small) == 1:
                lower[code] = ord(small)
            first = unicodedata.name(character, "").split(" ")[0]
            script[code] = SCRIPTS.index(first) + 1 if first in SCRIPTS else 0
    for code in (ord("i"),):
        lower[code] = code
    return {"kind": kind, "lower": lower, "script": script}


def group_of(code: int) -> str:
    """A coarse group of characters that stand in for one that was hardly ever seen."""
    if code >= 0xE000 and code < 0xF900:
        return "private"
    character = chr(code)
    category = unicodedata.category(character)
    if category in ("Cn", "Cs", "Cc", "Co"):
        return category
    name = unicodedata.name(character, "")
    kind = kind_of(character)
    if kind in (Kind.IDEOGRAPH, Kind.HANGUL):
        return kind.name
    if kind is Kind.LETTER:
        return f"{name.split(' ')[0]} {category}"
    if 0x1F000 <= code < 0x1FB00:
        return "emoji"
    return f"{category} {code >> 8}"


def numbered(counts: Counter[str], always: set[str], most: int) -> tuple[np.ndarray, list[str]]:
    """A class for each code point: one of its own for the frequent, one a group for others.

    Returns the classes by code point, and the name of each class.
    """
    names = [""]
    classes = np.zeros(CODE_POINTS, np.uint16)
    frequent = [c for c, _ in counts.most_common() if c not in always]
    own = sorted(always) + frequent[: max(0, most - len(always))]
    for character in own:
        if ord(character) < CODE_POINTS:
            classes[ord(character)] = len(names)
            names.append(character)
    groups: dict[str, int] = {}
    for code in range(CODE_POINTS):
        if classes[code] == 0:
            group = group_of(code)
            if group not in groups:
                groups[group] = len(names)
                names.append(group)
            classes[code] = groups[group]
    return classes, names


def pair_group(code: int, common: np.ndarray) -> str:
    """The class of a character that has none of its own among neighbours.

    ``common`` tells of each code point whether it is an ideograph or syllable in daily use.
    """
    character = chr(code)
    if code < 128:
        if character.isalpha():
            return "small" if character.islower() else "capital"
        return "digit" if character.isdigit() else character
    if 0xE000 <= code < 0xF900:
        return "private"
    category = unicodedata.category(character)
    kind = kind_of(character)
    if kind in (Kind.IDEOGRAPH, Kind.HANGUL):
        if unicodedata.name(character, "").startswith(("HIRAGANA", "KATAKANA")):
            return "kana"
        return f"{kind.name} {common[code]}"
    if kind is Kind.LETTER:
        first = unicodedata.name(character, "").split(" ")[0]
        return f"{first if first in SCRIPTS else 'letter'} {category}"
    if 0x1F000 <= code < 0x1FB00:
        return "emoji"
    return category


def pair_classes(own: set[str], common: np.ndarray) -> tuple[np.ndarray, int]:
    """A class for each code point, and how many classes there are."""
    classes = np.zeros(CODE_POINTS, np.uint16)
    numbers: dict[str, int] = {}
    for code in range(CODE_POINTS):
        character = chr(code)
        name = f"own {code}" if character in own else pair_group(code, common)
        classes[code] = numbers.setdefault(name, len(numbers))
    return classes, len(numbers)
