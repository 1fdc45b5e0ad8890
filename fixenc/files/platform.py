"""All that differs between operating systems: descriptors, locks, owners, attributes, processes.

Each function does what the system has, and nothing where it has no such thing.  The names are
looked up when they are needed, so that a test can take them away.
"""

from __future__ import annotations

import errno
import io
import os
import signal
import stat
import struct
import sys
import time
from collections.abc import Iterable
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


def lock(descriptor: int) -> bool | None:
    """Lock an open file until it is closed; false if somebody else has it locked.

    ``None`` where files cannot be locked, as on some network drives: there nothing is ever
    recognised as left behind.
    """
    try:
        import fcntl
    except ImportError:
        return _lock_on_windows(descriptor)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        return False if error.errno in _LOCKED else None
    return True


_LOCKED = (errno.EAGAIN, errno.EACCES, errno.EDEADLK)
"""Errors that say that somebody else has a file locked; the last one is of Windows."""


def _lock_on_windows(descriptor: int) -> bool | None:
    try:
        import msvcrt
    except ImportError:
        return None
    at = os.lseek(descriptor, 0, os.SEEK_CUR)
    try:
        os.lseek(descriptor, _FAR, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
    except OSError as error:
        return False if error.errno in _LOCKED else None
    finally:
        os.lseek(descriptor, at, os.SEEK_SET)
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


def relative(path: str | Path, folder: str | Path = os.curdir) -> str:
    """The path as seen from ``folder``; an absolute one if the two are on different drives."""
    try:
        return os.path.relpath(path, folder)
    except ValueError:
        return os.path.abspath(path)


def slashed(path: str) -> str:
    """A path with forward slashes, as patterns, Git and reports for programs have it."""
    return path.replace(os.sep, "/")


def native(path: str) -> str:
    """A path with forward slashes as the system spells it."""
    return path.replace("/", os.sep)


def common_folder(folders: Iterable[Path]) -> Path | None:
    """The folder below which all of these are; ``None`` if they are on different drives."""
    try:
        return Path(os.path.commonpath(list(folders)))
    except ValueError:
        return None


def expanded(names: Iterable[str]) -> list[str]:
    """The names that a person typed, with patterns such as ``*.txt`` replaced by files.

    On Windows no shell does that.  A file of that very name is meant by itself.
    """
    if os.name != "nt":
        return list(names)
    from glob import glob, has_magic

    found: list[str] = []
    for name in names:
        is_pattern = has_magic(name) and not os.path.lexists(name)
        found += (sorted(glob(name)) if is_pattern else ()) or [name]
    return found


def is_junction(entry: os.DirEntry[str]) -> bool:
    """Whether an entry of a folder is a junction: a link to a folder, which no symbolic one is."""
    if hasattr(entry, "is_junction"):  # from Python 3.12 on
        return bool(entry.is_junction())
    tag = getattr(stat, "IO_REPARSE_TAG_MOUNT_POINT", None)
    status = entry.stat(follow_symlinks=False) if tag is not None and os.name == "nt" else None
    return status is not None and getattr(status, "st_reparse_tag", 0) == tag


def shows_escapes() -> bool:
    """Have standard output understand escape sequences; false if its console cannot.

    Consoles of Windows print them as they are until they are asked.
    """
    if os.name != "nt":
        return True
    try:
        import ctypes
        import msvcrt

        handle = msvcrt.get_osfhandle(sys.stdout.fileno())  # type: ignore[attr-defined,unused-ignore]
        kernel = ctypes.windll.kernel32  # type: ignore[attr-defined,unused-ignore]
        mode = ctypes.c_ulong()
        if not kernel.GetConsoleMode(ctypes.c_void_p(handle), ctypes.byref(mode)):
            return True  # it is no console: what reads it knows what it wants
        return bool(
            kernel.SetConsoleMode(ctypes.c_void_p(handle), ctypes.c_ulong(mode.value | _ESCAPES))
        )
    except (AttributeError, ImportError, OSError, ValueError):
        return False


_ESCAPES = 0x0004
"""ENABLE_VIRTUAL_TERMINAL_PROCESSING, a mode of consoles."""


def quoted(arguments: Iterable[str]) -> str:
    """Arguments as a person can paste them into the shell of the system."""
    if os.name == "nt":
        from subprocess import list2cmdline

        return list2cmdline(list(arguments))
    import shlex

    return shlex.join(arguments)


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


_ACCESS_LIST = "system.posix_acl_access"


class NotCopied(OSError):
    """An extended attribute of a file cannot be given to another: its ``name``, and why."""

    def __init__(self, name: str, error: OSError) -> None:
        """Keep the name of the attribute and the error of the system."""
        super().__init__(error.errno, error.strerror)
        self.name = name


def copy_attributes(source: Path, descriptor: int) -> None:
    """Copy extended attributes; on Linux access control lists are among them.

    A list that the file ``descriptor`` has from its folder, and ``source`` has not, is removed.
    Raises :exc:`NotCopied` for an attribute that only root may set, or that cannot be read.
    """
    if not hasattr(os, "listxattr"):
        return
    names = _attributes(source)
    present = _attributes(descriptor)
    if _ACCESS_LIST in present and _ACCESS_LIST not in names:
        os.removexattr(descriptor, _ACCESS_LIST)
    for name in names:
        try:
            value = os.getxattr(source, name)
            if name not in present or os.getxattr(descriptor, name) != value:
                os.setxattr(descriptor, name, value)
        except OSError as error:
            if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EIO):
                raise
            raise NotCopied(name, error) from error


def _attributes(file: Path | int) -> list[str]:
    """The names of the extended attributes of a file; none where the file system has no such."""
    try:
        return os.listxattr(file)
    except OSError as error:
        if error.errno in (errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS):
            return []
        raise


def is_append_only(folder: Path) -> bool:
    """Whether files in ``folder`` can be made, but neither renamed nor removed (``chattr +a``)."""
    flags = getattr(os.stat(folder), "st_flags", None)  # as macOS and the BSDs have them
    if flags is not None:
        return bool(flags & (stat.UF_APPEND | stat.SF_APPEND))
    try:
        import fcntl

        descriptor = os.open(folder, os.O_RDONLY | _common())
    except (ImportError, OSError):
        return False
    try:
        found = fcntl.ioctl(descriptor, _GET_FLAGS, bytes(struct.calcsize("l")))
    except OSError:  # a file system without such flags
        return False
    finally:
        os.close(descriptor)
    return bool(struct.unpack_from("i", found)[0] & _APPEND_ONLY)


_GET_FLAGS = 2 << 30 | struct.calcsize("l") << 16 | ord("f") << 8 | 1
"""The request FS_IOC_GETFLAGS of Linux, by which file systems say the flags of a file."""

_APPEND_ONLY = 0x20
"""The flag FS_APPEND_FL."""


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


def tolerate_encodings() -> None:
    """Let standard output spell out what its encoding does not have, instead of failing.

    It may be cp1252, or ASCII where no locale is set.  What is written as bytes is UTF-8.
    """
    if isinstance(sys.stdout, io.TextIOWrapper) and sys.stdout.errors == "strict":
        sys.stdout.reconfigure(errors="backslashreplace")


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
