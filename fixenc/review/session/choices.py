"""Choices: what was decided about each question, in an order in which it can be taken back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from fixenc.core.document import FileChange
from fixenc.core.edits import Edit
from fixenc.review.decisions import ACCEPT, Decided, decided, record
from fixenc.review.passages.marks import Mark
from fixenc.review.session.questions import Made, Question


def _ignore(question: Question, made: Made | None) -> None:
    """Keep nothing."""


@dataclass
class Choices:
    """The questions, and for each that was decided the edits to make: none if it was refused.

    ``keep`` is called with each decision as it is made, and with ``None`` if it is taken back.
    ``states`` are the decisions about marks, by the identity of the mark.
    """

    items: Sequence[Question]
    keep: Callable[[Question, Made | None], object] = _ignore
    made: dict[int, Made] = field(default_factory=dict)
    past: list[tuple[int, dict[int, Made | None]]] = field(default_factory=list)
    states: dict[int, Made] = field(default_factory=dict)
    _codecs: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.made:  # by an earlier review; they are taken back together
            self.past.append((0, dict.fromkeys(self.made)))
        for number, made in self.made.items():
            self._note(number, made)

    def record(self, at: int, made: dict[int, Made]) -> None:
        """Decide about questions; ``at`` is where the person was."""
        self.past.append((at, {number: self.made.get(number) for number in made}))
        for number, edits in made.items():
            self._set(number, edits)

    def undo(self) -> tuple[int, dict[int, Made | None]]:
        """Take the last decision back: where the person was, and what had been decided."""
        at, before = self.past.pop()
        taken = {number: self.made.get(number) for number in before}
        for number, made in before.items():
            self._set(number, made)
        return at, taken

    def is_open(self, number: int) -> bool:
        """Whether a question is to be asked: not if its file is read by another codec."""
        return number not in self.made and self.items[number].file.path not in self._codecs

    def next_open(self, at: int) -> int:
        """The next question from ``at`` on that is open, or how many questions there are."""
        while at < len(self.items) and not self.is_open(at):
            at += 1
        return at

    def count_open(self) -> int:
        """How many questions are open."""
        return sum(self.is_open(number) for number in range(len(self.items)))

    def decisions(self) -> list[Decided]:
        """The decisions, in the form in which they are stored."""
        files: dict[int, list[int]] = {}
        for number in sorted(self.made):
            files.setdefault(id(self.items[number].file), []).append(number)
        return [self._of_file(numbers) for numbers in files.values()]

    def _of_file(self, numbers: Sequence[int]) -> Decided:
        file = self.items[numbers[0]].file
        if codec := self._codecs.get(file.path):
            changes = (self.made[number] for number in numbers)
            (change,) = next(made for made in changes if made and _codec(made[0]) == codec)
            kept = {**record(file.repair, change), "decision": ACCEPT}
            return Decided(file.path, file.digest, codec, (kept,))
        accepted: dict[Edit | FileChange, Edit | FileChange] = {}
        refused: list[Edit | FileChange] = []
        for number in numbers:
            found = self.items[number].edits
            edits = self.made[number]
            if not edits:
                refused += found
            elif len(edits) == len(found):
                accepted.update(zip(found, edits, strict=True))
            else:  # one that was typed in place of several
                accepted[edits[0]] = edits[0]
        return decided(file.repair, file.outcome.before, accepted, refused)

    def _set(self, number: int, made: Made | None) -> None:
        if made is None:
            self.made.pop(number, None)
        else:
            self.made[number] = made
        self._note(number, made)
        self.keep(self.items[number], made)

    def _note(self, number: int, made: Made | None) -> None:
        """Note what a decision means for the other questions and for the text."""
        question = self.items[number]
        if isinstance(question.about, Mark):
            self.states.pop(id(question.about), None)
            if made is not None:
                self.states[id(question.about)] = made
        elif question.about.aspect == "encoding":
            self._codecs.pop(question.file.path, None)
            codec = _codec(made[0]) if made else ""
            if codec and codec != question.about.old:
                self._codecs[question.file.path] = codec


def _codec(made: Edit | FileChange) -> str:
    """The codec that a change of encoding reads the file by; empty if it is another change."""
    return made.old if isinstance(made, FileChange) and made.aspect == "encoding" else ""
