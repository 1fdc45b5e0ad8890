"""WARC, WET and WAT: a row is a record.

The column ``text`` is the payload of records that hold text: of pages, plain text and
extracted text.  Any other column is a path into the JSON of records that hold JSON, as WAT's
do.  A record in which something changes is written anew, with its lengths and digests; all
others are the bytes that were read.  Records that are compressed inside, sent in chunks,
truncated or in an encoding that is not known stay as they are, as do those whose digests do
not fit what they hold.
"""

from __future__ import annotations

import gzip
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pyarrow as pa

from fixenc.core.document import Document, Kind
from fixenc.core.edits import Edit, apply
from fixenc.dataset.finding import Found
from fixenc.dataset.inputs import Input
from fixenc.dataset.store import PIECE, Store
from fixenc.dataset.tables.crawl.record import JSON, MARKUP, Record, record_of, rewritten
from fixenc.dataset.tables.form import Form
from fixenc.dataset.tables.json.escaped import replaced
from fixenc.dataset.tables.json.rows import object_of, texts_in
from fixenc.dataset.tables.table import Columns
from fixenc.dataset.tables.texts import by_row
from fixenc.engine.applied import editor
from fixenc.engine.policy import Policy
from fixenc.engine.repair import repair
from fixenc.files.problem import FileProblem
from fixenc.integrations.arrow import changes_of
from fixenc.integrations.change import Change
from fixenc.integrations.change import Path as TextPath
from fixenc.integrations.paths import EVERYTHING, Pattern, parse
from fixenc.run.config import ConfigProblem

TEXT = "text"
"""The column of payloads that are text."""

ROWS = 1000
"""Records of a part at most…"""

SIZE = 8 << 20
"""… and bytes of text in it, about."""


@dataclass
class WarcPart:
    """Some records."""

    table: WarcTable
    records: list[Record] = field(default_factory=list)
    problems: Mapping[int, str] = field(default_factory=dict)

    @property
    def rows(self) -> int:
        """How many records there are."""
        return len(self.records)

    @property
    def columns(self) -> Columns:
        """No columns: the text of a page is repaired as a page."""
        return {}

    def patterns(self, column: str) -> tuple[Pattern, ...]:
        """All text."""
        return (EVERYTHING,)

    def located(self, column: str, changes: Sequence[Change]) -> list[Change]:
        """``changes``, whose paths are whole."""
        return [*changes]

    def found(self, policy: Policy, rows: int | None = None) -> Found:
        """The changes in the first ``rows`` records, or all."""
        changes: dict[str, list[Change]] = {}
        for row, record in enumerate(self.records[:rows]):
            for column, path, text in self._texts(record):
                edits = _applied(record, text, policy)
                own = [replace(change, path=path) for change in changes_of(row, text, edits)]
                if own and self._can_hold(record, apply(text, edits)):
                    changes.setdefault(column, []).extend(own)
        return Found({name: pa.chunked_array([pa.nulls(0)]) for name in changes}, changes)

    def _texts(self, record: Record) -> Iterator[tuple[str, TextPath, str]]:
        """The texts of a record that are asked for: their columns and paths."""
        if record.text is None:
            return
        if record.mime not in JSON:
            if TEXT in self.table.columns:
                yield TEXT, (TEXT,), record.text
            return
        try:
            values = object_of(record.text.encode())
        except ValueError:
            return
        for column in self.table.columns:
            if column != TEXT:
                found = texts_in(values, parse(column))
                yield from ((column, path, text) for path, text in found)

    @staticmethod
    def _can_hold(record: Record, text: str) -> bool:
        """Whether the encoding of a record has a code for all of its repaired text."""
        if record.mime in (*MARKUP, *JSON):
            return True
        try:
            text.encode(record.codec)
        except UnicodeEncodeError:
            return False
        return True


def _applied(record: Record, text: str, policy: Policy) -> Sequence[Edit]:
    """The edits that are applied to a text of a record."""
    if record.mime in MARKUP:
        return repair(Document(text, "page.html", Kind.MARKUP), policy).applied
    return editor(policy)(text)


class WarcTable:
    """A file of records, each of them compressed by itself or not."""

    def __init__(self, store: Store, source: Input, columns: Sequence[str], form: Form) -> None:
        try:
            import warcio  # noqa: F401
        except ImportError:
            raise ConfigProblem("WARC needs a reader: pip install 'fixenc[warc]'") from None
        self._store = store
        self._source = source
        self.columns = tuple(columns)

    def parts(self) -> Iterator[WarcPart]:
        """The records."""
        part = WarcPart(self)
        size = 0
        for record in self._records():
            part.records.append(record)
            size += len(record.text or "")
            if size > SIZE or part.rows >= ROWS:
                yield part
                part, size = WarcPart(self), 0
        if part.records:
            yield part

    def _records(self) -> Iterator[Record]:
        """The records, each with all bytes until the next."""
        from warcio.archiveiterator import ArchiveIterator
        from warcio.exceptions import ArchiveLoadFailed

        last: Record | None = None
        with self._store.open(self._source.name) as file:
            size = int(file.size())
            found = ArchiveIterator(file)
            try:
                for each in found:
                    read = record_of(each)
                    offset = int(found.get_record_offset())
                    if last is not None:
                        yield replace(last, length=offset - last.offset)
                    last = replace(read, offset=offset)
            except (ArchiveLoadFailed, EOFError) as error:
                said = " ".join(str(error).split()) or "it ends within a record"
                raise FileProblem(self._source.name, f"cannot be read as WARC: {said}") from None
        if last is not None:
            yield replace(last, length=size - last.offset)

    @contextmanager
    def writer(self, path: Path) -> Iterator[WarcWriter]:
        """A file at ``path``, compressed as this one is."""
        packed = self._source.compression is not None
        with self._store.open(self._source.name) as file, path.open("wb") as out:
            yield WarcWriter(file, out, packed)


class WarcWriter:
    """A file of records that is being written."""

    def __init__(self, source: pa.NativeFile, out: Any, packed: bool) -> None:
        self._source = source
        self._out = out
        self._packed = packed

    def write(
        self,
        part: WarcPart,
        fixed: Columns,
        changes: Mapping[str, Sequence[Change]],
        left_out: Collection[int],
    ) -> None:
        """Write the records, those anew in which something changes."""
        found = by_row(changes)
        for row, record in enumerate(part.records):
            if row in found:
                raw = self._source.read_at(record.length, record.offset)
                data = gzip.decompress(raw) if self._packed else bytes(raw)
                data = rewritten(data, record.head, _payload(record, found[row]))
                self._out.write(gzip.compress(data) if self._packed else data)
            else:
                self._copy(record)

    def _copy(self, record: Record) -> None:
        end = record.offset + record.length
        for at in range(record.offset, end, PIECE):
            self._out.write(self._source.read_at(min(PIECE, end - at), at))


def _payload(record: Record, changes: Mapping[TextPath, Sequence[Change]]) -> bytes:
    """The payload of a record with the changes in it."""
    assert record.text is not None
    if record.mime in JSON:
        data = record.text.encode()
        for path, several in changes.items():
            data = replaced(data, path, several)
        return data.decode().encode(record.codec)
    edits = [
        Edit(each.start, each.end, each.after) for several in changes.values() for each in several
    ]
    # In a page, a character that its encoding lacks can still be written.
    errors = "xmlcharrefreplace" if record.mime in MARKUP else "strict"
    return apply(record.text, edits).encode(record.codec, errors)
