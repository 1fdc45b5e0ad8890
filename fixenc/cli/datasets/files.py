"""Files of a data set: carry out a plan, or look at a sample, and print what became of it."""

from __future__ import annotations

import sys
import time
from typing import Literal

from fixenc.cli.outcomes import complain
from fixenc.dataset.job import OnError
from fixenc.dataset.plan import Plan, plan
from fixenc.dataset.run import workers
from fixenc.dataset.tables.form import Form
from fixenc.run.config import Settings


def run_files(
    source: str,
    target: str,
    columns: tuple[str, ...],
    chosen: Settings,
    form: Form,
    *,
    on_error: OnError,
    log: str | None,
    resume: bool,
    dry_run: bool,
    engine: Literal["local", "ray"],
    jobs: int | None,
    address: str | None,
    full: bool,
) -> int:
    """Repair ``columns`` of files, or look at a sample of them; return the exit status."""
    planned = plan(
        source,
        target,
        columns,
        chosen,
        on_error=on_error,
        log=log,
        resume=resume or dry_run,
        shared=workers(engine, jobs) > 1,
        form=form,
    )
    return _sample(planned) if dry_run else _run(planned, engine, jobs, address, full)


def _sample(plan: Plan) -> int:
    """Print the results for a sample; return the exit status."""
    from fixenc.dataset.sample import sample
    from fixenc.dataset.summary import Summary, report

    summary = Summary()
    for done in sample(plan):
        summary.add(done)
        for message in filter(None, (done.problem, *done.problems)):
            complain(message)
    if summary.looked:
        print("\n".join([summary.sampled(len(plan.tables)), *report(summary.tally)]))
    return summary.status


def _run(
    plan: Plan, engine: Literal["local", "ray"], jobs: int | None, address: str | None, full: bool
) -> int:
    """Carry out ``plan``, print a summary, and return the exit status."""
    from fixenc.dataset.folders.footers import write_footers
    from fixenc.dataset.progress import Progress
    from fixenc.dataset.run import dispatcher
    from fixenc.dataset.summary import Summary, report

    summary = Summary()
    progress = Progress(len(plan.tasks), plan.size)
    started = time.monotonic()
    plan.tidy()
    work = dispatcher(plan, engine, jobs=jobs, address=address)
    work.on_wait = lambda: progress.draw(work.retries)
    try:
        for done in work.run():
            summary.add(done)
            progress.count(done)
            for message in filter(None, (done.problem, *done.problems)):
                progress.clear()
                complain(message)
    except (KeyboardInterrupt, SystemExit):
        progress.clear()
        complain("stopped; each file is whole or not there, and --resume goes on from here")
        raise
    finally:
        progress.clear()
        plan.tidy()
    if full:
        for line in report(summary.tally):
            print(line)
        sys.stdout.flush()
    seconds = max(time.monotonic() - started, 1e-3)
    left = len(plan.tasks) - summary.states.total()
    if not left and not summary.failed:
        for message in write_footers(plan):
            complain(message)
    for line in summary.lines(seconds, work.retries, left, plan.left_out):
        print(line, file=sys.stderr)
    return summary.status
