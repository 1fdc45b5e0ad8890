"""Outcomes: what became of each file, and of all of them together."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from fixenc.edits import Safety
from fixenc.repair import Repair


@dataclass(frozen=True)
class Outcome:
    """What a run found in one file, or the problem that kept it from looking.

    ``before`` and ``after`` are the file's bytes without and with the applied
    edits; they are empty if there are none.  ``written`` says whether ``after``
    stands on the disk.
    """

    path: str
    repair: Repair | None = None
    problem: str = ""
    before: bytes = b""
    after: bytes = b""
    written: bool = False


@dataclass
class Tally:
    """The figures of a run, counted as its outcomes pass by."""

    files: int = 0
    repaired: int = 0
    applied: int = 0
    proposed: Counter[Safety] = field(default_factory=Counter)
    problems: int = 0

    def add(self, outcome: Outcome) -> None:
        """Count one more outcome."""
        self.files += 1
        self.problems += bool(outcome.problem)
        if outcome.repair is not None:
            self.repaired += bool(outcome.repair.applied)
            self.applied += len(outcome.repair.applied)
            self.proposed.update(edit.safety for edit in outcome.repair.proposed)

    def status(self, *, in_place: bool) -> int:
        """The exit status: 0 all is well, 1 something was found or is left, 2 a problem."""
        if self.problems:
            return 2
        found = self.proposed.total() + (0 if in_place else self.applied)
        return 1 if found else 0

    def summary(self, *, in_place: bool) -> str:
        """The run in one line."""
        unsafe = self.proposed[Safety.UNSAFE]
        flags = self.proposed[Safety.FLAG]
        parts: list[str] = []
        if self.applied:
            verb = "Made" if in_place else "Found"
            where = f"in {self.repaired:,} of {count(self.files, 'file')}"
            advice = "" if in_place else ", to apply with --in-place"
            parts.append(f"{verb} {count(self.applied, 'repair')} {where}{advice}.")
        else:
            parts.append(f"Nothing to repair in {count(self.files, 'file')}.")
        if unsafe:
            parts.append(f"{count(unsafe, 'unsafe proposal')}, to apply with --unsafe-fixes.")
        if flags:
            parts.append(f"{count(flags, 'flag')} for a person to decide.")
        if self.problems:
            parts.append(f"{count(self.problems, 'file')} could not be handled.")
        return " ".join(parts)


def count(number: int, noun: str) -> str:
    """A number and its noun.

    >>> count(1, "file"), count(2000, "file")
    ('1 file', '2,000 files')
    """
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
