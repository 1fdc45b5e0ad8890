"""Put new bytes in a file's place, so that it holds the old or the new ones, whole.

The new content goes to a temporary file in the same folder, which takes the
file's name in one step once all of it is on the disk.  Whatever happens on the
way, the name always leads to one of the two.

A file of several names (hard links) cannot be replaced like that: its other
names would keep the old content.  It is written over in place instead, after
the old content and the new were put beside it.  Should the writing fail, the
old content is restored from there; should the machine stop, it stands there.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

from fixenc.files.original import CHUNK, Identity, chunks, digest_of_file
from fixenc.files.problem import FileProblem, reason
from fixenc.files.signals import insist
from fixenc.files.temporary import created, kept_content, name_beside, name_for_old_content


class _NotRestored(FileProblem):
    """The old content of a file exists only in a file beside it."""


def write_atomically(path: Path, data: bytes | Iterable[bytes], *, read: Identity) -> None:
    """Replace the content of ``path`` with ``data``, if it is still what was ``read``.

    Mode, owner, access control list and extended attributes stay.  Of a
    symbolic link, the target is written.  The pieces of a large file can be
    given one after the other.  Raises :exc:`FileProblem`, with the file left as
    it was, if it changed since it was read, if it is read-only or of an owner
    that cannot be kept, or if the disk is full.
    """
    target = Path(os.path.realpath(path))
    pieces = (data,) if isinstance(data, bytes) else data
    try:
        found = os.lstat(target)
        _require_writable(path, target, found)
        if found.st_nlink > 1:
            _write_over(path, target, pieces, read, found)
        else:
            _write_beside(path, target, pieces, read, found)
    except OSError as error:
        raise FileProblem(
            path, f"cannot be written: {reason(error)}", "the file was left as it was"
        ) from error


def _write_beside(
    path: Path, target: Path, pieces: Iterable[bytes], identity: Identity, found: os.stat_result
) -> None:
    temporary = name_beside(target)
    # An interruption can fall into the steps of a context manager, and between them:
    # the name is removed out here, if it has not become the file's.
    try:
        with created(temporary) as file:
            _fill(file, pieces)
            _make_alike(path, file, like=target, found=found)
            _require_unchanged(path, target, identity)
            os.replace(temporary, target)
    except BaseException:
        insist(lambda: temporary.unlink(missing_ok=True))
        raise
    sync_folder(target.parent)


def _write_over(
    path: Path, target: Path, pieces: Iterable[bytes], identity: Identity, found: os.stat_result
) -> None:
    copy = kept_content(target, found)
    if copy is not None:
        raise FileProblem(
            path,
            f"was being written when fixenc was killed; what it held is in {copy.name}",
            "keep the better of the two, and remove that one",
        )
    copy, temporary = name_for_old_content(target, found), name_beside(target)

    def tidy() -> None:
        copy.unlink(missing_ok=True)
        temporary.unlink(missing_ok=True)

    try:
        with created(copy) as old, created(temporary) as new:
            _fill(new, pieces)
            _fill(old, chunks(target))
            _make_alike(path, old, like=target, found=found)
            _require_unchanged(path, target, identity)
            sync_folder(target.parent)
            _overwrite(target, old, new)
    except _NotRestored:
        insist(lambda: temporary.unlink(missing_ok=True))
        raise
    except BaseException:
        insist(tidy)
        raise
    insist(tidy)


def _overwrite(target: Path, old: BinaryIO, new: BinaryIO) -> None:
    old_size, new_size = (os.fstat(file.fileno()).st_size for file in (old, new))
    descriptor = os.open(target, os.O_WRONLY | getattr(os, "O_NOFOLLOW", 0) | os.O_CLOEXEC)
    try:
        # Room first: an append that fails can be taken back.
        _copy(new, descriptor, old_size, new_size)
        os.fsync(descriptor)
        _copy(new, descriptor, 0, min(old_size, new_size))
        os.ftruncate(descriptor, new_size)
        os.fsync(descriptor)
    except BaseException:

        def restore() -> None:
            os.ftruncate(descriptor, old_size)
            _copy(old, descriptor, 0, old_size)
            os.fsync(descriptor)

        try:
            insist(restore)
        except OSError as error:
            raise _NotRestored(
                target,
                f"was spoilt while it was written: {reason(error)}",
                f"what it held is in {old.name}",
            ) from error
        raise
    finally:
        os.close(descriptor)


def _copy(source: BinaryIO, descriptor: int, start: int, stop: int) -> None:
    """Copy a range of bytes to the same place in the file ``descriptor``."""
    while start < stop:
        piece = os.pread(source.fileno(), min(CHUNK, stop - start), start)
        start += os.pwrite(descriptor, piece, start)


def _fill(file: BinaryIO, pieces: Iterable[bytes]) -> None:
    for piece in pieces:
        file.write(piece)
    file.flush()


def _make_alike(path: Path, file: BinaryIO, *, like: Path, found: os.stat_result) -> None:
    """Give ``file`` what the file ``like`` has beside its content, and bring all to the disk."""
    descriptor = file.fileno()
    if (found.st_uid, found.st_gid) != _owner(descriptor):
        try:
            os.fchown(descriptor, found.st_uid, found.st_gid)
        except PermissionError as error:
            raise FileProblem(
                path, "belongs to somebody else, and would not any more", "have its owner repair it"
            ) from error
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
