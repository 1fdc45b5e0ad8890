"""Parquet: a part is a row group.

What a file says of how it was written is kept where Arrow can write it: codecs,
dictionaries, encodings, row groups, sorting, page index, statistics, legacy timestamps,
schema and metadata.  Properties that Arrow cannot read from a file, such as the level of a
codec and the size of pages, get Arrow's defaults; bloom filters are not written again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from fixenc.dataset.inputs import Input
from fixenc.dataset.store import Store
from fixenc.dataset.tables.columns import Chosen, as_before, as_text, chosen_columns, located
from fixenc.dataset.tables.form import Form
from fixenc.dataset.tables.table import Columns
from fixenc.files.problem import FileProblem
from fixenc.integrations.change import Change
from fixenc.integrations.paths import Pattern

_OF_WRITER = frozenset({"DELTA_BINARY_PACKED", "DELTA_BYTE_ARRAY", "DELTA_LENGTH_BYTE_ARRAY"})
"""Encodings that a writer has to be asked for; the others follow from what it does."""


@dataclass
class ParquetPart:
    """A row group, of which only the columns asked for are read at first."""

    table: ParquetTable
    group: int
    problems: Mapping[int, str] = field(default_factory=dict)

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return int(self.table.metadata.row_group(self.group).num_rows)

    @cached_property
    def columns(self) -> Columns:
        """The columns that are asked for."""
        names = list(self.table.chosen)
        read = self.table.file.read_row_group(self.group, columns=names, use_threads=False)
        return {name: as_text(read.column(name)) for name in names}

    def patterns(self, column: str) -> tuple[Pattern, ...]:
        """Where the text is in a column."""
        return self.table.chosen[column]

    def located(self, column: str, changes: Sequence[Change]) -> list[Change]:
        """``changes`` in a column, with their whole paths."""
        return located(column, changes)

    def whole(self, fixed: Columns) -> pa.Table:
        """All columns, those that were ``fixed`` in the place of what was read."""
        schema = self.table.schema
        ours = {
            name: as_before(column, schema.field(name).type)
            for name, column in {**self.columns, **fixed}.items()
        }
        others = [name for name in schema.names if name not in ours]
        # A name with a dot is taken for a path: then all that is there is read.
        plain = len(set(schema.names)) == len(schema.names) and not any("." in n for n in others)
        read = self.table.file.read_row_group(
            self.group, columns=others if plain else None, use_threads=False
        )
        arrays = [
            ours[name] if name in ours else read.column(name if plain else at)
            for at, name in enumerate(schema.names)
        ]
        return pa.Table.from_arrays(arrays, schema=schema)


class ParquetTable:
    """A file of Parquet, or its row groups from ``groups[0]`` until ``groups[1]``."""

    def __init__(
        self,
        store: Store,
        source: Input,
        columns: Sequence[str],
        form: Form,
        groups: tuple[int, int] | None = None,
    ) -> None:
        self.file = pq.ParquetFile(store.open(source.name), pre_buffer=not store.local)
        self.metadata = self.file.metadata
        self.schema = self.file.schema_arrow
        self.chosen: Chosen = chosen_columns(self.schema, columns, source.name, form.decode)
        self.name = source.name
        self.groups = groups or (0, self.metadata.num_row_groups)

    def parts(self) -> Iterator[ParquetPart]:
        """The row groups."""
        for group in range(*self.groups):
            yield ParquetPart(self, group)

    @contextmanager
    def writer(self, path: Path) -> Iterator[ParquetWriter]:
        """A file at ``path`` that is written as this one was."""
        with pq.ParquetWriter(str(path), self.schema, **self._options()) as file:
            if not self._stores_schema and self.schema.metadata:
                file.add_key_value_metadata(self.schema.metadata)
            yield ParquetWriter(file)
        if _leaves(pq.read_metadata(path).schema) != _leaves(self.metadata.schema):
            raise FileProblem(
                self.name,
                "has a schema that cannot be written again as it is",
                "rewrite it with a current version of what wrote it",
            )

    @property
    def _stores_schema(self) -> bool:
        return b"ARROW:schema" in (self.metadata.metadata or {})

    def _options(self) -> dict[str, Any]:
        """How the file was written, for a writer."""
        options: dict[str, Any] = {
            "version": "1.0" if self.metadata.format_version == "1.0" else "2.6",
            "store_schema": self._stores_schema,
        }
        if not self.metadata.num_row_groups:
            return options
        group = self.metadata.row_group(0)
        columns = [group.column(at) for at in range(self.metadata.num_columns)]
        paths = [column.path_in_schema for column in columns]
        encodings = [set(column.encodings) for column in columns]
        dictionaries = [
            path
            for path, found in zip(paths, encodings, strict=True)
            if found & {"RLE_DICTIONARY", "PLAIN_DICTIONARY"}
        ]
        options |= {
            "compression": {
                path: "NONE" if column.compression == "UNCOMPRESSED" else column.compression
                for path, column in zip(paths, columns, strict=True)
            },
            "use_dictionary": dictionaries or False,
            "write_statistics": [
                path for path, column in zip(paths, columns, strict=True) if column.is_stats_set
            ]
            or False,
            "write_page_index": any(column.has_column_index for column in columns),
            "use_deprecated_int96_timestamps": any(c.physical_type == "INT96" for c in columns),
            "use_compliant_nested_type": not any(".list.item" in path for path in paths),
            "sorting_columns": list(group.sorting_columns) or None,
        }
        special = {
            path: encoding
            for path, found in zip(paths, encodings, strict=True)
            if path not in dictionaries
            for encoding in found & (_OF_WRITER | {"BYTE_STREAM_SPLIT"})
        }
        if special:
            options["column_encoding"] = special
        return options


class ParquetWriter:
    """A file of Parquet that is being written."""

    def __init__(self, file: pq.ParquetWriter) -> None:
        self._file = file

    def write(
        self,
        part: ParquetPart,
        fixed: Columns,
        changes: Mapping[str, Sequence[Change]],
        left_out: Collection[int],
    ) -> None:
        """Write a row group, as one."""
        whole = part.whole(fixed)
        self._file.write_table(whole, row_group_size=max(whole.num_rows, 1))


def _leaves(schema: pq.ParquetSchema) -> list[tuple[object, ...]]:
    """The columns of a file, without the names of nested levels, which writers choose freely."""
    return [
        (
            column.name if column.max_repetition_level == 0 else "",
            column.physical_type,
            str(column.logical_type),
            column.max_definition_level,
            column.max_repetition_level,
        )
        for column in (schema.column(at) for at in range(len(schema)))
    ]
