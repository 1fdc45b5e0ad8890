"""Questions: what is asked about, in the order of the files and of their text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from fixenc.core.document import FileChange
from fixenc.core.edits import Edit, Safety
from fixenc.engine.repair import Repair
from fixenc.review.decisions import digest
from fixenc.review.encodings import Reading, readings
from fixenc.review.groups import Kind, kind_of
from fixenc.review.outcome import Outcome
from fixenc.review.passages.marks import Mark, marks
from fixenc.review.passages.nodes import displayed
from fixenc.review.passages.paragraphs import Passage, passages
from fixenc.review.wording import pair

Made = tuple[Edit | FileChange, ...]
"""The edits to make for a question; none if it was refused."""


@dataclass(frozen=True)
class File:
    """A file with questions: its text in paragraphs."""

    outcome: Outcome
    repair: Repair
    passages: tuple[Passage, ...]

    @property
    def path(self) -> str:
        """The name of the file, as the user gave it."""
        return self.outcome.path

    @cached_property
    def digest(self) -> str:
        """The digest of the bytes that are reviewed."""
        return digest(self.outcome.before)


@dataclass(frozen=True)
class Question:
    """One thing to decide: a mark in a paragraph, or a change of the file as a whole.

    ``passage`` is the number of the paragraph in its file, or -1.
    """

    file: File
    about: Mark | FileChange
    passage: int = -1

    @property
    def edits(self) -> Made:
        """The findings that are decided with this question."""
        return self.about.edits if isinstance(self.about, Mark) else (self.about,)

    @property
    def is_flag(self) -> bool:
        """Whether nothing is proposed, so that it cannot be accepted as it is."""
        return isinstance(self.about, Mark) and self.about.edits[0].new is None

    @property
    def kind(self) -> Kind:
        """The kind of the change, which similar changes share."""
        if isinstance(self.about, FileChange):
            return Kind((self.about.aspect,), Safety.SAFE, self.about.old, self.about.new)
        return kind_of(self.file.repair.document, self.about.as_edit(self._text))

    @property
    def alternatives(self) -> tuple[str, ...]:
        """Other replacements, or other codecs to read the file with."""
        if isinstance(self.about, FileChange):
            return tuple(each.encoding for each in self.readings[1:])
        edits = self.about.edits
        return edits[0].others if len(edits) == 1 else ()

    @cached_property
    def readings(self) -> list[Reading]:
        """The first lines of the file by each likely codec, if its encoding is in question."""
        if not isinstance(self.about, FileChange) or self.about.aspect != "encoding":
            return []
        return readings(self.file.outcome.before, self.file.repair.document)

    @property
    def line(self) -> int:
        """The line of the file in which it stands, from 1."""
        start = self.about.start if isinstance(self.about, Mark) else 0
        return self.file.repair.document.position(start)[0]

    @property
    def replacement(self) -> str:
        """The text from which a person begins to type another replacement."""
        if isinstance(self.about, FileChange):
            return self.about.new
        new = self.about.new(self._text)
        return self.about.old(self._text) if new is None else new

    @property
    def words(self) -> str:
        """The change in one line: ``â → “``."""
        if isinstance(self.about, FileChange):
            return f"{self.about.aspect}: {self.about.old} → {self.about.new}"
        return pair(self._text, self.about.as_edit(self._text))

    def with_replacement(self, new: str) -> Made:
        """The edit that puts ``new`` where the whole mark stands, or reads by another codec."""
        if isinstance(self.about, FileChange):
            return (replace(self.about, old=new),)
        edit = self.about.edits[0]
        trust = Safety.UNSAFE if edit.safety is Safety.FLAG else edit.safety
        if len(self.about.edits) == 1:
            return (replace(edit, new=new, safety=trust, others=()),)
        whole = displayed(self._text, self.about, is_outer=True)
        return (replace(whole, new=new, safety=trust, others=()),)

    @property
    def _text(self) -> str:
        return self.file.repair.document.text


def questions(outcomes: Sequence[Outcome]) -> list[Question]:
    """All that was found in all files, in order."""
    asked: list[Question] = []
    for outcome in outcomes:
        repair = outcome.repair
        if repair is None or not outcome.found:
            continue
        pieces = passages(repair.document, marks(repair))
        file = File(outcome, repair, tuple(pieces))
        asked += (Question(file, change) for change in outcome.changes)
        asked += (
            Question(file, mark, number)
            for number, piece in enumerate(pieces)
            for mark in piece.marks
        )
    return asked
