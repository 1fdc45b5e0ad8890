"""The main job: ``fixenc PATHS``."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import replace
from typing import Annotated

import typer

from fixenc import __version__
from fixenc.cli.options import (
    SHOW,
    WHAT,
    WHERE,
    Baseline,
    Color,
    Encoding,
    Ending,
    Exclude,
    Form,
    Ignore,
    KeepEncoding,
    Mark,
    NoJournal,
    Select,
    ToEncoding,
)
from fixenc.cli.outcomes import (
    complain,
    from_files,
    from_stdin,
    hidden_by,
    told,
    write_output,
    writer_for,
)
from fixenc.cli.selection import ChangedLines, DiffFilter, Staged, chosen_by_git
from fixenc.config import settings
from fixenc.review.outcome import Tally, count
from fixenc.review.output import Colour, OutputFormat, emit, rendered

_SILENT = frozenset(OutputFormat) - {OutputFormat.FULL, OutputFormat.DIFF, OutputFormat.CONCISE}
"""Formats for machines, which need no summary in words beside them."""


def _command_names(incomplete: str) -> list[str]:
    names = ("apply", "explain", "review", "rules", "undo")
    return [name for name in names if name.startswith(incomplete)]


def _print_version(wanted: bool) -> None:
    if wanted:
        print(f"fixenc {__version__}")
        raise typer.Exit


def check(
    paths: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="PATHS",
            help="Files, folders, or - for standard input. No path: the current folder.",
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
    unsafe_fixes: Annotated[
        bool | None,
        typer.Option(
            "--unsafe-fixes/--no-unsafe-fixes",
            metavar="",
            help="Apply also what is only proposed by default.",
            show_default=False,
            rich_help_panel=WHAT,
        ),
    ] = None,
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
    stdin_filename: Annotated[
        str | None,
        typer.Option(
            metavar="PATH",
            help="Treat standard input as the file of this name.",
            rich_help_panel=WHERE,
        ),
    ] = None,
    staged: Staged = False,
    diff_filter: DiffFilter = None,
    changed_lines: ChangedLines = None,
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
    color: Color = Colour.AUTO,
    version: Annotated[
        bool,
        typer.Option(
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
    )
    named = paths or ["."]
    piped = named == ["-"]
    if "-" in named and not piped:
        raise typer.BadParameter("- stands alone: standard input cannot be mixed with files")
    if staged or diff_filter is not None or changed_lines is not None:
        if piped:
            raise typer.BadParameter("--staged and --changed-lines are about files, not about -")
        named, lines = chosen_by_git(named, staged, diff_filter, changed_lines)
        chosen = replace(chosen, changed_lines=lines)
    if in_place and chosen.output_format is OutputFormat.HTML:
        raise typer.BadParameter("the page decides what to change: leave out --in-place")
    if chosen.output_format is OutputFormat.PATCH and not output and sys.stdout.isatty():
        raise typer.BadParameter(
            "a patch holds what files hold, fit for a terminal or not: use -o FILE, or a pipe"
        )
    hidden = hidden_by(baseline)
    if piped:
        outcomes, progress = from_stdin(chosen, stdin_filename, hidden)
    else:
        writer = writer_for(["--in-place", *named], chosen) if in_place else None
        whole = chosen.output_format is OutputFormat.HTML
        outcomes, progress = from_files(named, chosen, hidden, writer=writer, whole=whole)
    tally = Tally()
    outcomes = told(outcomes, tally, progress)

    pieces: Iterable[str | bytes]
    if piped and in_place:
        pieces = (outcome.after for outcome in outcomes)
    elif quiet and output is None:
        pieces = (b"" for _ in outcomes)
    elif statistics:
        from fixenc.review.statistics import statistics as counted

        pieces = counted(outcomes)
    else:
        pieces = rendered(
            outcomes,
            chosen.output_format,
            color,
            in_place=in_place,
            group=not no_group,
            to_file=output is not None,
        )
    try:
        if output is None:
            emit(pieces, progress)
        else:
            write_output(output, pieces)
    except (KeyboardInterrupt, SystemExit):
        if in_place and not piped:
            way_back = "" if chosen.no_journal else "; fixenc undo takes back what was written"
            files = count(tally.files, "file")
            complain(
                f"stopped after {files}, each of which holds its old or its new text{way_back}"
            )
        raise
    if not quiet and (output or chosen.output_format not in _SILENT):
        sys.stdout.flush()
        print(tally.summary(in_place=in_place), file=sys.stderr)
    return tally.status(in_place=in_place)
