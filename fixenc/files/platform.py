"""All that differs between operating systems: descriptors, locks, owners, attributes, processes.

Each function does what the system has, and nothing where it has no such thing.  The names are
looked up when they are needed, so that a test can take them away.
"""

from __future__ import annotations

import io
import os
import signal
import stat
import sys
import time
from pathlib import Path

_FAR = 1 << 40
"""The byte of a file that is locked on Windows, where locked bytes cannot be read by others."""

_TRIES = 20
_PAUSE = 0.05
"""How often, and after how many seconds, a name is tried again that Windows has in use."""


def _flag(name: str) -> int:
    return int(getattr(os, name, 0))


def read_only(*, follow: bool = True, wait: bool = True) -> int:
    """The flags to open a file for reading: not through a link, or without waiting for a FIFO."""
    flags = os.O_RDONLY | _common()
    flags |= 0 if follow else _flag("O_NOFOLLOW")
    return flags | (0 if wait else _flag("O_NONBLOCK"))


def write_only() -> int:
    """The flags to open a file for writing over it, but not through a link."""
    return os.O_WRONLY | _common() | _flag("O_NOFOLLOW")


def _common() -> int:
    # Windows: bytes as they are, and no descriptor for other programs.
    return _flag("O_CLOEXEC") | _flag("O_BINARY") | _flag("O_NOINHERIT")


def private(path: str, flags: int) -> int:
    """An opener of files that nobody but their owner can read."""
    return os.open(path, flags | _common(), 0o600)


def lock(descriptor: int) -> bool:
    """Lock an open file until it is closed; false if somebody else has it locked.

    Also false where files cannot be locked: there nothing is ever recognised as left behind.
    """
    try:
        import fcntl
    except ImportError:
        return _lock_on_windows(descriptor)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _lock_on_windows(descriptor: int) -> bool:
    try:
        import msvcrt
    except ImportError:
        return False
    at = os.lseek(descriptor, 0, os.SEEK_CUR)
    try:
        os.lseek(descriptor, _FAR, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
    except OSError:
        return False
    finally:
        os.lseek(descriptor, at, os.SEEK_SET)
    return True


def can_lock() -> bool:
    """Whether a lock says if a file is in use, by all programs on this system."""
    try:
        import fcntl  # noqa: F401
    except ImportError:
        return False
    return True


def can_rename_open_files() -> bool:
    """Whether a file can get another name while it is open."""
    return os.name != "nt"


def replace(source: Path, target: Path) -> None:
    """Give ``source`` the name ``target``, again for a while if Windows has that in use."""
    for tries_left in reversed(range(_TRIES)):
        try:
            os.replace(source, target)
            return
        except PermissionError:
            if can_rename_open_files() or not tries_left:
                raise
            time.sleep(_PAUSE)


def read_at(descriptor: int, size: int, at: int) -> bytes:
    """Up to ``size`` bytes from ``at`` on."""
    if hasattr(os, "pread"):
        return os.pread(descriptor, size, at)
    os.lseek(descriptor, at, os.SEEK_SET)
    return os.read(descriptor, size)


def write_at(descriptor: int, data: bytes, at: int) -> int:
    """Write ``data`` to ``at``, and return how many bytes were written."""
    if hasattr(os, "pwrite"):
        return os.pwrite(descriptor, data, at)
    os.lseek(descriptor, at, os.SEEK_SET)
    return os.write(descriptor, data)


def is_ours(status: os.stat_result) -> bool:
    """Whether a file belongs to whoever runs this, or that is root."""
    return not hasattr(os, "geteuid") or os.geteuid() in (0, status.st_uid)


def set_owner(descriptor: int, status: os.stat_result) -> None:
    """Give a new file the owner and the group of another.  Raises :exc:`PermissionError`."""
    own = os.fstat(descriptor)
    if (own.st_uid, own.st_gid) != (status.st_uid, status.st_gid) and hasattr(os, "fchown"):
        os.fchown(descriptor, status.st_uid, status.st_gid)


def set_mode(descriptor: int, path: Path, mode: int) -> None:
    """Set the permissions of the open file ``path``."""
    if hasattr(os, "fchmod"):
        os.fchmod(descriptor, stat.S_IMODE(mode))
    else:
        os.chmod(path, stat.S_IMODE(mode))


def copy_attributes(source: Path, descriptor: int) -> None:
    """Copy extended attributes; on Linux access control lists are among them."""
    if not hasattr(os, "listxattr"):
        return
    present = {name: os.getxattr(descriptor, name) for name in os.listxattr(descriptor)}
    for name in os.listxattr(source):
        value = os.getxattr(source, name)
        if present.get(name) != value:
            os.setxattr(descriptor, name, value)


def sync_folder(folder: Path) -> None:
    """Make what happened to names in ``folder`` last, should the power fail."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | _common())
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def occupy_standard_streams() -> None:
    """Open the standard streams that were closed, so that no file gets their numbers.

    To read or write there still fails; only what goes to standard error is lost.
    """
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        if getattr(sys, name) is not None:
            continue
        opened = os.open(os.devnull, os.O_WRONLY if name != "stdout" else os.O_RDONLY)
        if opened != number:
            os.dup2(opened, number)
            os.close(opened)
        raw = io.FileIO(number, "r" if name == "stdin" else "w")
        buffer = io.BufferedReader(raw) if name == "stdin" else io.BufferedWriter(raw)
        setattr(sys, name, io.TextIOWrapper(buffer, encoding="utf-8"))


def processors() -> int:
    """How many processors there are for us."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def start_method() -> str | None:
    """The method of :mod:`multiprocessing` that starts a process soonest, if it is safe."""
    return "fork" if sys.platform == "linux" and hasattr(os, "fork") else None


def stopping_signals() -> list[signal.Signals]:
    """The signals beside Ctrl-C that ask a program to end."""
    found = (getattr(signal, name, None) for name in ("SIGTERM", "SIGHUP", "SIGBREAK"))
    return [number for number in found if number is not None]
