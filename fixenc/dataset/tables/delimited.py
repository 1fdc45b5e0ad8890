"""CSV and its kin: a part is some thousand records.

The first record names the columns, or they are called 1, 2 and so on; the delimiter is the
one with which there are those that are asked for.  Records in which nothing changes are the
bytes that were read; of one in which something does, only that field is written anew, quoted
if it was.
"""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from pathlib import Path

import pyarrow as pa

from fixenc.core.edits import Edit, apply
from fixenc.dataset.inputs import Input
from fixenc.dataset.store import Store
from fixenc.dataset.tables.columns import located, no_column
from fixenc.dataset.tables.form import Form
from fixenc.dataset.tables.lines import (
    LONGEST,
    NOT_UTF_8,
    SAMPLE,
    LinesWriter,
    blocks,
    lines_writer,
    opened,
    seeming,
    too_long,
)
from fixenc.dataset.tables.table import Columns
from fixenc.files.problem import FileProblem
from fixenc.integrations.change import Change
from fixenc.integrations.change import Path as TextPath
from fixenc.integrations.paths import EVERYTHING, Name, Pattern, parse

DELIMITERS = ",;\t|"
"""Delimiters, the likeliest first."""

SIZE = 4 << 20
"""Bytes of a part, about."""

_BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"


@dataclass
class DelimitedPart:
    """Some records; blank lines between them are none.

    of an invalid one, ``fields`` are empty.
    """

    table: DelimitedTable
    pieces: list[bytes] = field(default_factory=list)
    places: list[int] = field(default_factory=list)
    fields: list[list[str]] = field(default_factory=list)
    problems: dict[int, str] = field(default_factory=dict)

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return len(self.places)

    @cached_property
    def columns(self) -> Columns:
        """The columns that are asked for."""
        return {
            name: pa.chunked_array(
                [pa.array([each[at] if each else None for each in self.fields], pa.large_string())]
            )
            for name, at in self.table.places.items()
        }

    def patterns(self, column: str) -> tuple[Pattern, ...]:
        """All text of a column."""
        return (EVERYTHING,)

    def located(self, column: str, changes: Sequence[Change]) -> list[Change]:
        """``changes`` in a column, with its name as their paths."""
        return located(column, changes)

    def replaced(self, row: int, piece: bytes, path: TextPath, changes: Sequence[Change]) -> bytes:
        """A record with the changes in one of its fields."""
        at = self.table.places[str(path[0])]
        edits = [Edit(change.start, change.end, change.after) for change in changes]
        text = apply(self.fields[row][at], edits)
        try:
            return with_field(piece.decode(), at, text, self.table.dialect).encode()
        except ValueError as error:
            problem = f"row {row}: the repaired text {error}"
            raise FileProblem(self.table.name, problem) from None


@dataclass(frozen=True)
class Dialect:
    """How fields are written; without ``quote`` or ``escape``, these are not used."""

    delimiter: str
    quote: str = '"'
    escape: str = ""

    def reader(self, lines: Iterable[str]) -> Iterator[list[str]]:
        """The fields of each record in ``lines``."""
        return csv.reader(
            lines,
            delimiter=self.delimiter,
            quotechar=self.quote or None,
            quoting=csv.QUOTE_MINIMAL if self.quote else csv.QUOTE_NONE,
            escapechar=self.escape or None,
            strict=True,
        )


class DelimitedTable:
    """A file of CSV."""

    def __init__(self, store: Store, source: Input, columns: Sequence[str], form: Form) -> None:
        self._store = store
        self.name = source.name
        self._source = source
        self._form = form
        # It is a setting of the module, and too low for text.
        csv.field_size_limit(LONGEST)
        self.header, names, self.dialect = self._first(columns)
        self.places = {
            name: names.index(name) for column in columns for name in _named(column, names)
        }

    def _first(self, columns: Sequence[str]) -> tuple[bytes, list[str], Dialect]:
        """The first record, if it is a header; the names of the columns, and the dialect."""
        name = self._source.name
        best: list[str] = []
        for delimiter in self._form.delimiter or DELIMITERS:
            dialect = Dialect(delimiter, self._form.quote, self._form.escape)
            records = self._records(dialect)
            try:
                names = next(records.fields, [])
            except csv.Error:
                continue  # quotation marks stand where this delimiter does not let them
            if not self._form.header:
                names = [str(number) for number, _ in enumerate(names, 1)]
            found = [_named(column, names) for column in columns]
            if all(found) and all(names.count(name) == 1 for several in found for name in several):
                return (records.taken() if self._form.header else b""), names, dialect
            best = max(best, names, key=len)
        for column in columns if best else ():
            meant = _named(column, best)
            if not meant:
                raise no_column(column, best, name)
            for each in meant:
                if best.count(each) > 1:
                    what = f"has more than one column {each!r}"
                    raise FileProblem(name, what, "rename the others")
        raise FileProblem(name, "its first line does not name its columns", "add their names")

    def _records(self, dialect: Dialect) -> _Records:
        lines = blocks(self._store, self._source, self._form.encoding)
        return _Records(lines, dialect, self._source.name)

    def parts(self) -> Iterator[DelimitedPart]:
        """The records after the header."""
        records = self._records(self.dialect)
        if self._form.header:
            next(records.fields, None)
            records.taken()
        part = DelimitedPart(self)
        size = 0
        while True:
            line = records.line + 1
            problem = ""
            fields: list[str] | None = []
            try:
                fields = next(records.fields, None)
            except csv.Error as error:
                problem = f"is no CSV: {error}"
            raw = records.taken()
            if raw:
                if fields or problem:
                    problem = problem or self._problem(fields or [], raw)
                    if problem:
                        part.problems[part.rows] = f"line {line}: {problem}"
                    part.places.append(len(part.pieces))
                    part.fields.append([] if problem else fields or [])
                part.pieces.append(raw)
                size += len(raw)
            if fields is None or size >= SIZE:
                if part.pieces:
                    yield part
                part = DelimitedPart(self)
                size = 0
            if fields is None:
                return

    def _problem(self, fields: list[str], raw: bytes) -> str:
        """A message about an invalid record; empty if it is valid."""
        if len(fields) <= max(self.places.values()):
            return f"has {len(fields)} fields, too few for the columns asked for"
        try:
            raw.decode()
        except UnicodeDecodeError:
            return f"{NOT_UTF_8}{self._seeming}"
        return ""

    @cached_property
    def _seeming(self) -> str:
        with opened(self._store, self._source) as stream:
            return seeming(stream.read(SAMPLE).split(b"\n"))

    def writer(self, path: Path) -> AbstractContextManager[LinesWriter]:
        """A file at ``path`` with the same names of columns, compressed as this one is."""
        return lines_writer(path, self._source.compression, self.header)


