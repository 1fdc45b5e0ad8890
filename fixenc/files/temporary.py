"""The temporary files that stand beside a file while it is written.

One that is in use is locked by its writer, and the system gives the lock back
when that dies, however it dies.  So what bears such a name and is not locked
was left by a run that was killed, and the next run recognizes it.
"""

from __future__ import annotations

import os
import re
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from fixenc.files.original import digest_of_file

_PREFIX = ".fixenc-"  # hidden, so that no search finds them
_NEW = re.compile(re.escape(_PREFIX) + "[0-9a-f]{24}")
_OLD = re.compile(re.escape(_PREFIX) + "old-([0-9a-f]+)-[0-9a-f]{24}")

_SETTLED = 10.0
"""Seconds after which a file that was created is also locked, if anybody uses it."""


def name_beside(target: Path) -> Path:
    """A name for the new content of ``target``.  What bears it can be removed at any time."""
    return target.parent / f"{_PREFIX}{os.urandom(12).hex()}"


def name_for_old_content(target: Path, found: os.stat_result) -> Path:
    """A name for a copy of ``target``, which nobody else removes: it may be all there is."""
    return target.parent / f"{_PREFIX}old-{found.st_ino:x}-{os.urandom(12).hex()}"


@contextmanager
def created(path: Path) -> Iterator[BinaryIO]:
    """A new file ``path``, for its owner alone, locked while it is open."""
    with open(path, "x+b", opener=_private) as file:
        _lock(file.fileno())
        yield file


def remove_orphans(folder: Path) -> None:
    """Remove the new contents that killed runs left in ``folder``, and nothing else."""
    # A problem with the folder is reported when a file is written there.
    with suppress(OSError):
        for name in os.listdir(folder):
            path = folder / name
            if _NEW.fullmatch(name) and _is_orphan(path):
                path.unlink(missing_ok=True)


def kept_content(target: Path, found: os.stat_result) -> Path | None:
    """The copy of ``target`` that a run left which was killed while it wrote over the file.

    ``None`` if there is none.  One that holds the same as the file is removed.
    """
    for name in sorted(os.listdir(target.parent)):
        match = _OLD.fullmatch(name)
        path = target.parent / name
        if match and int(match[1], 16) == found.st_ino and _is_orphan(path):
            if digest_of_file(path) != digest_of_file(target):
                return path
            path.unlink(missing_ok=True)
    return None


def _is_orphan(path: Path) -> bool:
    """Whether the file ``path`` is one of ours, and nobody holds it any more."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:
        return False  # a link, somebody else's, or gone by now
    try:
        status = os.fstat(descriptor)
        return (
            stat.S_ISREG(status.st_mode)
            and status.st_nlink == 1
            and os.geteuid() in (0, status.st_uid)
            and time.time() - status.st_mtime > _SETTLED
            and _lock(descriptor)
        )
    finally:
        os.close(descriptor)


def _lock(descriptor: int) -> bool:
    """Lock an open file until it is closed; false if somebody else has it locked."""
    try:
        import fcntl

        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (ImportError, OSError):
        return False  # also where files cannot be locked: there no orphan is ever recognised
    return True


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
