"""SQLite, through the standard library: its cells have types of their own, whatever the column.

(ADBC's driver takes the type of a column from its first rows, and fails on others.)
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pyarrow as pa

from fixenc.dataset.databases.database import Cell, Key, Refused, Rows, Target
from fixenc.dataset.databases.names import (
    chosen_key,
    chosen_text,
    no_table,
    not_unique,
    quoted,
    readings_of,
)
from fixenc.files.problem import FileProblem

PATIENCE = 30.0
"""Seconds to wait for another program that writes."""

_TEXT = ("CHAR", "CLOB", "TEXT")
"""Parts of the names of types that hold text."""


class SQLite:
    """A connection, and the table in it; raises :exc:`FileProblem` if it cannot be repaired."""

    def __init__(
        self,
        path: str,
        table: str | None,
        key: Sequence[str],
        columns: Sequence[str],
        *,
        read_only: bool = False,
    ) -> None:
        self.name = path
        self.identity: tuple[object, ...] = (os.path.realpath(path),)
        self.notes: list[str] = []
        uri = Path(path).absolute().as_uri() + ("?mode=ro" if read_only else "?mode=rw")
        try:
            self._connection = sqlite3.connect(
                uri, timeout=PATIENCE, isolation_level=None, uri=True
            )
        except sqlite3.Error as error:
            raise FileProblem(path, f"cannot be opened: {error}") from None
        self._connection.text_factory = _decoded
        try:
            self._describe(table, key, columns)
        except BaseException:
            self.close()
            raise

    def _describe(self, table: str | None, key: Sequence[str], columns: Sequence[str]) -> None:
        names = self._found(table)
        self._table = quoted(*names)
        self.identity = (*self.identity, names)
        self.name = f"{self.name}, table {'.'.join(names)}"
        schema = names[0] if len(names) > 1 else "main"
        described = self._rows(
            "SELECT name, type, pk, hidden FROM pragma_table_xinfo(?, ?)", names[-1], schema
        )
        types = {name: kind or "of no type" for name, kind, *_ in described}
        texts = [
            name
            for name, kind, _, hidden in described
            if not hidden and (not kind or any(part in kind.upper() for part in _TEXT))
        ]
        primary = [name for _, name in sorted((at, name) for name, _, at, _ in described if at)]
        rowid = self._rowid([*types])
        if not primary and rowid:
            primary = [rowid]
        chosen = chosen_key(key, primary, [*types, *filter(None, [rowid])], self.name)
        self.target = Target(
            ".".join(names), chosen, chosen_text(columns, types, texts, chosen, self.name)
        )
        self._require_key(unique=bool(primary) and set(chosen) >= set(primary))

    def _found(self, table: str | None) -> tuple[str, ...]:
        for names in readings_of(table) if table else ():
            schema = quoted(names[0]) if len(names) > 1 else "main"
            try:
                found = self._rows(
                    f"SELECT name, type FROM {schema}.sqlite_master "
                    "WHERE name = ? COLLATE NOCASE AND type IN ('table', 'view')",
                    names[-1],
                )
            except FileProblem:
                found = []  # there is no such schema
            for name, kind in found:
                if kind == "view":
                    raise FileProblem(self.name, f"{table} is a view; name its table")
                return (*names[:-1], name)
        there = self._rows(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' "
            "ESCAPE '\\' ORDER BY 1"
        )
        raise no_table(table, self.name, [name for (name,) in there])

    def _rowid(self, columns: Sequence[str]) -> str:
        """The name of the number of each row; empty if the table has none, or hides it."""
        for name in ("rowid", "_rowid_", "oid"):
            if name not in map(str.lower, columns):
                try:
                    self._rows(f"SELECT {name} FROM {self._table} LIMIT 1")
                    return name
                except FileProblem:
                    return ""
        return ""

    def _require_key(self, unique: bool) -> None:
        """Raise :exc:`FileProblem` unless the key identifies each row, as a ``unique`` one does."""
        key = self._key
        null = " OR ".join(f"{column} IS NULL" for column in key)
        if self._rows(f"SELECT 1 FROM {self._table} WHERE {null} LIMIT 1"):
            raise not_unique(self.target.key, "it is null in some", self.name)
        if unique:
            return
        listed = ", ".join(key)
        twice = self._rows(
            f"SELECT {listed} FROM {self._table} GROUP BY {listed} HAVING count(*) > 1 LIMIT 1"
        )
        if twice:
            shown = ", ".join(map(str, twice[0]))
            raise not_unique(self.target.key, f"{shown} is there twice", self.name)

    @property
    def _key(self) -> list[str]:
        return [quoted(column) for column in self.target.key]

    def read(self, after: Key | None, rows: int) -> Rows:
        """At most ``rows`` rows, the first whose keys come behind ``after``."""
        where = ""
        if after is not None:
            where = f"WHERE ({', '.join(self._key)}) > ({', '.join('?' * len(after))})"
        wanted = [*self._key, *(quoted(column) for column in self.target.columns)]
        found = self._rows(
            f"SELECT {', '.join(wanted)} FROM {self._table} {where} "
            f"ORDER BY {', '.join(self._key)} LIMIT {rows}",
            *(after or ()),
        )
        width = len(self.target.key)
        invalid: dict[int, str] = {}
        columns = {
            name: _texts((row[width + at] for row in found), name, invalid)
            for at, name in enumerate(self.target.columns)
        }
        return Rows([row[:width] for row in found], columns, invalid)

    def update(self, cells: Sequence[Cell]) -> set[int]:
        """Write cells that still hold their old text; return the indices of those."""
        self._rows("BEGIN IMMEDIATE")
        same = " AND ".join(f"{column} = ?" for column in self._key)
        written = set()
        for at, cell in enumerate(cells):
            column = quoted(cell.column)
            sql = (
                f"UPDATE {self._table} SET {column} = ? WHERE {same} "
                f"AND typeof({column}) = 'text' AND {column} = ? COLLATE BINARY"
            )
            with closing(self._execute(sql, (cell.new, *cell.key, cell.old))) as cursor:
                if cursor.rowcount:
                    written.add(at)
        return written

    def commit(self) -> None:
        """End the transaction, and keep what was written."""
        self._rows("COMMIT")

    def rollback(self) -> None:
        """End the transaction as if nothing had been written."""
        if self._connection.in_transaction:
            self._rows("ROLLBACK")

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def _rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        with closing(self._execute(sql, values)) as cursor:
            return cursor.fetchall()

    def _execute(self, sql: str, values: Sequence[Any]) -> sqlite3.Cursor:
        try:
            return self._connection.execute(sql, values)
        except sqlite3.IntegrityError as error:
            raise Refused(str(error)) from None
        except sqlite3.Error as error:
            raise FileProblem(self.name, str(error)) from None
        except UnicodeEncodeError:
            raise FileProblem(
                self.name, "has a key that is not UTF-8", "name another key"
            ) from None


def _decoded(data: bytes) -> str:
    return data.decode("utf-8", "surrogateescape")


def _texts(values: Iterable[Any], name: str, invalid: dict[int, str]) -> pa.Array:
    """The texts among ``values``, with null for all else, and for what is not UTF-8."""
    texts: list[str | None] = []
    for row, value in enumerate(values):
        text = value if isinstance(value, str) else None
        if text is not None and not text.isascii():
            try:
                text.encode()
            except UnicodeEncodeError:
                text = None
                invalid[row] = f"column {name!r} is not UTF-8"
        texts.append(text)
    return pa.array(texts, pa.large_string())
