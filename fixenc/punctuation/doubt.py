"""Doubt: which lines hold an `â` that may be a mark, as a test that costs clean text little."""

from __future__ import annotations

import re
from functools import lru_cache

LETTER = "\N{LATIN SMALL LETTER A WITH CIRCUMFLEX}"

WORD = re.compile(rf"[^\W\d_]*{LETTER}[^\W\d_]*")
"""A word with the letter, or the letter alone."""

_KEPT = 1 << 14
"""Words of which is kept whether some language lists them."""


def doubtful_lines(text: str) -> tuple[tuple[int, int], ...]:
    """The lines with an `â` that may be a mark: in no word that some language spells so."""
    if LETTER not in text:
        return ()
    lines: list[tuple[int, int]] = []
    end = -1
    at = text.find(LETTER)
    while at >= 0:
        first, last = _word_around(text, at)
        if not is_spelled_so(text[first:last]):
            start = text.rfind("\n", 0, at) + 1
            end = text.find("\n", at)
            end = len(text) if end < 0 else end
            lines.append((start, end))
            last = end
        at = text.find(LETTER, last)
    return tuple(lines)


def _word_around(text: str, at: int) -> tuple[int, int]:
    """The word around the letter at ``at``, as a half-open span of characters."""
    first = at
    while first and text[first - 1].isalpha():
        first -= 1
    last = at + 1
    while last < len(text) and text[last].isalpha():
        last += 1
    return first, last


@lru_cache(maxsize=_KEPT)
def is_spelled_so(word: str) -> bool:
    """Whether some language lists a word with the letter."""
    from fixenc.model.score import is_listed

    return len(word) > 1 and is_listed(word.lower())


_AT_DOUBT = re.compile(rf"(?<![^\W_])[^\W_](?={LETTER})|(?<={LETTER})[^\W_](?![^\W_])|{LETTER}")
"""The letter, and the single letters that stand beside it where it was an apostrophe."""


def without_doubt(text: str) -> str:
    """A text without the letters that may be marks, and the pieces of words beside them."""
    return WORD.sub(
        lambda match: match[0] if is_spelled_so(match[0]) else _AT_DOUBT.sub(" ", match[0]), text
    )


_ITSELF = re.compile(
    rf"""[«“„‘"'(\[/=] ?{LETTER} ?[»”“’"')\]/=]|{LETTER}(?: ?=|[_^])|= {LETTER}"""
    rf"|\b(?:une?|les?|la|uma?|el|il|the|an|l[ei]tt(?:re|er)|letra|litera)\s{LETTER}(?!\w)"
)
"""A letter that is quoted, a variable, or named: behind an article or the word for a letter."""

_NEAR = 12  # characters to either side


def is_itself(text: str, at: int) -> bool:
    """Whether the letter at ``at`` means just that letter.

    >>> is_itself("la lettre « â »", 12), is_itself("il faut un â ici", 11), is_itself("f(â)", 2)
    (True, True, True)
    >>> is_itself("Das Dorf â es ist klein", 9)
    False
    """
    start = max(0, at - _NEAR)
    near = text[start : at + _NEAR]
    return any(
        found.start() <= at - start < found.end() and near[at - start] == LETTER
        for found in _ITSELF.finditer(near)
    )


def is_bare(text: str, at: int) -> bool:
    """Whether no letter or digit stands beside the letter at ``at``."""
    return not (text[max(0, at - 1) : at].isalnum() or text[at + 1 : at + 2].isalnum())
