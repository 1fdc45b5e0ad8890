"""JSON: an array of objects, or one object; a file is one part, and each object a row.

What lies between the objects, and all of them but the characters that are replaced, stay as
they are.  A file ``.json`` that holds an object a line is JSON Lines under another name.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from fixenc.dataset.inputs import Input
from fixenc.dataset.store import Store
from fixenc.dataset.tables.form import Form
from fixenc.dataset.tables.json.escaped import spans
from fixenc.dataset.tables.json.rows import JsonPart, JsonTable, is_object
from fixenc.dataset.tables.lines import LinesWriter, lines_writer, opened, read_whole
from fixenc.files.problem import FileProblem

_HEAD = 1 << 20
"""Bytes in which the first line is looked for."""


def json_table(store: Store, source: Input, columns: tuple[str, ...], form: Form) -> JsonTable:
    """The table in a file ``.json``, whichever of the forms it has."""
    with opened(store, source, form.encoding) as stream:
        head = stream.read(_HEAD).removeprefix(codecs.BOM_UTF8).lstrip()
    first, end, rest = head.partition(b"\n")
    if is_object(first) and end and rest.strip():
        return JsonTable(store, source, columns, form)
    return ArrayTable(store, source, columns, form)


@dataclass
class ArrayPart(JsonPart):
    """The objects of an array, and what is between them: every second piece is an object."""

    what = "element"

    def number(self, at: int) -> int:
        """The number of a piece in messages, from 1."""
        return at // 2 + 1

    places: range = field(default_factory=lambda: range(0))  # type: ignore[assignment]


class ArrayTable(JsonTable):
    """A file that is an array of objects, or one object."""

    def parts(self) -> Iterator[JsonPart]:
        """All of it."""
        name = self._source.name
        with opened(self._store, self._source, self._form.encoding) as stream:
            data = read_whole(stream, name)
        try:
            text = data.decode()
            found = spans(text)
        except UnicodeDecodeError:
            raise FileProblem(name, "is not UTF-8", "--encoding says in which it is") from None
        except (ValueError, IndexError, RecursionError) as error:
            raise FileProblem(name, f"is no JSON: {error}") from None
        pieces: list[bytes] = []
        done = 0
        for start, end in found:
            pieces += text[done:start].encode(), text[start:end].encode()
            done = end
        pieces.append(text[done:].encode())
        yield ArrayPart(self, pieces, 0, range(1, len(pieces), 2))
        self._require_columns()

    @contextmanager
    def writer(self, path: Path) -> Iterator[LinesWriter]:
        """A file at ``path``, compressed as this one is."""
        with lines_writer(path, self._source.compression) as file:
            yield file
