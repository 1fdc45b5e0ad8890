"""Engines: who does the tasks; and the one who hands them out.

An engine starts tasks and reports how they ended.  All else is the same for each: what is
tried again, when a file that was shared is put together, and when to stop.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Protocol

from fixenc.dataset.job import Done, OnError, State, Task

ATTEMPTS = 3
"""How often a task is tried: a file that kills each worker that opens it must not go on so."""

PATIENCE = 1.0
"""Seconds after which an engine answers, even if nothing has ended."""


@dataclass(frozen=True)
class Lost:
    """A task whose worker was lost, and what is known of how."""

    task: Task
    how: str


class Engine(Protocol):
    """Someone who does tasks."""

    def free(self) -> bool:
        """Whether another task can be started."""

    def start(self, task: Task) -> None:
        """Begin with ``task``."""

    def ended(self) -> Iterable[Done | Lost]:
        """The results of tasks that have ended; possibly none after ``PATIENCE`` seconds."""

    def close(self) -> None:
        """Stop all that still runs."""


@dataclass
class Dispatcher:
    """Hands ``tasks`` to ``engine``, and yields what became of each.

    ``on_wait`` is called whenever there may be something new to show.
    """

    tasks: Iterable[Task]
    engine: Engine
    on_error: OnError
    on_wait: Callable[[], None] = lambda: None
    retries: int = 0
    stopped: bool = False
    _attempts: Counter[Task] = field(default_factory=Counter)
    _open: dict[str, set[tuple[int, int]]] = field(default_factory=dict)
    _shared: dict[str, Task] = field(default_factory=dict)

    def run(self) -> Iterator[Done]:
        """Do all tasks; after a failure that counts, only what has begun."""
        waiting = deque(self._steps())
        running = 0
        try:
            while running or (waiting and not self.stopped):
                while waiting and not self.stopped and self.engine.free():
                    self.engine.start(waiting.popleft())
                    running += 1
                for end in self.engine.ended():
                    running -= 1
                    if self._is_worth_another(end):
                        self.retries += 1
                        waiting.append(end.task)
                        continue
                    done = end if isinstance(end, Done) else self._given_up(end)
                    next_step = self._after(done)
                    if next_step is not None:
                        waiting.appendleft(next_step)
                    elif done.state is not State.PREPARED:
                        yield done
                self.on_wait()
        finally:
            self.engine.close()

    def _steps(self) -> Iterator[Task]:
        """The tasks; of a file that is shared, those that share it."""
        for task in self.tasks:
            if not task.ranges:
                yield task
                continue
            self._shared[task.output] = task
            self._open[task.output] = set(task.ranges)
            for groups in task.ranges:
                yield Task(task.file, task.output, groups)

    def _is_worth_another(self, end: Done | Lost) -> bool:
        if isinstance(end, Done) and not end.again:
            return False
        self._attempts[end.task] += 1
        return self._attempts[end.task] < ATTEMPTS

    def _given_up(self, lost: Lost) -> Done:
        said = f"{lost.task}: lost {ATTEMPTS} workers, the last one {lost.how}"
        return Done(lost.task, State.FAILED, problem=said)

    def _after(self, done: Done) -> Task | None:
        """The task that ``done`` was the last to be waited for, if there is one."""
        if done.state is State.FAILED and self.on_error is OnError.FAIL:
            self.stopped = True
        if done.task.groups is None:
            return None
        output = done.task.output
        if done.state is State.FAILED:
            # The rest of the file is still checked, but not written.
            self._shared.pop(output, None)
            return None
        self._open[output].discard(done.task.groups)
        return None if self._open[output] else self._shared.pop(output, None)
