"""The words for an edit, the same in every format."""

from __future__ import annotations

from functools import cache
from typing import Protocol

from fixenc.core.edits import Edit, Safety
from fixenc.review.hunks import trimmed
from fixenc.review.visible import cut, marked
from fixenc.rules import every_rule

LONGEST = 32
"""Characters of a replacement that are shown where the line around it is not."""


def meaning(edit: Edit) -> str:
    """The damage as the edit's rules describe it, and the note of this edit."""
    known = " ".join(filter(None, map(_first_sentence, edit.rules)))
    return ": ".join(filter(None, [known.removesuffix(".") if edit.note else known, edit.note]))


def pair(text: str, edit: Edit, longest: int = LONGEST) -> str:
    """The text that an edit replaces, and the replacement: ``â → “``."""
    if edit.new is None:
        return cut(marked(text[edit.start : edit.end]), longest)
    start, end, new = trimmed(text, edit)
    old = text[start:end]
    return f"{cut(marked(old), longest) or '∅'} → {cut(marked(new), longest) or '∅'}"


class HasSafety(Protocol):
    """An edit or something derived from one: it has a safety."""

    @property
    def rules(self) -> tuple[str, ...]:
        """The rules, first to last."""

    @property
    def safety(self) -> Safety:
        """How far it may be trusted."""


def chain(edit: HasSafety) -> str:
    """The rules that led to the edit, first to last."""
    return ", ".join(edit.rules)


def safety(edit: HasSafety) -> str:
    """How far the edit may be trusted, in one word."""
    return str(edit.safety)


@cache
def _first_sentence(rule: str) -> str:
    summaries = {each.name: each.summary for each in every_rule()}
    summary = summaries.get(rule, "")
    head, stop, _ = summary.partition(". ")
    return head + stop.strip()
