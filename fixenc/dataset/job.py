"""Jobs: what a run is to do with every file, and what became of one."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from fixenc import __version__
from fixenc.dataset.inputs import Input
from fixenc.dataset.record import fingerprint
from fixenc.dataset.store import Store
from fixenc.dataset.tables.form import DEFAULT, Form
from fixenc.dataset.tally import Tally
from fixenc.engine.policy import Policy
from fixenc.run.config import Settings


class OnError(Enum):
    """The treatment of invalid rows and files."""

    FAIL = "fail"
    SKIP = "skip"
    QUARANTINE = "quarantine"


@dataclass(frozen=True)
class Job:
    """The description of a run.  It is sent to every worker, so all of it can be pickled."""

    source: Store
    target: Store
    columns: tuple[str, ...]
    settings: Settings
    on_error: OnError = OnError.FAIL
    log: Store | None = None
    resume: bool = False
    form: Form = DEFAULT

    def policy(self, name: str) -> Policy:
        """Which rules run on the input ``name``."""
        return self.settings.policy(self.source.path(name))

    def fingerprint(self, name: str) -> str:
        """A fingerprint of all settings on which the output for ``name`` depends."""
        policy = self.policy(name)
        rules = sorted(policy.select), sorted(policy.ignore), policy.unsafe_fixes
        forms = policy.normal_form, policy.line_ending
        return fingerprint(__version__, self.columns, rules, forms, self.form)


@dataclass(frozen=True)
class Task:
    """One file, or its row groups from ``groups[0]`` until ``groups[1]``.

    With ``ranges`` these were looked through already, by tasks of their own, and what is
    left to do is to put together what they found.
    """

    file: Input
    output: str
    groups: tuple[int, int] | None = None
    ranges: tuple[tuple[int, int], ...] = ()

    def __str__(self) -> str:
        if self.groups is None:
            return self.file.name
        return f"{self.file.name}, row groups {self.groups[0]} to {self.groups[1] - 1}"


class State(Enum):
    """The result for a file."""

    WRITTEN = "written"
    COPIED = "copied unchanged"
    OTHER = "other than tables copied"
    FINISHED = "finished before"
    PREPARED = "looked through"
    QUARANTINED = "quarantined"
    FAILED = "failed"


@dataclass(frozen=True)
class Done:
    """The result of a task, with a message if it failed.

    ``again`` says that another attempt may succeed.  ``problems`` are some of its bad rows.
    """

    task: Task
    state: State
    tally: Tally = field(default_factory=Tally)
    seconds: float = 0.0
    problem: str = ""
    again: bool = False
    problems: tuple[str, ...] = ()
