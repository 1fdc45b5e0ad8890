"""Which of the files that were named are looked at: all, or what Git says has changed."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fixenc.cli.names import plain_path
from fixenc.cli.options import WHERE
from fixenc.cli.outcomes import require_paths
from fixenc.run.config import ConfigProblem, Lines

if TYPE_CHECKING:
    from fixenc.files.git import Repository
    from fixenc.history.versions import Versions

Staged = Annotated[
    bool,
    typer.Option(
        "--staged",
        metavar="",
        help="Look only at files that are staged for the next commit.",
        rich_help_panel=WHERE,
    ),
]
DiffFilter = Annotated[
    str | None,
    typer.Option(
        metavar="LETTERS",
        help="With --staged: only files that are Added, Copied, Modified, Renamed, of another "
        "Type. A: new ones.",
        rich_help_panel=WHERE,
    ),
]
ChangedLines = Annotated[
    str | None,
    typer.Option(
        metavar="REV",
        help="Look only at lines that changed since the branch parted from this commit.",
        rich_help_panel=WHERE,
    ),
]
Reference = Annotated[
    str | None,
    typer.Option(
        metavar="FOLDER",
        help="An older copy of the files: what was damaged since gets its old text back.",
        rich_help_panel=WHERE,
    ),
]

History = Annotated[
    bool,
    typer.Option(
        "--history",
        metavar="",
        help="Give lines that a commit damaged the text that stood there before it.",
        rich_help_panel=WHERE,
    ),
]


def versions_before(
    named: Sequence[str],
    reference: str | None = None,
    staged: bool = False,
    changed_lines: str | None = None,
    history: bool = False,
) -> Versions:
    """The versions that the files are compared with: those of Git, if no folder holds others.

    With ``history`` those before the commits that damaged the files are among them.
    """
    from fixenc.history.past import PastVersions
    from fixenc.history.versions import FolderVersions, GitVersions

    if history and reference is not None:
        raise ConfigProblem("--history: reads Git, and --reference a folder: leave one out")
    if reference is not None:
        if not os.path.isdir(reference):
            raise ConfigProblem(f"--reference: {reference!r} is no folder; name an older copy")
        folder = named[0] if len(named) == 1 and os.path.isdir(named[0]) else os.curdir
        return FolderVersions(reference, os.path.abspath(folder))
    revision = changed_lines
    if staged and os.environ.get("PRE_COMMIT_TO_REF"):
        revision = os.environ.get("PRE_COMMIT_FROM_REF")
    kind = PastVersions if history else GitVersions
    if revision is None:
        return kind()
    from fixenc.files.git import Repository

    return kind(Repository().parting(revision), revision)


def chosen_by_git(
    named: list[str], staged: bool, diff_filter: str | None, changed_lines: str | None
) -> tuple[list[str], Lines | None]:
    """The files that the options about Git choose, and their lines that have changed."""
    from fixenc.files.git import LETTERS, Repository, under

    require_paths(named)
    if diff_filter is not None and not staged:
        raise ConfigProblem("--diff-filter: goes with --staged")
    letters = LETTERS if diff_filter is None else diff_filter.upper()
    if not letters or set(letters) - set(LETTERS):
        raise ConfigProblem(f"--diff-filter: {diff_filter!r} must be letters out of {LETTERS}")
    repository = Repository()
    if staged and os.environ.get("PRE_COMMIT") and _has_others(named, repository):
        print(
            f"fixenc: not all of these {len(named)} files are part of the commit: all are checked",
            file=sys.stderr,
        )
    elif staged:
        named = [plain_path(str(file)) for file in under(_of_commit(repository, letters), named)]
    if changed_lines is None:
        return named, None
    changed = under(repository.changed_since(changed_lines), named)
    return [plain_path(str(file)) for file in changed], lambda path: repository.changed_lines(
        path, changed_lines
    )


def _of_commit(repository: Repository, letters: str) -> list[Path]:
    """The files of the commit that is being made, or of those that pre-commit was given."""
    old = os.environ.get("PRE_COMMIT_FROM_REF")
    new = os.environ.get("PRE_COMMIT_TO_REF")
    if old and new:
        return repository.changed_between(old, new, letters)
    return repository.staged(letters)


def _has_others(named: Sequence[str], repository: Repository) -> bool:
    """Whether pre-commit handed over files that are no part of the commit: --all-files."""
    from fixenc.files.git import LETTERS

    known = {os.path.abspath(file) for file in _of_commit(repository, LETTERS)}
    return any(os.path.isfile(name) and os.path.abspath(name) not in known for name in named)
