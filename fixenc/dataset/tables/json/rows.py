"""JSON Lines: a part is a block of lines, a row is an object.

Objects of one file may differ, so the texts of a pattern are read as a list for each row,
with the path of each text beside it.  Of a line in which something changes, all bytes stay
but those of the characters that are replaced: the order of its keys, its spaces, and which
characters it escapes.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from fixenc.dataset.inputs import Input
from fixenc.dataset.store import Store
from fixenc.dataset.tables.columns import no_column
from fixenc.dataset.tables.form import Form
from fixenc.dataset.tables.json.escaped import replaced
from fixenc.dataset.tables.lines import NOT_UTF_8, LinesWriter, blocks, lines_writer, seeming
from fixenc.dataset.tables.texts import Texts, TextsPart
from fixenc.integrations.change import Change, Key, path_name
from fixenc.integrations.change import Path as TextPath
from fixenc.integrations.paths import Items, Name, Pattern, below, parse

_HALF = re.compile("[\ud800-\udfff]")
_KINDS = {
    bool: "true or false",
    int: "a number",
    float: "a number",
    str: "text",
    list: "a list",
    dict: "an object",
}


@dataclass
class JsonPart(TextsPart):
    """A block of lines; blank ones are no rows."""

    table: JsonTable
    pieces: list[bytes]
    first_line: int

    what = "line"

    def number(self, at: int) -> int:
        """The number of a piece in messages."""
        return at

    @cached_property
    def places(self) -> list[int]:
        """Which of the lines are rows."""
        return [at for at, line in enumerate(self.pieces) if line.strip()]

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return len(self.places)

    def replaced(self, row: int, piece: bytes, path: TextPath, changes: Sequence[Change]) -> bytes:
        """A line with the changes in the text at ``path``."""
        return replaced(piece, path, changes)

    def _read(self) -> tuple[dict[str, Texts], dict[int, str]]:
        columns = {name: Texts() for name in self.table.columns}
        problems: dict[int, str] = {}
        hint = ""
        for row, at in enumerate(self.places):
            try:
                values = self.table.values(self.pieces[at])
            except ValueError as error:
                said = str(error)
                if said == NOT_UTF_8:
                    hint = hint or seeming(self.pieces)
                    said += hint
                problems[row] = f"{self.what} {self.first_line + self.number(at)}: {said}"
                values = {}
            for name, column in columns.items():
                for path, text in values.get(name, ()):
                    # Half of a surrogate pair is in no alphabet: such a text stays as it is.
                    if not _HALF.search(text):
                        column.paths.append(path)
                        column.texts.append(text)
                column.ends.append(len(column.texts))
        return columns, problems


class JsonTable:
    """A file of JSON Lines."""

    def __init__(self, store: Store, source: Input, columns: Sequence[str], form: Form) -> None:
        self._store = store
        self._source = source
        self._form = form
        self.columns = tuple(columns)
        self._unseen = dict.fromkeys(columns, (0, False))
        self._names: dict[str, None] = {}

    def parts(self) -> Iterator[JsonPart]:
        """The lines, in blocks; raises :exc:`FileProblem` if a column was in none of them."""
        line = 1
        for lines in blocks(self._store, self._source, self._form.encoding):
            yield JsonPart(self, lines, line)
            line += len(lines)
        self._require_columns()

    def _require_columns(self) -> None:
        # A key may be missing where it has no value, but not everywhere.
        for column, (_, missing) in self._unseen.items():
            if missing:
                raise no_column(column, [*self._names], self._source.name)

    def values(self, line: bytes) -> dict[str, list[tuple[TextPath, str]]]:
        """The texts of each pattern in a line, with their paths.

        Raises :exc:`ValueError` if the line is invalid.
        """
        row = object_of(line)
        if self._unseen:
            self._names.update(dict.fromkeys(row))
        taken: set[TextPath] = set()
        values = {}
        for column in self.columns:
            steps = (Name(column),) if column in row else parse(column)
            if column in self._unseen:
                reach = max(self._unseen[column], _reach(row, steps))
                self._unseen[column] = reach
                if reach[0] == len(steps):
                    del self._unseen[column]
            found = [each for each in _texts(row, steps, (), True) if each[0] not in taken]
            if len(self.columns) > 1:
                taken.update(path for path, _ in found)
            values[column] = found
        return values

    def writer(self, path: Path) -> AbstractContextManager[LinesWriter]:
        """A file at ``path``, compressed as this one is."""
        return lines_writer(path, self._source.compression)


def texts_in(value: Any, steps: Pattern) -> Iterator[tuple[TextPath, str]]:
    """The texts in ``value`` where ``steps`` lead, with their paths; other values are none."""
    return _texts(value, steps, (), False)


def _texts(
    value: Any, steps: Pattern, path: TextPath, named: bool
) -> Iterator[tuple[TextPath, str]]:
    """The texts in ``value`` where ``steps`` lead, with their paths.

    Where a pattern has ``named`` a value itself, one of another type is a :exc:`ValueError`.
    """
    if isinstance(value, str) and not steps:
        yield path, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            if steps and isinstance(steps[0], Items):
                yield from _texts(inner, steps[1:], (*path, Key(key)), named)
            for rest in below(steps, key):
                wild = not steps or (isinstance(steps[0], Name) and steps[0].wild)
                yield from _texts(inner, rest, (*path, key), named and not wild)
    elif isinstance(value, list) and (not steps or isinstance(steps[0], Items)):
        for at, inner in enumerate(value):
            yield from _texts(inner, steps[1:], (*path, at), named and bool(steps))
    elif named and value is not None:
        kind = _KINDS.get(type(value), "something")
        wanted = "text" if not steps else "a list" if isinstance(steps[0], Items) else "an object"
        here = path_name(path)
        into = f" (write {here + '[]'!r} for all of its items)" if isinstance(value, list) else ""
        raise ValueError(f"column {here!r} is {kind}, not {wanted}{into}")


def _reach(value: Any, steps: Pattern) -> tuple[int, bool]:
    """How many of ``steps`` can be taken in ``value``, and whether the next one is not there.

    It may be there for all that is known in an empty list, or in null.
    """
    if not steps:
        return 0, False
    first = steps[0]
    by_name = isinstance(value, dict) and isinstance(first, Name)
    inner: list[Any] = []
    if isinstance(value, dict):
        inner = [v for k, v in value.items() if isinstance(first, Items) or first.matches(k)]
    elif isinstance(value, list) and isinstance(first, Items):
        inner = value
    if not inner:
        return 0, by_name
    taken, missing = max(_reach(each, steps[1:]) for each in inner)
    return taken + 1, missing


def is_object(line: bytes) -> bool:
    """Whether a line is an object of JSON."""
    try:
        object_of(line)
    except ValueError:
        return False
    return True


def object_of(line: bytes) -> dict[str, Any]:
    """The object in a line of JSON; raises :exc:`ValueError` if it is none."""
    try:
        found = json.loads(line.removeprefix(codecs.BOM_UTF8).decode())
    except UnicodeDecodeError:
        raise ValueError(NOT_UTF_8) from None
    except RecursionError:
        raise ValueError("is no JSON: nested too deeply") from None
    except ValueError as error:
        raise ValueError(f"is no JSON: {error}") from None
    if not isinstance(found, dict):
        raise ValueError("is no JSON object")
    return found
