"""Remains: edits that would leave mojibake beside what they change, and so are parts of it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from fixenc.core.edits import Edit, apply
from fixenc.model.suspicion import most_suspicious

REMAINS = 9.0
"""Bits of a pair of characters of a word, beside what is to be changed there, from which on more of
the word was damaged."""

_REACH = 100
"""Characters to either side of an edit that are looked at."""

_LAST_WORD = re.compile(r"[^ \t\n\r]*\Z")
_FIRST_WORD = re.compile(r"[^ \t\n\r]*")


def beside_mojibake(text: str, edits: Iterable[Edit]) -> set[Edit]:
    """The edits in words that still look damaged beside what is edited.

    A word is what stands between two spaces or line ends.  A change of a part of mojibake makes it
    impossible to repair the whole.
    """
    words: defaultdict[tuple[int, int], list[Edit]] = defaultdict(list)
    for edit in edits:
        before = _LAST_WORD.search(text[max(0, edit.start - _REACH) : edit.start])
        after = _FIRST_WORD.match(text, edit.end, edit.end + _REACH)
        start = edit.start - len(before[0]) if before else edit.start
        words[start, after.end() if after else edit.end].append(edit)
    return {
        edit
        for span, those in words.items()
        if most_suspicious(_without(text, span, those)) >= REMAINS
        for edit in those
    }


def _without(text: str, span: tuple[int, int], edits: Iterable[Edit]) -> str:
    """A span of a text with spaces for what is edited."""
    start, end = span
    return apply(text[start:end], [Edit(e.start - start, e.end - start, " ") for e in edits])
