"""Columns of a table: which of them patterns name, and messages about those that are not there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

import pyarrow as pa

from fixenc import fix_text
from fixenc.files.problem import FileProblem
from fixenc.integrations.change import Change
from fixenc.integrations.paths import EVERYTHING, Pattern, Unmatched, reaches_text, resolve

_TEXTS = {pa.binary(): pa.string(), pa.large_binary(): pa.large_string()}
"""Types of bytes, and the types of text that are the same in memory."""

Chosen = Mapping[str, tuple[Pattern, ...]]
"""Columns by their names, with the patterns of the text in each."""


def chosen_columns(
    schema: pa.Schema, columns: Iterable[str], name: str, decode: bool = False
) -> Chosen:
    """The columns of the table ``name`` that the patterns ``columns`` name.

    With ``decode``, columns of bytes are text.  Raises :exc:`FileProblem` unless each of them
    names text.
    """
    if decode:
        schema = pa.schema(
            [field.with_type(_TEXTS.get(field.type, field.type)) for field in schema]
        )
    try:
        found = resolve(schema, columns)
    except Unmatched as problem:
        if problem.other_type:
            named = schema.field(problem.pattern) if problem.pattern in schema.names else None
            is_bytes = named is not None and named.type in _TEXTS
            advice = _others(schema) + (", and --decode takes bytes for it" if is_bytes else "")
            raise FileProblem(name, problem.what, advice) from None
        raise no_column(problem.pattern, schema.names, name) from None
    for at in found:
        column = schema.field(at).name
        if schema.names.count(column) > 1:
            raise FileProblem(name, f"has more than one column {column!r}", "rename the others")
    return {schema.field(at).name: patterns for at, patterns in found.items()}


def as_text(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """A column of bytes as one of text, in the same memory; others as they are."""
    kind = _TEXTS.get(column.type)
    if kind is None:
        return column
    return pa.chunked_array([chunk.view(kind) for chunk in column.chunks], kind)


AnyColumn = TypeVar("AnyColumn", pa.Array, pa.ChunkedArray)


def as_before(column: AnyColumn, kind: pa.DataType) -> AnyColumn:
    """A column that :func:`as_text` made of one of the type ``kind``, as that again."""
    if column.type == kind or kind not in _TEXTS:
        return column
    if isinstance(column, pa.ChunkedArray):
        return pa.chunked_array([chunk.view(kind) for chunk in column.chunks], kind)
    return column.view(kind)


def located(column: str, changes: Sequence[Change]) -> list[Change]:
    """``changes`` in a column, with the name of the column in front of their paths."""
    return [replace(change, path=(column, *change.path)) for change in changes]


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


def _others(schema: pa.Schema) -> str:
    texts = [field.name for field in schema if reaches_text(field.type, EVERYTHING)]
    return f"its columns of text are {', '.join(map(repr, texts))}" if texts else "none of it is"
