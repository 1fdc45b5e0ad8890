"""The findings in one part of a table."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable

from fixenc.dataset.tables.table import Columns, Part
from fixenc.engine.policy import Policy
from fixenc.integrations.arrow import repair_array
from fixenc.integrations.change import Change


@dataclass(frozen=True)
class Found:
    """The columns that change, as they should be, and the changes in them with their paths."""

    columns: Columns = field(default_factory=dict)
    changes: Mapping[str, Sequence[Change]] = field(default_factory=dict)


@runtime_checkable
class Documents(Protocol):
    """A part that knows what its texts are, and finds what changes in them itself."""

    def found(self, policy: Policy, rows: int | None = None) -> Found:
        """The changes in the first ``rows``, or in all."""


Finder = Callable[[Part], Found]


def find(part: Part, policy: Policy) -> Found:
    """The edits of the rules in ``part``."""
    if isinstance(part, Documents):
        return part.found(policy)
    columns = {}
    found = {}
    for name, column in part.columns.items():
        fixed, changes = repair_array(column, policy, part.patterns(name))
        if changes:
            columns[name] = fixed
            found[name] = part.located(name, changes)
    return Found(columns, found)
