"""Kept runs: the journals that are kept, and what each of them says."""

from __future__ import annotations

import json
import os
import re
import shutil
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Literal, TypeVar

from fixenc.files import platform
from fixenc.files.original import read_bytes, require_regular
from fixenc.files.problem import FileProblem

MAX_AGE = 30 * 24 * 3600
"""Seconds after which a run can no longer be undone."""

MAX_SIZE = 1 << 30
"""Bytes that all runs together may take before the oldest are dropped."""

_YOUNG = 3600  # a run this young is never dropped for its size: somebody may want it back
LINES = "files.jsonl"  # locked by whoever writes the run, or takes it back
TAKEN_BACK = "taken-back"  # this file marks a run that is kept only for files that are gone


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
    def place(self) -> Path | None:
        """The folder below which all its files are; none if they are on several drives."""
        return platform.common_folder(entry.path.parent for entry in self.entries)


def state_folder() -> Path:
    """The folder of all journals."""
    base = os.environ.get("XDG_STATE_HOME", "")
    # A relative path there is invalid by the standard, and to be ignored.
    root = Path(base) if os.path.isabs(base) else Path.home() / ".local" / "state"
    return root / "fixenc" / "journal"


def runs() -> list[Run]:
    """The runs that can be undone, the latest first."""
    folder = state_folder()
    found = map(load, os.listdir(folder) if folder.is_dir() else ())
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
        lock = locked(folder, "rb")
    except (FileProblem, OSError):
        return False
    if lock is not None:
        lock.close()
    return lock is None


def locked(folder: Path, mode: Literal["ab", "rb"]) -> BinaryIO | None:
    """The lines of a journal, locked until they are closed; ``None`` if somebody else has them."""
    name = folder / LINES
    with suppress(FileNotFoundError):  # a new one is made
        require_regular(name, os.stat(name).st_mode)  # to open a FIFO would wait for ever
    lines: BinaryIO = open(name, mode, opener=platform.private)  # noqa: SIM115
    if platform.lock(lines.fileno()) is not False:
        return lines
    lines.close()
    return None


def load(name: str) -> Run | None:
    """The run of that name; ``None`` if nothing in its folder can be undone.

    Whatever is not as a run writes it, be it damaged or made by somebody else, is no run.
    """
    folder = state_folder() / name
    try:
        # A line that was being written when the machine stopped changed no file.
        lines = read_bytes(folder / LINES)[0].split(b"\n")[:-1]
        head, *rest = (json.loads(line) for line in lines)
        if not rest:
            return None
        return Run(
            name,
            datetime.fromtimestamp(head["started"]).astimezone(),
            tuple(_typed(each, str) for each in _typed(head["command"], list)),
            tuple(_entry(folder, each) for each in rest),
            (folder / TAKEN_BACK).exists(),
        )
    except (FileProblem, OSError, ValueError, LookupError, TypeError, OverflowError):
        return None
    except RecursionError:  # it is nested too deeply
        return None


def _entry(folder: Path, line: dict[str, object]) -> Entry:
    """A file of the journal in ``folder``.  Raises what a line raises that no run wrote."""
    path = _typed(line["path"], str)
    copy = os.path.basename(_typed(line["copy"], str))
    if not os.path.isabs(path) or "\0" in path or not _COPY.fullmatch(copy):
        raise ValueError("not written by a run")
    before, after = (bytes.fromhex(_typed(line[each], str)) for each in ("before", "after"))
    return Entry(Path(path), before, after, folder / copy)


_COPY = re.compile(r"[0-9]+\.gz")
"""The name of a copy in a journal."""

_Type = TypeVar("_Type")


def _typed(value: object, kind: type[_Type]) -> _Type:
    """The value, if it is of that type.  Raises :exc:`TypeError`."""
    if not isinstance(value, kind):
        raise TypeError(f"no {kind.__name__}")
    return value
