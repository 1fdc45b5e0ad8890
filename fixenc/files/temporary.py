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
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from fixenc.files import platform

PREFIX = ".fixenc-"  # hidden, so that no search finds them
_NEW = re.compile(re.escape(PREFIX) + "[0-9a-f]{24}")
_PAIR = re.compile(re.escape(PREFIX) + "(old|new)-([0-9a-f]+)-([0-9a-f]{24})")

_SETTLED = 10.0
"""Seconds after which a file that was created is also locked, if anybody uses it."""


@dataclass(frozen=True)
class Kept:
    """The old and the new content of a file of several names, in two files beside it.

    Both are whole and on the disk as soon as the first is there under its name.
    """

    old: Path
    new: Path

    @classmethod
    def of(cls, target: Path, found: os.stat_result) -> Kept:
        """Names for the contents of ``target``; nobody removes them: they may be all there is."""
        token = f"{found.st_ino:x}-{os.urandom(12).hex()}"
        names = (target.parent / f"{PREFIX}{which}-{token}" for which in ("old", "new"))
        return cls(*names)

    def remove(self) -> None:
        """Remove both, the old content first: the new one alone is known to be needless."""
        self.old.unlink(missing_ok=True)
        self.new.unlink(missing_ok=True)


def name_beside(target: Path) -> Path:
    """A name for the new content of ``target``.  What bears it can be removed at any time."""
    return target.parent / f"{PREFIX}{os.urandom(12).hex()}"


@contextmanager
def created(path: Path) -> Iterator[BinaryIO]:
    """A new file ``path``, for its owner alone, locked while it is open."""
    with open(path, "x+b", opener=platform.private) as file:
        platform.lock(file.fileno())
        yield file


def remove_orphans(folder: Path) -> None:
    """Remove the new contents that killed runs left in ``folder``, and nothing else."""
    # A problem with the folder is reported when a file is written there.
    with suppress(OSError):
        names = set(os.listdir(folder))
        for name in names:
            pair = _PAIR.fullmatch(name)
            is_needless = pair and pair[1] == "new" and _other(name, "new", "old") not in names
            if (is_needless or _NEW.fullmatch(name)) and _is_orphan(folder / name):
                (folder / name).unlink(missing_ok=True)


def kept_contents(target: Path, found: os.stat_result) -> Kept | None:
    """The contents of ``target`` that a run left which was killed while it wrote over the file.

    ``None`` if there are none.
    """
    for name in sorted(os.listdir(target.parent)):
        match = _PAIR.fullmatch(name)
        if match and match[1] == "old" and int(match[2], 16) == found.st_ino:
            path = target.parent / name
            if _is_orphan(path, at_once=platform.can_rename_open_files()):
                return Kept(path, target.parent / _other(name, "old", "new"))
    return None


def _other(name: str, one: str, other: str) -> str:
    return name.replace(f"{PREFIX}{one}-", f"{PREFIX}{other}-", 1)


def _is_orphan(path: Path, *, at_once: bool = False) -> bool:
    """Whether the file ``path`` is one of ours, and nobody holds it any more.

    ``at_once`` says that its lock is older than its name.
    """
    try:
        descriptor = os.open(path, platform.read_only(follow=False, wait=False))
    except OSError:
        return False  # a link, somebody else's, or gone by now
    try:
        status = os.fstat(descriptor)
        return (
            stat.S_ISREG(status.st_mode)
            and status.st_nlink == 1
            and platform.is_ours(status)
            and (at_once or time.time() - status.st_mtime > _SETTLED)
            and platform.lock(descriptor) is True
        )
    finally:
        os.close(descriptor)
