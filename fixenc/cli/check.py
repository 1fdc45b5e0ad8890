"""The options of the main job, ``fixenc PATHS``."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

import typer

from fixenc import __version__
from fixenc.cli.checking import Check
from fixenc.cli.names import COMMANDS
from fixenc.cli.options import (
    SHOW,
    WHAT,
    Baseline,
    Channel,
    Color,
    Encoding,
    Ending,
    Exclude,
    Form,
    Ignore,
    Jobs,
    KeepEncoding,
    Mark,
    NoJournal,
    Select,
    StdinFilename,
    ToEncoding,
    UnsafeFixes,
)
from fixenc.cli.outcomes import hidden_by
from fixenc.cli.selection import (
    ChangedLines,
    DiffFilter,
    History,
    Reference,
    Staged,
    chosen_by_git,
    versions_before,
)
from fixenc.cli.standard_input import has_input
from fixenc.review.output import Colour, OutputFormat
from fixenc.run.config import settings


def _command_names(incomplete: str) -> list[str]:
    return [name for name in sorted(COMMANDS) if name.startswith(incomplete)]


def _print_version(wanted: bool) -> None:
    if wanted:
        print(f"fixenc {__version__}")
        raise typer.Exit


def check(
    paths: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="PATHS",
            help="Files, folders, or - for standard input. No path: the current folder, or with "
            "< IN > OUT, or behind a pipe, a filter.",
            show_default=False,
            autocompletion=_command_names,
        ),
    ] = None,
    in_place: Annotated[
        bool,
        typer.Option(
            "-i",
            "--in-place",
            metavar="",
            help="Write the repairs to the files (with -: to standard output).",
            rich_help_panel=WHAT,
        ),
    ] = False,
    unsafe_fixes: UnsafeFixes = None,
    channel: Channel = None,
    allow_proposals: Annotated[
        bool,
        typer.Option(
            "--allow-proposals",
            metavar="",
            help="Exit with 0 if all that is left are proposals and flags.",
            rich_help_panel=WHAT,
        ),
    ] = False,
    select: Select = None,
    ignore: Ignore = None,
    exclude: Exclude = None,
    encoding: Encoding = None,
    to_encoding: ToEncoding = None,
    keep_encoding: KeepEncoding = None,
    normal_form: Form = None,
    line_ending: Ending = None,
    bom: Mark = None,
    no_journal: NoJournal = None,
    stdin_filename: StdinFilename = None,
    staged: Staged = False,
    diff_filter: DiffFilter = None,
    changed_lines: ChangedLines = None,
    reference: Reference = None,
    history: History = False,
    baseline: Baseline = None,
    output_format: Annotated[
        OutputFormat | None,
        typer.Option(
            metavar="FORMAT",
            help="full (default): a diff with reasons. diff: one without. patch: for patch tools. "
            "concise: a line for each change. html: a page to review them on. "
            "json, jsonl, sarif, github, gitlab, junit: for machines.",
            rich_help_panel=SHOW,
        ),
    ] = None,
    output: Annotated[
        str | None,
        typer.Option(
            "-o",
            "--output",
            metavar="FILE",
            help="Write there instead of to standard output.",
            rich_help_panel=SHOW,
        ),
    ] = None,
    statistics: Annotated[
        bool,
        typer.Option(
            "--statistics",
            metavar="",
            help="Count what each rule found instead of showing it.",
            rich_help_panel=SHOW,
        ),
    ] = False,
    no_group: Annotated[
        bool,
        typer.Option(
            "--no-group",
            metavar="",
            help="Show every change, also when there are many of a kind.",
            rich_help_panel=SHOW,
        ),
    ] = False,
    quiet: Annotated[
        bool,
        typer.Option(
            "-q", "--quiet", metavar="", help="Print nothing but errors.", rich_help_panel=SHOW
        ),
    ] = False,
    verbose: Annotated[
        bool,
        typer.Option(
            "-v",
            "--verbose",
            metavar="",
            help="List the files that are looked at, and what is passed over, with the reason.",
            rich_help_panel=SHOW,
        ),
    ] = False,
    color: Color = Colour.AUTO,
    pager: Annotated[
        bool | None,
        typer.Option(
            "--pager/--no-pager",
            metavar="",
            help="Page what is longer than the screen, by the command in PAGER or by less "
            "(default on a terminal).",
            show_default=False,
            rich_help_panel=SHOW,
        ),
    ] = None,
    jobs: Jobs = None,
    version: Annotated[
        bool,
        typer.Option(
            "-V",
            "--version",
            metavar="",
            help="Print the version.",
            callback=_print_version,
            is_eager=True,
        ),
    ] = False,
) -> int:
    """Find text that went through the wrong codec, repair it, and show each change.

    Without --in-place nothing is written: the changes are shown, on a terminal to
    be read, and otherwise as a patch that git apply and patch -p1 take.
    """
    chosen = settings(
        unsafe_fixes=unsafe_fixes,
        select=select or (),
        ignore=ignore or (),
        exclude=exclude or (),
        encoding=encoding,
        to_encoding=to_encoding,
        keep_encoding=keep_encoding,
        normal_form=normal_form,
        line_ending=line_ending,
        bom=bom,
        no_journal=no_journal,
        output_format=output_format,
        channel=channel,
    )
    by_git = staged or diff_filter is not None or changed_lines is not None
    if not paths and not by_git and (stdin_filename is not None or has_input()):
        named = ["-"]
        if output_format is None and not statistics:  # nobody asked for a report: it is a filter
            in_place = True
            chosen = replace(chosen, output_format=OutputFormat.FULL)
    else:
        named = paths or ["."]
    piped = named == ["-"]
    if "-" in named and not piped:
        raise typer.BadParameter("- stands alone: standard input cannot be mixed with files")
    if stdin_filename is not None and not piped:
        raise typer.BadParameter("--stdin-filename names what comes through -")
    if statistics and output_format is not None:
        raise typer.BadParameter("--statistics has a form of its own: leave out --output-format")
    if quiet and verbose:
        raise typer.BadParameter("--quiet and --verbose contradict each other: give one")
    if by_git:
        if piped:
            raise typer.BadParameter("--staged and --changed-lines are about files, not about -")
        named, lines = chosen_by_git(named, staged, diff_filter, changed_lines)
        chosen = replace(chosen, changed_lines=lines)
    before = versions_before(named, reference, staged, changed_lines, history)
    chosen = replace(chosen, versions=before)
    return Check(
        named,
        chosen,
        in_place=in_place,
        allow_proposals=allow_proposals,
        hidden=hidden_by(baseline),
        stdin_filename=stdin_filename,
        output=output,
        statistics=statistics,
        group=not no_group,
        quiet=quiet,
        verbose=verbose,
        color=color,
        pager=pager,
        jobs=jobs,
    ).run()
