"""One task: a file is read in parts, repaired, and written under its name once it is whole.

A task can be done again, or twice at once, by whichever machine: it writes the same.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace

import pyarrow as pa

from fixenc.dataset.finding import find
from fixenc.dataset.inputs import Format
from fixenc.dataset.job import Done, Job, OnError, State, Task
from fixenc.dataset.output import QUARANTINE, Output
from fixenc.dataset.ranges import Ranges, look_through
from fixenc.dataset.record import Record, read_record, record_of
from fixenc.dataset.tables.open import open_table
from fixenc.files.problem import FileProblem, reason

_OF_STORE = re.compile(r"AWS Error|google::cloud|Azure")
"""In the words of Arrow: a store that failed, not an invalid file."""


def perform(job: Job, task: Task) -> Done:
    """Do ``task``.  Nothing is raised: what went wrong stands in the answer."""
    return attempt(job, task, _perform)


def attempt(job: Job, task: Task, work: Callable[[Job, Task], Done]) -> Done:
    """Do ``work``, and let its answer say what went wrong if anything does."""
    started = time.perf_counter()
    try:
        done = work(job, task)
    except FileProblem as problem:
        done = _refused(job, task, str(problem))
    except (pa.ArrowException, OSError) as error:
        if _of_store(error):
            remote = not (job.source.local and job.target.local)
            said = reason(error) if isinstance(error, OSError) else str(error)
            if isinstance(error, OSError) and isinstance(error.filename, str):
                said = f"{error.filename}: {said}"
            done = Done(task, State.FAILED, problem=f"{task}: {_line(said)}", again=remote)
        else:
            what = f"cannot be read as {task.file.format.value}: {_line(str(error))}"
            done = _refused(job, task, str(FileProblem(task.file.name, what)))
    except MemoryError:
        done = Done(task, State.FAILED, problem=f"{task}: needs more memory than there is")
    except Exception as error:  # one cell must not end the work on all the others
        said = f"{type(error).__name__}: {_line(str(error))}"
        done = Done(task, State.FAILED, problem=f"{task}: fixenc itself failed: {said}")
    return replace(done, seconds=time.perf_counter() - started)


def _perform(job: Job, task: Task) -> Done:
    name = task.file.name
    stamp = job.source.stamp(name)
    wanted = Record(job.source.identity(name), job.fingerprint(name))
    if task.groups is not None:
        return look_through(job, task, task.groups, wanted)
    if job.resume:
        record = read_record(job.target, record_of(task.output))
        if record is not None and _is_finished(job, task, record, wanted):
            return Done(task, State.FINISHED, record.tally)
        ours = job.target.holds_file(record_of(task.output))
        if not ours and job.target.holds_file(task.output):
            raise FileProblem(
                job.target.display_name(task.output),
                "is there, but no run of fixenc wrote it",
                "move it away, or choose another folder",
            )
    ranges = Ranges(job, task, wanted) if task.ranges else None
    with ExitStack() as unpublished:
        with ExitStack() as writing:
            output = Output(job, task, unpublished, writing)
            if task.file.format is not Format.OTHER:
                _repair(job, task, output, ranges)
        if job.source.stamp(name) != stamp:
            raise FileProblem(name, "was changed while it was read", "run fixenc again")
        output.publish(wanted)
    if ranges:
        ranges.remove()
    state = State.WRITTEN if output.changed else State.COPIED
    if task.file.format is Format.OTHER:
        state = State.OTHER
    return Done(task, state, output.tally, problems=tuple(output.problems))


def _repair(job: Job, task: Task, output: Output, ranges: Ranges | None) -> None:
    """Write the repaired table, if anything in it changes."""
    policy = job.policy(task.file.name)
    table = open_table(job.source, task.file, job.columns, job.form)
    if ranges is None:
        output.take_all(table, lambda part: find(part, policy))
    else:
        output.take_all(table, ranges.find)
        output.take_log(ranges.write_log)
        output.tally = ranges.tally


def _is_finished(job: Job, task: Task, record: Record, wanted: Record) -> bool:
    """Whether all that this job would write is there, from this input, to the byte."""
    if (record.source, record.settings) != (wanted.source, wanted.settings):
        return False
    is_table = task.file.format is not Format.OTHER
    if job.log is not None and is_table and not record.log:
        return False
    aside = f"{QUARANTINE}/{task.output}" in record.outputs
    if record.tally.bad_rows and aside != (job.on_error is OnError.QUARANTINE):
        return False
    stores = [(job.target, record.outputs)]
    if job.log is not None:
        stores.append((job.log, record.log))
    return all(
        store.holds(name, identity) for store, files in stores for name, identity in files.items()
    )


def _refused(job: Job, task: Task, problem: str) -> Done:
    """The result of a task whose file is invalid."""
    if job.on_error is OnError.QUARANTINE and task.groups is None:
        name = f"{QUARANTINE}/{task.output}"
        try:
            with job.target.new_file(name) as new:
                job.source.fetch(task.file.name, new.path)
                new.publish()
        except OSError as error:
            said = f"{problem}; and to set it aside failed: {_line(reason(error))}"
            return Done(task, State.FAILED, problem=said)
        return Done(task, State.QUARANTINED, problem=problem)
    return Done(task, State.FAILED, problem=problem)


def _of_store(error: Exception) -> bool:
    """Whether a file could not be reached, rather than understood."""
    known = isinstance(error, OSError) and error.errno is not None
    return known or _OF_STORE.search(str(error)) is not None


def _line(text: str) -> str:
    """The first line of what Arrow says."""
    return (text.splitlines() or ["for an unknown reason"])[0]
