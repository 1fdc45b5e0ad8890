"""Letters that look like what damage leaves, and stand there for themselves."""

from __future__ import annotations

import re

_WORD = re.compile(r"[^\W\d_]{2,}")
_BORDER = re.compile(r"[\t\n]")
_CELL = 400  # characters to either side that can belong to one
_NAME_BEGINS = re.compile(r"\b[A-Z][a-z]?$")
_NAME_GOES_ON = re.compile(r"[a-z]{1,8}-[A-Z]")
_CIRCUMFLEX = re.compile("[êîôûÊÎÔÛ]")


def is_listed(text: str, start: int, end: int) -> bool:
    """Whether a letter stands by itself in a cell or line with hardly a word beside it.

    So it does in tables, alphabets and lists of words.

    >>> is_listed("ã\\tA\\nâ\\tA\\n", 4, 5), is_listed("It is so â and not so.", 9, 10)
    (True, False)
    """
    if text[max(0, start - 1) : start].strip() or text[end : end + 1].strip():
        return False
    before = _BORDER.split(text[max(0, start - _CELL) : start])[-1]
    after = _BORDER.split(text[end : end + _CELL], maxsplit=1)[0]
    return len(_WORD.findall(before)) + len(_WORD.findall(after)) < 2


def is_one_of_many(text: str, at: int) -> bool:
    """Whether the letter at ``at`` begins a word, and its line has others with a circumflex.

    Who writes "dôt" for "dot" to hide an address writes "ât" for "at", too.
    """
    if text[max(0, at - 1) : at].strip() or not text[at + 1 : at + 2].isalpha():
        return False
    line_start = text.rfind("\n", 0, at) + 1
    line = text[max(line_start, at - _CELL) : at + _CELL].partition("\n")[0]
    return _CIRCUMFLEX.search(line) is not None


def is_part_of_name(text: str, at: int) -> bool:
    """Whether the letter at ``at`` is one of a name that is joined to another one.

    >>> is_part_of_name("in Drâa-Tafilalet", 5), is_part_of_name("a manâa well-known man", 5)
    (True, False)
    """
    before, after = (
        _NAME_BEGINS.search(text[max(0, at - 3) : at]),
        _NAME_GOES_ON.match(text, at + 1),
    )
    return before is not None and after is not None
