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
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from fixenc.files import platform
from fixenc.files.interrupted import require_whole
from fixenc.files.original import CHUNK, Identity, chunks, digest_of_file
from fixenc.files.problem import FileProblem, reason
from fixenc.files.signals import insist
from fixenc.files.temporary import Kept, created, name_beside


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
            _make_alike(path, file, temporary, like=target, found=found)
            _require_unchanged(path, target, identity)
            if not platform.can_rename_open_files():
                file.close()
            platform.replace(temporary, target)
    except BaseException:
        insist(lambda: temporary.unlink(missing_ok=True))
        raise
    platform.sync_folder(target.parent)


def _write_over(
    path: Path, target: Path, pieces: Iterable[bytes], identity: Identity, found: os.stat_result
) -> None:
    require_whole(path, target, found)
    kept = Kept.of(target, found)
    unnamed = name_beside(target), name_beside(target)

    def tidy() -> None:
        kept.remove()
        for each in unnamed:
            each.unlink(missing_ok=True)

    try:
        with created(unnamed[0]) as old, created(unnamed[1]) as new:
            _fill(new, pieces)
            os.fsync(new.fileno())
            _fill(old, chunks(target))
            _make_alike(path, old, unnamed[0], like=target, found=found)
            _require_unchanged(path, target, identity)
            with _named(new, unnamed[1], kept.new) as new, _named(old, unnamed[0], kept.old) as old:
                platform.sync_folder(target.parent)
                _overwrite(target, old, new, kept.old)
    except _NotRestored:
        raise  # both contents stay where they are
    except BaseException:
        insist(tidy)
        raise
    insist(tidy)


@contextmanager
def _named(file: BinaryIO, old: Path, name: Path) -> Iterator[BinaryIO]:
    """The open file ``old``, still locked, under its other name."""
    if platform.can_rename_open_files():
        os.rename(old, name)
        yield file
        return
    file.close()
    os.rename(old, name)
    with open(name, "r+b") as again:
        platform.lock(again.fileno())
        yield again


def _overwrite(target: Path, old: BinaryIO, new: BinaryIO, name: Path) -> None:
    old_size, new_size = (os.fstat(file.fileno()).st_size for file in (old, new))
    descriptor = os.open(target, platform.write_only())
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
                f"what it held is in {name.name}",
            ) from error
        raise
    finally:
        os.close(descriptor)


def _copy(source: BinaryIO, descriptor: int, start: int, stop: int) -> None:
    """Copy a range of bytes to the same place in the file ``descriptor``."""
    while start < stop:
        piece = platform.read_at(source.fileno(), min(CHUNK, stop - start), start)
        start += platform.write_at(descriptor, piece, start)


def _fill(file: BinaryIO, pieces: Iterable[bytes]) -> None:
    for piece in pieces:
        file.write(piece)
    file.flush()


def _make_alike(
    path: Path, file: BinaryIO, name: Path, *, like: Path, found: os.stat_result
) -> None:
    """Give ``file`` what the file ``like`` has beside its content, and bring all to the disk."""
    descriptor = file.fileno()
    try:
        platform.set_owner(descriptor, found)
    except PermissionError as error:
        raise FileProblem(
            path, "belongs to somebody else, and would not any more", "have its owner repair it"
        ) from error
    platform.set_mode(descriptor, name, found.st_mode)
    try:
        platform.copy_attributes(like, descriptor)
    except platform.NotCopied as error:
        raise FileProblem(
            path,
            f"has the attribute {error.name}, which would be lost ({reason(error)})",
            "have root repair it, or remove the attribute",
        ) from error
    os.fsync(descriptor)


def _require_writable(path: Path, target: Path, found: os.stat_result) -> None:
    if not stat.S_ISREG(found.st_mode):
        raise FileProblem(path, "is no longer a regular file", "run fixenc again")
    # The mode is asked too, since for root every file is writable.
    if not found.st_mode & 0o222 or not os.access(target, os.W_OK):
        raise FileProblem(path, "is read-only", "make it writable to have it repaired")
    if platform.is_append_only(target.parent):
        raise FileProblem(
            path,
            "lies in a folder in which nothing can be renamed or removed (append-only)",
            "take that flag from the folder, as chattr -a does",
        )


def _require_unchanged(path: Path, target: Path, identity: Identity) -> None:
    """Raise :exc:`FileProblem` unless ``target`` is the file that was read, with its content."""
    now = os.lstat(target)
    same = (now.st_dev, now.st_ino) == (identity.device, identity.inode)
    if not same or digest_of_file(target) != identity.digest:
        raise FileProblem(
            path, "was changed by somebody else after it was read", "run fixenc again"
        )