def _named(column: str, names: Sequence[str]) -> list[str]:
    """Which of ``names`` the pattern ``column`` means: that name itself, or all that match."""
    if column in names:
        return [column]
    steps = parse(column)
    first = steps[0]
    return [
        name
        for name in names
        if len(steps) == 1 and isinstance(first, Name) and first.matches(name)
    ]


class _Records:
    """The records of CSV, and the bytes that each was read from.

    ``fields`` yields the fields of one after the other; ``line`` counts the lines that
    were read for them.
    """

    def __init__(self, blocks: Iterable[list[bytes]], dialect: Dialect, name: str) -> None:
        self._name = name
        self._taken: list[bytes] = []
        self.line = 0
        lines = chain.from_iterable(blocks)
        self.fields = dialect.reader(self._read(lines))

    def _read(self, lines: Iterable[bytes]) -> Iterator[str]:
        size = 0
        for line in lines:
            size = size + len(line) if self._taken else len(line)
            if size > LONGEST:
                raise too_long(self._name, "record")
            self._taken.append(line)
            self.line += 1
            text = line if self.line > 1 else line.removeprefix(codecs.BOM_UTF8)
            # Bytes that are not UTF-8 are a problem of their record, not of all.
            yield text.decode("utf-8", "surrogateescape")

    def taken(self) -> bytes:
        """The bytes that were read since the last call."""
        taken = b"".join(self._taken)
        self._taken.clear()
        return taken


def with_field(record: str, number: int, text: str, dialect: Dialect) -> str:
    """``record`` with ``text`` in the place of field ``number``, quoted if that was.

    Raises :exc:`ValueError` if there are no quotes and it cannot be written without.
    """
    one = _field(dialect)
    at = 1 if record.startswith(_BOM) else 0
    for _ in range(number):
        match = one.match(record, at)
        assert match is not None
        at = match.end() + 1
    match = one.match(record, at)
    assert match is not None
    quote = dialect.quote
    quoted = bool(quote) and match[0].startswith(quote)
    # A field that is alone and empty would be a blank line, which is no record.
    blank = not text and number == 0 and not record[match.end() :].strip("\r\n")
    special = any(each in text for each in (dialect.delimiter, "\r", "\n"))
    if quote and (quoted or blank or special or text.startswith(quote)):
        if dialect.escape:
            text = text.replace(dialect.escape, dialect.escape * 2)
        text = quote + text.replace(quote, quote * 2) + quote
    elif blank or (special and not dialect.escape):
        raise ValueError("can be written within quotes only, and --quote is none")
    elif dialect.escape:
        text = re.sub(
            f"[{re.escape(dialect.escape + dialect.delimiter)}\r\n]", _escaped(dialect), text
        )
    return record[:at] + text + record[match.end() :]


def _field(dialect: Dialect) -> re.Pattern[str]:
    """An expression for one field, quoted or not."""
    separator, quote, escape = map(re.escape, (dialect.delimiter, dialect.quote, dialect.escape))
    escaped = f"{escape}.|" if escape else ""
    plain = rf"(?:{escaped}[^{separator}\r\n{escape}])*"
    inside = rf"{quote}(?:{quote}{quote}|{escaped}[^{quote}{escape}])*{quote}|" if quote else ""
    return re.compile(inside + plain, re.DOTALL)


def _escaped(dialect: Dialect) -> Callable[[re.Match[str]], str]:
    return lambda match: dialect.escape + match[0]
