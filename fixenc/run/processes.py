"""Jobs: one piece of work after the other, divided among processes once that pays.

To start a process takes as long as to look at a thousand files that are fine.  So the
work begins here, and is divided when it has shown how long the rest will take.
"""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from fixenc.files import platform

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


class ProcessLost(Exception):
    """A process was killed while it was at work from ``item`` on."""

    def __init__(self, item: object) -> None:
        super().__init__(item)
        self.item = item


def in_order(items: Sequence[Item], work: Callable[[Item], Result], jobs: int) -> Iterator[Result]:
    """The result of ``work`` for each item, in order, computed by up to ``jobs`` processes.

    ``work`` must be picklable where processes do not inherit memory, and its results must
    be everywhere; what it raises is raised here.
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
) -> Iterator[Result]:
    from multiprocessing import get_context

    context: Any = get_context(platform.start_method())
    crew: dict[Connection, BaseProcess] = {}
    try:
        for _ in range(processes):
            ours, theirs = context.Pipe()
            args = (theirs, (*crew, ours), items, work)
            process: BaseProcess = context.Process(target=_serve, args=args, daemon=True)
            process.start()
            theirs.close()
            crew[ours] = process
        yield from _collected(items, list(crew))
    finally:
        for connection, process in crew.items():
            # They write nothing; and one that is just beginning may miss a milder signal.
            process.kill()
            connection.close()
        for process in crew.values():
            process.join()


def _collected(items: Sequence[Any], crew: Sequence[Connection]) -> Iterator[Any]:
    """Hand out the items in batches, and give their results in order."""
    from multiprocessing.connection import wait

    idle: list[Any] = list(crew)
    at_work: dict[Any, tuple[int, int]] = {}
    results: dict[int, list[Any]] = {}
    handed_out = first = 0
    while first < len(items):
        while first not in results:
            while idle and handed_out < min(len(items), first + _BATCH * _AHEAD * len(crew)):
                size = (len(items) - handed_out) // (_SHARE * len(crew))
                batch = handed_out, handed_out + max(1, min(_BATCH, size))
                connection = idle.pop()
                at_work[connection] = batch
                connection.send(batch)
                handed_out = batch[1]
            for ready in wait(list(at_work)):
                start, _ = at_work.pop(ready)
                results[start] = _received(ready, items[start])
                idle.append(ready)
        found = results.pop(first)
        yield from found
        first += len(found)


def _received(connection: Any, item: object) -> list[Any]:
    try:
        answer: list[Any] | Exception = connection.recv()
    except (EOFError, OSError) as error:
        raise ProcessLost(item) from error
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
