"""The engine of many machines: Ray.

Each task is one of Ray's.  Ray does not repeat those that it loses: the dispatcher does,
so that repetitions are counted and limited in the same way everywhere.
"""

from __future__ import annotations

import logging
import os
import socket
from collections.abc import Iterable
from typing import Any

from fixenc.dataset.engines.engine import PATIENCE, Lost
from fixenc.dataset.job import Done, Job, Task
from fixenc.dataset.task import perform
from fixenc.run.config import ConfigProblem

AHEAD = 2
"""Tasks for each processor of a cluster that are handed over at once, so that none waits."""


class Cluster:
    """A cluster of Ray: the one at ``address``, or one of this machine alone."""

    def __init__(self, job: Job, address: str | None, jobs: int | None) -> None:
        # Without processors for a driver, Ray would warn that it leaves accelerators alone.
        os.environ.setdefault("RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO", "0")
        try:
            import ray
        except ImportError:
            raise ConfigProblem(
                "--engine ray needs Ray: pip install 'fixenc[ray]', on each machine of the cluster"
            ) from None
        self._ray: Any = ray
        try:
            _require_answer(address)
            ray.init(
                address=address or "local",
                num_cpus=None if address else jobs,
                include_dashboard=None if address else False,
                logging_level=logging.ERROR,
                log_to_driver=False,
            )
        except (ConnectionError, ValueError, RuntimeError, OSError) as error:
            said = (str(error) or type(error).__name__).splitlines()[0]
            raise ConfigProblem(
                f"--address {address}: cannot be reached: {said}; "
                "is it running? one that asks for a token needs RAY_AUTH_MODE=token"
            ) from error
        self._job = ray.put(job)
        self._perform = ray.remote(num_cpus=1, max_retries=0)(perform)
        self._jobs = jobs
        self._running: dict[Any, Task] = {}

    def free(self) -> bool:
        """Whether there are not enough tasks handed over to keep the cluster busy."""
        if self._jobs is not None:
            return len(self._running) < self._jobs
        processors = int(self._ray.cluster_resources().get("CPU", 1))
        return len(self._running) < AHEAD * processors

    def start(self, task: Task) -> None:
        """Hand ``task`` over."""
        self._running[self._perform.remote(self._job, task)] = task

    def ended(self) -> Iterable[Done | Lost]:
        """The results of tasks that have ended, and the tasks whose worker or machine was lost."""
        ready, _ = self._ray.wait([*self._running], timeout=PATIENCE)
        for reference in ready:
            task = self._running.pop(reference)
            try:
                done: Done = self._ray.get(reference)
            except self._ray.exceptions.RayError as error:
                said = str(error).strip().splitlines() or [type(error).__name__]
                yield Lost(task, f"as Ray says: {said[0]}")
            else:
                yield done

    def close(self) -> None:
        """Leave the cluster, which ends what it still runs for us."""
        self._ray.shutdown()


def _require_answer(address: str | None) -> None:
    """Raise :exc:`OSError` if nobody answers at ``address``: Ray would ask for many minutes."""
    host, colon, port = (address or "").removeprefix("ray://").rpartition(":")
    if colon and port.isdigit():
        socket.create_connection((host, int(port)), timeout=10).close()
