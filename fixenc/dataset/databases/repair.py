"""Repairing a table: batch by batch in the order of its key, each written in one transaction.

Nothing is locked while a batch is repaired: each cell is written on the condition that it
still holds the text that was read, and one that was changed meanwhile stays as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from fixenc import __version__
from fixenc.dataset.databases.database import Cell, Database, Key, Rows
from fixenc.dataset.databases.log import CellLog
from fixenc.dataset.databases.position import (
    Position,
    position_file,
    read_position,
    write_position,
)
from fixenc.dataset.databases.write import write
from fixenc.dataset.job import OnError
from fixenc.dataset.record import fingerprint
from fixenc.dataset.tables.columns import located
from fixenc.dataset.tally import Tally
from fixenc.engine.policy import Policy
from fixenc.files.problem import FileProblem
from fixenc.integrations.arrow import repair_array
from fixenc.integrations.change import Change
from fixenc.review.visible import visible

FIRST = 500
"""Rows of the first batch."""

MOST = 20_000
"""Rows of a batch at most, so that no transaction takes long."""

SIZE = 8 << 20
"""Bytes of text of a batch, about."""

SHOWN = 5
"""Rows and cells of a kind that are reported one by one."""


@dataclass
class Result:
    """The rows so far; cells that were changed meanwhile, or refused; messages about some."""

    tally: Tally = field(default_factory=Tally)
    changed_meanwhile: int = 0
    refused: int = 0
    messages: list[str] = field(default_factory=list)

    @property
    def status(self) -> int:
        """The exit status: 0 all is well, 1 something is left for a person."""
        return 1 if self.changed_meanwhile or self.refused or self.tally.bad_rows else 0


@dataclass(frozen=True)
class Repairer:
    """A table, and how it is to be repaired.

    With ``dry_run`` nothing is written but the log; with ``resume`` it goes on behind the
    row where the last run with the same settings ended, if that was to ``keep`` its position.
    """

    database: Database
    policy: Policy
    log: str | None = None
    dry_run: bool = False
    resume: bool = False
    on_error: OnError = OnError.FAIL
    keep: bool = True

    def run(self) -> Iterator[Result]:
        """Repair the table; yield the same result at first and after each batch."""
        file = self._position_file()
        position = read_position(file) if self.resume else Position()
        result = Result(position.tally)
        yield result
        log = CellLog(self.log, self.database.target, append=self.resume)
        key, rows = position.key, FIRST
        try:
            while found := self._read(key, rows):
                self._take(found, result, log.write)
                key = found.keys[-1]
                if self.keep:
                    write_position(file, Position(key, result.tally))
                rows = _next_size(rows, found)
                yield result
        finally:
            log.close()

    def _read(self, after: Key | None, rows: int) -> Rows | None:
        found = self.database.read(after, rows)
        return found if found.keys else None

    def _take(self, rows: Rows, result: Result, note: Callable[[list[Cell]], None]) -> None:
        """Repair a batch, and write what changes."""
        name = self.database.target.table
        for at, (row, what) in enumerate(sorted(rows.invalid.items()), result.tally.bad_rows):
            problem = FileProblem(
                self.database.name,
                f"row {_shown(rows.keys[row])}: {what}",
                "--on-error skip keeps such rows as they are",
            )
            if self.on_error is OnError.FAIL:
                raise problem
            _tell(result, at, str(FileProblem(problem.path, problem.what)))
        cells = [*_cells(rows, self.policy)]
        if self.dry_run:
            note(cells)
        else:
            outcome = write(self.database, cells, note)
            for at, (cell, why) in enumerate(outcome.refused, result.refused):
                where = f"row {_shown(cell.key)}, column {cell.column!r}"
                _tell(result, at, f"{self.database.name}: {where}: the database refuses: {why}")
            result.refused += len(outcome.refused)
            result.changed_meanwhile += len(outcome.changed)
            cells = outcome.written
        result.tally.count(name, len(rows.keys), len(rows.invalid), _by_column(cells))

    def _position_file(self) -> Path:
        target, policy = self.database.target, self.policy
        rules = sorted(policy.select), sorted(policy.ignore), policy.unsafe_fixes
        forms = policy.normal_form, policy.line_ending
        named = self.database.identity, target.key, target.columns
        return position_file(fingerprint(__version__, named, rules, forms))


def _cells(rows: Rows, policy: Policy) -> Iterator[Cell]:
    """The cells that change."""
    for name, column in rows.columns.items():
        fixed, changes = repair_array(column, policy)
        by_row: dict[int, list[Change]] = {}
        for change in located(name, changes):
            by_row.setdefault(change.row, []).append(change)
        for row, own in by_row.items():
            yield Cell(rows.keys[row], name, column[row].as_py(), fixed[row].as_py(), tuple(own))


def _by_column(cells: Iterable[Cell]) -> dict[str, list[Change]]:
    columns: dict[str, list[Change]] = {}
    for cell in cells:
        columns.setdefault(cell.column, []).extend(cell.changes)
    return columns


def _next_size(rows: int, found: Rows) -> int:
    """How many rows to read next, so that a batch has about ``SIZE`` bytes of text."""
    size = sum(column.nbytes for column in found.columns.values())
    wanted = len(found.keys) * SIZE // max(int(size), 1)
    return max(1, min(wanted, 2 * rows, MOST))


def _shown(key: Key) -> str:
    return ", ".join(visible(str(value)) for value in key)


def _tell(result: Result, number: int, message: str) -> None:
    """Keep a message about the case ``number`` of its kind, if it is one of the first."""
    if number < SHOWN:
        result.messages.append(message)
