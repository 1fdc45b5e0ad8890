"""The protocol of a database: a table of it is read in batches, and cells are written back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import pyarrow as pa

from fixenc.integrations.change import Change

Value = str | int | float | bytes
Key = tuple[Value, ...]
"""The values of the key columns of a row."""


@dataclass(frozen=True)
class Target:
    """A table, the columns to repair, and the key columns by whose values a row is found.

    ``table`` is the name with which messages and logs call it.
    """

    table: str
    key: tuple[str, ...]
    columns: tuple[str, ...]


@dataclass(frozen=True)
class Rows:
    """Some rows in the order of the key: their keys, and the columns to repair.

    ``invalid`` are messages about rows that hold bytes which are no text, by their index; in
    ``columns`` such cells are null.
    """

    keys: Sequence[Key]
    columns: Mapping[str, pa.Array]
    invalid: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Cell:
    """A cell to change: its text as it was read, as it should be, and the changes between."""

    key: Key
    column: str
    old: str
    new: str
    changes: tuple[Change, ...] = ()


class Refused(Exception):
    """The database accepts a value in no row: a constraint, a trigger or its encoding forbids it.

    The transaction has to be rolled back.
    """


class Conflict(Exception):
    """The transaction was in the way of another one, and can be tried again once rolled back."""


class Database(Protocol):
    """A connection to a database, and the table in it that is repaired."""

    @property
    def target(self) -> Target:
        """The table, its key and its columns."""

    @property
    def name(self) -> str:
        """The name of the database and the table in messages, without passwords."""

    @property
    def identity(self) -> tuple[object, ...]:
        """The place of the table, by which a run that goes on finds it again."""

    @property
    def notes(self) -> Sequence[str]:
        """Messages for whoever started the run."""

    def read(self, after: Key | None, rows: int) -> Rows:
        """At most ``rows`` rows, the first whose keys come behind ``after``."""

    def update(self, cells: Sequence[Cell]) -> set[int]:
        """Write cells that still hold their old text; return the indices of those.

        Begins a transaction, and does not end it.  Raises :exc:`Refused` or :exc:`Conflict`
        if nothing was written and the transaction cannot go on.
        """

    def commit(self) -> None:
        """End the transaction, and keep what was written."""

    def rollback(self) -> None:
        """End the transaction as if nothing had been written."""

    def close(self) -> None:
        """Close the connection."""
