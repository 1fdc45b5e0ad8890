"""``fixenc undo``."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fixenc.cli.outcomes import complain, say
from fixenc.files import platform
from fixenc.review.outcome import count
from fixenc.review.visible import visible

if TYPE_CHECKING:
    from fixenc.files.journal import FileGone, Run

_NAMED = 3
"""Files that are gone of which a line names each."""


def undo(
    run: Annotated[
        str,
        typer.Argument(
            metavar="RUN",
            help="The name of a run. Without one, the last that wrote in the current folder "
            "or below.",
            show_default=False,
        ),
    ] = "",
    listed: Annotated[
        bool,
        typer.Option(
            "--list",
            metavar="",
            help="List the runs that can be taken back, those of the current folder first.",
        ),
    ] = False,
) -> int:
    """Take a run back: give each file that it wrote its old bytes again.

    What files held before --in-place, review or apply wrote them is kept under
    ~/.local/state/fixenc, readable by you alone, for a month or until that is
    1 GB. A file that was changed since is left alone. One that is gone is named, and
    what it held is kept; put back, it is restored by the run's name.
    """
    from fixenc.files import journal

    if listed:
        _list(journal.runs())
        return 0
    found = journal.find_run(run) if run else journal.last_run(_current_folder())
    status = done = 0
    gone = []
    for path, problem in journal.undo(found):
        if isinstance(problem, journal.FileGone):
            gone.append(problem)
        elif problem is not None:
            status = complain(str(problem))
        else:
            done += 1
            say(f"{visible(str(path))}: restored")
    if gone:
        status = complain(_missing_files_line(gone, found))
    command = visible(platform.quoted(found.command))
    say(f"Took back {count(done, 'file')} of run {found.name}: {command}")
    return status


def _list(found: Sequence[Run]) -> None:
    """Print the runs, those of the current folder first, and mark the next to be taken back."""
    with suppress(OSError):
        folder = Path.cwd()
        found = sorted(found, key=lambda run: not run.wrote_in(folder))
        following = next((each for each in found if not each.taken_back), None)
        if following is None or not following.wrote_in(folder):
            following = None
        for each in found:
            say(f"{'*' if each is following else ' '} {_listed(each)}")
        if following is not None:
            say("* is what fixenc undo takes back here.")
        return
    for each in found:
        say(f"  {_listed(each)}")


def _listed(run: Run) -> str:
    files = count(len(run.entries), "file")
    if run.place is not None:
        files += f" in {visible(str(run.place))}"
    note = " (taken back, but for files that were gone)" if run.taken_back else ""
    command = visible(platform.quoted(run.command))
    return f"{run.name}  {run.started:%Y-%m-%d %H:%M}  {files}{note}  {command}"


def _missing_files_line(gone: Sequence[FileGone], run: Run) -> str:
    """The line about files that are gone, and the ways to what they held."""
    names = ", ".join(problem.path for problem in gone[:_NAMED])
    if len(gone) == 1:
        return (
            f"{names}: is gone; what it held is kept in {gone[0].copy}; "
            f"put back, it is restored by fixenc undo {run.name}"
        )
    more = f" and {len(gone) - _NAMED:,} more" if len(gone) > _NAMED else ""
    return (
        f"{names}{more}: are gone; what they held is kept in {run.folder}; "
        f"put back, they are restored by fixenc undo {run.name}"
    )


def _current_folder() -> Path:
    from fixenc.files.problem import FileProblem

    try:
        return Path.cwd()
    except FileNotFoundError as error:
        raise FileProblem(".", "is gone", "name a run: see fixenc undo --list") from error
