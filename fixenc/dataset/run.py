"""A run: a plan, carried out by an engine."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from fixenc.dataset.engines.engine import Dispatcher, Engine
from fixenc.dataset.plan import Plan
from fixenc.files.platform import processors

EngineName = Literal["local", "ray"]

SMALL = 16_000_000
"""Bytes of input below which one process is as quick: each begins with some seconds of its own."""


def dispatcher(
    plan: Plan,
    engine: EngineName = "local",
    *,
    jobs: int | None = None,
    address: str | None = None,
    on_wait: Callable[[], None] = lambda: None,
) -> Dispatcher:
    """A dispatcher for the tasks of ``plan``, ready to run.

    ``jobs`` is how many tasks are done at once (default: one for each processor; of less
    than ``SMALL``, one after the other in this process).
    """
    return Dispatcher(plan.tasks, _engine(plan, engine, jobs, address), plan.job.on_error, on_wait)


def workers(engine: EngineName, jobs: int | None) -> int:
    """How many tasks are done at once, as far as is known beforehand."""
    if jobs is None:
        return 2 if engine == "ray" else processors()
    return jobs


def _engine(plan: Plan, engine: EngineName, jobs: int | None, address: str | None) -> Engine:
    if engine == "ray":
        from fixenc.dataset.engines.cluster import Cluster

        return Cluster(plan.job, address, jobs)
    from fixenc.dataset.engines.local import InProcess, Processes

    tasks = sum(max(1, len(task.ranges)) for task in plan.tasks)
    number = min(workers(engine, jobs), tasks)
    if number == 1 or (jobs is None and plan.size < SMALL):
        return InProcess(plan.job)
    return Processes(plan.job, number)
