"""Samples: the changes that a job would make in some rows of some files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from fixenc.dataset.finding import Documents
from fixenc.dataset.job import Done, Job, OnError, State, Task
from fixenc.dataset.plan import Plan
from fixenc.dataset.tables.open import open_table
from fixenc.dataset.tally import Tally
from fixenc.dataset.task import attempt
from fixenc.files.problem import FileProblem
from fixenc.integrations.arrow import repair_array
from fixenc.integrations.change import Change

FILES = 32
"""Files of a sample, evenly chosen from all."""

ROWS = 1000
"""Rows of each, from its beginning: a compressed file has no other place to start at."""


def sample(plan: Plan) -> Iterator[Done]:
    """Look through the first rows of some files of ``plan``; nothing is written."""
    job = replace(plan.job, on_error=OnError.SKIP)
    tasks = sorted(plan.tables, key=lambda task: task.file.name)
    number = min(FILES, len(tasks))
    for at in range(number):
        yield attempt(job, tasks[at * len(tasks) // number], _look)


def _look(job: Job, task: Task) -> Done:
    tally = Tally()
    problems: list[str] = []
    name = task.file.name
    policy = job.policy(name)
    for part in open_table(job.source, task.file, job.columns, job.form).parts():
        rows = min(part.rows, ROWS - tally.rows)
        bad = [what for row, what in sorted(part.problems.items()) if row < rows]
        problems += (str(FileProblem(name, what)) for what in bad)
        found: Mapping[str, Sequence[Change]] = (
            part.found(policy, rows).changes
            if isinstance(part, Documents)
            else {
                column: part.located(
                    column, repair_array(cells.slice(0, rows), policy, part.patterns(column))[1]
                )
                for column, cells in part.columns.items()
            }
        )
        tally.count(name, rows, len(bad), found)
        if tally.rows >= ROWS:
            break
    return Done(task, State.PREPARED, tally, problems=tuple(problems))
