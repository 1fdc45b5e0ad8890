"""Outcomes: what became of each file, and of all of them together."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from fixenc.core.document import FileChange
from fixenc.core.edits import Edit, Safety
from fixenc.engine.repair import Repair


@dataclass(frozen=True)
class Outcome:
    """The findings of a run in one file, or the problem that prevented reading it.

    ``changes`` are those of the file as a whole, beside the edits of its text.
    ``before`` and ``after`` are the file's bytes without and with all that is
    applied.  ``written`` says whether ``after`` stands on the disk.  A file that
    holds no text was ``skipped``; ``unread`` is the reason, if its name says that it is text.

    A large file has several outcomes, one for each part of it in which something was
    found.  All but the first are ``continued``; the parts before have made the file
    ``lines_added`` longer.  One that is ``cut`` begins or ends where lines change.
    ``made`` is how many edits all parts got together.  ``kept`` is the reason, if that is
    its reader, why a legacy file keeps its encoding.  It was ``restored`` if fixenc had been killed
    while it wrote over it.  ``form`` says in which form its text is that of its version before.
    It ``holds_nul`` if NUL characters stand in its text, in the first such part of a large file.
    """

    path: str
    repair: Repair | None = None
    problem: str = ""
    before: bytes = b""
    after: bytes = b""
    written: bool = False
    changes: tuple[FileChange, ...] = ()
    skipped: bool = False
    unread: str = ""
    continued: bool = False
    lines_added: int = 0
    cut: bool = False
    made: int | None = None
    kept: str = ""
    restored: bool = False
    form: str = ""
    holds_nul: bool = False

    @property
    def first_lines(self) -> tuple[int, int]:
        """How many lines of the file come before, in its old text and in the new one."""
        before = self.repair.document.first_line - 1 if self.repair is not None else 0
        return before, before + self.lines_added

    @property
    def warning(self) -> str:
        """Remarks about the file that did not prevent its repair."""
        if self.restored:
            return f"{self.path}: fixenc was killed while it wrote this; what it held is restored"
        if self.unread:
            return f"{self.path}: was not looked at: {self.unread}"
        if self.form:
            return f"{self.path}: {self.form}"
        if self.holds_nul:
            return (
                f"{self.path}: holds NUL characters, as files do after a crash of the system; "
                "they stay, and --select control-character removes them"
            )
        if self.repair is None or self.continued:
            return ""
        document = self.repair.document
        if self.kept:
            return (
                f"{self.path}: stays in {document.encoding}, since {self.kept}; "
                "--to-encoding utf-8 converts it, --keep-encoding needs no word"
            )
        if not document.contradicted:
            return ""
        return (
            f"{self.path}: is declared as {document.contradicted}, which its bytes contradict; "
            f"it was read as {document.encoding} ({document.evidence})"
        )

    @property
    def findings(self) -> list[FileChange | Edit]:
        """All that was found: what changes of the file as a whole, then of its text."""
        return [*self.changes, *(self.repair.edits if self.repair is not None else ())]

    @property
    def found(self) -> bool:
        """Whether there is anything to report except problems."""
        return bool(self.changes or (self.repair is not None and self.repair.edits))


@dataclass
class Tally:
    """The figures of a run, counted as its outcomes pass by."""

    files: int = 0
    repaired: int = 0
    applied: int = 0
    changes: Counter[str] = field(default_factory=Counter)
    proposed: Counter[Safety] = field(default_factory=Counter)
    problems: int = 0
    skipped: int = 0
    _repaired: str = ""

    def add(self, outcome: Outcome) -> None:
        """Count one more outcome."""
        if outcome.skipped:
            self.skipped += 1
            return
        self.files += not outcome.continued
        self.problems += bool(outcome.problem)
        self.changes.update(change.aspect for change in outcome.changes)
        if outcome.repair is not None:
            if outcome.repair.applied and not (
                outcome.continued and outcome.path == self._repaired
            ):
                self.repaired += 1
                self._repaired = outcome.path
            self.applied += len(outcome.repair.applied)
            self.proposed.update(edit.safety for edit in outcome.repair.proposed)

    def status(self, *, in_place: bool, allow_proposals: bool = False) -> int:
        """The exit status: 0 all is well, 1 something was found or is left, 2 a problem.

        With ``allow_proposals``, what is only proposed or flagged does not count.
        """
        if self.problems:
            return 2
        found = 0 if allow_proposals else self.proposed.total()
        if not in_place:
            found += self.applied + self.changes.total()
        return 1 if found else 0

    def summary(self, *, in_place: bool) -> str:
        """The run in one line."""
        unsafe = self.proposed[Safety.UNSAFE]
        flags = self.proposed[Safety.FLAG]
        looked_at = max(self.files - self.problems, 0)
        made: list[str] = []
        if self.applied:
            where = f"in {self.repaired:,} of {count(self.files, 'file')}"
            made.append(f"{count(self.applied, 'repair')} {where}")
        made += (
            f"{count(number, 'change')} of {_NAMES[aspect]}"
            for aspect, number in sorted(self.changes.items())
        )
        parts: list[str] = []
        if made:
            advice = "" if in_place else ", to apply with --in-place"
            parts.append(f"{'Made' if in_place else 'Found'} {' and '.join(made)}{advice}.")
        elif looked_at or not self.problems:
            parts.append(f"Nothing to repair in {count(looked_at, 'file')}.")
        if unsafe:
            parts.append(f"{count(unsafe, 'unsafe proposal')}, to apply with --unsafe-fixes.")
        if flags:
            parts.append(f"{count(flags, 'flag')} for a person to decide.")
        if self.problems:
            parts.append(f"{count(self.problems, 'file')} could not be handled.")
        if self.skipped:
            parts.append(f"{count(self.skipped, 'file')} without text skipped.")
        return " ".join(parts)


_NAMES = {"encoding": "encoding", "bom": "byte order mark"}
"""The names of the aspects of a file inside a sentence."""


def count(number: int, noun: str) -> str:
    """A number and its noun.

    >>> count(1, "file"), count(2000, "file")
    ('1 file', '2,000 files')
    """
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
