"""Versions: the text of a file in a commit, or in a folder with an older copy.

Nothing is read before a file asks for it, and all files of a process share one
``git cat-file --batch``.  Nothing that a repository configures is run: neither filters nor
monitors of the file system.
"""

from __future__ import annotations

import os
import subprocess
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from fixenc.files import LARGE, FileProblem, decode, platform

_PLAIN = ("-c", "core.fsmonitor=false", "-c", "core.quotePath=false")
_ENVIRONMENT = {"GIT_NO_LAZY_FETCH": "1", "GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0"}


@dataclass(frozen=True)
class Version:
    """A version of a file: its bytes, and how a note calls the version."""

    name: str
    data: bytes = field(repr=False)

    def text(self, encoding: str) -> str | None:
        """The text, in the encoding that it shows or else in ``encoding``; none if it has none."""
        if b"\0" in self.data and not self.data.startswith((b"\xff\xfe", b"\xfe\xff")):
            return None
        try:
            try:
                return self.data.decode("utf-8-sig")
            except UnicodeDecodeError:
                return decode(self.data, encoding=encoding).text
        except FileProblem:
            return None


class Versions(Protocol):
    """A source of older versions of files."""

    def of(self, path: str) -> list[Version]:
        """The versions before of the file ``path``, the likeliest first; none if there is none."""

    def converts_line_endings(self, path: str) -> bool:
        """Whether a file may have other line endings than its versions, and be the same."""


@dataclass
class FolderVersions:
    """An older copy of the files below ``root``, in the folder ``reference``."""

    reference: str
    root: str

    def of(self, path: str) -> list[Version]:
        """The file of the same name in the folder, if there is one."""
        inner = platform.relative(os.path.abspath(path), self.root)
        other = Path(self.reference, inner)
        if (
            inner.startswith("..")
            or os.path.isabs(inner)
            or not other.is_file()
            or other.stat().st_size >= LARGE
        ):
            return []
        return [Version(str(other), other.read_bytes())]

    def converts_line_endings(self, path: str) -> bool:
        """Whether a file may have other line endings than its versions: it may not."""
        return False


@dataclass
class GitVersions:
    """The versions of files in a ``revision``, and in the commit that is being merged."""

    revision: str = "HEAD"
    label: str = ""
    _readers: dict[str, Reader] = field(default_factory=dict, repr=False)
    _roots: dict[str, str] = field(default_factory=dict, repr=False)
    _process: int = 0

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (self.revision, self.label)

    def of(self, path: str) -> list[Version]:
        """The versions of the file ``path``; before a rename it has its old name."""
        if self._process != os.getpid():  # a process of its own must not share the pipe
            self._process, self._readers = os.getpid(), {}
        root, name = self.place(path)
        if not root:
            return []
        reader = self._readers.get(root)
        if reader is None:
            reader = self._readers[root] = Reader(root, self.revision)
        return reader.versions(name, self.label or self.revision)

    def converts_line_endings(self, path: str) -> bool:
        """Whether Git itself writes the line endings of the file ``path``."""
        root, name = self.place(path)
        if git(root, "config", "--get", "core.autocrlf").strip() in (b"true", b"input"):
            return True
        found = git(root, "check-attr", "-z", "text", "eol", "--", name).split(b"\0")
        return any(value not in (b"unspecified", b"unset") for value in found[2::3])

    def place(self, path: str) -> tuple[str, str]:
        """The folder of the repository of a file, and its name there; empty outside of one."""
        absolute = os.path.join(
            os.path.realpath(os.path.dirname(path) or "."), os.path.basename(path)
        )
        root = self._root(os.path.dirname(absolute))
        return root, platform.slashed(os.path.relpath(absolute, root)) if root else ""

    def _root(self, folder: str) -> str:
        """The folder of the repository around ``folder``; empty if there is none."""
        if folder not in self._roots:
            outer = os.path.dirname(folder)
            is_root = os.path.exists(os.path.join(folder, ".git"))
            self._roots[folder] = (
                folder if is_root else "" if outer == folder else self._root(outer)
            )
        return self._roots[folder]


class Reader:
    """One ``git cat-file --batch`` in a repository."""

    def __init__(self, root: str, revision: str) -> None:
        self._root = root
        self._revision = revision
        self._renamed: dict[str, str] | None = None
        self._is_merging = bool(git(root, "rev-parse", "--verify", "--quiet", "MERGE_HEAD"))
        try:
            self._batch: subprocess.Popen[bytes] | None = subprocess.Popen(
                ["git", *_PLAIN, "cat-file", "--batch"],
                cwd=root,
                env={**os.environ, **_ENVIRONMENT},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        except FileNotFoundError:
            self._batch = None

    def __del__(self) -> None:
        if self._batch is not None and self._batch.stdin and self._batch.stdout:
            # Where Git found no repository it has ended, and what it was asked cannot be flushed.
            with suppress(OSError):
                self._batch.stdin.close()
            self._batch.stdout.close()
            self._batch.wait()

    def versions(self, name: str, label: str) -> list[Version]:
        """The versions of the file with this name in the repository."""
        found: list[Version] = []
        data = self.read(f"{self._revision}:{name}")
        if data is None:
            name = self._old_names().get(name, "")
            data = self.read(f"{self._revision}:{name}") if name else None
        if data is not None:
            found.append(Version(f"{label}:{name}", data))
        if self._is_merging and (merged := self.read(f"MERGE_HEAD:{name}")) is not None:
            found.append(Version(f"MERGE_HEAD:{name}", merged))
        return found

    def read(self, name: str) -> bytes | None:
        """The bytes of an object of Git, or None if there is no such file, or a large one."""
        if self._batch is None or "\n" in name or not self._batch.stdin or not self._batch.stdout:
            return None
        try:
            self._batch.stdin.write(os.fsencode(name) + b"\n")
            self._batch.stdin.flush()
            head = self._batch.stdout.readline().rstrip(b"\n").split(b" ")
            if len(head) < 3 or head[-2] not in (b"blob", b"tree", b"commit", b"tag"):
                return None
            size = int(head[-1])
            data = self._batch.stdout.read(size + 1)[:size]
        except (OSError, ValueError):
            return None
        return data if head[-2] == b"blob" and size < LARGE else None

    def _old_names(self) -> dict[str, str]:
        if self._renamed is None:
            raw = git(
                self._root, "diff", "--cached", "--name-status", "-z", "--find-renames",
                "--diff-filter=R", "--no-ext-diff", self._revision, "--",
            )  # fmt: skip
            fields = [os.fsdecode(each) for each in raw.split(b"\0")]
            self._renamed = dict(zip(fields[2::3], fields[1::3], strict=False))
        return self._renamed


def git(root: str, *arguments: str) -> bytes:
    """The output of a Git command in the repository at ``root``; empty if it fails."""
    try:
        ran = subprocess.run(
            ["git", *_PLAIN, *arguments],
            cwd=root,
            env={**os.environ, **_ENVIRONMENT},
            capture_output=True,
            check=False,
        )
    except FileNotFoundError:
        return b""
    return ran.stdout if not ran.returncode else b""
