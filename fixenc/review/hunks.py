"""Hunks: the lines that edits change, read off the edits themselves.

A diff that compares two texts has to guess which characters became which.
Here nothing is guessed: the edits say it.  Lines end at a line feed only, and
keep it, so that what is shown adds up to the text again, character for character.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise

from fixenc.core.edits import Edit, apply, changed_part

Mark = tuple[int, int]
"""A half-open span of the characters of a line that changed; it may be empty."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a hunk.

    ``sign`` is ``-`` for a line that goes, ``+`` for one that comes and a space
    for one that stays.  ``number`` counts from 0, in the new text if the line
    comes and in the old one if it does not.
    """

    sign: str
    number: int
    text: str
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class Hunk:
    """Lines that change, with some around them that do not, and why they do."""

    old_start: int
    new_start: int
    lines: tuple[Line, ...]
    edits: tuple[Edit, ...]

    @property
    def old_count(self) -> int:
        """How many lines of the old text the hunk spans."""
        return sum(line.sign != "+" for line in self.lines)

    @property
    def new_count(self) -> int:
        """How many lines of the new text the hunk spans."""
        return sum(line.sign != "-" for line in self.lines)

    @property
    def header(self) -> str:
        """The line that says where the hunk belongs, in the form of unified diffs."""
        old = _range(self.old_start, self.old_count)
        return f"@@ -{old} +{_range(self.new_start, self.new_count)} @@"


@dataclass(frozen=True, slots=True)
class _Change:
    """Edits whose lines meet: lines ``first`` to ``stop`` of the old text become ``new``."""

    first: int
    stop: int
    edits: tuple[Edit, ...]


def split_lines(text: str) -> list[str]:
    """The lines of ``text``, each with the line feed that ends it."""
    *ended, last = text.split("\n")
    return [f"{line}\n" for line in ended] + ([last] if last else [])


def hunks(
    text: str, edits: Sequence[Edit], context: int = 3, first: tuple[int, int] = (0, 0)
) -> Iterator[Hunk]:
    """The hunks that ``edits`` (sorted and disjoint) make of ``text``.

    ``context`` is how many lines around a change are shown.  ``first`` are the
    numbers of the first lines of ``text`` and of the new text in their files.
    """
    edits = [edit for edit in edits if edit.new is not None]
    if not edits:
        return
    lines = split_lines(text)
    starts = [0, *accumulate(map(len, lines))]
    growth = 0
    group: list[_Change] = []
    for change in _changes(text, starts, edits):
        if group and change.first - group[-1].stop > 2 * context:
            hunk = _hunk(lines, starts, group, growth, context)
            growth += hunk.new_count - hunk.old_count
            yield _numbered(hunk, first)
            group = []
        group.append(change)
    yield _numbered(_hunk(lines, starts, group, growth, context), first)


def _numbered(hunk: Hunk, first: tuple[int, int]) -> Hunk:
    """The hunk with its lines counted from those of the files."""
    old, new = first
    if not old and not new:
        return hunk
    lines = (
        replace(line, number=line.number + (new if line.sign == "+" else old))
        for line in hunk.lines
    )
    return Hunk(hunk.old_start + old, hunk.new_start + new, tuple(lines), hunk.edits)


def trimmed(text: str, edit: Edit) -> tuple[int, int, str]:
    """The edit without the characters at its ends that do not change: start, end, new.

    Composed edits can begin or end with characters that two rules handed on.  An
    escape is one character to its readers, and stays whole.
    """
    new = edit.new or ""
    start, end = edit.start, edit.end
    if "\\" in text[start:end]:
        return start, end, new
    first, last, changed = changed_part(text[start:end], new)
    return start + first, start + last, changed


def _changes(text: str, starts: Sequence[int], edits: Sequence[Edit]) -> Iterator[_Change]:
    """Each run of edits that share lines, as one change."""
    count = len(starts) - 1
    first = stop = 0
    group: list[Edit] = []
    for edit in edits:
        begins, ends = _lines_of(text, starts, edit)
        if group and not (begins < stop or begins == stop == count):
            yield _Change(first, stop, tuple(group))
            group = []
        first, stop = (first, max(stop, ends)) if group else (begins, ends)
        group.append(edit)
    yield _Change(first, stop, tuple(group))


def _lines_of(text: str, starts: Sequence[int], edit: Edit) -> tuple[int, int]:
    """The half-open range of lines that an edit changes."""
    count = len(starts) - 1

    def line_of(offset: int) -> int:
        # After a final line feed there is no line, and none is changed there.
        at_end = offset == len(text) and (not text or text[-1] == "\n")
        return count if at_end else min(bisect_right(starts, offset), count) - 1

    first = line_of(edit.start)
    if edit.start == edit.end:
        return first, min(first + 1, count)
    stop = line_of(edit.end - 1) + 1
    joins = text[edit.end - 1] == "\n" and not (edit.new or "").endswith("\n")
    return first, min(stop + joins, count)


def _hunk(
    lines: Sequence[str],
    starts: Sequence[int],
    changes: Sequence[_Change],
    growth: int,
    context: int,
) -> Hunk:
    first = max(0, changes[0].first - context)
    stop = min(len(lines), changes[-1].stop + context)
    shown: list[Line] = []
    at = first
    shift = growth
    for change in changes:
        shown += [Line(" ", number, lines[number]) for number in range(at, change.first)]
        replaced = _replaced(lines, starts, change, shift)
        shown += replaced
        shift += sum((line.sign == "+") - (line.sign == "-") for line in replaced)
        at = change.stop
    shown += [Line(" ", number, lines[number]) for number in range(at, stop)]
    edits = tuple(edit for change in changes for edit in change.edits)
    return Hunk(first, first + growth, tuple(shown), edits)


def _replaced(
    lines: Sequence[str], starts: Sequence[int], change: _Change, shift: int
) -> list[Line]:
    """The lines that a change takes away and those that it puts there."""
    old = list(lines[change.first : change.stop])
    text = "".join(old)
    edits = [edit.moved(-starts[change.first]) for edit in change.edits]
    new = split_lines(apply(text, edits))
    old_marks, new_marks = _marks(text, edits)
    gone = [
        Line("-", change.first + at, line, marks)
        for at, (line, marks) in enumerate(zip(old, _by_line(old, old_marks), strict=True))
    ]
    come = [
        Line("+", change.first + shift + at, line, marks)
        for at, (line, marks) in enumerate(zip(new, _by_line(new, new_marks), strict=True))
    ]
    if len(gone) != len(come):
        return [*gone, *come]
    # As many lines as before: each is shown next to what becomes of it.
    return [
        line
        for before, after in zip(gone, come, strict=True)
        for line in (
            (before, after)
            if before.text != after.text or before.marks or after.marks
            else (Line(" ", before.number, before.text),)
        )
    ]


def _marks(text: str, edits: Sequence[Edit]) -> tuple[list[Mark], list[Mark]]:
    """The characters that change: where they stand in the old text, and in the new one."""
    old: list[Mark] = []
    new: list[Mark] = []
    shift = 0
    for edit in edits:
        start, end, instead = trimmed(text, edit)
        old.append((start, end))
        new.append((start + shift, start + shift + len(instead)))
        shift += len(instead) - (end - start)
    return old, new


def _by_line(lines: Sequence[str], marks: Sequence[Mark]) -> Iterator[tuple[Mark, ...]]:
    """The marks of a text, cut at its lines and counted from their beginnings."""
    bounds = list(pairwise([0, *accumulate(map(len, lines))]))
    for start, end in bounds:
        last = end == bounds[-1][1]
        yield tuple(
            (max(lo, start) - start, min(hi, end) - start)
            for lo, hi in marks
            if (lo < end and start < hi)
            or (lo == hi and (start <= lo < end or (last and lo == end)))
        )


def _range(start: int, count: int) -> str:
    """A range of lines as unified diffs write it: an empty one names the line before it."""
    first = start + 1 if count else start
    return str(first) if count == 1 else f"{first},{count}"
