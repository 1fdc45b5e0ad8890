"""ORC: a part is a stripe.

Codec and types stay, but Arrow does not read all that a file can say: columns of ``char`` and
``varchar`` become ``string``, and bloom filters are not written again.  A file whose types come
out as others is refused, as is one with metadata of its user, which Arrow cannot write.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import pyarrow as pa
from pyarrow import orc

from fixenc.dataset.inputs import Input
from fixenc.dataset.store import Store
from fixenc.dataset.tables.columns import (
    Chosen,
    as_before,
    as_text,
    chosen_columns,
    located,
)
from fixenc.dataset.tables.form import Form
from fixenc.dataset.tables.table import Columns
from fixenc.files.problem import FileProblem
from fixenc.integrations.change import Change
from fixenc.integrations.paths import Pattern


@dataclass
class OrcPart:
    """A stripe."""

    table: OrcTable
    stripe: int
    problems: Mapping[int, str] = field(default_factory=dict)

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return int(self.whole.num_rows)

    @cached_property
    def whole(self) -> pa.RecordBatch:
        """All columns."""
        return self.table.file.read_stripe(self.stripe)

    @cached_property
    def columns(self) -> Columns:
        """The columns that are asked for."""
        return {
            name: as_text(pa.chunked_array([self.whole.column(name)])) for name in self.table.chosen
        }

    def patterns(self, column: str) -> tuple[Pattern, ...]:
        """Where the text is in a column."""
        return self.table.chosen[column]

    def located(self, column: str, changes: Sequence[Change]) -> list[Change]:
        """``changes`` in a column, with their whole paths."""
        return located(column, changes)


class OrcTable:
    """A file of ORC."""

    def __init__(self, store: Store, source: Input, columns: Sequence[str], form: Form) -> None:
        self.file = orc.ORCFile(store.open(source.name))
        self.name = source.name
        kept = [key for key in self.file.metadata or {} if not key.startswith(b"org.apache.")]
        if kept:
            what = f"has metadata that cannot be written again: {kept[0].decode(errors='replace')}"
            raise FileProblem(source.name, what, "rewrite it as Parquet with what wrote it")
        self.chosen: Chosen = chosen_columns(self.file.schema, columns, source.name, form.decode)

    def parts(self) -> Iterator[OrcPart]:
        """The stripes."""
        for stripe in range(self.file.nstripes):
            yield OrcPart(self, stripe)

    @contextmanager
    def writer(self, path: Path) -> Iterator[OrcWriter]:
        """A file at ``path`` with the same codec."""
        options = {
            "compression": str(self.file.compression).lower(),
            "compression_block_size": self.file.compression_size or (64 << 10),
            "row_index_stride": self.file.row_index_stride,
        }
        with orc.ORCWriter(str(path), **options) as file:
            yield OrcWriter(file)
        written = orc.ORCFile(str(path)).schema
        if not written.equals(self.file.schema):
            raise FileProblem(
                self.name,
                "has a schema that cannot be written again as it is",
                "rewrite it as Parquet with what wrote it",
            )


class OrcWriter:
    """A file of ORC that is being written."""

    def __init__(self, file: orc.ORCWriter) -> None:
        self._file = file

    def write(
        self,
        part: OrcPart,
        fixed: Columns,
        changes: Mapping[str, Sequence[Change]],
        left_out: Collection[int],
    ) -> None:
        """Write a stripe."""
        whole = part.whole
        arrays = [
            as_before(pa.concat_arrays(fixed[name].chunks), whole.column(at).type)
            if name in fixed
            else whole.column(at)
            for at, name in enumerate(whole.schema.names)
        ]
        self._file.write(pa.Table.from_arrays(arrays, schema=whole.schema))
