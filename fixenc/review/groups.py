"""Changes of one kind: the same rules put the same thing in place of the same thing.

Thousands of changes are often a few dozen kinds.  A reader who has seen ten of
a kind has seen them all; what matters of the rest is how many there are.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from fixenc.core.document import Document
from fixenc.core.edits import Edit, Safety
from fixenc.review.hunks import trimmed
from fixenc.review.wording import pair

ENOUGH = 10
"""Changes of a kind that are shown, before the others are only counted."""


class Kind(NamedTuple):
    """The properties that changes of one kind share."""

    rules: tuple[str, ...]
    safety: Safety
    old: str
    new: str | None


def kind_of(document: Document, edit: Edit) -> Kind:
    """The kind of a change."""
    if edit.new is None:
        return Kind(edit.rules, edit.safety, document.text[edit.start : edit.end], None)
    start, end, new = trimmed(document.text, edit)
    return Kind(edit.rules, edit.safety, document.text[start:end], new)


@dataclass
class Group:
    """All changes of one kind that were met so far; ``shown`` is its pair as a reader sees it."""

    shown: str
    first: str
    times: int = 0
    files: set[str] = field(default_factory=set)


@dataclass
class Groups:
    """The kinds of change that a run has met."""

    enough: int = ENOUGH
    _groups: dict[Kind, Group] = field(default_factory=dict)

    def is_news(self, document: Document, edit: Edit) -> bool:
        """Count one more change, and say whether it is among the first of its kind."""
        kind = kind_of(document, edit)
        group = self._groups.get(kind)
        if group is None:
            line, column = document.position(edit.start)
            group = Group(pair(document.text, edit), f"{document.path}:{line}:{column}")
            self._groups[kind] = group
        group.times += 1
        group.files.add(document.path)
        return group.times <= self.enough

    def repeated(self) -> Iterator[tuple[Kind, Group]]:
        """The kinds of which there were more than were news, the most frequent first."""
        yield from sorted(
            (item for item in self._groups.items() if item[1].times > self.enough),
            key=lambda item: (-item[1].times, item[0].rules, item[1].shown),
        )
