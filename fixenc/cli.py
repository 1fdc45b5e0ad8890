"""The command line: it parses, calls and prints; what it calls does the work.

``fixenc PATHS`` is the main job and has no name of its own.  Other jobs are
commands, recognized as the first argument only, so that ``./explain`` and
``fixenc -q explain`` are files.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable, Iterator, Sequence
from enum import Enum
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from fixenc import __version__
from fixenc.config import ConfigProblem, OutputFormat, Settings, nearest, settings
from fixenc.review.outcome import Outcome, Tally
from fixenc.review.progress import Progress
from fixenc.review.terminal import Terminal, terminal
from fixenc.rules import every_rule

PIPE_CLOSED = 141
"""The exit status of a program whose reader went away, as shells report it."""


class _Commands(TyperGroup):
    """A group whose own job takes paths: a first argument that is no command is a path."""

    # The context's type is private to typer, hence Any.
    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if not args or args[0] not in self.commands:
            return super().parse_args(ctx, args)
        super().parse_args(ctx, [])
        ctx.args = args
        return args

    def invoke(self, ctx: Any) -> Any:
        if not ctx.args:
            return super().invoke(ctx)
        name, command, args = self.resolve_command(ctx, ctx.args)
        assert command is not None
        with command.make_context(name, args, parent=ctx) as inner:
            return command.invoke(inner)

    def collect_usage_pieces(self, ctx: Any) -> list[str]:
        return ["[OPTIONS]", "[PATHS]..."]


class Colour(str, Enum):
    """When to use colour."""

    AUTO = "auto"
    ALWAYS = "always"
    NEVER = "never"


app = typer.Typer(
    cls=_Commands,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "allow_interspersed_args": True},
)


def _print_version(wanted: bool) -> None:
    if wanted:
        print(f"fixenc {__version__}")
        raise typer.Exit


@app.callback(
    invoke_without_command=True,
    epilog="Exit status: 0 nothing to repair, or nothing left; 1 something found, or left for "
    "a person; 2 an error. Settings can also stand in \\[tool.fixenc] of pyproject.toml. "
    "A file that has a command's name is reached as ./name.",
)
def check(
    paths: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="PATHS",
            help="Files, folders, or - for standard input. No path: the current folder.",
            show_default=False,
        ),
    ] = None,
    in_place: Annotated[
        bool,
        typer.Option(
            "-i",
            "--in-place",
            metavar="",
            help="Write the repairs to the files (with -: to standard output).",
        ),
    ] = False,
    unsafe_fixes: Annotated[
        bool | None,
        typer.Option(
            "--unsafe-fixes/--no-unsafe-fixes",
            metavar="",
            help="Apply also what is only proposed by default.",
            show_default=False,
        ),
    ] = None,
    select: Annotated[
        list[str] | None,
        typer.Option(metavar="RULE,…", help="Run these rules only.", show_default=False),
    ] = None,
    ignore: Annotated[
        list[str] | None,
        typer.Option(metavar="RULE,…", help="Do not run these rules.", show_default=False),
    ] = None,
    exclude: Annotated[
        list[str] | None,
        typer.Option(
            metavar="GLOB", help="Leave these files out, as .gitignore does.", show_default=False
        ),
    ] = None,
    encoding: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="The files' encoding, instead of detecting it."),
    ] = None,
    output_format: Annotated[
        OutputFormat | None,
        typer.Option(
            metavar="FORMAT",
            help="full (default): a diff with reasons; diff: one without; "
            "concise: a line for each change; json.",
        ),
    ] = None,
    statistics: Annotated[
        bool,
        typer.Option(
            "--statistics", metavar="", help="Count what each rule found instead of showing it."
        ),
    ] = False,
    quiet: Annotated[
        bool, typer.Option("-q", "--quiet", metavar="", help="Print nothing but errors.")
    ] = False,
    stdin_filename: Annotated[
        str | None,
        typer.Option(metavar="PATH", help="Treat standard input as the file of this name."),
    ] = None,
    color: Annotated[
        Colour,
        typer.Option(
            metavar="WHEN",
            help="auto, always or never. NO_COLOR and FORCE_COLOR count too.",
        ),
    ] = Colour.AUTO,
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
        output_format=output_format,
    )
    named = paths or ["."]
    from_stdin = named == ["-"]
    if "-" in named and not from_stdin:
        raise typer.BadParameter("- stands alone: standard input cannot be mixed with files")

    outcomes, progress = (
        _from_stdin(chosen, stdin_filename) if from_stdin else _from_files(named, chosen, in_place)
    )
    tally = Tally()
    outcomes = _told(outcomes, tally, progress)
    if quiet and not (from_stdin and in_place):
        _emit((b"" for _ in outcomes), progress)
    elif from_stdin and in_place:
        _emit((outcome.after for outcome in outcomes), progress)
    else:
        _emit(_rendered(outcomes, chosen.output_format, color, in_place, statistics), progress)
    if not quiet and chosen.output_format is not OutputFormat.JSON:
        sys.stdout.flush()
        print(tally.summary(in_place=in_place), file=sys.stderr)
    return tally.status(in_place=in_place)


@app.command()
def explain(
    rule: Annotated[str, typer.Argument(help="The name of a rule.")],
    color: Annotated[
        Colour, typer.Option(metavar="WHEN", help="auto, always or never.")
    ] = Colour.AUTO,
) -> int:
    """Tell what a rule is about: how the damage happens, what is repaired, what is not."""
    from fixenc.review.explain import explain as explained

    known = {each.name: each for each in every_rule()}
    if rule not in known:
        advice = nearest(rule, known, "see fixenc rules")
        raise ConfigProblem(f"there is no rule {rule!r}; {advice}")
    _emit(explained(known[rule], _screen(color)))
    return 0


@app.command()
def rules(
    color: Annotated[
        Colour, typer.Option(metavar="WHEN", help="auto, always or never.")
    ] = Colour.AUTO,
) -> int:
    """List the rules, in the order in which they run."""
    from fixenc.review.explain import rules as listed

    _emit(listed(every_rule(), _screen(color)))
    return 0


def main(args: Sequence[str] | None = None) -> int:
    """Run the command with ``args``, or those of the process, and return its exit status."""
    from fixenc.files.problem import FileProblem

    try:
        status = app(args=args, prog_name="fixenc", standalone_mode=False)
    except typer.TyperException as error:
        return _complain(f"{error.format_message()}; see fixenc --help")
    except (ConfigProblem, FileProblem) as problem:
        return _complain(str(problem))
    return int(status or 0)


def _complain(message: str) -> int:
    from fixenc.review.visible import visible

    print(f"fixenc: {visible(message)}", file=sys.stderr)
    return 2


def _from_files(
    named: Sequence[str], chosen: Settings, in_place: bool
) -> tuple[Iterable[Outcome], Progress]:
    from fixenc.run import find, run

    files = find([Path(name) for name in named], chosen)
    progress = Progress(len(files))
    return progress.watch(run(files, chosen, in_place=in_place)), progress


def _from_stdin(chosen: Settings, name: str | None) -> tuple[Iterable[Outcome], Progress]:
    from fixenc.run import run_on_bytes

    return [run_on_bytes(sys.stdin.buffer.read(), chosen, name)], Progress(1)


def _told(outcomes: Iterable[Outcome], tally: Tally, progress: Progress) -> Iterator[Outcome]:
    """Pass the outcomes on, counted, with their problems told at once."""
    for outcome in outcomes:
        tally.add(outcome)
        if outcome.problem:
            progress.clear()
            sys.stdout.flush()
            _complain(outcome.problem)
        yield outcome


def _rendered(
    outcomes: Iterable[Outcome],
    form: OutputFormat,
    color: Colour,
    in_place: bool,
    statistics: bool,
) -> Iterable[str | bytes]:
    """The outcomes in the format that was asked for."""
    if statistics:
        from fixenc.review.statistics import statistics as counted

        return counted(outcomes)
    if form is OutputFormat.CONCISE:
        from fixenc.review.concise import concise

        return concise(outcomes)
    if form is OutputFormat.JSON:
        from fixenc.review.json import as_json

        return as_json(outcomes)
    full = form is OutputFormat.FULL
    screen = _screen(color)
    told = in_place and full
    if told or sys.stdout.isatty() or color is Colour.ALWAYS or (full and screen.colour):
        return terminal(outcomes, screen, reasons=full, written=told)
    from fixenc.review.patch import patch

    return patch(outcomes, reasons=full)


def _screen(color: Colour) -> Terminal:
    """What standard output can show."""
    environment = os.environ.get
    wanted = color is Colour.ALWAYS or (
        color is Colour.AUTO
        and not environment("NO_COLOR")
        and bool(
            environment("FORCE_COLOR") or (sys.stdout.isatty() and environment("TERM") != "dumb")
        )
    )
    return Terminal(shutil.get_terminal_size((100, 24)).columns, wanted)


def _emit(pieces: Iterable[str | bytes], progress: Progress | None = None) -> None:
    """Write to standard output, and be quiet if nobody reads it any more."""
    out = sys.stdout.buffer
    try:
        for piece in pieces:
            if piece:
                if progress is not None:
                    progress.clear()
                out.write(piece.encode() if isinstance(piece, str) else piece)
        out.flush()
    except BrokenPipeError as error:
        # What is still in the buffer must not fail once more when Python exits.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(PIPE_CLOSED) from error
