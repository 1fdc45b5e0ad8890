"""Where data sets lie: folders of this machine, and of object stores, by their names.

A file appears under its name whole or not at all.  In a folder of this machine the new
file is written under ``.fixenc/`` and renamed.  An object store shows an object once all
of it has arrived, so there it is written to this machine first, then sent.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from secrets import token_hex

import pyarrow as pa
from pyarrow import fs

from fixenc.files.platform import sync_folder
from fixenc.run.config import ConfigProblem

OWN = ".fixenc"
"""The folder, in that of the output, of all that is not output.  Readers of data sets pass
over what begins with a dot."""

PIECE = 1 << 20

_WHOLE_AT_ONCE = frozenset({"s3", "gcs", "abfs"})
"""File systems that show an object only when all of it has arrived."""


@dataclass(frozen=True)
class Store:
    """A folder.  ``root`` is an absolute path or a URI, ``named`` is what its user calls it.

    Names in it are relative, with ``/`` between their parts.  It can be pickled, and is
    opened anew in each process.
    """

    root: str
    named: str

    @property
    def system(self) -> fs.FileSystem:
        """The file system that it is in."""
        return _opened(self.root)[0]

    @property
    def local(self) -> bool:
        """Whether it is a folder of this machine."""
        return bool(self.system.type_name == "local")

    def path(self, name: str = "") -> str:
        """The path of ``name``, for the file system."""
        root = _opened(self.root)[1]
        return f"{root.rstrip('/')}/{name}" if name else root

    def display_name(self, name: str = "") -> str:
        """The name of ``name`` in messages."""
        return f"{self.named.rstrip('/') or '/'}/{name}" if name else self.named

    def files(self) -> Iterator[tuple[str, int]]:
        """The names of all files below it, in order, with their sizes in bytes.

        Raises :exc:`~fixenc.run.config.ConfigProblem` if they cannot be listed.
        """
        root = self.path().rstrip("/") + "/"
        everything = fs.FileSelector(self.path(), recursive=True, allow_not_found=True)
        try:
            found = [
                (info.path.removeprefix(root), info.size)
                for info in self.system.get_file_info(everything)
                if info.type == fs.FileType.File
            ]
        except UnicodeDecodeError as error:
            name = error.object.decode("utf-8", "backslashreplace")
            raise ConfigProblem(f"{self.named}: holds {name}, no name in UTF-8") from error
        except (pa.ArrowException, OSError) as error:
            said = (str(error) or type(error).__name__).splitlines()[0]
            raise ConfigProblem(f"{self.named}: cannot be listed: {said}") from error
        yield from sorted(found)

    def kind(self, name: str = "") -> fs.FileType:
        """The kind of ``name``: a file, a folder, or missing."""
        return self.system.get_file_info(self.path(name)).type

    def holds_file(self, name: str) -> bool:
        """Whether there is a file ``name``."""
        return bool(self.kind(name) == fs.FileType.File)

    def open(self, name: str) -> pa.NativeFile:
        """The file ``name``, to read it from any place."""
        return self.system.open_input_file(self.path(name))

    def stream(self, name: str, compression: str | None = None) -> pa.NativeFile:
        """The file ``name``, to read it from the beginning, decompressed if that is said."""
        return self.system.open_input_stream(self.path(name), compression=compression)

    def stamp(self, name: str) -> tuple[int, int]:
        """Size and time of ``name``: while they stay, nobody has written to it."""
        info = self.system.get_file_info(self.path(name))
        return int(info.size or 0), int(info.mtime_ns or 0)

    def identity(self, name: str) -> str:
        """A fingerprint of the content of ``name``: its digest.

        Where the store keeps a tag of each content, that tag: nothing has to be fetched.
        """
        if not self.local:
            with self.system.open_input_file(self.path(name)) as file:
                known = {name.lower(): value for name, value in (file.metadata() or {}).items()}
            if "etag" in known:
                return f"etag:{known['etag'].decode('latin-1')}"
        return self.digest(name)

    def digest(self, name: str) -> str:
        """The SHA-256 of the content of ``name``."""
        digest = hashlib.sha256()
        with self.stream(name) as file:
            while piece := file.read(PIECE):
                digest.update(piece)
        return f"sha256:{digest.hexdigest()}"

    def holds(self, name: str, identity: str) -> bool:
        """Whether there is a file ``name`` with this content."""
        if not self.holds_file(name):
            return False
        known = self.digest(name) if identity.startswith("sha256:") else self.identity(name)
        return known == identity

    @contextmanager
    def new_file(self, name: str) -> Iterator[NewFile]:
        """A file to write, which takes the name ``name`` when it is published."""
        if self.local:
            folder = Path(self.path(OWN)) / "unfinished"
            folder.mkdir(parents=True, exist_ok=True)
            temporary = folder / token_hex(12)
        else:
            descriptor, unnamed = tempfile.mkstemp(prefix="fixenc-")
            os.close(descriptor)
            temporary = Path(unnamed)
        try:
            yield NewFile(self, name, temporary)
        finally:
            temporary.unlink(missing_ok=True)

    def fetch(self, name: str, path: Path) -> None:
        """Copy ``name`` to ``path`` of this machine."""
        if self.local:
            shutil.copyfile(self.path(name), path)
        else:
            with self.stream(name) as file, path.open("wb") as out:
                shutil.copyfileobj(file, out, PIECE)

    def write(self, name: str, data: bytes) -> None:
        """Put ``data`` in a file ``name``."""
        with self.new_file(name) as new:
            new.path.write_bytes(data)
            new.publish()

    def read(self, name: str) -> bytes | None:
        """The content of ``name``, or ``None`` if there is no such file."""
        try:
            with self.stream(name) as file:
                return bytes(file.read())
        except FileNotFoundError:
            return None

    def remove(self, name: str) -> None:
        """Remove the folder ``name``, with all that is in it, if it is there."""
        if self.local:
            # Other processes may still be at work in it.
            shutil.rmtree(self.path(name), ignore_errors=True)
        elif self.kind(name) == fs.FileType.Directory:
            self.system.delete_dir(self.path(name))

    def tidy(self) -> None:
        """Remove what writers left behind that were killed."""
        self.remove(f"{OWN}/unfinished")
        if self.local:
            with suppress(OSError):  # not empty: the rest is to be kept
                os.rmdir(self.path(OWN))


@dataclass(frozen=True)
class NewFile:
    """A file that is being written: to ``path``, of this machine."""

    store: Store
    name: str
    path: Path

    def digest(self) -> str:
        """The digest of what was written, once all of it was."""
        return Store(str(self.path.parent), "").digest(self.path.name)

    def publish(self) -> None:
        """Let it appear in its store under its name, whole."""
        target = self.store.path(self.name)
        if self.store.local:
            with self.path.open("r+b") as file:
                os.fsync(file.fileno())
            folder = Path(target).parent
            folder.mkdir(parents=True, exist_ok=True)
            os.replace(self.path, target)
            sync_folder(folder)
        elif self.store.system.type_name in _WHOLE_AT_ONCE:
            self._send(target)
        else:
            folder_name, _, last = target.rpartition("/")
            unfinished = f"{folder_name}/.{last}-{token_hex(12)}"
            self.store.system.create_dir(folder_name)
            self._send(unfinished)
            self.store.system.move(unfinished, target)

    def _send(self, target: str) -> None:
        with (
            self.store.system.open_output_stream(target, compression=None) as out,
            self.path.open("rb") as file,
        ):
            shutil.copyfileobj(file, out, PIECE)


def store_of(named: str) -> Store:
    """The folder that people call ``named``: a path, or a URI such as ``s3://bucket/folder``.

    Raises :exc:`~fixenc.run.config.ConfigProblem` if there is no such kind of place.
    """
    if "://" not in named:
        return Store(os.path.abspath(named), named)
    try:
        _opened(named)
    except (pa.ArrowException, OSError, ValueError) as error:
        raise ConfigProblem(f"{named}: is no place that can be reached: {error}") from error
    return Store(named, named.partition("?")[0])


def split(store: Store) -> tuple[Store, str]:
    """The folder that ``store`` is in, and its name there."""
    address, mark, query = (
        store.root.partition("?") if "://" in store.root else (store.root, "", "")
    )
    folder, _, name = address.rstrip("/").rpartition("/")
    named = store.named.rstrip("/").rpartition("/")[0]
    return Store(
        f"{folder or '/'}{mark}{query}", named or ("/" if store.named[0] == "/" else ".")
    ), name


@lru_cache(maxsize=64)
def _opened(root: str) -> tuple[fs.FileSystem, str]:
    if "://" not in root:
        return fs.LocalFileSystem(), root
    system, path = fs.FileSystem.from_uri(root)
    return system, path
