"""Scripts, and the languages that share one."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

FAMILIES: dict[str, tuple[str, ...]] = {
    "LATIN": tuple(
        """
        ca cs da de en es fi fil fr hu id is it lt lv ms nb nl pl pt ro sh sk sl sv tr vi
        af an br eo et eu fo ga gd gv ku oc sq sw
        """.split()
    ),
    "CYRILLIC": ("bg", "mk", "ru", "sr", "uk", "be", "kk", "mn", "uz"),
    "GREEK": ("el",),
    "ARABIC": ("ar", "fa", "ur"),
    "HEBREW": ("he",),
    "ARMENIAN": ("hy",),
    "THAI": ("th",),
    "LAO": ("lo",),
    "DEVANAGARI": ("hi",),
    "BENGALI": ("bn",),
    "TAMIL": ("ta",),
    "CJK": ("ja", "zh"),
    "HANGUL": ("ko",),
}
"""The languages of a script whose letters are counted together, by their codes."""

IDEOGRAPHIC = ("CJK", "HANGUL")
"""Families with thousands of characters: single ones are counted, pairs only of kana."""

EDGE = " "
"""Stands for the start and the end of a word in a pair of letters."""

_NAMED = {"HIRAGANA": "CJK", "KATAKANA": "CJK", "KATAKANA-HIRAGANA": "CJK", "IDEOGRAPHIC": "CJK"}


@lru_cache(maxsize=1 << 15)
def family_of(letter: str) -> str:
    """The family of a letter, or the name of its script if that has no statistics.

    ``MARK`` is the answer for combining marks and joiners, which every script uses.
    """
    script = unicodedata.name(letter, "UNNAMED").partition(" ")[0]
    if script in ("COMBINING", "ZERO"):
        return "MARK"
    return _NAMED.get(script, script)
