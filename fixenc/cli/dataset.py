"""``fixenc dataset``."""

from __future__ import annotations

import sys
import time
from importlib.util import find_spec
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from fixenc.cli.options import SHOW, WHAT, WHERE, Ignore, Select, UnsafeFixes
from fixenc.cli.outcomes import complain
from fixenc.run.config import ConfigProblem, settings

if TYPE_CHECKING:
    from fixenc.dataset.plan import Plan

HOW = "How to work"


def dataset(
    source: Annotated[
        str,
        typer.Argument(
            metavar="INPUT",
            help="A file, a folder or a pattern ('data/**/*.parquet'): of this machine, or "
            "s3://bucket/folder and the like.",
        ),
    ],
    target: Annotated[
        str,
        typer.Argument(
            metavar="OUTPUT", help="The folder to write to, each file under the name it has."
        ),
    ],
    column: Annotated[
        list[str],
        typer.Option(
            metavar="NAME,…",
            help="The columns of text: 'text', 'text*', '*' (all), paths as 'messages[].content'; "
            "names with dots or commas in double quotes.",
            rich_help_panel=WHERE,
        ),
    ],
    on_error: Annotated[
        Literal["fail", "skip", "quarantine"],
        typer.Option(
            metavar="WHAT",
            help="Of rows and files that make no sense. fail (default): stop. skip: keep such "
            "rows as they are, leave such files out. quarantine: put them in OUTPUT/_quarantine.",
            rich_help_panel=WHAT,
        ),
    ] = "fail",
    unsafe_fixes: UnsafeFixes = None,
    select: Select = None,
    ignore: Ignore = None,
    dry_run: Annotated[
        bool,
        typer.Option(
            "--dry-run",
            metavar="",
            help="Write nothing: report what would change in a sample.",
            rich_help_panel=WHAT,
        ),
    ] = False,
    engine: Annotated[
        Literal["local", "ray"],
        typer.Option(
            metavar="NAME", help="local (default) or ray: many machines.", rich_help_panel=HOW
        ),
    ] = "local",
    jobs: Annotated[
        int | None,
        typer.Option(
            "-j",
            "--jobs",
            metavar="N",
            min=1,
            help="Files at once (default: one for each processor, or one if all are less than "
            "16 MB together; of a Parquet file of 1 GB or more, parts at once).",
            show_default=False,
            rich_help_panel=HOW,
        ),
    ] = None,
    address: Annotated[
        str | None,
        typer.Option(
            metavar="ADDRESS",
            help="The running Ray cluster to use, or auto.",
            rich_help_panel=HOW,
        ),
    ] = None,
    resume: Annotated[
        bool,
        typer.Option(
            "--resume",
            metavar="",
            help="Go on with a run that was stopped: leave alone what is finished.",
            rich_help_panel=HOW,
        ),
    ] = False,
    changes: Annotated[
        str | None,
        typer.Option(
            metavar="DIR",
            help="Write every change to this folder, too: a Parquet file for each input.",
            rich_help_panel=SHOW,
        ),
    ] = None,
    report: Annotated[
        bool,
        typer.Option(
            "--report",
            metavar="",
            help="Print how often each rule changed each column, with examples.",
            rich_help_panel=SHOW,
        ),
    ] = False,
) -> int:
    """Repair columns of text in Parquet, JSON Lines, CSV, Arrow and text files, of any size.

    The input is left as it is. Every file is written anew only if something in it
    changes, and appears under its name once it is whole. Files that are no tables are copied.

    Exit status: 0 all is well; 1 rows or files that make no sense are left for a
    person; 2 an error.
    """
    _require_arrow()
    from fixenc.dataset.job import OnError
    from fixenc.dataset.plan import plan
    from fixenc.dataset.run import workers
    from fixenc.dataset.tables.columns import damaged_names
    from fixenc.integrations.paths import parse, split_names

    if address is not None and engine != "ray":
        raise typer.BadParameter("--address is for --engine ray")
    columns = tuple(dict.fromkeys(name for names in column for name in split_names(names)))
    if not columns:
        raise typer.BadParameter("--column names no column")
    for name in columns:
        try:
            parse(name)
        except ValueError as error:
            raise typer.BadParameter(f"--column: {error}") from None
    chosen = settings(unsafe_fixes=unsafe_fixes, select=select or (), ignore=ignore or ())
    planned = plan(
        source,
        target,
        columns,
        chosen,
        on_error=OnError(on_error),
        log=changes,
        resume=resume or dry_run,
        shared=workers(engine, jobs) > 1,
    )
    for message in damaged_names(columns):
        complain(message)
    if dry_run:
        return _sample(planned)
    return _run(planned, engine, jobs, address, report)


def _sample(plan: Plan) -> int:
    """Print the results for a sample; return the exit status."""
    from fixenc.dataset.sample import sample
    from fixenc.dataset.summary import Summary, report

    summary = Summary()
    for done in sample(plan):
        summary.add(done)
        for message in filter(None, (done.problem, *done.problems)):
            complain(message)
    if summary.looked:
        print("\n".join([summary.sampled(len(plan.tables)), *report(summary.tally)]))
    return summary.status


def _run(
    plan: Plan, engine: Literal["local", "ray"], jobs: int | None, address: str | None, full: bool
) -> int:
    """Carry out ``plan``, print a summary, and return the exit status."""
    from fixenc.dataset.folders.footers import write_footers
    from fixenc.dataset.progress import Progress
    from fixenc.dataset.run import dispatcher
    from fixenc.dataset.summary import Summary, report

    summary = Summary()
    progress = Progress(len(plan.tasks), plan.size)
    started = time.monotonic()
    plan.tidy()
    work = dispatcher(plan, engine, jobs=jobs, address=address)
    work.on_wait = lambda: progress.draw(work.retries)
    try:
        for done in work.run():
            summary.add(done)
            progress.count(done)
            for message in filter(None, (done.problem, *done.problems)):
                progress.clear()
                complain(message)
    except (KeyboardInterrupt, SystemExit):
        progress.clear()
        complain("stopped; each file is whole or not there, and --resume goes on from here")
        raise
    finally:
        progress.clear()
        plan.tidy()
    if full:
        for line in report(summary.tally):
            print(line)
        sys.stdout.flush()
    seconds = max(time.monotonic() - started, 1e-3)
    left = len(plan.tasks) - summary.states.total()
    if not left and not summary.failed:
        for message in write_footers(plan):
            complain(message)
    for line in summary.lines(seconds, work.retries, left, plan.left_out):
        print(line, file=sys.stderr)
    return summary.status


def _require_arrow() -> None:
    if find_spec("pyarrow") is None:
        raise ConfigProblem(
            "data sets need Arrow: pip install 'fixenc[arrow]', or 'fixenc[ray]' for clusters"
        )
