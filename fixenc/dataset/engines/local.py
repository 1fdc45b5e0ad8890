"""The engine of one machine: this process, or several of its own."""

from __future__ import annotations

import multiprocessing
import signal
from collections import deque
from collections.abc import Iterable
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from typing import Any

from fixenc.dataset.engines.engine import PATIENCE, Lost
from fixenc.dataset.job import Done, Job, Task
from fixenc.dataset.task import perform


class InProcess:
    """One task after the other, in this process."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._tasks: deque[Task] = deque()

    def free(self) -> bool:
        """Whether nothing is waiting."""
        return not self._tasks

    def start(self, task: Task) -> None:
        """Take ``task``, to do it when its end is asked for."""
        self._tasks.append(task)

    def ended(self) -> Iterable[Done]:
        """Do it."""
        return [perform(self._job, self._tasks.popleft())]

    def close(self) -> None:
        """Nothing is left running."""


class Processes:
    """Several processes, each with one task at a time.

    Each has a pipe of its own, so that it is known which task the one was at that died.
    They are begun anew rather than forked: Arrow has threads, which no fork survives.
    """

    def __init__(self, job: Job, number: int) -> None:
        self._job = job
        self._number = number
        self._context = multiprocessing.get_context("spawn")
        self._idle: list[_Worker] = []
        self._busy: dict[Any, tuple[_Worker, Task]] = {}

    def free(self) -> bool:
        """Whether one of the processes has nothing to do, or is not there yet."""
        return len(self._busy) < self._number

    def start(self, task: Task) -> None:
        """Send ``task`` to a process."""
        worker = self._idle.pop() if self._idle else _Worker(self._context, self._job)
        try:
            worker.pipe.send(task)
        except OSError:  # it died while it was idle
            worker = _Worker(self._context, self._job)
            worker.pipe.send(task)
        self._busy[worker.pipe] = worker, task

    def ended(self) -> Iterable[Done | Lost]:
        """The results that processes have returned, and the processes that were lost."""
        for pipe in wait([*self._busy], PATIENCE):
            worker, task = self._busy.pop(pipe)
            try:
                done: Done = worker.pipe.recv()
            except (EOFError, OSError):
                yield Lost(task, worker.end())
            else:
                self._idle.append(worker)
                yield done

    def close(self) -> None:
        """End all of them."""
        for worker in [*self._idle, *(worker for worker, _ in self._busy.values())]:
            worker.process.terminate()
            worker.end()


class _Worker:
    """A process, and the pipe to it."""

    def __init__(self, context: multiprocessing.context.SpawnContext, job: Job) -> None:
        self.pipe, theirs = context.Pipe()
        self.process: SpawnProcess = context.Process(target=_work, args=(theirs, job), daemon=True)
        self.process.start()
        theirs.close()

    def end(self) -> str:
        """Wait until the process has ended, and return its result."""
        self.process.join()
        self.pipe.close()
        code = self.process.exitcode or 0
        if code >= 0:
            return f"with exit status {code}"
        return f"by {signal.Signals(-code).name}"


def _work(pipe: Connection, job: Job) -> None:
    """Do what comes through ``pipe``, until nobody is at its other end."""
    # Ctrl-C goes to all processes of a terminal; the first of them informs the others.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    while True:
        try:
            task = pipe.recv()
        except EOFError:
            return
        done = perform(job, task)
        try:
            pipe.send(done)
        except OSError:
            return
