"""Addresses of databases, as people write them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from urllib.parse import unquote, urlsplit

from fixenc.dataset.databases.database import Database
from fixenc.files.problem import FileProblem
from fixenc.run.config import ConfigProblem

SUFFIXES = (".sqlite", ".sqlite3", ".db", ".db3")
"""Suffixes of files of SQLite."""

_MAGIC = b"SQLite format 3\0"
_POSTGRESQL = ("postgresql", "postgres")
_OTHERS = ("mysql", "mariadb", "mssql", "oracle", "duckdb", "snowflake", "bigquery", "clickhouse")


def is_database(named: str) -> bool:
    """Whether ``named`` is a database: by its scheme, or a file of SQLite."""
    if "://" in named:
        return _scheme(named) in (*_POSTGRESQL, *_OTHERS, "sqlite")
    if not named.lower().endswith(SUFFIXES):
        return False
    try:
        with open(named, "rb") as file:
            return file.read(len(_MAGIC)) == _MAGIC
    except OSError:
        return False


def is_sqlite(named: str) -> bool:
    """Whether a database is a file of SQLite."""
    return _scheme(named) in ("", "sqlite")


def connect(
    named: str,
    table: str | None,
    key: Sequence[str],
    columns: Sequence[str],
    *,
    read_only: bool = False,
) -> Database:
    """A connection to the table of the database ``named``, to be closed in the end.

    Raises :exc:`ConfigProblem` if there is no driver for it, and :exc:`FileProblem` if it
    cannot be reached or holds no such table, key or columns.
    """
    scheme = _scheme(named)
    if scheme in _POSTGRESQL:
        from fixenc.dataset.databases.postgresql import PostgreSQL

        return PostgreSQL(named, table, key, columns)
    if scheme in _OTHERS:
        raise ConfigProblem(
            f"{scheme}: is a database without a driver here, which has postgresql:// and sqlite:///;"
            " read and write others with their own library and fixenc.arrow"
        )
    from fixenc.dataset.databases.sqlite import SQLite

    path = sqlite_path(named)
    if not Path(path).is_file():
        raise FileProblem(path, "there is no such file")
    return SQLite(path, table, key, columns, read_only=read_only)


def sqlite_path(named: str) -> str:
    """The path of a file of SQLite.

    >>> sqlite_path("sqlite:///news.db"), sqlite_path("sqlite:////srv/news.db")
    ('news.db', '/srv/news.db')
    """
    if "://" not in named:
        return named
    parts = urlsplit(named)
    if parts.netloc:
        raise ConfigProblem(f"{named}: a path follows three slashes: sqlite:///{parts.netloc}")
    return unquote(parts.path.removeprefix("/"))


def _scheme(named: str) -> str:
    return named.partition("://")[0].partition("+")[0].lower() if "://" in named else ""
