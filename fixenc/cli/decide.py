"""``fixenc review`` and ``fixenc apply``."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fixenc.cli.options import (
    Baseline,
    Channel,
    Color,
    Encoding,
    Exclude,
    Ignore,
    Jobs,
    NoJournal,
    Select,
)
from fixenc.cli.outcomes import (
    complain,
    counted,
    from_files,
    hidden_by,
    read_decisions,
    require_writable,
    say,
    write_output,
    writer_for,
)
from fixenc.review.decisions import Decided
from fixenc.review.outcome import Tally, count
from fixenc.review.output import Colour, screen
from fixenc.review.visible import visible
from fixenc.run.config import ConfigProblem, settings

if TYPE_CHECKING:
    from fixenc.files import Writer


def review(
    paths: Annotated[
        list[str] | None,
        typer.Argument(metavar="PATHS", help="Files and folders.", show_default=False),
    ] = None,
    save: Annotated[
        str | None, typer.Option(metavar="FILE", help="Keep the decisions in this file, too.")
    ] = None,
    channel: Channel = None,
    select: Select = None,
    ignore: Ignore = None,
    exclude: Exclude = None,
    encoding: Encoding = None,
    baseline: Baseline = None,
    no_journal: NoJournal = None,
    color: Color = Colour.AUTO,
    jobs: Jobs = None,
) -> int:
    """Accept or refuse one change at a time; the accepted ones are written at the end."""
    from fixenc.review.decisions import dump
    from fixenc.review.interactive import Session, items

    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise ConfigProblem(
            "review needs a terminal to ask on; elsewhere, fixenc PATHS shows the changes "
            "and fixenc -i PATHS writes the safe ones"
        )
    if save is not None:
        require_writable(save)
    chosen = settings(
        select=select or (),
        ignore=ignore or (),
        exclude=exclude or (),
        encoding=encoding,
        no_journal=no_journal,
        channel=channel,
    )
    named = paths or ["."]
    outcomes, progress = from_files(named, chosen, hidden_by(baseline), whole=True, jobs=jobs)
    tally = Tally()
    found = [*counted(outcomes, tally, progress)]
    session = Session(items(found), screen(color), typer.getchar, input, _say)
    try:
        session.run()
    except KeyboardInterrupt:
        complain("stopped: nothing was written, and no decision kept; q would have kept them")
        raise
    decisions = session.decisions()
    status = 2 if tally.problems else 0
    if save is not None:
        status = max(status, _save(save, dump(decisions)))
    if not session.items:
        say(tally.summary(in_place=False))
        return status
    writer = writer_for(["review", *named], chosen)
    return max(_carry_out(decisions, writer), status)


def apply(
    decisions: Annotated[
        str, typer.Argument(metavar="DECISIONS", help="A file of decisions, as review saves it.")
    ],
    root: Annotated[
        str | None,
        typer.Option(
            metavar="FOLDER",
            help="Write only in this folder and below (default: the current one, and no file "
            "that is named by an absolute path).",
            show_default=False,
        ),
    ] = None,
    no_journal: NoJournal = None,
) -> int:
    """Make exactly the changes that were accepted, in files that are still the same."""
    decided = read_decisions(decisions)
    if root is None:
        for each in decided:
            if os.path.isabs(each.path):
                raise ConfigProblem(
                    f"{decisions}: names {each.path} by an absolute path; "
                    "if that is meant, name a folder around it with --root"
                )
    elif not os.path.isdir(root):
        raise ConfigProblem(f"--root: {root} is no folder")
    writer = writer_for(["apply", decisions], settings(no_journal=no_journal))
    return _carry_out(decided, writer, Path(root or os.curdir))


def _save(name: str, text: str) -> int:
    """Keep the decisions; if the disk is full by now, they are carried out all the same."""
    try:
        write_output(name, [text])
    except ConfigProblem as problem:
        return complain(str(problem))
    return 0


def _carry_out(decisions: Iterable[Decided], writer: Writer, root: Path | None = None) -> int:
    """Write the files, print a line about each, and return the exit status."""
    from fixenc.run.files import carry_out

    made = files = status = 0
    try:
        for decided, problem in carry_out(decisions, writer, root):
            if problem is not None:
                status = complain(str(problem))
                continue
            files += 1
            changes = len(decided.edits) + len(decided.changes)
            made += changes
            say(f"{visible(decided.path)}: {count(changes, 'change')} made")
    finally:
        writer.close()
    say(f"Made {count(made, 'change')} in {count(files, 'file')}.")
    return status


def _say(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()
