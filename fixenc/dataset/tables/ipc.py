"""Arrow IPC, files and streams: a part is a record batch."""

from __future__ import annotations

import struct
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa

from fixenc.dataset.inputs import Input
from fixenc.dataset.store import Store
from fixenc.dataset.tables.columns import Chosen, as_before, as_text, chosen_columns, located
from fixenc.dataset.tables.form import Form
from fixenc.dataset.tables.table import Columns
from fixenc.integrations.change import Change
from fixenc.integrations.paths import Pattern

_MAGIC = b"ARROW1"
_CODECS = ("lz4", "zstd")
"""Codecs, by their numbers in Arrow's format."""


@dataclass
class IpcPart:
    """A record batch, with what its message says of it."""

    batch: pa.RecordBatch
    metadata: pa.KeyValueMetadata | None
    columns: Columns
    chosen: Chosen
    problems: Mapping[int, str] = field(default_factory=dict)

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return int(self.batch.num_rows)

    def patterns(self, column: str) -> tuple[Pattern, ...]:
        """Where the text is in a column."""
        return self.chosen[column]

    def located(self, column: str, changes: Sequence[Change]) -> list[Change]:
        """``changes`` in a column, with their whole paths."""
        return located(column, changes)


class IpcTable:
    """A file or a stream of record batches; which of them, its first bytes say."""

    def __init__(self, store: Store, source: Input, columns: Sequence[str], form: Form) -> None:
        self._store = store
        self._name = source.name
        with store.open(source.name) as file:
            self.is_file = file.read(len(_MAGIC)) == _MAGIC
            file.seek(8 if self.is_file else 0)
            self._codec = _codec(file)
            file.seek(0)
            reader = pa.ipc.open_file(file) if self.is_file else pa.ipc.open_stream(file)
            self.schema = reader.schema
            self._metadata = reader.metadata if self.is_file else None
        self._chosen = chosen_columns(self.schema, columns, source.name, form.decode)

    def parts(self) -> Iterator[IpcPart]:
        """The record batches."""
        with self._store.open(self._name) as file:
            for batch, metadata in self._batches(file):
                columns = {
                    name: as_text(
                        pa.chunked_array([batch.column(batch.schema.get_field_index(name))])
                    )
                    for name in self._chosen
                }
                yield IpcPart(batch, metadata, columns, self._chosen)

    def _batches(
        self, file: pa.NativeFile
    ) -> Iterator[tuple[pa.RecordBatch, pa.KeyValueMetadata | None]]:
        options = pa.ipc.IpcReadOptions(use_threads=False)
        if self.is_file:
            reader = pa.ipc.open_file(file, options=options)
            for at in range(reader.num_record_batches):
                yield reader.get_batch_with_custom_metadata(at)
        else:
            yield from pa.ipc.open_stream(file, options=options).iter_batches_with_custom_metadata()

    @contextmanager
    def writer(self, path: Path) -> Iterator[IpcWriter]:
        """A file at ``path`` of the same kind, with the same compression."""
        options = pa.ipc.IpcWriteOptions(compression=self._codec, use_threads=False)
        # Handed as a file of its own, which is closed whatever happens.
        with (
            pa.OSFile(str(path), "wb") as out,
            (
                pa.ipc.new_file(out, self.schema, options=options, metadata=self._metadata)
                if self.is_file
                else pa.ipc.new_stream(out, self.schema, options=options)
            ) as file,
        ):
            yield IpcWriter(file)


class IpcWriter:
    """A file of record batches that is being written."""

    def __init__(self, file: pa.RecordBatchFileWriter) -> None:
        self._file = file

    def write(
        self,
        part: IpcPart,
        fixed: Columns,
        changes: Mapping[str, Sequence[Change]],
        left_out: Collection[int],
    ) -> None:
        """Write a record batch, as one."""
        batch = part.batch
        arrays = [
            as_before(pa.concat_arrays(fixed[name].chunks), batch.column(at).type)
            if name in fixed
            else batch.column(at)
            for at, name in enumerate(batch.schema.names)
        ]
        whole = pa.RecordBatch.from_arrays(arrays, schema=batch.schema)
        self._file.write_batch(whole, custom_metadata=part.metadata)


def _codec(file: pa.NativeFile) -> str | None:
    """The codec of the first record batch, which no function of Arrow returns.

    A message is a FlatBuffers table with its header as third field, a record batch one
    with its compression as fourth, and that one with the codec's number as first.
    """
    for message in pa.ipc.MessageReader.open_stream(file):
        if message.type != "record batch":
            continue
        data = message.metadata.to_pybytes()
        batch = _field(data, _follow(data, 0), 2)
        assert batch is not None
        compression = _field(data, _follow(data, batch), 3)
        if compression is None:
            return None
        number = _field(data, _follow(data, compression), 0)
        return _CODECS[data[number] if number is not None else 0]
    return None


def _follow(data: bytes, at: int) -> int:
    """Where the offset at ``at`` leads."""
    return at + int(struct.unpack_from("<I", data, at)[0])


def _field(data: bytes, table: int, number: int) -> int | None:
    """Where field ``number`` of a FlatBuffers table stands, if it is there."""
    index = table - struct.unpack_from("<i", data, table)[0]
    slot = 4 + 2 * number
    if slot >= struct.unpack_from("<H", data, index)[0]:
        return None
    offset = struct.unpack_from("<H", data, index + slot)[0]
    return table + offset if offset else None
