"""Taking back: each file of a run gets the bytes that it held before."""

from __future__ import annotations

import gzip
import os
import shutil
import zlib
from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path

from fixenc.files.interrupted import restore_interrupted
from fixenc.files.journal.kept_runs import TAKEN_BACK, Entry, Run, load, locked
from fixenc.files.original import (
    CHUNK,
    DIGEST_SIZE,
    LARGE,
    identity_of,
    open_regular,
)
from fixenc.files.problem import FileProblem, reason
from fixenc.files.temporary import remove_orphans
from fixenc.files.write import write_atomically


class FileGone(FileProblem):
    """There is nothing at the path of a file that a run wrote; ``copy`` is what it held."""

    def __init__(self, path: Path, copy: Path) -> None:
        super().__init__(path, "is gone", f"what it held is kept in {copy}")
        self.copy = copy


def undo(run: Run) -> Iterator[tuple[Path, FileProblem | None]]:
    """Write the old bytes back to each file of ``run``, and yield the result for each.

    A file that was changed since is left.  The journal of a run is dropped once
    all of it is taken back.  Where only files are missing that are gone the run
    counts as taken back, and its journal is kept for them.  Raises :exc:`FileProblem` if the
    run is still going on.
    """
    try:
        lock = locked(run.folder, "rb")
    except OSError as error:
        raise FileProblem(run.folder, f"cannot be locked: {reason(error)}") from error
    if lock is None:
        raise FileProblem(
            run.name, "the run is still going on, or being taken back", "wait until that has ended"
        )
    problems: list[FileProblem] = []
    with lock:
        # Files may have been recorded since it was listed.
        entries = (load(run.name) or run).entries
        for folder in {entry.path.parent for entry in entries}:
            remove_orphans(folder)
        for entry in reversed(entries):
            try:
                _restore(entry)
            except FileProblem as problem:
                problems.append(problem)
                yield entry.path, problem
            else:
                yield entry.path, None
    if not problems:
        shutil.rmtree(run.folder, ignore_errors=True)
    elif all(isinstance(problem, FileGone) for problem in problems):
        try:
            (run.folder / TAKEN_BACK).touch(0o600)
        except OSError as error:
            raise FileProblem(run.folder, f"cannot be written: {reason(error)}") from error


def _restore(entry: Entry) -> None:
    if not os.path.lexists(entry.path):
        raise FileGone(entry.path, entry.copy)
    restore_interrupted(entry.path)
    now = identity_of(entry.path)
    if now.digest == entry.before:
        return  # it was never written, or is taken back already
    if now.digest != entry.after:
        raise FileProblem(entry.path, "was changed since", "it is left as it is")
    found = blake2b(digest_size=DIGEST_SIZE)
    size = 0
    for piece in _copied(entry):
        found.update(piece)
        size += len(piece)
    if found.digest() != entry.before:
        raise FileProblem(entry.path, "its journal is damaged", "it is left as it is")
    pieces = _copied(entry)
    write_atomically(entry.path, b"".join(pieces) if size < LARGE else pieces, read=now)


def _copied(entry: Entry) -> Iterator[bytes]:
    """The old content of the file, in pieces."""
    try:
        with os.fdopen(open_regular(entry.copy), "rb") as packed, gzip.open(packed) as file:
            while piece := file.read(CHUNK):
                yield piece
    except (FileProblem, OSError, EOFError, zlib.error) as error:
        raise FileProblem(entry.path, f"its journal cannot be read: {error}") from error
