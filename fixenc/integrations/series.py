"""What the accessors for pandas and Polars share: values that are repaired, whatever holds them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from fixenc.core.document import Document
from fixenc.engine.policy import Policy
from fixenc.engine.repair import repair
from fixenc.engine.text_only import restorer


def repaired(values: Iterable[Any], policy: Policy) -> list[Any]:
    """The values, each text among them repaired; the same text is looked at once."""
    restore = restorer(policy)
    known: dict[str, str] = {}
    result: list[Any] = []
    for value in values:
        if isinstance(value, str):
            if value not in known:
                known[value] = restore(value)
            value = known[value]
        result.append(value)
    return result


FIELDS = ("row", "start", "end", "old", "new", "rules", "safety", "note")
"""Columns of a table of changes; ``start`` and ``end`` are characters of the value."""


def changes(values: Iterable[Any], policy: Policy) -> Iterator[tuple[Any, ...]]:
    """A row of :data:`FIELDS` for everything that is found in the values."""
    for row, value in enumerate(values):
        if isinstance(value, str):
            for edit in repair(Document(value), policy).edits:
                old = value[edit.start : edit.end]
                rules = ", ".join(edit.rules)
                yield row, edit.start, edit.end, old, edit.new, rules, str(edit.safety), edit.note
