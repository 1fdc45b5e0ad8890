"""``fixenc undo``."""

from __future__ import annotations

import shlex
from typing import Annotated

import typer

from fixenc.cli.outcomes import complain, say
from fixenc.review.outcome import count
from fixenc.review.visible import visible


def undo(
    run: Annotated[
        str,
        typer.Argument(
            metavar="[RUN]", help="The name of a run. Without one, the last.", show_default=False
        ),
    ] = "",
    listed: Annotated[
        bool, typer.Option("--list", metavar="", help="List the runs that can be taken back.")
    ] = False,
) -> int:
    """Take a run back: give each file that it wrote its old bytes again.

    What files held before --in-place, review or apply wrote them is kept under
    ~/.local/state/fixenc, readable by you alone, for a month or until that is
    1 GB. A file that was changed since is left alone.
    """
    from fixenc.files import journal

    if listed:
        for each in journal.runs():
            files = count(len(each.entries), "file")
            command = visible(shlex.join(each.command))
            say(f"{each.name}  {each.started:%Y-%m-%d %H:%M}  {files}  {command}")
        return 0
    found = journal.find_run(run)
    status = done = 0
    for path, problem in journal.undo(found):
        if problem is not None:
            status = complain(str(problem))
        else:
            done += 1
            say(f"{visible(str(path))}: restored")
    say(
        f"Took back {count(done, 'file')} of run {found.name}: {visible(shlex.join(found.command))}"
    )
    return status
