"""Find the files to look at: those that are named, and those in folders that are named."""

from __future__ import annotations

import os
import stat
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path

from fixenc.core.patterns import Patterns
from fixenc.files import platform
from fixenc.files.problem import FileProblem, reason

Reporter = Callable[[FileProblem], None]

PassedOver = Callable[[str, str], object]
"""Called with a path that is left out, and the reason."""

_File = tuple[str, str]
"""A file by its name as the user would spell it, and from the root."""

_name = attrgetter("name")


def find_files(
    paths: Sequence[Path],
    *,
    exclude: Sequence[str] = (),
    folder: Path | None = None,
    skipped: Counter[str] | None = None,
    report: Reporter | None = None,
) -> Iterator[Path]:
    """The files among and below ``paths``, each once, in an order that is always the same.

    A file that is named is taken whatever it is called, and a link that is
    named is followed.  A folder is walked, but for what .gitignore files ignore
    (its own, those below it, and those above it up to the repository's root),
    hidden names, links and special files.  A link within the folder leads to a
    file that is found anyway; one that leads out of it was not asked for.

    ``exclude`` are patterns as in .gitignore, relative to ``folder`` (by
    default the current one); they hold for named files too.  ``skipped`` counts
    what was left out, by reason.  A path that does not exist or cannot be listed
    is a :exc:`FileProblem`: raised, or handed to ``report`` if that is given.
    """
    return map(
        Path,
        find_names(paths, exclude=exclude, folder=folder, skipped=skipped, report=report),
    )


def find_names(
    paths: Sequence[Path],
    *,
    exclude: Sequence[str] = (),
    folder: Path | None = None,
    skipped: Counter[str] | None = None,
    report: Reporter | None = None,
    passed_over: PassedOver | None = None,
) -> Iterator[str]:
    """The names of what :func:`find_files` finds, sooner: of thousands, a path takes long.

    ``passed_over`` is called with each path that is left out, and the reason.
    """
    patterns = _Ignore.parsed(os.path.abspath(folder or os.curdir), exclude)
    counts = Counter() if skipped is None else skipped
    walk = _Walk((patterns,) if patterns else (), counts, report, passed_over)
    seen: set[str] = set()
    for path in paths:
        for name, absolute in walk.under(path):
            # One name in capitals and small letters is one file where the system says so.
            place = os.path.normcase(absolute)
            if place not in seen:
                seen.add(place)
                yield name


@dataclass(frozen=True)
class _Ignore:
    """The patterns of one ignore file, and the folder that they speak of."""

    folder: str
    patterns: Patterns

    @classmethod
    def parsed(cls, folder: str, lines: Sequence[str]) -> _Ignore | None:
        if not lines:
            return None
        return cls(os.path.join(folder, ""), Patterns(lines))

    def verdict(self, path: str, is_folder: bool) -> bool | None:
        """Whether the patterns ignore ``path``, or un-ignore it, or say nothing."""
        name = path.removeprefix(self.folder).lstrip(os.sep).replace(os.sep, "/")
        return self.patterns.verdict(f"{name}/" if is_folder else name)


_Ignores = tuple[_Ignore, ...]
"""Ignore files from the outermost folder inwards: the last that says something is right."""


def _ignored(path: str, is_folder: bool, ignores: _Ignores) -> bool:
    for ignore in reversed(ignores):
        verdict = ignore.verdict(path, is_folder)
        if verdict is not None:
            return verdict
    return False


@dataclass(frozen=True)
class _Walk:
    """One search, with the patterns it leaves out and a function for problems."""

    exclude: _Ignores
    skipped: Counter[str]
    report: Reporter | None
    passed_over: PassedOver | None = None

    def _skip(self, name: str, why: str) -> None:
        self.skipped[why] += 1
        if self.passed_over is not None:
            self.passed_over(name, why)

    def under(self, path: Path) -> Iterator[_File]:
        """The path itself if it is a file, else the files below it."""
        try:
            is_folder = stat.S_ISDIR(os.stat(path).st_mode)
        except (OSError, ValueError) as error:
            self._fail(path, error)
            return
        name, absolute = str(path), os.path.abspath(path)
        if _ignored(absolute, is_folder, self.exclude):
            self._skip(name, "excluded")
        elif not is_folder:
            yield name, absolute
        else:
            above = self._ignores_above(absolute)
            # A folder that is ignored and yet named is wanted.  What the
            # patterns above say of it they would say of all that is in it.
            yield from self._below(name, absolute, () if _ignored(absolute, True, above) else above)

    def _below(self, root: str, absolute: str, ignores: _Ignores) -> Iterator[_File]:
        # A stack, for folders can be nested deeper than Python's calls.
        waiting: list[tuple[str, str, _Ignores | None]] = [(root, absolute, ignores)]
        while waiting:
            name, absolute, within = waiting.pop()
            if within is None:
                yield name, absolute
                continue
            try:
                with os.scandir(name) as listing:
                    entries = sorted(listing, key=_name, reverse=True)
                if any(entry.name == ".gitignore" for entry in entries):
                    own = self._ignore_file(os.path.join(absolute, ".gitignore"), absolute)
                    within = (*within, *own)
            except OSError as error:
                self._fail(name, error)
                continue
            before = "" if name == os.curdir else os.path.join(name, "")
            absolute = os.path.join(absolute, "")
            for entry in entries:
                inner = absolute + entry.name
                is_folder = entry.is_dir(follow_symlinks=False)
                why = self._reason_to_skip(entry, inner, is_folder, within)
                if why:
                    self._skip(before + entry.name, why)
                else:
                    waiting.append((before + entry.name, inner, within if is_folder else None))

    def _reason_to_skip(
        self, entry: os.DirEntry[str], path: str, is_folder: bool, ignores: _Ignores
    ) -> str:
        if entry.name.startswith("."):
            return "hidden"
        if entry.is_symlink() or platform.is_junction(entry):
            return "link"
        if not is_folder and not entry.is_file(follow_symlinks=False):
            return "special"
        if self.exclude and _ignored(path, is_folder, self.exclude):
            return "excluded"
        return "ignored" if ignores and _ignored(path, is_folder, ignores) else ""

    def _ignores_above(self, folder: str) -> _Ignores:
        """The ignore files of the repository around ``folder``, without its own."""
        above: list[_Ignore] = []
        inner = folder
        while not os.path.exists(os.path.join(inner, ".git")):
            outer = os.path.dirname(inner)
            if outer == inner:
                return ()  # no repository: ignore files above the folder are not ours to heed
            above += self._ignore_file(os.path.join(outer, ".gitignore"), outer)
            inner = outer
        above += self._ignore_file(os.path.join(inner, ".git", "info", "exclude"), inner)
        return tuple(reversed(above))

    def _ignore_file(self, name: str, folder: str) -> _Ignores:
        # Asked first, since opening a FIFO of that name would wait for ever.
        if not os.path.isfile(name):
            return ()
        with open(name, encoding="utf-8", errors="surrogateescape") as lines:
            patterns = _Ignore.parsed(folder, lines.read().split("\n"))
        return (patterns,) if patterns else ()

    def _fail(self, path: str | Path, error: OSError | ValueError) -> None:
        if isinstance(error, FileNotFoundError):
            problem = FileProblem(path, "there is no such file or folder", "check the name")
        elif isinstance(error, OSError):
            problem = FileProblem(path, f"cannot be read: {reason(error)}")
        else:
            problem = FileProblem(path, f"is no path: {error}")
        if self.report is None:
            raise problem
        self.report(problem)
