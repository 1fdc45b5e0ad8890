"""Names of tables, keys and columns, as people write them and as SQL does."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from fixenc.files.problem import FileProblem
from fixenc.integrations.paths import Name, parse
from fixenc.run.config import ConfigProblem

_PART = re.compile(r'"((?:[^"]|"")+)"|([^".]+)')

SHOWN = 12
"""Tables that a message lists."""


def quoted(*names: str) -> str:
    """An identifier of SQL, each part in quotation marks.

    >>> quoted("public", 'a"b')
    '"public"."a""b"'
    """
    return ".".join('"' + name.replace('"', '""') + '"' for name in names)


def parts_of(name: str) -> tuple[str, ...]:
    """The parts of the name of a table: a schema and a table, or a table alone.

    Raises :exc:`ConfigProblem` if it is no such name.

    >>> parts_of('public."a.b"')
    ('public', 'a.b')
    """
    parts: list[str] = []
    at = 0
    while match := _PART.match(name, at):
        parts.append(match[1].replace('""', '"') if match[1] else match[2])
        at = match.end()
        if at == len(name):
            break
        at += name[at] == "."
    if at < len(name) or not 1 <= len(parts) <= 2 or name.endswith("."):
        raise ConfigProblem(f'--table {name}: is no name as table or schema."the table"')
    return tuple(parts)


def readings_of(name: str) -> list[tuple[str, ...]]:
    """The names that ``name`` can mean: that itself, and in lower case as SQL reads it."""
    parts = parts_of(name)
    lower = tuple(part.lower() for part in parts)
    return [parts] if '"' in name or lower == parts else [parts, lower]


def no_table(name: str | None, database: str, there: Sequence[str]) -> FileProblem:
    """The problem that a database has no such table, or that none is named."""
    listed = ", ".join(there[:SHOWN]) + (", …" if len(there) > SHOWN else "")
    advice = f"its tables are {listed}" if there else "it has no tables that can be read"
    what = f"has no table {name}" if name else "is a database, and --table names none of it"
    return FileProblem(database, what, advice)


def chosen_key(
    key: Sequence[str], primary: Sequence[str], there: Sequence[str], name: str
) -> tuple[str, ...]:
    """The columns of the key: those that are asked for, or the ``primary`` key."""
    if not key and not primary:
        raise FileProblem(name, "has no primary key", "--key names columns that identify its rows")
    for column in key:
        if column not in there:
            raise _no_column(column, there, name)
    return tuple(dict.fromkeys(key)) or tuple(primary)


def chosen_text(
    patterns: Sequence[str], types: Mapping[str, str], texts: Sequence[str], key: Sequence[str],
    name: str,
) -> tuple[str, ...]:  # fmt: skip
    """The columns that ``patterns`` name, none of which is in the ``key``.

    ``types`` are those of all columns, ``texts`` the columns whose type is text.
    """
    chosen: list[str] = []
    for pattern in patterns:
        if pattern in types:
            if pattern not in texts:
                raise FileProblem(
                    name,
                    f"column {pattern!r} is {types[pattern]}, not text",
                    f"its columns of text are {_listed(texts)}",
                )
            if pattern in key:
                raise FileProblem(
                    name,
                    f"column {pattern!r} is part of the key, by which rows are found",
                    "name another key, or leave the column out",
                )
            chosen.append(pattern)
            continue
        steps = parse(pattern)
        if len(steps) > 1 or not isinstance(steps[0], Name):
            raise FileProblem(name, f"has no column {pattern!r}", "paths lead into no column of it")
        found = [each for each in texts if steps[0].matches(each) and each not in key]
        if not found:
            raise _no_column(pattern, [*types], name)
        chosen += found
    return tuple(dict.fromkeys(chosen))


def not_unique(key: Sequence[str], why: str, name: str) -> FileProblem:
    """The problem that a key does not identify rows."""
    return FileProblem(
        name, f"key {', '.join(key)} does not identify its rows: {why}", "name more columns"
    )


def _no_column(column: str, there: Sequence[str], name: str) -> FileProblem:
    return FileProblem(name, f"has no column {column!r}", f"its columns are {_listed(there)}")


def _listed(names: Sequence[str]) -> str:
    return ", ".join(map(repr, names)) or "none"
