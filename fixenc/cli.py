"""The command line: it parses, calls and prints; what it calls does the work.

``fixenc PATHS`` is the main job and has no name of its own.  Other jobs are
commands, recognized as the first argument only, so that ``./explain`` and
``fixenc -q explain`` are files.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from fixenc import __version__
from fixenc.config import ConfigProblem, Settings, nearest, settings
from fixenc.review.decisions import Decided, DecisionsProblem, Place
from fixenc.review.outcome import Outcome, Tally, count
from fixenc.review.output import Colour, OutputFormat, ReaderGone, emit, rendered, screen
from fixenc.review.progress import Progress
from fixenc.review.visible import visible
from fixenc.rules import every_rule

READER_GONE = 141
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
        # Without the group's context as parent, whose paths would stand in its usage.
        with command.make_context(f"{ctx.info_name} {name}", args) as inner:
            return command.invoke(inner)

    def collect_usage_pieces(self, ctx: Any) -> list[str]:
        return ["[OPTIONS]", "[PATHS]..."]


_HELP = {"help_option_names": ["-h", "--help"]}
_WHAT = "What to do"
_WHERE = "Where to look"
_SHOW = "How to show it"

app = typer.Typer(
    cls=_Commands,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={**_HELP, "allow_interspersed_args": True},
)


def _command_names(incomplete: str) -> list[str]:
    return [name for name in ("apply", "explain", "review", "rules") if name.startswith(incomplete)]


def _rule_names(incomplete: str) -> list[str]:
    """Rules to complete the last of the names between commas with."""
    done, comma, _ = incomplete.rpartition(",")
    return [f"{done}{comma}{rule.name}" for rule in every_rule()]


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
            rich_help_panel=_WHAT,
        ),
    ] = False,
    unsafe_fixes: Annotated[
        bool | None,
        typer.Option(
            "--unsafe-fixes/--no-unsafe-fixes",
            metavar="",
            help="Apply also what is only proposed by default.",
            show_default=False,
            rich_help_panel=_WHAT,
        ),
    ] = None,
    select: Annotated[
        list[str] | None,
        typer.Option(
            metavar="RULE,…",
            help="Run these rules only.",
            autocompletion=_rule_names,
            show_default=False,
            rich_help_panel=_WHAT,
        ),
    ] = None,
    ignore: Annotated[
        list[str] | None,
        typer.Option(
            metavar="RULE,…",
            help="Do not run these rules.",
            autocompletion=_rule_names,
            show_default=False,
            rich_help_panel=_WHAT,
        ),
    ] = None,
    exclude: Annotated[
        list[str] | None,
        typer.Option(
            metavar="GLOB",
            help="Leave these files out, as .gitignore does.",
            show_default=False,
            rich_help_panel=_WHERE,
        ),
    ] = None,
    encoding: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="The files' encoding, instead of detecting it.",
            rich_help_panel=_WHERE,
        ),
    ] = None,
    output_format: Annotated[
        OutputFormat | None,
        typer.Option(
            metavar="FORMAT",
            help="full (default): a diff with reasons; diff: one without; "
            "concise: a line for each change; json.",
            rich_help_panel=_SHOW,
        ),
    ] = None,
    statistics: Annotated[
        bool,
        typer.Option(
            "--statistics",
            metavar="",
            help="Count what each rule found instead of showing it.",
            rich_help_panel=_SHOW,
        ),
    ] = False,
    no_group: Annotated[
        bool,
        typer.Option(
            "--no-group",
            metavar="",
            help="Show every change, also when there are many of a kind.",
            rich_help_panel=_SHOW,
        ),
    ] = False,
    quiet: Annotated[
        bool,
        typer.Option(
            "-q", "--quiet", metavar="", help="Print nothing but errors.", rich_help_panel=_SHOW
        ),
    ] = False,
    baseline: Annotated[
        str | None,
        typer.Option(
            metavar="FILE",
            help="Leave out what was refused in this file of decisions.",
            rich_help_panel=_WHERE,
        ),
    ] = None,
    stdin_filename: Annotated[
        str | None,
        typer.Option(
            metavar="PATH",
            help="Treat standard input as the file of this name.",
            rich_help_panel=_WHERE,
        ),
    ] = None,
    color: Annotated[
        Colour,
        typer.Option(
            metavar="WHEN",
            help="auto, always or never. NO_COLOR and FORCE_COLOR count too.",
            rich_help_panel=_SHOW,
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
    hidden = _hidden(baseline)
    named = paths or ["."]
    from_stdin = named == ["-"]
    if "-" in named and not from_stdin:
        raise typer.BadParameter("- stands alone: standard input cannot be mixed with files")

    outcomes, progress = (
        _from_stdin(chosen, stdin_filename)
        if from_stdin
        else _from_files(named, chosen, hidden, in_place)
    )
    tally = Tally()
    outcomes = _told(outcomes, tally, progress)
    pieces: Iterable[str | bytes]
    if from_stdin and in_place:
        pieces = (outcome.after for outcome in outcomes)
    elif quiet:
        pieces = (b"" for _ in outcomes)
    elif statistics:
        from fixenc.review.statistics import statistics as counted

        pieces = counted(outcomes)
    else:
        pieces = rendered(
            outcomes, chosen.output_format, color, in_place=in_place, group=not no_group
        )
    emit(pieces, progress)
    if not quiet and chosen.output_format is not OutputFormat.JSON:
        sys.stdout.flush()
        print(tally.summary(in_place=in_place), file=sys.stderr)
    return tally.status(in_place=in_place)


@app.command(context_settings=_HELP)
def review(
    paths: Annotated[
        list[str] | None,
        typer.Argument(metavar="PATHS", help="Files and folders.", show_default=False),
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
        list[str] | None, typer.Option(metavar="GLOB", help="Leave these files out.")
    ] = None,
    encoding: Annotated[
        str | None, typer.Option(metavar="NAME", help="The files' encoding.")
    ] = None,
    baseline: Annotated[
        str | None, typer.Option(metavar="FILE", help="Leave out what was refused in this file.")
    ] = None,
    save: Annotated[
        str | None, typer.Option(metavar="FILE", help="Keep the decisions in this file.")
    ] = None,
    color: Annotated[
        Colour, typer.Option(metavar="WHEN", help="auto, always or never.")
    ] = Colour.AUTO,
) -> int:
    """Accept or refuse one change at a time; the accepted ones are written at the end."""
    from fixenc.review.decisions import dump
    from fixenc.review.interactive import Session, items

    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise ConfigProblem(
            "review needs a terminal to ask on; elsewhere, fixenc PATHS shows the changes "
            "and fixenc -i PATHS writes the safe ones"
        )
    chosen = settings(
        select=select or (), ignore=ignore or (), exclude=exclude or (), encoding=encoding
    )
    outcomes, progress = _from_files(paths or ["."], chosen, _hidden(baseline))
    tally = Tally()
    found = [*_told(outcomes, tally, progress)]
    session = Session(items(found), screen(color), typer.getchar, input, _say)
    session.run()
    decisions = session.decisions()
    if save:
        _write_text(save, dump(decisions))
    return max(_carry_out(decisions), 2 if tally.problems else 0)


@app.command(context_settings=_HELP)
def apply(
    decisions: Annotated[
        str, typer.Argument(metavar="DECISIONS", help="A file of decisions, as review saves it.")
    ],
) -> int:
    """Make exactly the changes that were accepted, in files that are still the same."""
    return _carry_out(_read_decisions(decisions))


@app.command(context_settings=_HELP)
def explain(
    rule: Annotated[str, typer.Argument(help="The name of a rule.", autocompletion=_rule_names)],
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
    emit(explained(known[rule], screen(color)))
    return 0


@app.command(context_settings=_HELP)
def rules(
    color: Annotated[
        Colour, typer.Option(metavar="WHEN", help="auto, always or never.")
    ] = Colour.AUTO,
) -> int:
    """List the rules, in the order in which they run."""
    from fixenc.review.explain import rules as listed

    emit(listed(every_rule(), screen(color)))
    return 0


def main(args: Sequence[str] | None = None) -> int:
    """Run the command with ``args``, or those of the process, and return its exit status."""
    from fixenc.files.problem import FileProblem

    try:
        status = app(args=args, prog_name="fixenc", standalone_mode=False)
    except typer.TyperException as error:
        return _complain(f"{error.format_message()}; see fixenc --help")
    except (ConfigProblem, DecisionsProblem, FileProblem) as problem:
        return _complain(str(problem))
    except ReaderGone:
        return READER_GONE
    return int(status or 0)


def _complain(message: str) -> int:
    print(f"fixenc: {visible(message)}", file=sys.stderr)
    return 2


def _from_files(
    named: Sequence[str], chosen: Settings, hidden: frozenset[Place], in_place: bool = False
) -> tuple[Iterable[Outcome], Progress]:
    from fixenc.run import find, run

    files = find([Path(name) for name in named], chosen)
    progress = Progress(len(files))
    return progress.watch(run(files, chosen, in_place=in_place, hidden=hidden)), progress


def _read_decisions(name: str) -> list[Decided]:
    from fixenc.review.decisions import load

    try:
        text = Path(name).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigProblem(f"{name}: cannot be read: {error}") from error
    return load(text, name)


def _hidden(baseline: str | None) -> frozenset[Place]:
    from fixenc.review.decisions import refused

    return refused(_read_decisions(baseline)) if baseline else frozenset()


def _carry_out(decisions: Iterable[Decided]) -> int:
    """Write the files, tell of each, and return the exit status."""
    from fixenc.run import carry_out

    made = files = status = 0
    for decided, problem in carry_out(decisions):
        if problem is not None:
            status = _complain(str(problem))
            continue
        files += 1
        made += len(decided.edits)
        print(f"{visible(decided.path)}: {count(len(decided.edits), 'change')} made")
    print(f"Made {count(made, 'change')} in {count(files, 'file')}.")
    return status


def _say(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()


def _write_text(name: str, text: str) -> None:
    try:
        Path(name).write_text(text, encoding="utf-8")
    except OSError as error:
        raise ConfigProblem(f"{name}: cannot be written: {error.strerror}") from error


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
