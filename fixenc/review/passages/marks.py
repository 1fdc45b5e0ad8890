"""Marks: what is decided about at once, most often one edit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fixenc.core.edits import Edit, Safety, overlap
from fixenc.engine.repair import Repair
from fixenc.review.hunks import trimmed

_GAP = 3
"""Characters that may stand between two misread words of one mark, such as a comma and a space."""

_FIRST_OF_OTHER_SCRIPTS = "\N{GREEK CAPITAL LETTER HETA}"
"""Latin letters come before this one.  Latin words keep their marks: each is a letter or two."""


@dataclass(frozen=True)
class Mark:
    """Edits that are decided together: most often one, and no two of them overlap."""

    edits: tuple[Edit, ...]

    @property
    def start(self) -> int:
        """Where the first edit begins, in characters of the text as it was read."""
        return self.edits[0].start

    @property
    def end(self) -> int:
        """Where the last edit ends (exclusive)."""
        return self.edits[-1].end

    @property
    def rules(self) -> tuple[str, ...]:
        """The chain of rules that the edits share."""
        return self.edits[0].rules

    @property
    def safety(self) -> Safety:
        """How safe the edits are."""
        return self.edits[0].safety

    def old(self, text: str) -> str:
        """The text that the mark spans, as it was read."""
        return text[self.start : self.end]

    def new(self, text: str) -> str | None:
        """The replacement of all that the mark spans; ``None`` for a flag."""
        if self.edits[0].new is None:
            return None
        pieces: list[str] = []
        at = self.start
        for edit in self.edits:
            pieces += text[at : edit.start], edit.new or ""
            at = edit.end
        return "".join(pieces)

    def as_edit(self, text: str) -> Edit:
        """The mark as one edit over all that it spans, without what its ends leave as it is."""
        first = self.edits[0]
        new = self.new(text)
        if new is None:
            return first
        note = first.note if len(self.edits) == 1 else ""
        others = first.others if len(self.edits) == 1 else ()
        whole = Edit(self.start, self.end, new, self.rules, self.safety, note, others)
        start, end, new = trimmed(text, whole)
        return Edit(start, end, new, self.rules, self.safety, note, others)


def marks(repair: Repair) -> list[Mark]:
    """All that was found in a text, as marks in the order of the text.

    Marks may overlap: a proposal can span safe repairs, in whose place it stands if accepted.
    """
    text = repair.document.text
    applied = frozenset(repair.applied)
    found: list[list[Edit]] = []
    for edit in repair.edits:
        if found and _continues(text, found[-1], edit, applied):
            found[-1].append(edit)
        else:
            found.append([edit])
    return [Mark(tuple(edits)) for edits in found]


def _continues(text: str, edits: Sequence[Edit], edit: Edit, applied: frozenset[Edit]) -> bool:
    """Whether ``edit`` is the next misread word of the mark that ``edits`` are."""
    last = edits[-1]
    between = text[last.end : edit.start]
    return (
        last.end <= edit.start
        and len(between) <= _GAP
        and (last.rules, last.safety, last.note) == (edit.rules, edit.safety, edit.note)
        and (last in applied) == (edit in applied)
        and not any(c.isalnum() or c == "\n" for c in between)
        and _is_foreign(last.new)
        and _is_foreign(edit.new)
        and not overlap(last, edit)
    )


def _is_foreign(new: str | None) -> bool:
    """Whether a replacement is letters of another script than Latin."""
    letters = [c for c in new or "" if c.isalpha()]
    return bool(letters) and all(c >= _FIRST_OF_OTHER_SCRIPTS for c in letters)
