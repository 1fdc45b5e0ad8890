"""The log of cells that were changed: a line of JSON for each, appended before it is committed.

A line holds all that is needed to put the old text back: the table, the key, the column, the
old and the new text, and the edits between.  After a run was killed in a commit, a cell may
stand in the log twice.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from fixenc.dataset.databases.database import Cell, Target
from fixenc.dataset.databases.position import plain
from fixenc.files.problem import FileProblem, reason


class CellLog:
    """A log in the file at ``path``; nothing is written where there is no path.

    With ``append`` what it holds stays; otherwise there must be no such file.
    """

    def __init__(self, path: str | None, target: Target, *, append: bool = False) -> None:
        self._target = target
        self._file = None
        if path is None:
            return
        try:
            if append:
                _drop_unfinished_line(Path(path))
            self._file = open(path, "ab" if append else "xb")  # noqa: SIM115
        except FileExistsError:
            advice = "--resume goes on with it, or choose another name"
            raise FileProblem(path, "is there already", advice) from None
        except OSError as error:
            raise FileProblem(path, f"cannot be written: {reason(error)}") from None

    def write(self, cells: Sequence[Cell]) -> None:
        """Append ``cells``; they are on the disk when this returns."""
        if self._file is not None and cells:
            self._file.write(b"".join(_line(cell, self._target) for cell in cells))
            self._file.flush()
            os.fsync(self._file.fileno())

    def close(self) -> None:
        """Close the file."""
        if self._file is not None:
            self._file.close()


def _line(cell: Cell, target: Target) -> bytes:
    values: dict[str, Any] = {
        "table": target.table,
        "key": dict(zip(target.key, map(plain, cell.key), strict=True)),
        "column": cell.column,
        "old": cell.old,
        "new": cell.new,
        "edits": [
            {
                "start": change.start,
                "end": change.end,
                "before": change.before,
                "after": change.after,
                "rule": change.rule,
                "safety": change.safety.name.lower(),
            }
            for change in cell.changes
        ],
    }
    return json.dumps(values, ensure_ascii=False).encode() + b"\n"


def _drop_unfinished_line(path: Path) -> None:
    """Cut off a last line without an end: it was being written when the machine stopped."""
    if not path.exists():
        return
    with path.open("r+b") as file:
        size = file.seek(0, os.SEEK_END)
        end = size
        while end:
            start = max(0, end - (1 << 16))
            file.seek(start)
            found = file.read(end - start).rfind(b"\n")
            if found >= 0:
                end = start + found + 1
                break
            end = start
        if end < size:
            file.truncate(end)
