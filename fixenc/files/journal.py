"""The journal: what files held before they were written, so that a run can be undone.

Each in-place run has a folder of its own under the XDG state folder.  Before a
file is changed its old content is put there, compressed, then a line that says
which file it was and what it is about to hold; both are on the disk before the
file is touched.  The folder can be read by its owner alone: it holds what the
texts held.
"""

from __future__ import annotations

import gzip
import json
import os
import shutil
import time
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timezone
from hashlib import blake2b
from pathlib import Path
from secrets import token_hex

from fixenc.files.original import (
    CHUNK,
    DIGEST_SIZE,
    LARGE,
    Identity,
    Original,
    chunks,
    digest,
    identity_of,
)
from fixenc.files.problem import FileProblem, reason
from fixenc.files.write import sync_folder, write_atomically

MAX_AGE = 30 * 24 * 3600
"""Seconds after which a run can no longer be undone."""

MAX_SIZE = 1 << 30
"""Bytes that all runs together may take before the oldest are dropped."""

_YOUNG = 3600  # a run this young may still be going on: it is never dropped
_LINES = "files.jsonl"
_COMPRESSION = 1  # 100 MB/s and a third of the size; higher levels gain little on text


@dataclass(frozen=True)
class Entry:
    """One file that was about to be changed: what it held, and what it was to hold."""

    path: Path
    before: bytes
    after: bytes
    copy: Path


@dataclass(frozen=True)
class Run:
    """An in-place run that can be undone."""

    name: str
    started: datetime
    command: tuple[str, ...]
    entries: tuple[Entry, ...]

    @property
    def folder(self) -> Path:
        """Where its journal is."""
        return state_folder() / self.name


class Journal:
    """The journal of a run that is going on."""

    def __init__(self, command: Sequence[str]) -> None:
        """Begin a journal; ``command`` is what a person will know the run by.

        Nothing is written before the first file is recorded.
        """
        self.name = f"{datetime.now(timezone.utc):%Y%m%dT%H%M%S}-{token_hex(3)}"
        self._command = tuple(command)
        self._recorded = 0

    def record(self, original: Original, after: bytes) -> None:
        """Keep what the file held, before it is changed to hold ``after``.

        Raises :exc:`FileProblem` if that cannot be done; the file should then
        be left alone.
        """
        self._record(original.path, original.identity, [original.data], digest(after))

    def record_large(self, path: Path, identity: Identity, after: Iterable[bytes]) -> None:
        """The same for a file that is larger than memory; ``after`` comes in pieces."""
        found = blake2b(digest_size=DIGEST_SIZE)
        for piece in after:
            found.update(piece)
        self._record(path, identity, chunks(path), found.digest())

    def _record(
        self, path: Path, identity: Identity, before: Iterable[bytes], after: bytes
    ) -> None:
        folder = state_folder() / self.name
        try:
            if not self._recorded:
                prune()
                _private_folder(folder)
                self._add(folder, {"command": self._command, "started": time.time()})
            copy = folder / f"{self._recorded}.gz"
            with open(copy, "xb", opener=_private) as file:
                with gzip.GzipFile("", "wb", _COMPRESSION, file, mtime=0) as compressed:
                    for piece in before:
                        compressed.write(piece)
                file.flush()
                os.fsync(file.fileno())
            self._recorded += 1
            self._add(
                folder,
                {
                    "path": os.path.realpath(path),
                    "before": identity.digest.hex(),
                    "after": after.hex(),
                    "copy": copy.name,
                },
            )
            sync_folder(folder)
        except OSError as error:
            raise FileProblem(
                path,
                f"was left as it was: the journal cannot be written: {reason(error)}",
                "do without one by --no-journal",
            ) from error

    def _add(self, folder: Path, line: dict[str, object]) -> None:
        with open(folder / _LINES, "ab", opener=_private) as file:
            file.write(json.dumps(line).encode("ascii") + b"\n")
            file.flush()
            os.fsync(file.fileno())


def state_folder() -> Path:
    """The folder of all journals."""
    base = os.environ.get("XDG_STATE_HOME", "")
    # A relative path there is invalid by the standard, and to be ignored.
    root = Path(base) if os.path.isabs(base) else Path.home() / ".local" / "state"
    return root / "fixenc" / "journal"


def runs() -> list[Run]:
    """The runs that can be undone, the latest first."""
    folder = state_folder()
    names = sorted(os.listdir(folder), reverse=True) if folder.is_dir() else []
    return [run for run in map(_load, names) if run is not None]


def find_run(name: str = "") -> Run:
    """The run called ``name``, or the last one; :exc:`FileProblem` if there is none."""
    for run in runs():
        if not name or run.name == name:
            return run
    if name:
        raise FileProblem(name, "no such run can be undone", "see fixenc undo --list")
    raise FileProblem(state_folder(), "there is no run that could be undone")


def undo(run: Run) -> Iterator[tuple[Path, FileProblem | None]]:
    """Give each file of ``run`` its old bytes back, and tell what became of it.

    A file that was changed since is left.  The journal of a run is dropped once
    all of it is taken back.
    """
    all_well = True
    for entry in reversed(run.entries):
        try:
            _restore(entry)
        except FileProblem as problem:
            all_well = False
            yield entry.path, problem
        else:
            yield entry.path, None
    if all_well:
        shutil.rmtree(run.folder, ignore_errors=True)


def prune(*, max_age: float = MAX_AGE, max_size: int = MAX_SIZE) -> None:
    """Drop the journals that are too old, and the oldest of those that are too many."""
    now = time.time()
    size = 0
    folder = state_folder()
    for name in sorted(os.listdir(folder), reverse=True) if folder.is_dir() else []:
        try:
            with os.scandir(folder / name) as files:
                size += sum(file.stat(follow_symlinks=False).st_size for file in files)
            age = now - os.stat(folder / name).st_mtime
        except OSError:
            continue  # another fixenc has just dropped it
        if age > max_age or (size > max_size and age > _YOUNG):
            shutil.rmtree(folder / name, ignore_errors=True)


def _restore(entry: Entry) -> None:
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
    """What the file held, piece by piece."""
    try:
        with gzip.open(entry.copy) as file:
            while piece := file.read(CHUNK):
                yield piece
    except (OSError, EOFError, zlib.error) as error:
        raise FileProblem(entry.path, f"its journal cannot be read: {error}") from error


def _load(name: str) -> Run | None:
    """The run of that name; ``None`` if nothing in its folder can be undone."""
    folder = state_folder() / name
    try:
        # A line that was being written when the machine stopped changed no file.
        lines = (folder / _LINES).read_bytes().split(b"\n")[:-1]
        head, *rest = (json.loads(line) for line in lines)
        return Run(
            name,
            datetime.fromtimestamp(head["started"]).astimezone(),
            tuple(head["command"]),
            tuple(
                Entry(
                    Path(each["path"]),
                    bytes.fromhex(each["before"]),
                    bytes.fromhex(each["after"]),
                    folder / os.path.basename(each["copy"]),
                )
                for each in rest
            ),
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _private_folder(folder: Path) -> None:
    folder.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    folder.parent.chmod(0o700)
    folder.mkdir(mode=0o700)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
