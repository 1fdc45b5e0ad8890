"""A job on a cluster of which one task never ends the first time that it is done.

It is that on the file ``stuck``, or the first one on ``another node`` than this.  The
process that does it leaves its number in the file ``marker``.  Run as a program, so that
the class of the job goes to the workers with it.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path

from fixenc.dataset.job import Job
from fixenc.dataset.plan import plan
from fixenc.dataset.run import dispatcher
from fixenc.engine.policy import Policy
from fixenc.run.config import Settings


@dataclass(frozen=True)
class StuckJob(Job):
    """The job; ``home`` is the node of the driver."""

    stuck: str = ""
    home: str = ""
    marker: str = ""

    def policy(self, name: str) -> Policy:
        """Get stuck here: this is asked for at the beginning of each task."""
        import ray

        away = ray.get_runtime_context().get_node_id() != self.home
        wanted = away if self.stuck == "another node" else name == self.stuck
        if wanted and not os.path.exists(self.marker):
            Path(f"{self.marker}.new").write_text(str(os.getpid()))
            os.rename(f"{self.marker}.new", self.marker)
            time.sleep(1000)
        return super().policy(name)


def main(address: str, stuck: str) -> None:
    """Do the job, and print what became of it."""
    import ray

    ray.init(address=address, log_to_driver=False)
    home = ray.get_runtime_context().get_node_id()
    while sum(node["Alive"] for node in ray.nodes()) < 2:
        time.sleep(0.1)
    ray.shutdown()
    planned = plan("in", "out", ("text",), Settings())
    job = StuckJob(**vars(planned.job), stuck=stuck, home=home, marker=os.path.abspath("marker"))
    work = dispatcher(replace(planned, job=job), "ray", address=address)
    states = Counter(done.state.name for done in work.run())
    planned.tidy()
    sys.stdout.write(json.dumps({"states": states, "retries": work.retries}))


if __name__ == "__main__":
    main(*sys.argv[1:])
