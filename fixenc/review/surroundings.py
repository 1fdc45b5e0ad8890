"""The line around a change, as it reads once everything else in it is repaired.

That is how a reader should see it.  It is also what a place can be known by
later: it is the same before and after the other repairs were written.
"""

from __future__ import annotations

from bisect import bisect_left

from fixenc.core.edits import Edit, Safety, apply, within
from fixenc.engine.repair import Repair

SLACK = 4
"""How much more is looked at than is wanted, since repairs make text shorter."""


def surroundings(
    repair: Repair, edit: Edit, around: int, *, trusted: Safety = Safety.UNSAFE
) -> tuple[str, str]:
    """The text before and after an edit in its line, up to ``around`` characters each.

    Of the applied edits there, those that are as safe as ``trusted`` are made.
    """
    text = repair.document.text
    lo = max(text.rfind("\n", 0, edit.start) + 1, edit.start - SLACK * around)
    hi = text.find("\n", edit.end)
    hi = min(len(text) if hi < 0 else hi, edit.end + SLACK * around)
    first = bisect_left(repair.applied, lo, key=lambda each: each.start)
    last = bisect_left(repair.applied, hi, key=lambda each: each.start)
    kept = [
        each
        for each in repair.applied[first:last]
        if each.safety <= trusted and not within(each, edit)
    ]
    before = [each.moved(-lo) for each in kept if each.end <= edit.start]
    after = [each.moved(-edit.end) for each in kept if edit.end <= each.start and each.end <= hi]
    return (
        apply(text[lo : edit.start], before)[-around:],
        apply(text[edit.end : hi], after)[:around],
    )
