"""A job with two workers, of which the one that writes a certain file is killed, once.

    python killing_driver.py MOMENT NAME

MOMENT is ``before`` or ``after`` a file whose name ends in NAME is whole.  Run as a program,
so that the workers know the class of the store.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from fixenc.dataset.plan import plan
from fixenc.dataset.run import dispatcher
from fixenc.dataset.store import NewFile, Store
from fixenc.run.config import Settings


@dataclass(frozen=True)
class KillingStore(Store):
    """The store; ``marker`` is a file that says that a worker was killed."""

    moment: tuple[str, str] = ("", "")
    marker: str = ""

    @contextmanager
    def new_file(self, name: str) -> Iterator[NewFile]:
        """A file to write, before or after which its writer is killed."""
        with super().new_file(name) as new:
            new.path.write_bytes(b"half")
            self._kill("before", name)
            yield new
        self._kill("after", name)

    def _kill(self, when: str, name: str) -> None:
        if when == self.moment[0] and name.endswith(self.moment[1]):
            try:
                Path(self.marker).open("x").close()
            except FileExistsError:
                return
            os.kill(os.getpid(), signal.SIGKILL)


def main(moment: str, name: str) -> None:
    """Do the job, and print the results."""
    planned = plan("in", "out", ("text",), Settings(), log="log")
    assert planned.job.log is not None
    target, log = (
        KillingStore(store.root, store.named, (moment, name), os.path.abspath("killed"))
        for store in (planned.job.target, planned.job.log)
    )
    job = replace(planned.job, target=target, log=log)
    work = dispatcher(replace(planned, job=job), jobs=2)
    states = Counter(done.state.name for done in work.run())
    planned.tidy()
    sys.stdout.write(json.dumps({"states": states, "retries": work.retries}))


if __name__ == "__main__":
    main(*sys.argv[1:])
