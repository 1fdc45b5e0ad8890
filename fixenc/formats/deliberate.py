"""Damage that is quoted on purpose: in tests, tables and texts about encodings.

It is the main mistake of every tool for mojibake.  What speaks for a quotation
can be recognized: the author names the codec, shows the repaired text beside
the damaged one, put marks around a single broken character, or run it as an
example.
"""

from __future__ import annotations

import re
from functools import lru_cache

from fixenc.core.edits import Edit

_ABOUT_DAMAGE = re.compile(
    r"mojibake|\bftfy\b|latin-?_?1\b|iso[-_ ]?8859|windows[-_]?125\d|cp-?(?:125\d|437|850)\b"
    r"|mac[-_]?roman|double[- ]?(?:en|de)cod|\bgarbled\b|\bmisread\b|\bmis-?(?:en|de)cod",
    re.IGNORECASE,
)
_ABOUT_ENCODINGS = re.compile(
    r"\b(?:en|de)cod(?:e|es|ed|er|ing|ings)\b|\bcodecs?\b|\butf-?(?:8|16)|\bcharsets?\b"
    r"|\bunicode\b|\bcode[- ]?points?\b|\bbytes?\b|\bASCII\b|\bBOM\b",
    re.IGNORECASE,
)
_DECLARATION = re.compile(r"^.*(?:coding[:=]|charset=|@charset|encoding=).*$", re.MULTILINE)
_EXAMPLE = re.compile(r"^[ \t]*(?:[#*/]+[ \t]*)?(?:>>>|\.\.\.)[ \t]|\s[=-]>\s|\u2192|\u21d2|\u27f6")
_QUOTES = "\"'`\u2018\u2019\u201c\u201d\u00ab\u00bb"
_NEAR = 4  # lines before and after that are read as being about the same thing
_FAR = 2000  # characters before and after that are read of long lines, at least
_FEW = 3  # characters, once repaired, of a broken character that is shown by itself


def is_deliberate(text: str, edit: Edit, *, wary: bool, lines: int | None) -> bool:
    """Whether ``edit`` would repair what ``text`` shows on purpose.

    The repaired text is looked for in so many ``lines`` around, or in all of the
    text if that is None: in data the same name may be whole in one record and
    broken in another.  One who is ``wary`` takes words about encodings near the
    damage for a sign, too.
    """
    if edit.new is None:
        return False
    if _is_example(text, *_lines_around(text, edit, 0)):
        return True
    if wary and _is_talked_about(text, edit):
        return True
    if len(edit.new) <= _FEW and _stands_in_quotes(text, edit):
        return True
    whole = _whole_word(text, edit)
    if whole.isascii() or len(whole) < 2:
        return False
    if lines is not None:
        return text.find(whole, *_lines_around(text, edit, lines)) >= 0
    # Few texts have all characters of a word that is broken in them, and a search takes long.
    return set(whole) <= _characters(text) and whole in text


@lru_cache(maxsize=1)
def _characters(text: str) -> frozenset[str]:
    return frozenset(text)


def _is_talked_about(text: str, edit: Edit) -> bool:
    """Whether the lines around speak of damage, or those next to it of encodings."""
    if _is_about_damage(text, *_lines_around(text, edit, _NEAR)):
        return True
    # Programs speak of bytes and of encoding all the time, and have dashes between words.
    alone = text[edit.start - 1 : edit.start].isspace() and text[edit.end : edit.end + 1].isspace()
    return not alone and _is_about_encodings(text, *_lines_around(text, edit, 1))


@lru_cache(maxsize=4)
def _is_example(text: str, start: int, end: int) -> bool:
    return _EXAMPLE.search(text[start:end]) is not None


@lru_cache(maxsize=4)
def _is_about_damage(text: str, start: int, end: int) -> bool:
    return _ABOUT_DAMAGE.search(_DECLARATION.sub("", text[start:end])) is not None


@lru_cache(maxsize=4)
def _is_about_encodings(text: str, start: int, end: int) -> bool:
    return _ABOUT_ENCODINGS.search(_DECLARATION.sub("", text[start:end])) is not None


def _stands_in_quotes(text: str, edit: Edit) -> bool:
    before, after = text[edit.start - 1 : edit.start], text[edit.end : edit.end + 1]
    return bool(before and after) and before in _QUOTES and after in _QUOTES


def _whole_word(text: str, edit: Edit) -> str:
    """The repaired word: the edit's new text with the letters around it."""
    start, end = edit.start, edit.end
    while start and text[start - 1].isascii() and text[start - 1].isalnum():
        start -= 1
    while end < len(text) and text[end].isascii() and text[end].isalnum():
        end += 1
    return text[start : edit.start] + (edit.new or "") + text[edit.end : end]


def _lines_around(text: str, edit: Edit, number: int) -> tuple[int, int]:
    """The span of the lines of the edit, and of so many before and after, as far as near."""
    # The same for edits that are near each other, so that it is searched once.
    low = max(0, (edit.start // _FAR - 1) * _FAR)
    high = min(len(text), (edit.end // _FAR + 2) * _FAR)
    start, end = edit.start + 1, edit.end - 1
    for _ in range(number + 1):
        start = max(low, text.rfind("\n", low, max(low, start - 1)) + 1)
        end = text.find("\n", end + 1, high) if end < high else high
        end = end if end >= 0 else high
    return start, end
