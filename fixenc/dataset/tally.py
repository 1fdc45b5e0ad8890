"""Tallies: how often each rule changed each column, with examples."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from fixenc.dataset.log import writable
from fixenc.integrations.change import Change, general_name

EXAMPLES = 3
"""Examples that are kept of each rule."""

LONGEST = 200
"""Characters of an example that are kept."""


@dataclass(frozen=True)
class Example:
    """One change, to show what a rule did."""

    file: str
    row: int
    before: str
    after: str


@dataclass
class Tally:
    """Counts over some rows.  Tallies of parts add up to the tally of the whole."""

    rows: int = 0
    changed_rows: int = 0
    bad_rows: int = 0
    changes: Counter[tuple[str, str]] = field(default_factory=Counter)
    examples: dict[str, list[Example]] = field(default_factory=dict)

    def count(
        self, file: str, rows: int, bad_rows: int, found: Mapping[str, Sequence[Change]]
    ) -> None:
        """Count the next ``rows``, in whose columns these changes were ``found``."""
        changed: set[int] = set()
        for changes in found.values():
            changed.update(change.row for change in changes)
            self.changes.update((general_name(change.path), change.rule) for change in changes)
            for change in changes:
                shown = self.examples.setdefault(change.rule, [])
                if len(shown) < EXAMPLES:
                    before, after = (
                        writable(text[:LONGEST]) for text in (change.before, change.after)
                    )
                    shown.append(Example(file, self.rows + change.row, before, after))
        self.rows += rows
        self.changed_rows += len(changed)
        self.bad_rows += bad_rows

    def add(self, other: Tally) -> None:
        """Count all that ``other`` counted, too."""
        self.rows += other.rows
        self.changed_rows += other.changed_rows
        self.bad_rows += other.bad_rows
        self.changes.update(other.changes)
        for rule, examples in other.examples.items():
            shown = self.examples.setdefault(rule, [])
            shown += examples[: EXAMPLES - len(shown)]

    def to_json(self) -> dict[str, Any]:
        """As values that JSON knows."""
        return {
            "rows": self.rows,
            "changed_rows": self.changed_rows,
            "bad_rows": self.bad_rows,
            "changes": [[*key, count] for key, count in self.changes.items()],
            "examples": {
                rule: [[each.file, each.row, each.before, each.after] for each in examples]
                for rule, examples in self.examples.items()
            },
        }

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> Tally:
        """The tally that :meth:`to_json` gave ``values`` of."""
        return cls(
            values["rows"],
            values["changed_rows"],
            values["bad_rows"],
            Counter({(column, rule): count for column, rule, count in values["changes"]}),
            {
                rule: [Example(*each) for each in shown]
                for rule, shown in values["examples"].items()
            },
        )
