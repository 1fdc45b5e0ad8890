"""Files, and lines of files, that have changed according to Git."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path

from fixenc.files import platform
from fixenc.files.problem import FileProblem

LETTERS = "ACMRT"
"""Added, copied, modified, renamed, and of another type: files that are there to be looked at."""

_HUNK = re.compile(rb"^@@ -\S+ \+(\d+)(?:,(\d+))? @@", re.MULTILINE)
_REGULAR = b"100"  # the modes of files; links are 120000 and submodules 160000


class Repository:
    """The repository around the current folder.  Everything raises :exc:`FileProblem`."""

    def staged(self, letters: str = LETTERS) -> list[Path]:
        """The files whose staged state differs from the last commit in one of these ways."""
        return self._changed("--cached", f"--diff-filter={letters}")

    def changed_between(self, old: str, new: str, letters: str = LETTERS) -> list[Path]:
        """The files that changed on the way to the commit ``new`` since it parted from ``old``."""
        revisions = self._revision(old), self._revision(new)
        base = self._run("merge-base", *revisions, may_fail=True).strip().decode() or revisions[0]
        return self._changed(f"--diff-filter={letters}", base, revisions[1])

    def changed_since(self, revision: str) -> list[Path]:
        """The files that are new or changed since the branch parted from ``revision``."""
        changed = self._changed(f"--diff-filter={LETTERS}", self.parting(revision))
        return sorted({*changed, *self._untracked})

    def changed_lines(self, path: Path, revision: str) -> list[tuple[int, int]]:
        """The lines of the file ``path`` that are new since the branch parted from ``revision``.

        Half-open ranges, counted from 1.
        """
        if path in self._untracked:
            return [(1, 1 << 62)]
        name = platform.relative(os.path.abspath(path), self._root)
        pathspec = f":(top,literal){platform.slashed(name)}"
        diff = self._run(
            *("diff", "--unified=0", "--no-color", "--no-ext-diff", "--no-textconv"),
            *("--text", self.parting(revision), "--", pathspec),
        )
        found = ((int(hunk[1]), int(hunk[2] or 1)) for hunk in _HUNK.finditer(diff))
        return [(start, start + count) for start, count in found if count]

    @cached_property
    def _root(self) -> str:
        root = self._run("rev-parse", "--show-toplevel", may_fail=True)[:-1]
        if not root:
            raise FileProblem(os.getcwd(), "is in no work tree of git", "go to one")
        return os.path.realpath(os.fsdecode(root))

    @cached_property
    def _untracked(self) -> frozenset[Path]:
        listed = self._run("ls-files", "--others", "--exclude-standard", "--full-name", "-z", ":/")
        return frozenset(_named(name, self._root) for name in listed.split(b"\0") if name)

    def _revision(self, name: str) -> str:
        found = self._run(
            "rev-parse", "--verify", "--quiet", "--end-of-options", name + "^{commit}"
        )
        return found.decode().strip()

    def parting(self, revision: str) -> str:
        """The commit at which the branch parted from ``revision``."""
        commit = self._revision(revision)
        return self._run("merge-base", commit, "HEAD", may_fail=True).strip().decode() or commit

    def _changed(self, *arguments: str) -> list[Path]:
        names_start_at = self._root  # outside of a repository git compares other things
        # A rename is not new, however many there are and whatever the user's settings.
        records = self._run(
            *("diff", "--raw", "-z", "--no-abbrev", "--find-renames", "-l0", "--no-ext-diff"),
            *arguments,
            "--",
        )
        return sorted(self._regular_files(iter(records.split(b"\0")), names_start_at))

    def _regular_files(self, fields: Iterator[bytes], root: str) -> Iterator[Path]:
        for header in fields:
            if not header:
                return
            _, mode, _, _, status = header.split(b" ")
            name = next(fields)
            if status[:1] in b"RC":
                name = next(fields)
            file = _named(name, root)
            if mode.startswith(_REGULAR) and file.is_file() and not file.is_symlink():
                yield file

    def _run(self, *arguments: str, may_fail: bool = False) -> bytes:
        try:
            ran = subprocess.run(["git", *arguments], capture_output=True, check=False)
        except FileNotFoundError as error:
            raise FileProblem(".", "cannot be asked about: git is not installed") from error
        if ran.returncode and not may_fail:
            if arguments[0] == "rev-parse" and "--verify" in arguments:
                name = arguments[-1].removesuffix("^{commit}")
                raise FileProblem(name, "is no commit that git knows", "check its name")
            reason = ran.stderr.decode(errors="replace").strip().partition("\n")[0]
            raise FileProblem(".", f"git {arguments[0]} failed: {reason}")
        return ran.stdout


def _named(name: bytes, root: str) -> Path:
    """A file by its name as Git has it, named from the current folder."""
    return Path(platform.relative(os.path.join(root, os.fsdecode(name)), os.getcwd()))


def under(files: Iterable[Path], named: Iterable[str]) -> list[Path]:
    """Those of the ``files`` that are named, or stand in a folder that is."""
    wanted = {_place(name) for name in named}

    def is_wanted(file: Path) -> bool:
        place = Path(_place(file))
        return not wanted.isdisjoint(map(str, (place, *place.parents)))

    return [file for file in files if is_wanted(file)]


def _place(name: str | Path) -> str:
    """Where a file or folder is, the same for each way of spelling it; a link is not followed."""
    folder, last = os.path.split(os.path.abspath(name))
    return os.path.normcase(os.path.join(os.path.realpath(folder), last))
