"""Writing cells: a batch in one transaction, and cell by cell if the database refuses one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from fixenc.dataset.databases.database import Cell, Conflict, Database, Refused
from fixenc.files.problem import FileProblem

ATTEMPTS = 3
"""How often a transaction is tried that was in the way of another."""


@dataclass
class Written:
    """The cells that were written, those that had been changed meanwhile, and those refused."""

    written: list[Cell] = field(default_factory=list)
    changed: list[Cell] = field(default_factory=list)
    refused: list[tuple[Cell, str]] = field(default_factory=list)


def write(database: Database, cells: Sequence[Cell], note: Callable[[list[Cell]], None]) -> Written:
    """Write ``cells`` that still hold their old text.

    ``note`` is called with those that are written, before they are committed: whatever
    happens then, there is no change of which nothing is noted.
    """
    result = Written()
    try:
        _transaction(database, cells, note, result)
    except Refused:
        for cell in cells:
            try:
                _transaction(database, [cell], note, result)
            except Refused as refusal:
                result.refused.append((cell, str(refusal)))
    return result


def _transaction(
    database: Database,
    cells: Sequence[Cell],
    note: Callable[[list[Cell]], None],
    result: Written,
) -> None:
    for attempt in range(1, ATTEMPTS + 1):
        try:
            written = database.update(cells)
            mine = [cell for at, cell in enumerate(cells) if at in written]
            if mine:
                note(mine)
            database.commit()  # deferred constraints are checked here
        except Conflict as conflict:
            database.rollback()
            if attempt == ATTEMPTS:
                raise FileProblem(
                    database.name, f"transactions are in each other's way: {conflict}",
                    "--resume goes on from here",
                ) from None  # fmt: skip
        except BaseException:
            database.rollback()
            raise
        else:
            result.written += mine
            result.changed += (cell for at, cell in enumerate(cells) if at not in written)
            return
