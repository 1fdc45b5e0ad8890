"""JSON Lines: a part is a block of lines, a row is an object.

Of a line in which something changes, all bytes stay but those of the characters that are
replaced: the order of its keys, its spaces, and which characters it escapes.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pyarrow as pa

from fixenc.dataset.inputs import Input
from fixenc.dataset.store import Store
from fixenc.dataset.tables.columns import no_column
from fixenc.dataset.tables.lines import LinesWriter, blocks, lines_writer
from fixenc.dataset.tables.table import Columns
from fixenc.integrations.arrow import Change

_BLANK = re.compile(r"[ \t\r\n]*")
_HALF = re.compile("[\ud800-\udfff]")
_CHARACTER = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\.|[^\\]",
    re.DOTALL,
)
"""How one character of a string can be written."""

_ESCAPE = re.compile(r"(?<!\\)(?:\\\\)*\\u(?!00[01])")
"""A character that need not have been escaped."""

_decode = json.JSONDecoder().raw_decode
_KINDS = {
    bool: "true or false",
    int: "a number",
    float: "a number",
    list: "a list",
    dict: "an object",
}


@dataclass
class JsonPart:
    """A block of lines; blank ones are no rows."""

    table: JsonTable
    pieces: list[bytes]
    first_line: int

    @cached_property
    def places(self) -> list[int]:
        """Which of the lines are rows."""
        return [at for at, line in enumerate(self.pieces) if line.strip()]

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return len(self.places)

    @property
    def columns(self) -> Columns:
        """The columns that are asked for."""
        return self._read[0]

    @property
    def problems(self) -> Mapping[int, str]:
        """Messages about lines that are not JSON objects with text."""
        return self._read[1]

    def replaced(self, row: int, piece: bytes, column: str, changes: Sequence[Change]) -> bytes:
        """A line with the changes in the text of ``column``."""
        return replaced(piece, column, changes)

    @cached_property
    def _read(self) -> tuple[Columns, dict[int, str]]:
        cells: dict[str, list[str | None]] = {name: [] for name in self.table.columns}
        problems: dict[int, str] = {}
        for row, at in enumerate(self.places):
            try:
                values = self.table.values(self.pieces[at])
            except ValueError as error:
                problems[row] = f"line {self.first_line + at}: {error}"
                values = {}
            for name, column in cells.items():
                value = values.get(name)
                # Half of a surrogate pair is in no alphabet: such a cell stays as it is.
                column.append(None if value is None or _HALF.search(value) else value)
        arrays = {
            name: pa.chunked_array([pa.array(column, pa.large_string())])
            for name, column in cells.items()
        }
        return arrays, problems


class JsonTable:
    """A file of JSON Lines."""

    def __init__(self, store: Store, source: Input, columns: Sequence[str]) -> None:
        self._store = store
        self._source = source
        self.columns = tuple(columns)
        self._unseen = dict.fromkeys(columns)
        self._names: dict[str, None] = {}

    def parts(self) -> Iterator[JsonPart]:
        """The lines, in blocks; raises :exc:`FileProblem` if a column was in none of them."""
        line = 1
        for lines in blocks(self._store, self._source):
            yield JsonPart(self, lines, line)
            line += len(lines)
        # A key may be missing where it has no value, but not everywhere.
        if self._names:
            for column in self._unseen:
                raise no_column(column, [*self._names], self._source.name)

    def values(self, line: bytes) -> dict[str, str | None]:
        """The values of the columns in a line; raises :exc:`ValueError` if it is invalid."""
        found = _object(line)
        if self._unseen:
            self._names.update(dict.fromkeys(found))
            self._unseen = {name: None for name in self._unseen if name not in found}
        values: dict[str, str | None] = {}
        for name in self.columns:
            value = found.get(name)
            if value is not None and not isinstance(value, str):
                kind = _KINDS.get(type(value), "something")
                raise ValueError(f"column {name!r} is {kind}, not text")
            values[name] = value
        return values

    def writer(self, path: Path) -> AbstractContextManager[LinesWriter]:
        """A file at ``path``, compressed as this one is."""
        return lines_writer(path, self._source.compression)


def replaced(line: bytes, column: str, changes: Sequence[Change]) -> bytes:
    """``line`` with the changes in the text of ``column``, each in the way of what is around."""
    text = line.decode()
    start, end = _place(text, column)
    raw = text[start:end]
    spans = [match.span() for match in _CHARACTER.finditer(raw)]
    escape = raw.isascii() and bool(
        _ESCAPE.search(raw) or (text.isascii() and _ESCAPE.search(text))
    )
    pieces: list[str] = []
    done = 0
    for change in changes:
        first = spans[change.start][0] if change.start < len(spans) else len(raw)
        last = spans[change.end - 1][1] if change.end > change.start else first
        pieces += raw[done:first], json.dumps(change.after, ensure_ascii=escape)[1:-1]
        done = last
    pieces.append(raw[done:])
    return (text[:start] + "".join(pieces) + text[end:]).encode()


def _object(line: bytes) -> dict[str, Any]:
    try:
        found = json.loads(line.removeprefix(codecs.BOM_UTF8).decode())
    except UnicodeDecodeError:
        raise ValueError("is not UTF-8") from None
    except RecursionError:
        raise ValueError("is no JSON: nested too deeply") from None
    except ValueError as error:
        raise ValueError(f"is no JSON: {error}") from None
    if not isinstance(found, dict):
        raise ValueError("is no JSON object")
    return found


def _place(text: str, column: str) -> tuple[int, int]:
    """Where the text of ``column`` stands in a line, between its quotation marks."""
    at = text.index("{") + 1
    place: tuple[int, int] | None = None
    while True:
        at = _after_blank(text, at)
        if text[at] == "}":
            assert place is not None
            return place
        if text[at] == ",":
            at = _after_blank(text, at + 1)
        key, at = _decode(text, at)
        at = _after_blank(text, _after_blank(text, at) + 1)
        _, end = _decode(text, at)
        # Of a key that is there twice, the last counts, as for all readers.
        if key == column:
            place = at + 1, end - 1
        at = end


def _after_blank(text: str, at: int) -> int:
    match = _BLANK.match(text, at)
    assert match is not None
    return match.end()
