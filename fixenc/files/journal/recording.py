"""Recording: what a run keeps of each file before it changes the file."""

from __future__ import annotations

import gzip
import json
import os
import shutil
import time
from collections.abc import Iterable, Sequence
from datetime import datetime, timezone
from errno import EAGAIN
from hashlib import blake2b
from pathlib import Path
from secrets import token_hex
from typing import BinaryIO

from fixenc.files import platform
from fixenc.files.journal.kept_runs import LINES, locked, prune, state_folder
from fixenc.files.original import (
    DIGEST_SIZE,
    Identity,
    Original,
    chunks,
    digest,
    identity_of,
)
from fixenc.files.problem import FileProblem, reason
from fixenc.files.signals import insist

_COMPRESSION = 1  # 100 MB/s and a third of the size; higher levels gain little on text


class Journal:
    """The journal of a run that is going on."""

    def __init__(self, command: Sequence[str]) -> None:
        """Begin a journal; ``command`` is what a person will know the run by.

        Nothing is written before the first file is recorded.
        """
        self.name = f"{datetime.now(timezone.utc):%Y%m%dT%H%M%S}-{token_hex(3)}"
        self._command = tuple(command)
        self._ends: list[int] = []  # where each line ends that is in the journal
        self._lock: BinaryIO | None = None  # held while the run is going on

    @property
    def holds_any(self) -> bool:
        """Whether a file is recorded."""
        return len(self._ends) > 1

    def record(self, original: Original, after: bytes) -> None:
        """Keep what the file held, before it is changed to hold ``after``.

        Raises :exc:`FileProblem` if that cannot be done; the file should then
        be left alone.
        """
        self._record(original.path, original.identity, [original.data], digest(after))

    def record_large(self, path: Path, identity: Identity, after: Iterable[bytes]) -> None:
        """Record a file that is larger than memory; ``after`` comes in pieces."""
        found = blake2b(digest_size=DIGEST_SIZE)
        for piece in after:
            found.update(piece)
        self._record(path, identity, chunks(path), found.digest())

    def forget_unwritten(self, path: Path, before: Identity) -> None:
        """Drop the last record, that of ``path``, unless the file has changed since then."""
        try:
            if identity_of(path).digest == before.digest:
                lines = len(self._ends) - 1
                insist(lambda: self._cut(lines))
        except (FileProblem, OSError):
            return  # then it stays: better too much is kept than too little

    def close(self) -> None:
        """Say that the run has ended, so that it can be taken back."""
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    def _record(
        self, path: Path, identity: Identity, before: Iterable[bytes], after: bytes
    ) -> None:
        lines = len(self._ends)
        try:
            try:
                self._append(path, identity, before, after)
            except BaseException:
                insist(lambda: self._cut(lines))
                raise
        except OSError as error:
            raise FileProblem(
                path,
                f"was left as it was: the journal cannot be written: {reason(error)}",
                "do without one by --no-journal",
            ) from error

    def _append(
        self, path: Path, identity: Identity, before: Iterable[bytes], after: bytes
    ) -> None:
        if not self._ends:
            prune()
            _private_folder(self._folder)
        if self._lock is None:
            self._lock = locked(self._folder, "ab")
        if self._lock is None:
            raise BlockingIOError(EAGAIN, "the run is being taken back")
        if not self._ends:
            self._add({"command": self._command, "started": time.time()})
        copy = self._copy(len(self._ends))
        with open(copy, "xb", opener=platform.private) as file:
            with gzip.GzipFile("", "wb", _COMPRESSION, file, mtime=0) as compressed:
                for piece in before:
                    compressed.write(piece)
            file.flush()
            os.fsync(file.fileno())
        self._add(
            {
                "path": os.path.realpath(path),
                "before": identity.digest.hex(),
                "after": after.hex(),
                "copy": copy.name,
            }
        )
        platform.sync_folder(self._folder)

    def _add(self, line: dict[str, object]) -> None:
        with open(self._folder / LINES, "ab", opener=platform.private) as file:
            file.write(json.dumps(line).encode("ascii") + b"\n")
            file.flush()
            os.fsync(file.fileno())
            self._ends.append(file.tell())

    def _cut(self, lines: int) -> None:
        """Drop what comes after so many lines: the next one must not begin within another."""
        if lines <= 1:  # the first line is about the run, and no file is left in it
            self.close()
            shutil.rmtree(self._folder, ignore_errors=True)
            self._ends.clear()
        else:
            os.truncate(self._folder / LINES, self._ends[lines - 1])
            self._copy(lines).unlink(missing_ok=True)
            del self._ends[lines:]

    def _copy(self, line: int) -> Path:
        return self._folder / f"{line - 1}.gz"

    @property
    def _folder(self) -> Path:
        return state_folder() / self.name


def _private_folder(folder: Path) -> None:
    """Make a folder that its owner alone can read, and those above it, for good."""
    missing = [each for each in folder.parents if not each.exists()]
    folder.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    folder.parent.chmod(0o700)
    folder.mkdir(mode=0o700)
    for each in (folder, *missing):
        platform.sync_folder(each.parent)
