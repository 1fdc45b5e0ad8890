"""Tokenized text: written with spaces between words and marks on purpose, for programs."""

from __future__ import annotations

import re

_STOP = re.compile(r"(?<=\S)(?P<apart> ?)[.,](?=[ \n]|$)")
_TREEBANK = re.compile(r"(?<=[a-z]) n['’]t\b|``|-[lr]rb-", re.IGNORECASE)
"""Signs of the Penn Treebank: contractions in two words, and names of marks."""

MOST_APART = 0.25
"""Share of full stops and commas behind a space from which on a text is tokenized."""


def is_tokenized(text: str) -> bool:
    """Whether all marks of a text have spaces around them: it is meant so, and no damage."""
    apart = _stops(text)
    return _TREEBANK.search(text) is not None or sum(apart) > MOST_APART * len(apart)


def may_be_tokenized(text: str) -> bool:
    """Whether nothing shows that a text is not tokenized: no stop, and no capital letter."""
    return text.islower() and not _stops(text)


def _stops(text: str) -> list[bool]:
    """For each full stop and comma of a text whether a space is before it."""
    return [bool(match["apart"]) for match in _STOP.finditer(text)]
