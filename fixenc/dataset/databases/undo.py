"""Undoing a run: the old text of each cell of a log is put back where the new one still stands."""

from __future__ import annotations

import json
from collections.abc import Iterator
from hashlib import blake2b
from typing import Any

from fixenc.dataset.databases.database import Cell, Database
from fixenc.dataset.databases.position import value_of
from fixenc.dataset.databases.repair import Result
from fixenc.dataset.databases.write import write
from fixenc.files.problem import FileProblem, reason

BATCH = 1000
"""Cells of a transaction."""


def undo(database: Database, log: str) -> Iterator[Result]:
    """Put back the old texts in ``log``; yield the same result after each transaction.

    Raises :exc:`FileProblem` if it is no log of this table, key and columns.
    """
    result = Result()
    cells: list[Cell] = []
    for cell in _cells(database, log):
        cells.append(cell)
        if len(cells) == BATCH:
            _write(database, cells, result)
            yield result
            cells = []
    if cells:
        _write(database, cells, result)
    yield result


def _write(database: Database, cells: list[Cell], result: Result) -> None:
    outcome = write(database, cells, lambda _: None)
    result.tally.rows += len(cells)
    result.tally.changed_rows += len(outcome.written)
    result.changed_meanwhile += len(outcome.changed)
    result.refused += len(outcome.refused)


def _cells(database: Database, log: str) -> Iterator[Cell]:
    """The cells of a log, each once, with its old text as the new one."""
    seen: set[bytes] = set()
    try:
        with open(log, "rb") as file:
            for number, line in enumerate(file, 1):
                digest = blake2b(line, digest_size=16).digest()
                if digest not in seen:
                    seen.add(digest)
                    yield _cell(database, line, f"{log}, line {number}")
    except OSError as error:
        raise FileProblem(log, f"cannot be read: {reason(error)}") from None


def _cell(database: Database, line: bytes, where: str) -> Cell:
    target = database.target
    try:
        values: dict[str, Any] = json.loads(line)
        key = tuple(value_of(value) for value in values["key"].values())
        cell = Cell(key, values["column"], values["new"], values["old"])
        table, names = values["table"], tuple(values["key"])
    except (ValueError, TypeError, KeyError, AttributeError):
        raise FileProblem(where, "is no change that fixenc wrote") from None
    if (table, names) != (target.table, target.key) or cell.column not in target.columns:
        raise FileProblem(
            where,
            f"is about column {cell.column!r} of {table} by {', '.join(names)}",
            "name these with --table, --column and --key",
        )
    return cell
