"""Passages: the paragraphs, or lines of code, in which changes stand, as a reader takes them in.

A reader decides about a word in its paragraph, not about a fragment by itself.  So a
:class:`Passage` holds all that was found in one paragraph, and a :class:`Mark` is one thing
in it to decide about.  Most marks are one edit.  Words of one script that were misread side by
side are one mark: a sentence of Arabic is one question, and not one a word.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from fixenc.core.document import Document, Kind
from fixenc.core.edits import Edit, Safety, overlap, within
from fixenc.engine.repair import Repair
from fixenc.review.hunks import trimmed

LONG = 100
"""Characters from which on a line of prose is a paragraph of its own: nothing wrapped it."""

LONGEST = 1600
"""Characters that a passage may have, if there is a place to cut it."""

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


@dataclass(frozen=True)
class Passage:
    """A paragraph, or a line of code: the half-open span ``start`` to ``end`` of the text.

    ``marks`` are what was found in it, in the order of the text.
    """

    start: int
    end: int
    marks: tuple[Mark, ...] = ()


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


def passages(document: Document, found: Sequence[Mark]) -> list[Passage]:
    """The whole text in passages, each with those of ``found`` that begin in it.

    They follow each other without a gap: blank lines belong to the passage before.
    """
    text = document.text
    cuts = [0, *_outside(_cuts(text, by_line=not is_prose(document)), found), len(text)]
    cuts = list(dict.fromkeys(cuts))
    starts = [mark.start for mark in found]
    pieces: list[Passage] = []
    for at, start in enumerate(cuts[:-1] or [0]):
        end = cuts[at + 1] if at + 1 < len(cuts) else len(text)
        is_last = end == len(text)
        lo = bisect_left(starts, start)
        hi = bisect_right(starts, end) if is_last else bisect_left(starts, end)
        pieces.append(Passage(start, end, tuple(found[lo:hi])))
    return pieces


def is_prose(document: Document) -> bool:
    """Whether the text is read in paragraphs: it is no code and no data."""
    return document.kind in (Kind.PROSE, Kind.MARKUP)


def nested(found: Sequence[Mark]) -> list[tuple[Mark, int]]:
    """The marks of a passage, outer ones first, each with its depth.

    A mark of depth 1 stands inside the last one before it of depth 0, and so on.  Marks that
    overlap without one spanning the other have the same depth.
    """
    ordered = sorted(found, key=lambda mark: (mark.start, -mark.end, -mark.safety))
    result: list[tuple[Mark, int]] = []
    above: list[Mark] = []
    for mark in ordered:
        while above and not within(_span(mark), _span(above[-1])):
            above.pop()
        result.append((mark, len(above)))
        above.append(mark)
    return result


def _span(mark: Mark) -> Edit:
    return Edit(mark.start, mark.end, "")


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


def _cuts(text: str, *, by_line: bool) -> Iterator[int]:
    """Where passages begin: at paragraphs or at lines, and where these get too long."""
    at = begun = 0
    last = ""
    size = len(text)
    while at < size:
        stop = text.find("\n", at)
        stop = size if stop < 0 else stop + 1
        line = text[at:stop]
        is_new = by_line or _is_paragraph(last, line) or stop - begun > LONGEST
        if at > begun and is_new and (line.strip() or by_line):
            yield at
            begun = at
        if stop - at > LONGEST:
            for cut in _within_line(text, at, stop):
                yield cut
                begun = cut
        last, at = line, stop


def _is_paragraph(last: str, line: str) -> bool:
    return not last.strip() or len(last) > LONG or len(line) > LONG


def _within_line(text: str, start: int, stop: int) -> Iterator[int]:
    """Cuts in a line that is too long: behind a sentence if there is one, else at a space."""
    while stop - start > LONGEST:
        window = text[start : start + LONGEST]
        ends = (window.rfind(mark) + len(mark) for mark in (". ", "? ", "! ", "。", "؟ "))
        at = max((end for end in ends if end > LONGEST // 2), default=0)
        at = at or window.rfind(" ", LONGEST // 2) + 1 or LONGEST
        start += at
        yield start


def _outside(cuts: Iterator[int], found: Sequence[Mark]) -> Iterator[int]:
    """The cuts that go through no mark."""
    last = 0
    at = 0
    for cut in cuts:
        while at < len(found) and found[at].start < cut:
            last = max(last, found[at].end)
            at += 1
        if cut >= last:
            yield cut


def is_right_to_left(text: str) -> bool:
    """Whether most letters of a text are of a script that is written from right to left."""
    if text.isascii():
        return False
    kinds = [unicodedata.bidirectional(c) for c in text if c.isalpha()]
    return sum(kind in ("R", "AL") for kind in kinds) * 2 > len(kinds)
