"""Texts: a part is a block of lines, a row is a line or all, and its column is ``text``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pyarrow as pa

from fixenc.core.edits import Edit, apply
from fixenc.dataset.inputs import Input
from fixenc.dataset.store import Store
from fixenc.dataset.tables.columns import chosen_columns, located
from fixenc.dataset.tables.form import Form
from fixenc.dataset.tables.lines import (
    NOT_UTF_8,
    LinesWriter,
    blocks,
    lines_writer,
    opened,
    read_whole,
    seeming,
)
from fixenc.dataset.tables.table import Columns
from fixenc.integrations.change import Change
from fixenc.integrations.change import Path as TextPath
from fixenc.integrations.paths import EVERYTHING, Pattern

COLUMN = "text"


@dataclass
class TextPart:
    """A block of lines."""

    table: TextTable
    pieces: list[bytes]
    first_line: int

    @property
    def places(self) -> range:
        """Which of the pieces are rows: all."""
        return range(len(self.pieces))

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return len(self.pieces)

    @property
    def columns(self) -> Columns:
        """The lines, without their ends; of an invalid one, nothing."""
        return {COLUMN: pa.chunked_array([pa.array(self._read[0], pa.large_string())])}

    @property
    def problems(self) -> Mapping[int, str]:
        """Messages about lines that are not UTF-8."""
        return self._read[1]

    @cached_property
    def _read(self) -> tuple[list[str | None], dict[int, str]]:
        lines: list[str | None] = []
        problems: dict[int, str] = {}
        hint = ""
        for row, piece in enumerate(self.pieces):
            try:
                lines.append(piece.decode().rstrip("\r\n"))
            except UnicodeDecodeError:
                lines.append(None)
                hint = hint if problems else seeming(self.pieces)
                problems[row] = f"line {self.first_line + row}: {NOT_UTF_8}{hint}"
        return lines, problems

    def patterns(self, column: str) -> tuple[Pattern, ...]:
        """All of a line."""
        return (EVERYTHING,)

    def located(self, column: str, changes: Sequence[Change]) -> list[Change]:
        """``changes`` with the name of the column as their paths."""
        return located(column, changes)

    def replaced(self, row: int, piece: bytes, path: TextPath, changes: Sequence[Change]) -> bytes:
        """A line with its changes."""
        edits = [Edit(change.start, change.end, change.after) for change in changes]
        return apply(piece.decode(), edits).encode()


class TextTable:
    """A file of lines."""

    def __init__(self, store: Store, source: Input, columns: Sequence[str], form: Form) -> None:
        self._store = store
        self._source = source
        self._form = form
        chosen_columns(pa.schema([(COLUMN, pa.string())]), columns, source.name)

    def parts(self) -> Iterator[TextPart]:
        """The lines, in blocks."""
        if self._form.whole:
            yield TextPart(self, [self._whole()], 1)
            return
        line = 1
        for lines in blocks(self._store, self._source, self._form.encoding):
            yield TextPart(self, lines, line)
            line += len(lines)

    def _whole(self) -> bytes:
        with opened(self._store, self._source, self._form.encoding) as stream:
            return read_whole(stream, self._source.name)

    def writer(self, path: Path) -> AbstractContextManager[LinesWriter]:
        """A file at ``path``, compressed as this one is."""
        return lines_writer(path, self._source.compression)
