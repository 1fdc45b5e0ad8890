"""A file of SQLite as a data set: it is copied, and the copy is repaired."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from secrets import token_hex

from fixenc.dataset.databases.address import sqlite_path
from fixenc.files.problem import FileProblem, reason


@contextmanager
def copy_of(named: str, target: str) -> Iterator[str]:
    """The path of a copy of the file ``named``, which is called ``target`` in the end.

    ``target`` is a file that is not there yet, or a folder.  Raises :exc:`FileProblem` if it
    is there.
    """
    source = Path(sqlite_path(named))
    if not source.is_file():
        raise FileProblem(source, "there is no such file")
    path = Path(sqlite_path(target))
    if path.is_dir() or target.endswith("/"):
        path /= source.name
    if path.exists():
        raise FileProblem(path, "is there already", "choose another name")
    unfinished = path.with_name(f".{path.name}-{token_hex(8)}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with (
            closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True)) as old,
            closing(sqlite3.connect(unfinished)) as new,
        ):
            old.backup(new)
        yield str(unfinished)
        os.link(unfinished, path)  # fails if it is there by now
    except (OSError, sqlite3.Error) as error:
        said = reason(error) if isinstance(error, OSError) else str(error)
        raise FileProblem(path, f"cannot be written: {said}") from None
    finally:
        unfinished.unlink(missing_ok=True)
