"""Jobs: one piece of work after the other, divided among processes once that pays.

To start a process takes as long as to look at a thousand files that are fine.  So the
work begins here, and is divided when it has shown how long the rest will take.
"""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from fixenc.files import platform, signals

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

Item = TypeVar("Item")
Result = TypeVar("Result")

_PATIENCE = 0.1
"""Seconds of work after which its pace is known."""

_WORTH = 0.25
"""Seconds of work that must be left for each process."""

_BATCH = 128
"""Items that a process gets at once, at most."""

_SHARE = 4
"""Batches for each process into which what is left is divided, so that all end together."""

_AHEAD = 4
"""Batches for each process that may be done before their turn: they wait in memory."""


@dataclass(frozen=True)
class Lost:
    """The result for an item at which the process was killed that worked on it."""


def in_order(
    items: Sequence[Item], work: Callable[[Item], Result], jobs: int
) -> Iterator[Result | Lost]:
    """The result of ``work`` for each item, in order, computed by up to ``jobs`` processes.

    ``work`` must be picklable where processes do not inherit memory, and its results must
    be everywhere; what it raises is raised here.  The items of a process that was killed are
    worked on again, each in a process of its own; if one is killed again, its result is
    :class:`Lost`.
    """
    spent = 0.0
    for at, item in enumerate(items):
        # A fork takes along what other threads have locked, and nobody unlocks it there.
        if jobs > 1 and spent > _PATIENCE and threading.active_count() == 1:
            left = (len(items) - at) * spent / at
            processes = min(jobs, int(left / _WORTH))
            if processes > 1:
                yield from _divided(items[at:], work, processes)
                return
        begun = time.perf_counter()
        result = work(item)
        spent += time.perf_counter() - begun
        yield result


def _divided(
    items: Sequence[Item], work: Callable[[Item], Result], processes: int
) -> Iterator[Result | Lost]:
    crew = _Crew(items, work)
    try:
        try:
            for _ in range(processes):
                crew.engage()
        except OSError:  # too few descriptors or processes: as many as there are will do
            pass
        if crew.processes:
            yield from _collected(items, crew)
        else:
            yield from map(work, items)
    finally:
        crew.dismiss()


class _Crew:
    """The processes at work, by our ends of the connections to them."""

    def __init__(self, items: Sequence[Any], work: Callable[[Any], Any]) -> None:
        from multiprocessing import get_context

        self._context: Any = get_context(platform.start_method())
        self._items, self._work = items, work
        self.processes: dict[Connection, BaseProcess] = {}

    def engage(self) -> Connection:
        """Start one more process."""
        ours: Connection
        ours, theirs = self._context.Pipe()
        args = (theirs, (*self.processes, ours), self._items, self._work)
        process: BaseProcess = self._context.Process(target=_serve, args=args, daemon=True)
        # A request to stop amid a fork would be lost: Python ignores what is raised there.
        with signals.held_back():
            process.start()
        theirs.close()
        self.processes[ours] = process
        return ours

    def bury(self, connection: Connection) -> None:
        """Forget a process that was killed."""
        process = self.processes.pop(connection)
        connection.close()
        process.kill()
        process.join()

    def dismiss(self) -> None:
        """End all processes."""
        for connection, process in self.processes.items():
            # They write nothing; and one that is just beginning may miss a milder signal.
            process.kill()
            connection.close()
        for process in self.processes.values():
            process.join()


def _collected(items: Sequence[Any], crew: _Crew) -> Iterator[Any]:
    """Hand out the items in batches, and give their results in order."""
    idle: list[Any] = list(crew.processes)
    size_of_crew = len(idle)
    at_work: dict[Any, tuple[int, int]] = {}
    again: list[tuple[int, int]] = []
    results: dict[int, list[Any]] = {}
    handed_out = first = 0
    while first < len(items):
        while first not in results:
            ahead = min(len(items), first + _BATCH * _AHEAD * size_of_crew)
            while idle and (again or handed_out < ahead):
                if again:
                    batch = again.pop()
                else:
                    size = (len(items) - handed_out) // (_SHARE * size_of_crew)
                    batch = handed_out, handed_out + max(1, min(_BATCH, size))
                    handed_out = batch[1]
                connection = idle.pop()
                at_work[connection] = batch
                # One that was killed while it was idle is noticed when its answer is missing.
                with suppress(OSError):
                    connection.send(batch)
            for ready in _ready(list(at_work)):
                start, stop = at_work.pop(ready)
                answer = _received(ready)
                if answer is None:
                    crew.bury(ready)
                    idle.append(crew.engage())
                    if stop - start == 1:
                        results[start] = [Lost()]
                    else:
                        again += [(at, at + 1) for at in reversed(range(start, stop))]
                else:
                    results[start] = answer
                    idle.append(ready)
        found = results.pop(first)
        yield from found
        first += len(found)


def _ready(connections: Sequence[Any]) -> list[Any]:
    """Those of the connections through which an answer has come, or whose process has died."""
    from multiprocessing.connection import wait

    return wait(connections)


def _received(connection: Any) -> list[Any] | None:
    """The results that a process sends; ``None`` if it was killed."""
    try:
        answer: list[Any] | Exception = connection.recv()
    except (EOFError, OSError):
        return None
    if isinstance(answer, Exception):
        raise answer
    return answer


def _serve(
    connection: Connection,
    others: Sequence[Connection],
    items: Sequence[Any],
    work: Callable[[Any], Any],
) -> None:
    """Work off what comes through ``connection``, for as long as anybody is at its other end."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who is asked to stop is our parent
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signals.let_through()
    # Held open here, they would keep the others from seeing that our parent has gone.
    for other in others:
        other.close()
    try:
        while True:
            first, stop = connection.recv()
            try:
                answer: list[Any] | Exception = [work(item) for item in items[first:stop]]
            except Exception as error:
                answer = error
            connection.send(answer)
    except (EOFError, OSError):
        return
