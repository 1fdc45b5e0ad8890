"""Standard input to standard output: one table, in the format that is named."""

from __future__ import annotations

import shutil
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from fixenc.cli.outcomes import complain
from fixenc.dataset.finding import find
from fixenc.dataset.inputs import Format, Input, input_of, suffixes
from fixenc.dataset.job import Done, Job, OnError, State, Task
from fixenc.dataset.output import SHOWN
from fixenc.dataset.store import Store
from fixenc.dataset.summary import Summary, report
from fixenc.dataset.tables.form import Form
from fixenc.dataset.tables.lines import lines_to
from fixenc.dataset.tables.open import open_table
from fixenc.dataset.tally import Tally
from fixenc.dataset.task import attempt, perform
from fixenc.files.problem import FileProblem
from fixenc.run.config import ConfigProblem, Settings

NAME = "standard input"

STREAMED = (Format.JSONL, Format.TEXT)
"""Formats that are read once, from the beginning, and written as they are read."""


@dataclass(frozen=True)
class StandardInput(Store):
    """A place with one file, which is read once."""

    def stream(self, name: str, compression: str | None = None) -> pa.NativeFile:
        """Standard input, decompressed if that is said."""
        return pa.input_stream(sys.stdin.buffer, compression=compression)


def run_stream(
    kind: str | None,
    columns: tuple[str, ...],
    chosen: Settings,
    form: Form,
    *,
    on_error: OnError,
    full: bool,
) -> int:
    """Repair standard input to standard output; return the exit status."""
    if kind is None:
        raise ConfigProblem(f"-: --format says what it is: {', '.join(suffixes())}")
    file = input_of(f"x.{kind.removeprefix('.')}", 0)
    if file is None:
        raise ConfigProblem(f"--format {kind}: is none of {', '.join(suffixes())}")
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        if file.format in STREAMED:
            source: Store = StandardInput("/", NAME)
            job = Job(source, source, columns, chosen, on_error, form=form)
            done = attempt(
                job, Task(Input(NAME, 0, file.format, file.compression), NAME), _streamed
            )
        else:
            done = _spooled(place, file, Job(
                Store(folder, folder), Store(str(place / "out"), "-"), columns, chosen, on_error,
                form=form,
            ))  # fmt: skip
    summary = Summary()
    summary.add(done)
    for message in filter(None, (done.problem, *done.problems)):
        complain(message.replace(file.name, NAME))
    if full:
        print("\n".join(report(summary.tally)), file=sys.stderr)
    return summary.status


class _Output:
    """Standard output, which stays open when a compressor closes it."""

    closed = False

    def write(self, data: bytes) -> int:
        return sys.stdout.buffer.write(data)

    def flush(self) -> None:
        sys.stdout.buffer.flush()

    def close(self) -> None:
        self.closed = True


def _streamed(job: Job, task: Task) -> Done:
    """Write each part once it is read."""
    tally = Tally()
    problems: list[str] = []
    policy = job.policy(NAME)
    table = open_table(job.source, task.file, job.columns, job.form)
    with lines_to(pa.PythonFile(_Output(), "w"), task.file.compression) as out:
        for part in table.parts():
            for row, what in sorted(part.problems.items()):
                if job.on_error is OnError.FAIL:
                    advice = "--on-error skip keeps such rows as they are"
                    raise FileProblem(NAME, what, advice)
                if tally.bad_rows + row < SHOWN:
                    problems.append(str(FileProblem(NAME, what)))
            found = find(part, policy)
            tally.count(NAME, part.rows, len(part.problems), found.changes)
            out.write(part, found.columns, found.changes, ())
            sys.stdout.buffer.flush()
    return Done(task, State.WRITTEN, tally, problems=tuple(problems))


def _spooled(folder: Path, file: Input, job: Job) -> Done:
    """Keep all of it in a file, of which more than one part is looked at first."""
    with (folder / file.name).open("wb") as spooled:
        shutil.copyfileobj(sys.stdin.buffer, spooled)
    done = perform(job, Task(file, file.name))
    if done.state in (State.WRITTEN, State.COPIED):
        with open(job.target.path(file.name), "rb") as repaired:
            shutil.copyfileobj(repaired, sys.stdout.buffer)
        sys.stdout.buffer.flush()
    return done
