"""The log of changes: a file of Parquet for each input, to be reviewed and queried with SQL."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from fixenc.integrations.change import Change, path_name

SUFFIX = ".changes.parquet"
"""The suffix that is added to the name of an input to get the name of its log."""

SCHEMA = pa.schema(
    [
        pa.field("file", pa.string(), nullable=False),
        pa.field("row", pa.int64(), nullable=False),
        pa.field("column", pa.string(), nullable=False),
        pa.field("start", pa.int64(), nullable=False),
        pa.field("end", pa.int64(), nullable=False),
        pa.field("before", pa.large_string(), nullable=False),
        pa.field("after", pa.large_string(), nullable=False),
        pa.field("rule", pa.string(), nullable=False),
        pa.field("safety", pa.string(), nullable=False),
    ]
)
"""``row`` counts the rows of the input from 0, ``start`` and ``end`` the characters of the text;
``column`` is the path of it: ``text``, or ``messages[3].content``."""


class Log:
    """A log that is being written."""

    def __init__(self, file: pq.ParquetWriter, name: str) -> None:
        self._file = file
        self._name = name

    def write(self, found: Mapping[str, Sequence[Change]], first_row: int) -> None:
        """Note the changes ``found`` in the columns of a part that begins at ``first_row``."""
        changes = [change for several in found.values() for change in several]
        if not changes:
            return
        columns = {
            "file": [self._name] * len(changes),
            "row": [first_row + change.row for change in changes],
            "column": [path_name(change.path) for change in changes],
            "start": [change.start for change in changes],
            "end": [change.end for change in changes],
            "before": [writable(change.before) for change in changes],
            "after": [writable(change.after) for change in changes],
            "rule": [change.rule for change in changes],
            "safety": [change.safety.name.lower() for change in changes],
        }
        self._file.write_table(pa.table(columns, schema=SCHEMA))

    def copy(self, log: pa.NativeFile) -> None:
        """Note what another log holds."""
        file = pq.ParquetFile(log)
        for group in range(file.num_row_groups):
            self._file.write_table(file.read_row_group(group, use_threads=False))


@contextmanager
def log_at(path: Path, name: str) -> Iterator[Log]:
    """The log of the input ``name``, in a file at ``path``."""
    with pq.ParquetWriter(str(path), SCHEMA, compression="zstd") as file:
        yield Log(file, name)


def writable(text: str) -> str:
    r"""``text`` with bytes that are not UTF-8 as escapes, ``\xe9``."""
    if text.isascii():
        return text
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
