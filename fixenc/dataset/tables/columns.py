"""Columns of a table: which of them patterns name, and messages about those that are not there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

import pyarrow as pa

from fixenc import fix_text
from fixenc.files.problem import FileProblem
from fixenc.integrations.change import Change
from fixenc.integrations.paths import EVERYTHING, Pattern, Unmatched, reaches_text, resolve

Chosen = Mapping[str, tuple[Pattern, ...]]
"""Columns by their names, with the patterns of the text in each."""


def chosen_columns(schema: pa.Schema, columns: Iterable[str], name: str) -> Chosen:
    """The columns of the table ``name`` that the patterns ``columns`` name.

    Raises :exc:`FileProblem` unless each of them names text.
    """
    try:
        found = resolve(schema, columns)
    except Unmatched as problem:
        if problem.other_type:
            raise FileProblem(name, problem.what, _others(schema)) from None
        raise no_column(problem.pattern, schema.names, name) from None
    for at in found:
        column = schema.field(at).name
        if schema.names.count(column) > 1:
            raise FileProblem(name, f"has more than one column {column!r}", "rename the others")
    return {schema.field(at).name: patterns for at, patterns in found.items()}


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
