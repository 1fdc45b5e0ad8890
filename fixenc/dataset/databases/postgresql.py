"""PostgreSQL, through ADBC, which passes columns as Arrow.

Keys travel as text, which holds every type exactly, and are cast to it in SQL.  Texts are
compared in the collation "C": in others, different texts can be equal.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

import pyarrow as pa

from fixenc.dataset.databases.catalog import COLUMNS, FIND, INDEXES, KINDS, TABLES
from fixenc.dataset.databases.database import Cell, Conflict, Key, Refused, Rows, Target, Value
from fixenc.dataset.databases.names import (
    chosen_key,
    chosen_text,
    no_table,
    not_unique,
    quoted,
    readings_of,
)
from fixenc.files.problem import FileProblem
from fixenc.run.config import ConfigProblem

DRIVER = "PostgreSQL needs a driver: pip install 'fixenc[postgresql]'"

_SESSION = (
    "SELECT pg_catalog.set_config('client_encoding', CASE WHEN encoding = 'SQL_ASCII' "
    "THEN encoding ELSE 'UTF8' END, false) FROM pg_catalog.current_setting('server_encoding') "
    "AS encoding",
    "SET datestyle TO 'ISO'",
    "SET intervalstyle TO 'postgres'",
    "SET bytea_output TO 'hex'",
)
"""The client's encoding would be that of the database.  Of SQL_ASCII, which is any bytes, none is
known, so that they pass as they are.  The others say how keys are written."""

_REFUSED = re.compile(r"2[23]...|P0...|44000")
"""Classes of SQLSTATE: a value of the wrong form, a constraint, a trigger, a check option."""

_CONFLICTS = ("40001", "40P01")
_INTEGERS = ("smallint", "integer", "bigint")


class PostgreSQL:
    """A connection, and the table in it; raises :exc:`FileProblem` if it cannot be repaired."""

    def __init__(
        self, address: str, table: str | None, key: Sequence[str], columns: Sequence[str]
    ) -> None:
        try:
            from adbc_driver_postgresql import dbapi
        except ImportError:
            raise ConfigProblem(DRIVER) from None
        self._error: type[Exception] = dbapi.Error
        self.name = display_name(address)
        self.identity: tuple[object, ...] = (_without_user(address),)
        self.notes: list[str] = []
        try:
            self._connection = dbapi.connect(_for_libpq(address))
        except dbapi.Error as error:
            said = _connection_error(str(error))
            raise FileProblem(self.name, f"cannot be connected to: {said}") from None
        try:
            for setting in _SESSION:
                self._rows(setting, fetch=False)
            self._connection.commit()
            self._describe(table, key, columns)
        except BaseException:
            self.close()
            raise

    def _describe(self, table: str | None, key: Sequence[str], columns: Sequence[str]) -> None:
        """Look the table up, its key and its columns."""
        oid, *names = self._found(table)
        database, self.name = self.name, f"{self.name}, table {'.'.join(names)}"
        self.identity = (*self.identity, oid)
        self._table = quoted(*names)
        described = self._rows(COLUMNS, [oid])
        self._types = {str(column): str(kind) for column, kind, *_ in described}
        texts = [
            column for column, _, _, generated, is_text in described if is_text and not generated
        ]
        indexes: dict[int, list[str]] = {}
        primary: list[str] = []
        for index, is_primary, column in self._rows(INDEXES, [oid]):
            indexes.setdefault(index, []).append(column)
            primary += [column] if is_primary else []
        chosen = chosen_key(key, primary, [*self._types], self.name)
        self.target = Target(
            ".".join(names), chosen, chosen_text(columns, self._types, texts, chosen, self.name)
        )
        not_null = {column for column, _, required, *_ in described if required}
        if not_null.issuperset(chosen) and any(
            set(chosen) >= set(index) for index in indexes.values()
        ):
            self._connection.commit()
            return
        self._require_key()
        self.notes.append(
            f"{database}: no unique index is on {', '.join(chosen)}, so that the table is read "
            "once for each batch"
        )

    def _found(self, table: str | None) -> tuple[int, str, str]:
        for names in readings_of(table) if table else ():
            for oid, schema, name, kind in self._rows(FIND, [quoted(*names)]):
                if kind in KINDS:
                    raise FileProblem(self.name, f"{table} is {KINDS[kind]}")
                return int(oid), str(schema), str(name)
        raise no_table(table, self.name, [each for (each,) in self._rows(TABLES)])

    def _require_key(self) -> None:
        """Raise :exc:`FileProblem` unless the key identifies each row, by a look at all of them."""
        key = [quoted(column) for column in self.target.key]
        null = " OR ".join(f"{column} IS NULL" for column in key)
        if self._rows(f"SELECT 1 FROM {self._table} WHERE {null} LIMIT 1"):
            raise not_unique(self.target.key, "it is null in some", self.name)
        listed = ", ".join(key)
        shown = ", ".join(f"{column}::text" for column in key)
        twice = self._rows(
            f"SELECT {shown} FROM {self._table} GROUP BY {listed} HAVING count(*) > 1 LIMIT 1"
        )
        if twice:
            raise not_unique(self.target.key, f"{', '.join(twice[0])} is there twice", self.name)
        self._connection.commit()

    def read(self, after: Key | None, rows: int) -> Rows:
        """At most ``rows`` rows, the first whose keys come behind ``after``."""
        # An output column takes the name of what it is made of, and would be what is sorted by.
        key = [f"t.{quoted(column)}" for column in self.target.key]
        where = ""
        if after is not None:
            casts = ", ".join(
                f"CAST(${at}::text AS {self._types[column]})"
                for at, column in enumerate(self.target.key, 1)
            )
            where = f"WHERE ({', '.join(key)}) > ({casts})"
        wanted = [f"CAST(t.{quoted(column)} AS text)" for column in self._all]
        found = self._table_of(
            f"SELECT {', '.join(wanted)} FROM {self._table} AS t {where} "
            f"ORDER BY {', '.join(key)} LIMIT {rows}",
            None if after is None else [str(value) for value in after],
        )
        self._connection.commit()
        if found.num_columns == 0:
            return Rows([], {})
        invalid: dict[int, str] = {}
        arrays = [_text(found.column(at), name, invalid) for at, name in enumerate(self._all)]
        width = len(self.target.key)
        typed = [
            [self._key_value(name, value) for value in array.to_pylist()]
            for name, array in zip(self.target.key, arrays[:width], strict=True)
        ]
        columns = dict(zip(self.target.columns, arrays[width:], strict=True))
        return Rows([*zip(*typed, strict=True)], columns, invalid)

    @property
    def _all(self) -> tuple[str, ...]:
        return (*self.target.key, *self.target.columns)

    def _key_value(self, column: str, value: str | None) -> Value:
        if value is None:
            raise not_unique(self.target.key, "it is null in some, or no text", self.name)
        return int(value) if self._types[column] in _INTEGERS else value

    def update(self, cells: Sequence[Cell]) -> set[int]:
        """Write cells that still hold their old text; return the indices of those."""
        written: set[int] = set()
        by_column: dict[str, list[int]] = {}
        for at, cell in enumerate(cells):
            by_column.setdefault(cell.column, []).append(at)
        for column, places in by_column.items():
            some = [cells[at] for at in places]
            lists: list[list[Any]] = [
                places,
                [cell.old for cell in some],
                [cell.new for cell in some],
            ]
            lists += ([str(cell.key[at]) for cell in some] for at in range(len(self.target.key)))
            found = self._rows(self._update_of(column), lists, lists=True)
            written.update(number for (number,) in found)
        return written

    def _update_of(self, column: str) -> str:
        keys = range(len(self.target.key))
        arrays = ", ".join(["$1::bigint[]", *(f"${at}::text[]" for at in range(2, len(keys) + 4))])
        names = ", ".join(["number", "old", "new", *(f"key{at}" for at in keys)])
        same = " AND ".join(
            f"t.{quoted(name)} = CAST(n.key{at} AS {self._types[name]})"
            for at, name in enumerate(self.target.key)
        )
        return (
            f"UPDATE {self._table} AS t SET {quoted(column)} = n.new "
            f"FROM unnest({arrays}) AS n ({names}) WHERE {same} "
            f'AND CAST(t.{quoted(column)} AS text) COLLATE "C" = n.old RETURNING n.number'
        )

    def commit(self) -> None:
        """End the transaction, and keep what was written."""
        try:
            self._connection.commit()
        except self._error as error:
            raise self._problem(error) from None

    def rollback(self) -> None:
        """End the transaction as if nothing had been written."""
        try:
            self._connection.rollback()
        except self._error as error:
            raise self._problem(error) from None

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def _rows(
        self, sql: str, values: Sequence[Any] = (), *, fetch: bool = True, lists: bool = False
    ) -> list[tuple[Any, ...]]:
        found = self._table_of(sql, values, fetch=fetch, lists=lists)
        return [*zip(*(column.to_pylist() for column in found.columns), strict=True)]

    def _table_of(
        self,
        sql: str,
        values: Sequence[Any] | None = None,
        *,
        fetch: bool = True,
        lists: bool = False,
    ) -> pa.Table:
        """The result of a statement; ``values`` are a text or number, or a list of them, each."""
        arrays = [
            pa.array([value], pa.list_(_type(value[0])) if lists else None)
            for value in values or ()
        ]
        bound = pa.record_batch(arrays, [str(at) for at in range(len(arrays))]) if arrays else None
        try:
            with self._connection.cursor() as cursor:
                cursor.execute(sql, parameters=bound)
                return cursor.fetch_arrow_table() if fetch else pa.table({})
        except self._error as error:
            raise self._problem(error) from None

    def _problem(self, error: Exception) -> Exception:
        """What ``error`` of the database means."""
        said = _said(str(error))
        state = getattr(error, "sqlstate", None) or ""
        if state in _CONFLICTS:
            return Conflict(said)
        if _REFUSED.fullmatch(state):
            return Refused(said)
        return FileProblem(self.name, said)


def display_name(address: str) -> str:
    """``address`` without users, passwords and options.

    >>> display_name("postgresql://me:secret@example.org/news?sslmode=require")
    'postgresql://example.org/news'
    """
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"


def _without_user(address: str) -> str:
    parts = urlsplit(address)
    return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()


def _for_libpq(address: str) -> str:
    """``address`` without the driver that other libraries are named by: ``postgresql+psycopg``."""
    scheme, between, rest = address.partition("://")
    return f"{scheme.partition('+')[0]}{between}{rest}"


def _type(value: object) -> pa.DataType:
    return pa.int64() if isinstance(value, int) else pa.string()


def _text(column: pa.ChunkedArray, name: str, invalid: dict[int, str]) -> pa.Array:
    """A column as one array, with null for what is not UTF-8: a database can be SQL_ASCII."""
    array = pa.concat_arrays(column.chunks) if column.num_chunks else pa.array([], pa.string())
    try:
        array.validate(full=True)
        return array
    except pa.ArrowInvalid:
        pass
    texts: list[str | None] = []
    for row, value in enumerate(array.cast(pa.binary()).to_pylist()):
        try:
            texts.append(None if value is None else value.decode())
        except UnicodeDecodeError:
            texts.append(None)
            invalid[row] = f"column {name!r} is not UTF-8"
    return pa.array(texts, pa.string())


def _said(message: str) -> str:
    """The database's own words in an error of ADBC."""
    match = re.search(r"(?:ERROR|FATAL|PANIC):\s+(.*)", message)
    return match[1] if match else message.splitlines()[0]


def _connection_error(message: str) -> str:
    match = re.search(r"Failed to connect:\s+(.*)", message)
    return match[1] if match else message.splitlines()[0]
