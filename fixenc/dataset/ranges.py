"""Ranges of row groups: how many workers share one huge file of Parquet.

Each range is looked through by a task of its own, which keeps the columns of those row
groups that change, as they should be, and its part of the log.  One more task then writes
the file, as only one can, and has nothing left to look for.
"""

from __future__ import annotations

from contextlib import ExitStack

import pyarrow as pa

from fixenc.dataset.finding import Found, find
from fixenc.dataset.inputs import Format, Input
from fixenc.dataset.job import Done, Job, State, Task
from fixenc.dataset.log import SUFFIX, Log, log_at
from fixenc.dataset.record import Record, read_record, write_record
from fixenc.dataset.store import OWN
from fixenc.dataset.tables.parquet import ParquetPart, ParquetTable
from fixenc.dataset.tables.table import Part
from fixenc.dataset.tally import Tally
from fixenc.files.problem import FileProblem

HUGE = 1 << 30
"""Bytes from which on a file is shared."""

RANGE = 256 << 20
"""Bytes of a range, about."""


def ranges_of(job: Job, file: Input) -> tuple[tuple[int, int], ...]:
    """The ranges to share ``file`` in: half-open, of row groups; none if it is not huge."""
    if file.format is not Format.PARQUET or file.size < HUGE:
        return ()
    groups = ParquetTable(job.source, file, job.columns, job.form).metadata.num_row_groups
    step = max(1, groups * RANGE // file.size)
    cuts = [*range(0, groups, step), groups]
    return tuple(zip(cuts, cuts[1:], strict=False)) if len(cuts) > 2 else ()


def look_through(job: Job, task: Task, groups: tuple[int, int], wanted: Record) -> Done:
    """Look through a range, and keep what was found for whoever writes the file."""
    place = _place(task, groups)
    known = read_record(job.target, f"{place}.json")
    if known is not None and _still_holds(job, known, wanted):
        return Done(task, State.PREPARED, known.tally)
    tally = Tally()
    policy = job.policy(task.file.name)
    kept: dict[str, str] = {}
    with ExitStack() as unpublished:
        table = ParquetTable(job.source, task.file, job.columns, job.form, groups)
        first_row = sum(table.metadata.row_group(at).num_rows for at in range(groups[0]))
        new = unpublished.enter_context(job.target.new_file(f"{place}{SUFFIX}"))
        with log_at(new.path, task.file.name) as log:
            for part in table.parts():
                found = find(part, policy)
                log.write(found.changes, first_row + tally.rows)
                tally.count(task.file.name, part.rows, 0, found.changes)
                if found.columns:
                    with job.target.new_file(_group_place(task, part.group)) as columns:
                        changed = pa.table(dict(found.columns))
                        with pa.ipc.new_file(str(columns.path), changed.schema) as file:
                            file.write_table(changed)
                        kept[columns.name] = columns.digest()
                        columns.publish()
        kept[new.name] = new.digest()
        new.publish()
    write_record(
        job.target, f"{place}.json", Record(wanted.source, wanted.settings, kept, tally=tally)
    )
    return Done(task, State.PREPARED, tally)


def _still_holds(job: Job, known: Record, wanted: Record) -> bool:
    return (known.source, known.settings) == (wanted.source, wanted.settings) and all(
        job.target.holds(name, identity) for name, identity in known.outputs.items()
    )


class Ranges:
    """What was found in all ranges of a file."""

    def __init__(self, job: Job, task: Task, wanted: Record) -> None:
        self.tally = Tally()
        self._job = job
        self._task = task
        self._kept: set[str] = set()
        for groups in task.ranges:
            record = read_record(job.target, f"{_place(task, groups)}.json")
            if record is None or not _still_holds(job, record, wanted):
                raise FileProblem(
                    task.file.name,
                    f"what was found in its row groups {groups[0]} to {groups[1] - 1} is gone",
                    "use --resume to look again",
                )
            self.tally.add(record.tally)
            self._kept.update(record.outputs)

    def find(self, part: Part) -> Found:
        """What was found in a row group."""
        assert isinstance(part, ParquetPart)
        name = _group_place(self._task, part.group)
        if name not in self._kept:
            return Found()
        with self._job.target.open(name) as file:
            changed = pa.ipc.open_file(file).read_all()
        return Found({column: changed.column(column) for column in changed.column_names})

    def write_log(self, log: Log) -> None:
        """Note the changes of all ranges, in their order."""
        for groups in self._task.ranges:
            with self._job.target.open(f"{_place(self._task, groups)}{SUFFIX}") as file:
                log.copy(file)

    def remove(self) -> None:
        """Remove all of it, once the file is written."""
        self._job.target.remove(f"{OWN}/ranges/{self._task.output}")


def _place(task: Task, groups: tuple[int, int]) -> str:
    return f"{OWN}/ranges/{task.output}/{groups[0]}-{groups[1]}"


def _group_place(task: Task, group: int) -> str:
    return f"{OWN}/ranges/{task.output}/{group}.arrow"
