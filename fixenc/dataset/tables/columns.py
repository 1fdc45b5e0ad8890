"""Columns of a table: whether those asked for are there and hold text, and their names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyarrow as pa

from fixenc import fix_text
from fixenc.files.problem import FileProblem


def require_text(schema: pa.Schema, columns: tuple[str, ...], name: str) -> None:
    """Raise :exc:`FileProblem` unless each of ``columns`` of the table ``name`` holds text."""
    for column in columns:
        found = schema.get_all_field_indices(column)
        if not found:
            raise no_column(column, schema.names, name)
        if len(found) > 1:
            raise FileProblem(name, f"has more than one column {column!r}", "rename the others")
        kind = schema.field(found[0]).type
        if not _is_text(kind):
            raise FileProblem(name, f"column {column!r} is {kind}, not text", _others(schema))


def no_column(column: str, there: list[str], name: str) -> FileProblem:
    """The problem that a table has no such column."""
    columns = ", ".join(map(repr, there)) or "none"
    return FileProblem(name, f"has no column {column!r}", f"its columns are {columns}")


def damaged_names(columns: Iterable[str]) -> Iterator[str]:
    """Messages about damaged names of columns.  A name of a column is never changed."""
    for name in columns:
        repaired = fix_text(name)
        if repaired != name:
            yield (
                f"column {name!r}: its name should read {repaired!r}, and stays as it is: "
                "programs look for it"
            )


def _is_text(kind: pa.DataType) -> bool:
    if pa.types.is_dictionary(kind):
        return _is_text(kind.value_type)
    return bool(
        pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind)
    )


def _others(schema: pa.Schema) -> str:
    texts = [field.name for field in schema if _is_text(field.type)]
    return f"its columns of text are {', '.join(map(repr, texts))}" if texts else "none of it is"
