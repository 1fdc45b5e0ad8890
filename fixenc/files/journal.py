"""The journal: what files held before they were written, so that a run can be undone.

Each in-place run has a folder of its own under the XDG state folder.  Before a
file is changed its old content is put there, compressed, then a line that says
which file it was and what it is about to hold; both are on the disk before the
file is touched.  What belongs to no written file goes again when a run ends in
order.  The folder can be read by its owner alone: it holds what the texts held.
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
from errno import EAGAIN
from hashlib import blake2b
from pathlib import Path
from secrets import token_hex
from typing import BinaryIO, Literal

from fixenc.files import platform
from fixenc.files.interrupted import restore_interrupted
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
from fixenc.files.signals import insist
from fixenc.files.temporary import remove_orphans
from fixenc.files.write import write_atomically

MAX_AGE = 30 * 24 * 3600
"""Seconds after which a run can no longer be undone."""

MAX_SIZE = 1 << 30
"""Bytes that all runs together may take before the oldest are dropped."""

_YOUNG = 3600  # a run this young is never dropped for its size: somebody may want it back
_LINES = "files.jsonl"  # locked by whoever writes the run, or takes it back
_TAKEN_BACK = "taken-back"  # this file marks a run that is kept only for files that are gone
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
    """An in-place run that can be undone.

    One that is ``taken_back`` already is kept for those of its files that were gone.
    """

    name: str
    started: datetime
    command: tuple[str, ...]
    entries: tuple[Entry, ...]
    taken_back: bool = False

    @property
    def folder(self) -> Path:
        """Where its journal is."""
        return state_folder() / self.name

    def wrote_in(self, folder: Path) -> bool:
        """Whether one of its files is below ``folder``."""
        return any(each.path.is_relative_to(folder) for each in self.entries)

    @property
    def place(self) -> Path:
        """The folder below which all its files are."""
        return Path(os.path.commonpath([entry.path.parent for entry in self.entries]))


class FileGone(FileProblem):
    """There is nothing at the path of a file that a run wrote; ``copy`` is what it held."""

    def __init__(self, path: Path, copy: Path) -> None:
        super().__init__(path, "is gone", f"what it held is kept in {copy}")
        self.copy = copy


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
            self._lock = _locked(self._folder, "ab")
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
        with open(self._folder / _LINES, "ab", opener=platform.private) as file:
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
            os.truncate(self._folder / _LINES, self._ends[lines - 1])
            self._copy(lines).unlink(missing_ok=True)
            del self._ends[lines:]

    def _copy(self, line: int) -> Path:
        return self._folder / f"{line - 1}.gz"

    @property
    def _folder(self) -> Path:
        return state_folder() / self.name


def state_folder() -> Path:
    """The folder of all journals."""
    base = os.environ.get("XDG_STATE_HOME", "")
    # A relative path there is invalid by the standard, and to be ignored.
    root = Path(base) if os.path.isabs(base) else Path.home() / ".local" / "state"
    return root / "fixenc" / "journal"


def runs() -> list[Run]:
    """The runs that can be undone, the latest first."""
    folder = state_folder()
    found = map(_load, os.listdir(folder) if folder.is_dir() else ())
    # Not by name: a name has a resolution of one second, and a run can be shorter.
    return sorted(filter(None, found), key=lambda run: run.started, reverse=True)


def find_run(name: str) -> Run:
    """The run called ``name``; :exc:`FileProblem` if there is none."""
    for run in runs():
        if run.name == name:
            return run
    raise FileProblem(name, "no such run can be undone", "see fixenc undo --list")


def last_run(folder: Path) -> Run:
    """The last run that wrote below ``folder`` and is not taken back yet.

    :exc:`FileProblem` if there is none.
    """
    found = runs()
    if not found:
        raise _no_run()
    for run in found:
        if not run.taken_back and run.wrote_in(folder):
            return run
    raise FileProblem(
        folder,
        "nothing that was written here is left to take back",
        "fixenc undo --list names the runs, and fixenc undo RUN takes back that one",
    )


def _no_run() -> FileProblem:
    """Say that no run can be undone, and where copies are whose journal is damaged."""
    folder, why = state_folder(), "there is no run that could be undone"
    for name in sorted(os.listdir(folder), reverse=True) if folder.is_dir() else ():
        if any((folder / name).glob("*.gz")):
            advice = "the copies of its files are the .gz files in it"
            return FileProblem(folder / name, f"{why}: this journal is damaged", advice)
    return FileProblem(folder, why)


def undo(run: Run) -> Iterator[tuple[Path, FileProblem | None]]:
    """Write the old bytes back to each file of ``run``, and yield the result for each.

    A file that was changed since is left.  The journal of a run is dropped once
    all of it is taken back.  Where only files are missing that are gone the run
    counts as taken back, and its journal is kept for them.  Raises :exc:`FileProblem` if the
    run is still going on.
    """
    try:
        lock = _locked(run.folder, "rb")
    except OSError as error:
        raise FileProblem(run.folder, f"cannot be locked: {reason(error)}") from error
    if lock is None:
        raise FileProblem(
            run.name, "the run is still going on, or being taken back", "wait until that has ended"
        )
    problems: list[FileProblem] = []
    with lock:
        # Files may have been recorded since it was listed.
        entries = (_load(run.name) or run).entries
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
            (run.folder / _TAKEN_BACK).touch(0o600)
        except OSError as error:
            raise FileProblem(run.folder, f"cannot be written: {reason(error)}") from error


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
        is_old = age > max_age or (size > max_size and age > _YOUNG)
        if is_old and not is_going_on(folder / name):
            shutil.rmtree(folder / name, ignore_errors=True)


def is_going_on(folder: Path) -> bool:
    """Whether the journal ``folder`` is of a run that is going on, or being taken back."""
    try:
        lock = _locked(folder, "rb")
    except OSError:
        return False
    if lock is not None:
        lock.close()
    return lock is None


def _locked(folder: Path, mode: Literal["ab", "rb"]) -> BinaryIO | None:
    """The lines of a journal, locked until they are closed; ``None`` if somebody else has them."""
    lines: BinaryIO = open(folder / _LINES, mode, opener=platform.private)  # noqa: SIM115
    if platform.lock(lines.fileno()) or not platform.can_lock():
        return lines
    lines.close()
    return None


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
        if not rest:
            return None
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
            (folder / _TAKEN_BACK).exists(),
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _private_folder(folder: Path) -> None:
    """Make a folder that its owner alone can read, and those above it, for good."""
    missing = [each for each in folder.parents if not each.exists()]
    folder.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    folder.parent.chmod(0o700)
    folder.mkdir(mode=0o700)
    for each in (folder, *missing):
        platform.sync_folder(each.parent)
