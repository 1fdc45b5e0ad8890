"""Reasons: why a line of a file changes, once for all changes that share the reason."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field

from fixenc.core.document import Document
from fixenc.core.edits import Edit, Safety
from fixenc.review.visible import visible, width
from fixenc.review.wording import meaning, pair

_MOST = 32
"""Columns of the changes that are listed, before the others are only counted."""


@dataclass
class Reason:
    """A reason, and the edits of one line that have it, in the order of the text."""

    document: Document
    edits: list[Edit] = field(default_factory=list)

    @property
    def rules(self) -> tuple[str, ...]:
        """The rules that found the edits."""
        return self.edits[0].rules

    @property
    def safety(self) -> Safety:
        """How safe the edits are."""
        return self.edits[0].safety

    @property
    def place(self) -> tuple[int, int]:
        """Line and column of the first edit, from 1."""
        return self.document.position(self.edits[0].start)

    def words(self, most: int = _MOST, *, isolate: bool = False) -> str:
        """The changes in a few words: ``â → ’ ×3``, or ``â → “, ” → “ and 2 more``.

        With ``isolate``, what is written from right to left is kept from turning what stands
        beside it around.
        """
        pairs = list(dict.fromkeys(pair(self.document.text, edit) for edit in self.edits))
        some = pairs[:1]
        while len(some) < len(pairs) and width(", ".join(pairs[: len(some) + 1])) <= most:
            some.append(pairs[len(some)])
        listed = ", ".join(map(_isolated, some) if isolate else some)
        if len(pairs) == 1:
            return f"{listed} ×{len(self.edits)}" if len(self.edits) > 1 else listed
        left = len(self.edits) - len(some)
        return f"{listed} and {left} more" if left else listed


def reasons(document: Document, edits: Iterable[Edit]) -> list[Reason]:
    """The reasons of edits in the order of the text, one for each line and meaning."""
    found: dict[object, Reason] = {}
    for edit in edits:
        line, _ = document.position(edit.start)
        key = (line, edit.rules, edit.safety, edit.note, edit.new is None and edit.start)
        found.setdefault(key, Reason(document)).edits.append(edit)
    return list(found.values())


def why(reason: Reason) -> str:
    """The meaning of the changes, in plain words."""
    return visible(meaning(reason.edits[0]))


def in_context(document: Document, edit: Edit, words: int = 2, most: int = 30) -> str:
    """A flagged text between the words beside it in its line: ``Mr. Pompeo He refused, saying``.

    ``words`` is how many of them stand on each side, in at most ``most`` characters.
    """
    text = document.text
    before = text[max(0, edit.start - most) : edit.start].rpartition("\n")[2]
    after = text[edit.end : edit.end + most].partition("\n")[0]
    head = "".join(_WORD.findall(before)[-words:])
    tail = "".join(_WORD_AFTER.findall(after)[:words])
    return visible(f"{head}{text[edit.start : edit.end]}{tail}").strip()


_WORD = re.compile(r"\S+\s*")
_WORD_AFTER = re.compile(r"\s*\S+")


def _isolated(text: str) -> str:
    """A change whose sides keep their places on screens that turn around what is Arabic."""
    if not any(unicodedata.bidirectional(c) in ("R", "AL") for c in text):
        return text
    sides = text.split(" → ")
    first, last = "\N{FIRST STRONG ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"
    return " → ".join(f"{first}{side}{last}" for side in sides)
