"""The output of one file: its repaired copy, its log, and the rows that were set aside."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import ExitStack
from itertools import islice
from typing import Any

import pyarrow as pa

from fixenc.dataset.finding import Finder
from fixenc.dataset.inputs import Format
from fixenc.dataset.job import Job, OnError, Task
from fixenc.dataset.log import SUFFIX, Log, log_at
from fixenc.dataset.record import Record, record_of, write_record
from fixenc.dataset.store import NewFile, Store
from fixenc.dataset.tables.table import Part, Table, Writer
from fixenc.dataset.tally import Tally
from fixenc.files.problem import FileProblem

QUARANTINE = "_quarantine"
"""The folder, in that of the output, of what made no sense.  Readers pass over it."""

SHOWN = 5
"""Invalid rows of a file that are reported one by one."""


class Output:
    """All that is written for one file; nothing has its name before it is published.

    What is ``unpublished`` is removed with that stack; the end of ``writing`` closes it.
    """

    def __init__(self, job: Job, task: Task, unpublished: ExitStack, writing: ExitStack) -> None:
        self.tally = Tally()
        self.problems: list[str] = []
        self._job = job
        self._task = task
        self._unpublished = unpublished
        self._writing = writing
        self._beside: list[NewFile] = []
        self._file: NewFile | None = None
        self._writer: Writer[Any] | None = None
        self._aside: Writer[Any] | None = None
        self._log: Log | None = None
        if job.log is not None and task.file.format is not Format.OTHER:
            path = self._new(job.log, task.output + SUFFIX).path
            self._log = writing.enter_context(log_at(path, task.file.name))

    @property
    def changed(self) -> bool:
        """Whether anything in the file changes."""
        return self._writer is not None

    def take_all(self, table: Table[Any], find: Finder) -> None:
        """Write what ``find`` makes of the parts of ``table``."""
        converts = self._job.form.converts(self._task.file.format)
        taken = 0
        for part in table.parts():
            found = find(part)
            self._take_problems(table, part)
            left_out = part.problems if self._job.on_error is OnError.QUARANTINE else ()
            if self._log is not None:
                self._log.write(found.changes, self.tally.rows)
            self.tally.count(self._task.file.name, part.rows, len(part.problems), found.changes)
            if self._writer is None and (found.columns or left_out or converts):
                self._writer = self._begun(table, taken)
            if self._writer is not None:
                self._writer.write(part, found.columns, found.changes, left_out)
            taken += 1  # noqa: SIM113 (enumerate would hold the part)
            # Otherwise two parts would be in memory while the next one is read.
            del part, found
            pa.default_memory_pool().release_unused()

    def _begun(self, table: Table[Any], parts: int) -> Writer[Any]:
        """The copy, with the first ``parts``, in which nothing had changed.

        Only now is it known that the file cannot be copied as it is.
        """
        self._file = self._unpublished.enter_context(self._job.target.new_file(self._task.output))
        writer = self._writing.enter_context(table.writer(self._file.path))
        for earlier in islice(table.parts(), parts):
            writer.write(earlier, {}, {}, ())
        return writer

    def _take_problems(self, table: Table[Any], part: Part) -> None:
        """Report invalid rows, and move them to the quarantine if that is asked for."""
        if not part.problems:
            return
        name = self._task.file.name
        if self._job.on_error is OnError.FAIL:
            raise FileProblem(
                name,
                part.problems[min(part.problems)],
                "--on-error skip keeps such rows as they are, quarantine sets them aside",
            )
        for row in sorted(part.problems)[: SHOWN - len(self.problems)]:
            self.problems.append(str(FileProblem(name, part.problems[row])))
        if self._job.on_error is OnError.QUARANTINE:
            if self._aside is None:
                new = self._new(self._job.target, f"{QUARANTINE}/{self._task.output}")
                self._aside = self._writing.enter_context(table.writer(new.path))
            self._aside.write(part, {}, {}, set(range(part.rows)) - set(part.problems))

    def take_log(self, other: Callable[[Log], None]) -> None:
        """Let ``other`` write to the log, if there is one."""
        if self._log is not None:
            other(self._log)

    def publish(self, wanted: Record) -> None:
        """Let all of it appear, after the record that says what it is, the copy last."""
        target = self._job.target
        if self._file is None:
            self._file = self._unpublished.enter_context(target.new_file(self._task.output))
            self._job.source.fetch(self._task.file.name, self._file.path)
        files = [*self._beside, self._file]
        place = record_of(self._task.output)
        write_record(target, place, self._record(wanted, files, NewFile.digest))
        for file in files:
            file.publish()
        if not target.local:
            # The tag of a file in the store identifies its content without a download.
            write_record(target, place, self._record(wanted, files, _tag))

    def _record(
        self, wanted: Record, files: Iterable[NewFile], identity: Callable[[NewFile], str]
    ) -> Record:
        known = [(file.store, file.name, identity(file)) for file in files]
        return Record(
            wanted.source,
            wanted.settings,
            {name: each for store, name, each in known if store is self._job.target},
            {name: each for store, name, each in known if store is self._job.log},
            self.tally,
        )

    def _new(self, store: Store, name: str) -> NewFile:
        file = self._unpublished.enter_context(store.new_file(name))
        self._beside.append(file)
        return file


def _tag(file: NewFile) -> str:
    return file.store.identity(file.name)
