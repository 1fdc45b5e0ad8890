"""A database: repair a table of it where it is, and print what became of it."""

from __future__ import annotations

import sys
import time
from contextlib import closing, nullcontext

from fixenc.cli.outcomes import complain
from fixenc.dataset.databases.address import connect, is_sqlite
from fixenc.dataset.databases.copy import copy_of
from fixenc.dataset.databases.repair import Repairer, Result
from fixenc.dataset.databases.undo import undo
from fixenc.dataset.job import OnError
from fixenc.dataset.summary import report
from fixenc.review.outcome import count
from fixenc.run.config import ConfigProblem, Settings

REDRAWN = 0.5
"""Seconds between two states of the line that shows the progress."""


def run_database(
    named: str,
    target: str | None,
    table: str | None,
    key: tuple[str, ...],
    columns: tuple[str, ...],
    chosen: Settings,
    *,
    on_error: OnError,
    dry_run: bool,
    resume: bool,
    log: str | None,
    full: bool,
) -> int:
    """Repair ``columns`` of a table, or only look through them; return the exit status.

    With ``target``, that is a copy of the file of SQLite, and it is repaired.
    """
    if target is not None and not is_sqlite(named):
        raise ConfigProblem(f"{named}: is repaired where it is; name no OUTPUT")
    with (
        nullcontext(named) if target is None else copy_of(named, target) as place,
        closing(connect(place, table, key, columns, read_only=dry_run)) as database,
    ):
        for note in database.notes:
            complain(note)
        policy = chosen.policy(database.target.table)
        repairer = Repairer(
            database, policy, log, dry_run, resume, on_error, keep=target is None and not dry_run
        )
        result = _followed(repairer)
    if full or dry_run:
        print("\n".join(report(result.tally)))
        sys.stdout.flush()
    for line in _summary(result, dry_run):
        print(line, file=sys.stderr)
    return result.status


def _followed(repairer: Repairer) -> Result:
    """The result of a run that shows its progress."""
    result = Result()
    shown = sys.stderr.isatty()
    started = drawn = time.monotonic()
    clear = "\r\x1b[K" if shown else ""
    try:
        for result in repairer.run():
            for message in result.messages:
                sys.stderr.write(clear)
                complain(message)
            result.messages.clear()
            now = time.monotonic()
            if shown and now - drawn > REDRAWN:
                drawn = now
                rate = result.tally.rows / (now - started)
                sys.stderr.write(f"{clear}{result.tally.rows:,} rows, {rate:,.0f}/s")
                sys.stderr.flush()
    except (KeyboardInterrupt, SystemExit):
        sys.stderr.write(clear)
        if not repairer.dry_run:
            complain("stopped; each batch is written whole or not, and --resume goes on from here")
        raise
    finally:
        sys.stderr.write(clear)
    return result


def _summary(result: Result, dry_run: bool) -> list[str]:
    tally = result.tally
    changed = "would change" if dry_run else "changed"
    lines = [
        f"{count(tally.changed_rows, 'row')} of {tally.rows:,} {changed}, "
        f"in {count(tally.changes.total(), 'place')}."
    ]
    lines += _left(result)
    if tally.bad_rows:
        lines.append(f"{count(tally.bad_rows, 'row')} made no sense.")
    return lines


def _left(result: Result) -> list[str]:
    """The message about cells that were not written."""
    lines = []
    if result.changed_meanwhile:
        cells = count(result.changed_meanwhile, "cell")
        lines.append(f"Left alone, since somebody or the database changed it: {cells}.")
    if result.refused:
        lines.append(f"{count(result.refused, 'cell')} refused by the database.")
    return lines


def undo_database(
    named: str, table: str | None, key: tuple[str, ...], columns: tuple[str, ...], log: str | None
) -> int:
    """Put the old texts in the log of a run back; return the exit status."""
    if log is None:
        raise ConfigProblem("--undo: --changes names the file that the run wrote its changes to")
    with closing(connect(named, table, key, columns)) as database:
        *_, result = undo(database, log)
    cells = count(result.tally.changed_rows, "cell")
    print(f"{cells} of {result.tally.rows:,} got the old text back.", file=sys.stderr)
    for line in _left(result):
        print(line, file=sys.stderr)
    return result.status
