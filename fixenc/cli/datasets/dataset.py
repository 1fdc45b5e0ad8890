"""``fixenc dataset``."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from fixenc.cli.datasets.arguments import character, columns_named, names, refuse, require_arrow
from fixenc.cli.options import (
    SHOW,
    WHAT,
    WHERE,
    Ignore,
    Select,
    UnsafeFixes,
    encoding_names,
)
from fixenc.cli.outcomes import complain
from fixenc.run.config import settings

HOW = "How to work"
READ = "How to read files that do not say it"


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
            "names with dots or commas in double quotes; of texts and crawls 'text'; of members "
            "of archives their suffix: 'txt', 'json.caption'.",
            rich_help_panel=WHERE,
        ),
    ],
    target: Annotated[
        str | None,
        typer.Argument(
            metavar="OUTPUT",
            help="The folder to write to, each file under the name it has. A database is "
            "repaired where it is; of SQLite, a file to write instead can be named.",
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
            help="For rows and files that make no sense: fail (default) stops; skip keeps such "
            "rows as they are and leaves such files out; quarantine puts them in "
            "OUTPUT/_quarantine.",
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
    undo: Annotated[
        bool,
        typer.Option(
            "--undo",
            metavar="",
            help="Of a database: put the old texts in the file of --changes back, wherever the "
            "new ones still stand.",
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
    encoding: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            autocompletion=encoding_names,
            help="CSV, JSON and text are in this encoding, and become UTF-8.",
            show_default=False,
            rich_help_panel=READ,
        ),
    ] = None,
    no_header: Annotated[
        bool,
        typer.Option(
            "--no-header",
            metavar="",
            help="CSV has no names of columns: --column 1 is the first.",
            rich_help_panel=READ,
        ),
    ] = False,
    delimiter: Annotated[
        str,
        typer.Option(
            metavar="CHAR",
            help="Between fields of CSV: a character, or tab (default: found by the names).",
            show_default=False,
            rich_help_panel=READ,
        ),
    ] = "",
    quote: Annotated[
        str,
        typer.Option(
            metavar="CHAR",
            help="Around fields of CSV: a character, or none.",
            rich_help_panel=READ,
        ),
    ] = '"',
    escape: Annotated[
        str,
        typer.Option(
            metavar="CHAR",
            help="Before characters of CSV that mean nothing: often \\ (default: none).",
            show_default=False,
            rich_help_panel=READ,
        ),
    ] = "",
    decode: Annotated[
        bool,
        typer.Option(
            "--decode",
            metavar="",
            help="Columns of bytes hold UTF-8, and stay columns of bytes.",
            rich_help_panel=READ,
        ),
    ] = False,
    whole_files: Annotated[
        bool,
        typer.Option(
            "--whole-files",
            metavar="",
            help="A .txt file is one text, not each of its lines.",
            rich_help_panel=READ,
        ),
    ] = False,
    kind: Annotated[
        str | None,
        typer.Option(
            "--format",
            metavar="SUFFIX",
            help="What comes through standard input (INPUT is -, and OUTPUT is standard "
            "output): jsonl, csv.gz, parquet and so on.",
            show_default=False,
            rich_help_panel=READ,
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
    """Repair columns of text in Parquet, ORC, Arrow, JSON, CSV, text, WARC, tar and zip files.

    The input is left as it is. Every file is written anew only if something in it
    changes, and appears under its name once it is whole. Files that are no tables are copied.

    Of a database, the cells that change are written, in one transaction for each batch of
    rows; a cell that was changed meanwhile stays as it is.

    Exit status: 0 all is well; 1 rows, cells or files are left for a person; 2 an error.
    """
    require_arrow()
    from fixenc.cli.datasets.database import run_database, undo_database
    from fixenc.cli.datasets.files import run_files
    from fixenc.cli.datasets.stream import run_stream
    from fixenc.dataset.databases.address import is_database
    from fixenc.dataset.job import OnError
    from fixenc.dataset.tables.columns import damaged_names
    from fixenc.dataset.tables.form import Form

    columns = columns_named(column)
    chosen = settings(
        encoding=encoding, unsafe_fixes=unsafe_fixes, select=select or (), ignore=ignore or ()
    )
    form = Form(
        encoding and chosen.encoding, not no_header, character(delimiter, "--delimiter"),
        character(quote, "--quote"), character(escape, "--escape"), decode, whole_files,
    )  # fmt: skip
    bad = OnError(on_error)
    quarantine = bad is OnError.QUARANTINE
    if engine != "ray":
        refuse("is for --engine ray", address=address)
    for message in damaged_names(columns):
        complain(message)
    if is_database(source) or (target is None and table is not None):
        refuse(
            "is not for a database", engine=engine != "local", jobs=jobs, format=kind,
            on_error_quarantine=quarantine,
        )  # fmt: skip
        if target is not None:
            refuse("is not for a copy of a database", resume=resume, dry_run=dry_run, undo=undo)
        if undo:
            refuse("is not for --undo", resume=resume, dry_run=dry_run)
            return undo_database(source, table, names(key or []), columns, changes)
        return run_database(
            source, target, table, names(key or []), columns, chosen,
            on_error=bad, dry_run=dry_run, resume=resume, log=changes, full=report,
        )  # fmt: skip
    refuse(f"is for databases, which {source} is not", table=table, key=key, undo=undo)
    if source == "-":
        refuse(
            "is not for standard input", dry_run=dry_run, resume=resume,
            changes=changes, on_error_quarantine=quarantine, jobs=jobs,
            output=target not in (None, "-"),
        )  # fmt: skip
        return run_stream(kind, columns, chosen, form, on_error=bad, full=report)
    refuse("is for standard input: files are known by their names", format=kind)
    if target is None:
        raise typer.BadParameter("OUTPUT is missing: the folder to write to")
    return run_files(
        source, target, columns, chosen, form,
        on_error=bad, log=changes, resume=resume, dry_run=dry_run,
        engine=engine, jobs=jobs, address=address, full=report,
    )  # fmt: skip
