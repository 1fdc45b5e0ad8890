"""Read a file whole, and keep in mind which file it was."""

from __future__ import annotations

import math
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from fixenc.files import platform
from fixenc.files.problem import FileProblem, reason


@dataclass(frozen=True)
class Identity:
    """Which file was read, and what was in it: enough to know it again."""

    device: int
    inode: int
    digest: bytes


@dataclass(frozen=True)
class Original:
    """A file as it was read: its bytes, and which file they came from."""

    path: Path
    data: bytes = field(repr=False)
    device: int
    inode: int

    @cached_property
    def identity(self) -> Identity:
        """The identity that a writer compares before it overwrites the file."""
        return Identity(self.device, self.inode, digest(self.data))


DIGEST_SIZE = 16

LARGE = 8 << 20
"""Bytes from which on a file is not held in memory."""

CHUNK = 1 << 20
"""Bytes of a large file that are read at once."""


def digest(data: bytes) -> bytes:
    """A short name for a file's content."""
    from hashlib import blake2b  # here, for it brings OpenSSL with it

    return blake2b(data, digest_size=DIGEST_SIZE).digest()


def digest_of_file(path: Path) -> bytes:
    """The :func:`digest` of what the file ``path`` holds, which may be more than memory does."""
    from hashlib import blake2b

    found = blake2b(digest_size=DIGEST_SIZE)
    for chunk in chunks(path):
        found.update(chunk)
    return found.digest()


def identity_of(path: Path) -> Identity:
    """Which file ``path`` is, and what it holds.  Raises :exc:`FileProblem`."""
    descriptor = open_regular(path)
    try:
        status = os.fstat(descriptor)
    finally:
        os.close(descriptor)
    return Identity(status.st_dev, status.st_ino, digest_of_file(path))


def chunks(path: Path, skip: int = 0) -> Iterator[bytes]:
    """The bytes of the file ``path`` after its first ``skip`` bytes, in pieces."""
    with os.fdopen(open_regular(path), "rb") as file:
        try:
            file.seek(skip)
            while chunk := file.read(CHUNK):
                yield chunk
        except OSError as error:
            raise unreadable(path, error) from error


def read(path: Path) -> Original:
    """Read the file ``path``, or the one that a link of that name leads to.

    Raises :exc:`FileProblem` for what is not a regular file: a FIFO would keep
    us waiting for ever, and to open a device can do anything.
    """
    data, found = read_bytes(path)
    return Original(path, data, found.st_dev, found.st_ino)


def read_bytes(path: str | Path, less_than: float = math.inf) -> tuple[bytes, os.stat_result]:
    """The content and the identity of a file, read with few system calls.

    Of one that holds not ``less_than`` so many bytes nothing is read.
    """
    descriptor, found = _opened(path)
    try:
        if found.st_size >= less_than:
            return b"", found
        # One byte more than the size is requested, to notice whether the file has grown.
        data = os.read(descriptor, found.st_size + 1)
        if len(data) != found.st_size:
            data = _and_the_rest(descriptor, data)
    except (OSError, MemoryError, OverflowError) as error:
        raise unreadable(path, error) from error
    finally:
        os.close(descriptor)
    return data, found


def _and_the_rest(descriptor: int, data: bytes) -> bytes:
    pieces = [data]
    while pieces[-1]:
        pieces.append(os.read(descriptor, CHUNK))
    return b"".join(pieces)


def open_regular(path: str | Path) -> int:
    """A descriptor of the regular file ``path``, open for reading."""
    return _opened(path)[0]


def _opened(path: str | Path) -> tuple[int, os.stat_result]:
    """The content of a file and its ``os.stat`` result."""
    try:
        require_regular(path, os.stat(path).st_mode)
        # Between the two calls a FIFO may have taken the file's place.
        descriptor = os.open(path, platform.read_only(wait=False))
    except (OSError, ValueError) as error:
        raise unreadable(path, error) from error
    try:
        found = os.fstat(descriptor)
        require_regular(path, found.st_mode)
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor, found


def require_regular(path: str | Path, mode: int) -> None:
    """Raise :exc:`FileProblem` unless ``mode`` is that of a regular file."""
    if stat.S_ISREG(mode):
        return
    if stat.S_ISDIR(mode):
        raise FileProblem(path, "is a folder, not a file")
    raise FileProblem(path, "is a device, a FIFO or a socket", "give a regular file")


def unreadable(path: str | Path, error: Exception) -> FileProblem:
    """The problem that ``path`` could not be read because of ``error``."""
    if isinstance(error, FileNotFoundError):
        return FileProblem(path, "there is no such file", "check the name")
    if isinstance(error, OSError):
        return FileProblem(path, f"cannot be read: {reason(error)}")
    if isinstance(error, MemoryError):
        return FileProblem(path, "is too large for the memory that there is")
    return FileProblem(path, f"is no path: {error}")
