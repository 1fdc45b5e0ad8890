"""``fixenc review`` and ``fixenc apply``."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from dataclasses import replace
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
from fixenc.cli.selection import (
    ChangedLines,
    History,
    Reference,
    Staged,
    chosen_by_git,
    versions_before,
)
from fixenc.review.decisions import Decided, dump
from fixenc.review.outcome import Tally, count
from fixenc.review.output import Colour, screen
from fixenc.review.visible import visible
from fixenc.run.config import ConfigProblem, settings

if TYPE_CHECKING:
    from fixenc.files import Writer
    from fixenc.review.session.questions import Made, Question


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
    staged: Staged = False,
    changed_lines: ChangedLines = None,
    reference: Reference = None,
    history: History = False,
) -> int:
    """Decide about the changes, a paragraph at a time; the accepted ones are written at the end.

    Decisions are kept as they are made: after Ctrl-C the next review goes on with them.
    """
    from fixenc.files.journal import state_folder
    from fixenc.review.session.choices import Choices
    from fixenc.review.session.keyboard import read_key
    from fixenc.review.session.questions import questions
    from fixenc.review.session.saved import Saved, known_from, resumed
    from fixenc.review.session.session import Session

    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise ConfigProblem(
            "review needs a terminal to ask on; elsewhere, fixenc PATHS shows the changes "
            "and fixenc -i PATHS writes the safe ones"
        )
    earlier = _earlier(save)
    chosen = settings(
        select=select or (),
        ignore=ignore or (),
        exclude=exclude or (),
        encoding=encoding,
        no_journal=no_journal,
        channel=channel,
    )
    named = paths or ["."]
    if staged or changed_lines is not None:
        named, lines = chosen_by_git(named, staged, None, changed_lines)
        chosen = replace(chosen, changed_lines=lines)
    before = versions_before(named, reference, staged, changed_lines, history)
    chosen = replace(chosen, versions=before)
    outcomes, progress = from_files(named, chosen, hidden_by(baseline), whole=True, jobs=jobs)
    tally = Tally()
    asked = questions([*counted(outcomes, tally, progress)])
    kept = Saved(state_folder().parent, os.curdir)
    made = resumed(asked, {**known_from(earlier), **kept.load()})

    def keep(question: Question, decision: Made | None) -> None:
        kept.add(question, decision)

    choices = Choices(asked, keep, made)
    if made:
        _say(f"{count(len(made), 'decision')} of an earlier review kept; u takes them back.\n")
    session = Session(choices, screen(color), read_key, _say)
    try:
        session.run()
    except KeyboardInterrupt:
        decided = len(choices.made)
        ends = "" if kept.is_kept else ", but could not be kept"
        then = "; fixenc review goes on with them" if decided and kept.is_kept else ""
        complain(f"stopped: nothing was written, {count(decided, 'decision')} made{ends}{then}")
        raise
    finally:
        saved = 0
        if save is not None and (choices.made or not asked):
            saved = _save(save, dump(choices.decisions()))
    status = max(saved, 2 if tally.problems else 0)
    if not asked:
        say(tally.summary(in_place=False))
        return status
    writer = writer_for(["review", *named], chosen)
    status = max(_carry_out(choices.decisions(), writer), status)
    kept.remove()
    return status


def _earlier(save: str | None) -> list[Decided]:
    """The decisions that ``--save`` names, if it names a file that is there already."""
    if save is None:
        return []
    require_writable(save)
    is_there = os.path.isfile(save) and os.path.getsize(save)
    return read_decisions(save) if is_there else []


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
    from fixenc.run.decided import carry_out

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
