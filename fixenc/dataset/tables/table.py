"""The protocol of a table format: it is read in parts, and written again in the same form.

A part is what fits in memory: a row group, a record batch, some thousand lines.  A file
in which nothing changes is copied, byte for byte, and not written anew at all; so a part
reads only the columns that are asked for until it has to be written.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol, TypeVar

import pyarrow as pa

from fixenc.integrations.change import Change
from fixenc.integrations.paths import Pattern

Columns = Mapping[str, pa.ChunkedArray]
"""Columns that hold text, under their names."""


class Part(Protocol):
    """Some rows of a table, in one piece."""

    @property
    def rows(self) -> int:
        """How many rows there are."""

    @property
    def columns(self) -> Columns:
        """The columns that are asked for, of ``rows`` cells each."""

    @property
    def problems(self) -> Mapping[int, str]:
        """Messages about invalid rows, by their index in the part."""

    def patterns(self, column: str) -> tuple[Pattern, ...]:
        """Where the text is that is asked for, in a column of lists, structs or maps."""

    def located(self, column: str, changes: Sequence[Change]) -> list[Change]:
        """``changes`` in a column, with the whole path from the row to the text."""


AnyPart = TypeVar("AnyPart")
TakenPart = TypeVar("TakenPart", contravariant=True)


class Writer(Protocol[TakenPart]):
    """A file being written, like the one that was read in all but some cells."""

    def write(
        self,
        part: TakenPart,
        fixed: Columns,
        changes: Mapping[str, Sequence[Change]],
        left_out: Collection[int],
    ) -> None:
        """Write a part with its columns ``fixed``, and without some of its rows."""


class Table(Protocol[AnyPart]):
    """A file of rows."""

    def parts(self) -> Iterator[AnyPart]:
        """All rows, from the first."""

    def writer(self, path: Path) -> AbstractContextManager[Writer[AnyPart]]:
        """A file at ``path`` in the form of this one."""
