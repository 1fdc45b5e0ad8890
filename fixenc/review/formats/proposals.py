"""Proposals in their lines: what is not applied, as it would be and as it stands."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from functools import partial

from fixenc.core.document import Document
from fixenc.core.edits import Edit, apply, order, overlap, within
from fixenc.engine.repair import Repair
from fixenc.review.hunks import Mark, trimmed


def by_line(document: Document, proposed: Iterable[Edit]) -> list[list[Edit]]:
    """Proposals that can stand in one line together: flags, or disjoint replacements."""
    groups: list[tuple[int, bool, list[Edit]]] = []
    for edit in proposed:
        line, is_flag = document.position(edit.start)[0], edit.new is None
        for other_line, other_is_flag, group in reversed(groups[-3:]):
            if (line, is_flag) == (other_line, other_is_flag) and not overlap(group[-1], edit):
                group.append(edit)
                break
        else:
            groups.append((line, is_flag, [edit]))
    return [group for _, _, group in groups]


def line_with(repair: Repair, group: list[Edit], *, is_new: bool) -> tuple[str, list[Mark]]:
    """The line of some proposals as it is repaired, and where the proposals stand in it.

    ``is_new`` says whether they are made in it.
    """
    text = repair.document.text
    lo = text.rfind("\n", 0, group[0].start) + 1
    hi = text.find("\n", group[-1].end)
    hi = len(text) if hi < 0 else hi
    first = bisect_left(repair.applied, lo, key=lambda each: each.start)
    last = bisect_left(repair.applied, hi, key=lambda each: each.start)
    kept = [
        edit
        for edit in repair.applied[first:last]
        if edit.end <= hi and not any(map(partial(_meets, edit), group))
    ]
    proposed = frozenset(group)
    pieces: list[str] = []
    marks: list[Mark] = []
    at = lo
    size = 0
    for edit in sorted([*kept, *group], key=order):
        is_proposal = edit in proposed
        start, end, new = edit.start, edit.end, edit.new or ""
        if is_proposal and edit.new is not None:
            start, end, new = trimmed(text, edit)
        if is_proposal and not is_new:
            new = text[start:end]
            if edit.new is None:  # a flag marks the text as it is repaired
                inside = [each for each in repair.applied if within(each, edit)]
                new = apply(new, [each.moved(-start) for each in inside])
        pieces += text[at:start], new
        size += start - at
        if is_proposal:
            marks.append((size, size + len(new)))
        size += len(new)
        at = end
    pieces.append(text[at:hi].removesuffix("\r"))
    return "".join(pieces).replace("\n", "⏎"), marks


def _meets(edit: Edit, other: Edit) -> bool:
    return within(edit, other) or overlap(edit, other)
