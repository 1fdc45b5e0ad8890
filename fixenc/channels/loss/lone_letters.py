"""Lone letters: whether a letter that looks like the rest of damage is meant."""

from __future__ import annotations

import re
from itertools import chain, islice

_WORD = re.compile(r"[^\W\d_]{2,}")
_BORDER = re.compile(r"[\t\n]")
_CELL = 400  # characters to either side that can belong to one
_FEW = 2  # words that a cell must have beside the letter, not to be a list


def is_listed(text: str, start: int, end: int) -> bool:
    """Whether a letter stands by itself in a cell or line with hardly a word beside it.

    Tables, alphabets and lists of words have such letters.

    >>> is_listed("ã\\tA\\nâ\\tA\\n", 4, 5), is_listed("It is so â and not so.", 9, 10)
    (True, False)
    """
    if text[max(0, start - 1) : start].strip() or text[end : end + 1].strip():
        return False
    before = _BORDER.split(text[max(0, start - _CELL) : start])[-1]
    after = _BORDER.split(text[end : end + _CELL], maxsplit=1)[0]
    words = chain(_WORD.finditer(after), _WORD.finditer(before))
    return sum(1 for _ in islice(words, _FEW)) < _FEW
