"""Remains: edits that would leave mojibake beside what they change, and so are parts of it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from fixenc.core.edits import Edit
from fixenc.model.suspicion import most_suspicious

REMAINS = 9.0
"""Bits of a pair of characters of a word, beside what is to be changed there, from which on more of
the word was damaged: those that make a line of a long text suspicious."""

_REACH = 100
"""Characters to either side of an edit that are looked at, if the word is so long."""

_LAST_WORD = re.compile(r"[^ \t\n\r]*\Z")
_FIRST_WORD = re.compile(r"[^ \t\n\r]*")


def beside_mojibake(text: str, edits: Sequence[Edit]) -> set[Edit]:
    """The edits in words that still look damaged beside what is edited.

    A word is what stands between two spaces, tabs or line ends.  A change of a part of mojibake
    makes it impossible to repair the whole.
    """
    pieces: list[str] = []
    done = 0
    for edit in sorted(edits, key=lambda each: each.start):
        pieces += text[done : edit.start], " " * (edit.end - max(done, edit.start))
        done = max(done, edit.end)
    masked = "".join([*pieces, text[done:]])
    return {edit for edit in edits if _around(text, masked, edit) >= REMAINS}


def _around(text: str, masked: str, edit: Edit) -> float:
    """The bits of the most suspicious pair in the word of an edit, beside all that is edited.

    ``masked`` is the text with spaces for what is edited.
    """
    before = _LAST_WORD.search(text[max(0, edit.start - _REACH) : edit.start])
    after = _FIRST_WORD.match(text, edit.end, edit.end + _REACH)
    assert before is not None, "it matches nothing, too"
    assert after is not None, "so does it"
    word = masked[edit.start - len(before[0]) : after.end()]
    return 0.0 if word.isascii() else most_suspicious(word)
