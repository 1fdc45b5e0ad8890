"""``fixenc dataset``."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Annotated, Literal

import typer

from fixenc.cli.options import SHOW, WHAT, WHERE, Ignore, Select, UnsafeFixes
from fixenc.cli.outcomes import complain
from fixenc.run.config import ConfigProblem, settings

HOW = "How to work"


def dataset(
    source: Annotated[
        str,
        typer.Argument(
            metavar="INPUT",
            help="A file, a folder or a pattern ('data/**/*.parquet'): of this machine, or "
            "s3://bucket/folder and the like; or a database: postgresql://host/name, "
            "sqlite:///file or a file of SQLite.",
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
    target: Annotated[
        str | None,
        typer.Argument(
            metavar="[OUTPUT]",
            help="The folder to write to, each file under the name it has. A database is "
            "repaired where it is.",
            show_default=False,
        ),
    ] = None,
    table: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="Of a database: the table to repair, as 'articles' or 'schema.\"The table\"'.",
            show_default=False,
            rich_help_panel=WHERE,
        ),
    ] = None,
    key: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME,…",
            help="Of a database: the columns that identify a row (default: the primary key).",
            show_default=False,
            rich_help_panel=WHERE,
        ),
    ] = None,
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
            help="Write nothing: report what would change in a sample; of a database, in all "
            "of the table.",
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
            help="Write every change to this folder, too: a Parquet file for each input. Of a "
            "database, to this file: a line of JSON for each cell, with its old text.",
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

    Of a database, the cells that change are written, in one transaction for each batch of
    rows; a cell that was changed meanwhile stays as it is.

    Exit status: 0 all is well; 1 rows, cells or files are left for a person; 2 an error.
    """
    _require_arrow()
    from fixenc.cli.datasets.database import run_database
    from fixenc.cli.datasets.files import run_files
    from fixenc.dataset.databases.address import is_database
    from fixenc.dataset.job import OnError
    from fixenc.dataset.tables.columns import damaged_names
    from fixenc.integrations.paths import parse

    if address is not None and engine != "ray":
        raise typer.BadParameter("--address is for --engine ray")
    columns = _names(column)
    if not columns:
        raise typer.BadParameter("--column names no column")
    for name in columns:
        try:
            parse(name)
        except ValueError as error:
            raise typer.BadParameter(f"--column: {error}") from None
    chosen = settings(unsafe_fixes=unsafe_fixes, select=select or (), ignore=ignore or ())
    for message in damaged_names(columns):
        complain(message)
    if is_database(source) or (target is None and table is not None):
        if target is not None:
            raise typer.BadParameter("a database is repaired where it is: name no OUTPUT")
        if engine != "local" or jobs is not None or on_error == "quarantine":
            raise typer.BadParameter(
                "--engine, --jobs and --on-error quarantine are for files, not for a database"
            )
        return run_database(
            source, table, _names(key or []), columns, chosen,
            on_error=OnError(on_error), dry_run=dry_run, resume=resume, log=changes, full=report,
        )  # fmt: skip
    if table is not None or key:
        raise typer.BadParameter(f"--table and --key are for databases, which {source} is not")
    if target is None:
        raise typer.BadParameter("OUTPUT is missing: the folder to write to")
    return run_files(
        source, target, columns, chosen,
        on_error=OnError(on_error), log=changes, resume=resume, dry_run=dry_run,
        engine=engine, jobs=jobs, address=address, full=report,
    )  # fmt: skip


def _names(given: list[str]) -> tuple[str, ...]:
    """The names in the values of an option, each once."""
    from fixenc.integrations.paths import split_names

    return tuple(dict.fromkeys(name for names in given for name in split_names(names)))


def _require_arrow() -> None:
    if find_spec("pyarrow") is None:
        raise ConfigProblem(
            "data sets need Arrow: pip install 'fixenc[arrow]', or 'fixenc[ray]' for clusters"
        )
