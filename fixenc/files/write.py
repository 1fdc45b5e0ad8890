"""Put new bytes in a file's place, so that it holds the old or the new ones, whole.

The new content goes to a temporary file in the same folder, which takes the
file's name in one step once all of it is on the disk.  Whatever happens on the
way, the name always leads to one of the two.

A file of several names (hard links) cannot be replaced like that: its other
names would keep the old content.  It is written over in place instead, after a
copy of the old content was put beside it, from which it is restored should the
writing fail.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable
from pathlib import Path
from secrets import token_hex

from fixenc.files.original import Identity, digest_of_file
from fixenc.files.original import read as read_file
from fixenc.files.problem import FileProblem, reason
from fixenc.files.signals import insist

TEMPORARY = ".fixenc-"
"""How the names of temporary files begin.  Hidden, so that no search finds them."""


def write_atomically(path: Path, data: bytes | Iterable[bytes], *, read: Identity) -> None:
    """Replace the content of ``path`` with ``data``, if it is still what was ``read``.

    Mode, owner, access control list and extended attributes stay.  Of a
    symbolic link, the target is written.  The pieces of a large file can be
    given one after the other.  Raises :exc:`FileProblem`, with the file left as
    it was, if it changed since it was read, if it is read-only or of an owner
    that cannot be kept, or if the disk is full.
    """
    target = Path(os.path.realpath(path))
    try:
        found = os.lstat(target)
        _require_writable(path, target, found)
        if found.st_nlink > 1:
            if not isinstance(data, bytes):
                raise FileProblem(
                    path,
                    "is large and has several names (hard links)",
                    "repair a copy of it",
                )
            _write_over(path, target, data, read, found)
        else:
            pieces = (data,) if isinstance(data, bytes) else data
            _write_beside(path, target, pieces, read, found)
    except OSError as error:
        raise FileProblem(
            path, f"cannot be written: {reason(error)}", "the file was left as it was"
        ) from error


def _write_beside(
    path: Path, target: Path, pieces: Iterable[bytes], identity: Identity, found: os.stat_result
) -> None:
    temporary = _temporary_name(target)
    # No context manager and no finally: an interruption can fall between their steps.
    try:
        _write_new(temporary, pieces, like=target, found=found)
        _require_unchanged(path, target, identity)
        os.replace(temporary, target)
    except BaseException:
        insist(lambda: temporary.unlink(missing_ok=True))
        raise
    sync_folder(target.parent)


def _write_over(
    path: Path, target: Path, data: bytes, identity: Identity, found: os.stat_result
) -> None:
    copy = _temporary_name(target)
    try:
        old = read_file(target).data
        _write_new(copy, (old,), like=target, found=found)
        _require_unchanged(path, target, identity)
        _overwrite(target, old, data)
        copy.unlink()
    except BaseException:
        insist(lambda: copy.unlink(missing_ok=True))
        raise


def _overwrite(target: Path, old: bytes, data: bytes) -> None:
    descriptor = os.open(target, os.O_WRONLY | getattr(os, "O_NOFOLLOW", 0) | os.O_CLOEXEC)
    try:
        # Room first: an append that fails can be taken back.
        _write_all(descriptor, data[len(old) :], len(old))
        os.fsync(descriptor)
        _write_all(descriptor, data[: len(old)], 0)
        os.ftruncate(descriptor, len(data))
        os.fsync(descriptor)
    except BaseException:

        def restore() -> None:
            os.ftruncate(descriptor, len(old))
            _write_all(descriptor, old, 0)
            os.fsync(descriptor)

        insist(restore)
        raise
    finally:
        os.close(descriptor)


def _write_all(descriptor: int, data: bytes, offset: int) -> None:
    rest = memoryview(data)
    while rest:
        written = os.pwrite(descriptor, rest, offset)
        rest, offset = rest[written:], offset + written


def _temporary_name(target: Path) -> Path:
    return target.parent / f"{TEMPORARY}{token_hex(12)}"


def _write_new(name: Path, pieces: Iterable[bytes], *, like: Path, found: os.stat_result) -> None:
    """Create the file ``name`` with ``pieces`` on the disk, and all else as ``like`` has it."""
    # Nobody else may read it before it has the mode of the original.
    descriptor = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        for piece in pieces:
            file.write(piece)
        file.flush()
        if (found.st_uid, found.st_gid) != _owner(descriptor):
            os.fchown(descriptor, found.st_uid, found.st_gid)
        os.fchmod(descriptor, stat.S_IMODE(found.st_mode))
        _copy_attributes(like, descriptor)
        os.fsync(descriptor)


def _owner(descriptor: int) -> tuple[int, int]:
    status = os.fstat(descriptor)
    return status.st_uid, status.st_gid


def _copy_attributes(source: Path, descriptor: int) -> None:
    """Extended attributes; on Linux access control lists are among them."""
    if not hasattr(os, "listxattr"):
        return
    present = {name: os.getxattr(descriptor, name) for name in os.listxattr(descriptor)}
    for name in os.listxattr(source):
        value = os.getxattr(source, name)
        if present.get(name) != value:
            os.setxattr(descriptor, name, value)


def _require_writable(path: Path, target: Path, found: os.stat_result) -> None:
    if not stat.S_ISREG(found.st_mode):
        raise FileProblem(path, "is no longer a regular file", "run fixenc again")
    # The mode is asked too, since for root every file is writable.
    if not found.st_mode & 0o222 or not os.access(target, os.W_OK):
        raise FileProblem(path, "is read-only", "make it writable to have it repaired")


def _require_unchanged(path: Path, target: Path, identity: Identity) -> None:
    """Raise :exc:`FileProblem` unless ``target`` is the file that was read, with its content."""
    now = os.lstat(target)
    same = (now.st_dev, now.st_ino) == (identity.device, identity.inode)
    if not same or digest_of_file(target) != identity.digest:
        raise FileProblem(
            path, "was changed by somebody else after it was read", "run fixenc again"
        )


def sync_folder(folder: Path) -> None:
    """Make a renaming in ``folder`` last, should the power fail."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
