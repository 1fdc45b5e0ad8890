"""Edits: what is wrong where, and what should stand there instead.

Everything in fixenc speaks one type, :class:`Edit`.  A rule yields edits, the
engine composes them, the diff writer shows them and the file writer applies
them.  Positions are half-open spans of *characters* (code points) of the text
as it was read, never of an intermediate text:

>>> text = "It wasn\\N{LATIN SMALL LETTER A WITH CIRCUMFLEX}t"
>>> apply(text, [Edit(7, 8, "\\N{RIGHT SINGLE QUOTATION MARK}")])
'It wasn’t'

Damage is repaired in stages, each working on the text that the stage before
left.  :func:`compose` turns two such generations of edits into one over the
first text, under a law that the property tests hold::

    apply(text, compose(text, first, second)) == apply(apply(text, first), second)
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from enum import IntEnum
from itertools import accumulate, islice


class Safety(IntEnum):
    """How far an edit may be trusted.  Ordered: a larger value is less safe."""

    SAFE = 0
    """Applied by default: its rule is right 99.5 % of the time or better, measured."""
    UNSAFE = 1
    """Proposed; applied with ``--unsafe-fixes`` or when a person accepts it."""
    FLAG = 2
    """Something is wrong, but only a person can say what should stand there."""

    def __str__(self) -> str:
        """The name in all outputs.

        >>> print(Safety.UNSAFE)
        unsafe
        """
        return self.name.lower()


_FLAG = Safety.FLAG


@dataclass(frozen=True, slots=True, init=False)
class Edit:
    """One finding: a span of the text as it was read, and its replacement.

    ``new`` is ``None`` for a flag, which marks the span and replaces nothing.
    ``rules`` is the chain of rules that led to the replacement, first to last.
    ``note`` says what is known of this one case beyond what its rules say.
    ``others`` are further replacements a person may prefer, best first.
    """

    start: int
    end: int
    new: str | None
    rules: tuple[str, ...] = ()
    safety: Safety = Safety.SAFE
    note: str = ""
    others: tuple[str, ...] = ()

    def __init__(
        self,
        start: int,
        end: int,
        new: str | None,
        rules: tuple[str, ...] = (),
        safety: Safety = Safety.SAFE,
        note: str = "",
        others: tuple[str, ...] = (),
    ) -> None:
        """Make an edit; raise :exc:`ValueError` if its span or its safety makes no sense."""
        if not 0 <= start <= end:
            raise ValueError(f"not a span: {start}..{end}")
        if (new is None) != (safety is _FLAG):
            raise ValueError("an edit without a replacement is a FLAG, and only that")
        # Edits are made by the hundred thousand, and what a frozen dataclass does itself takes
        # nearly twice the time.
        _set_start(self, start)
        _set_end(self, end)
        _set_new(self, new)
        _set_rules(self, rules)
        _set_safety(self, safety)
        _set_note(self, note)
        _set_others(self, others)

    def moved(self, offset: int) -> Edit:
        """A copy that is moved by ``offset`` characters."""
        if not offset:
            return self
        # Edits are moved by the hundred thousand, and dataclasses.replace takes its time.
        start, end = self.start + offset, self.end + offset
        return Edit(start, end, self.new, self.rules, self.safety, self.note, self.others)


_set_start, _set_end, _set_new, _set_rules, _set_safety, _set_note, _set_others = (
    getattr(Edit, field.name).__set__ for field in fields(Edit)
)


def guessed(edit: Edit) -> Edit:
    """The edit with the likeliest text where U+FFFD stands for characters whose bytes are gone."""
    if not edit.others or edit.others[0].count(LOST) >= (edit.new or "").count(LOST):
        return edit
    others = tuple(other for other in (edit.new, *edit.others[1:]) if other is not None)
    return replace(edit, new=edit.others[0], safety=Safety.UNSAFE, others=others)


LOST = "\N{REPLACEMENT CHARACTER}"


def flag(start: int, end: int, note: str = "") -> Edit:
    """An edit that marks a span and leaves the replacement to a person."""
    return Edit(start, end, None, safety=Safety.FLAG, note=note)


def order(edit: Edit) -> tuple[int, int]:
    """The sort key of a list of edits."""
    return edit.start, edit.end


def apply(text: str, edits: Iterable[Edit]) -> str:
    """Replace every span of ``edits`` in ``text``; flags change nothing.

    The edits are sorted and disjoint.  Raises :exc:`ValueError` if they are
    not, or if one lies outside the text.
    """
    pieces: list[str] = []
    done = 0
    last_insertion = -1
    for edit in edits:
        if edit.new is None:
            continue
        if edit.start < done or edit.end > len(text) or edit.start == edit.end == last_insertion:
            raise ValueError(f"edits overlap or leave the text at {edit.start}..{edit.end}")
        pieces += text[done : edit.start], edit.new
        done = edit.end
        last_insertion = edit.start if edit.start == edit.end else -1
    pieces.append(text[done:])
    return "".join(pieces)


def disjoint(edits: Iterable[Edit], taken: Iterable[Edit] = ()) -> list[Edit]:
    """As many of ``edits`` as fit beside ``taken`` and one another, sorted.

    Where two want the same characters, the safer one is kept, then the one
    that came first in ``edits``.
    """
    edits = list(edits)
    kept = sorted(taken, key=order)
    if not kept:  # most lists fit as they are, which is known sooner
        whole = sorted(edits, key=order)
        if not any(map(overlap, whole, islice(whole, 1, None))):
            return whole
    first_new = len(kept)
    keys = [order(edit) for edit in kept]
    new: list[Edit] = []
    for edit in sorted(edits, key=lambda edit: edit.safety):
        at = bisect_left(keys, order(edit))
        if (at and overlap(kept[at - 1], edit)) or (at < len(kept) and overlap(edit, kept[at])):
            continue
        kept.insert(at, edit)
        keys.insert(at, order(edit))
        new.append(edit)
    return kept if not first_new else sorted(new, key=order)


def overlap(one: Edit, other: Edit) -> bool:
    """Whether both edits claim a character, or both insert at one place."""
    if one.start == one.end and other.start == other.end:
        return one.start == other.start
    return one.start < other.end and other.start < one.end


def compose(text: str, first: Sequence[Edit], second: Sequence[Edit]) -> list[Edit]:
    """One list of edits over ``text`` that does what ``first``, then ``second`` do.

    ``first`` edits ``text``; ``second`` edits what ``first`` made of it.  Where
    the two meet, one edit results that names both chains of rules and is as
    safe as the less safe of them.  An edit that ends where it began is gone.
    Both lists hold replacements only, sorted and disjoint.
    """
    if not first and all(edit.start < edit.end for edit in second):
        return [edit for edit in second if edit.new != text[edit.start : edit.end]]
    middle = apply(text, first)
    spans = sorted(
        [(lo, hi, 0, edit) for edit, (lo, hi) in zip(first, _spans_after(first), strict=True)]
        + [(edit.start, edit.end, 1, edit) for edit in second],
        key=lambda span: span[:3],
    )
    composed: list[Edit] = []
    shift = 0  # what the first generation added to the length before this place
    at = 0
    while at < len(spans):
        lo, hi, _, edit = spans[at]
        fragile = lo == hi or edit.start == edit.end
        stop = at + 1
        # Spans that overlap belong together.  So do spans that touch when one
        # of them is empty: apart, nothing would say which of the two is first.
        while stop < len(spans) and (
            spans[stop][0] < hi or (spans[stop][0] == hi and (fragile or _is_empty(spans[stop])))
        ):
            fragile = _is_empty(spans[stop]) or (spans[stop][0] == hi and fragile)
            hi = max(hi, spans[stop][1])
            stop += 1
        cluster, at = spans[at:stop], stop
        start = lo - shift
        shift += sum(_growth(edit) for _, _, generation, edit in cluster if generation == 0)
        end = hi - shift
        if len(cluster) == 1:  # most of them, and so the quickest
            if edit.new != text[start:end]:
                composed.append(edit.moved(start - edit.start))
            continue
        new = apply(middle[lo:hi], [e.moved(-lo) for _, _, generation, e in cluster if generation])
        if new != text[start:end]:
            by_generation = sorted(cluster, key=lambda span: span[2])
            composed.append(_joined(start, end, new, [edit for *_, edit in by_generation]))
    return composed


def lift(text: str, first: Sequence[Edit], findings: Iterable[Edit]) -> list[Edit]:
    """Findings about ``apply(text, first)`` as findings about ``text``.

    Each is carried back alone.  One that meets edits of ``first`` grows to
    span them and includes what they do, so it can be taken in their place.
    """
    middle = apply(text, first)
    spans = _spans_after(first)
    ends = [hi for _, hi in spans]
    starts = [lo for lo, _ in spans]
    growth = [0, *accumulate(_growth(edit) for edit in first)]
    lifted: list[Edit] = []
    for finding in findings:
        # The edits [a, b) share a character with the finding, or insert at its
        # border, where nothing would say later which of the two comes first.
        a = bisect_left(ends, finding.start)
        b = bisect_right(starts, finding.end)
        while a < b and ends[a] == finding.start and first[a].start < first[a].end:
            a += 1
        while a < b and starts[b - 1] == finding.end and first[b - 1].start < first[b - 1].end:
            b -= 1
        if a == b:
            lifted.append(finding.moved(-growth[a]))
            continue
        # Growing to span them may have brought it next to further insertions.
        while a and first[a - 1].start == first[a - 1].end == first[a].start:
            a -= 1
        while b < len(first) and first[b].start == first[b].end == first[b - 1].end:
            b += 1
        lo = min(finding.start, spans[a][0])
        hi = max(finding.end, spans[b - 1][1])
        start, end = lo - growth[a], hi - growth[b]
        if finding.new is None:
            lifted.append(replace(finding, start=start, end=end))
        else:
            new = middle[lo : finding.start] + finding.new + middle[finding.end : hi]
            lifted.append(_joined(start, end, new, [*first[a:b], finding]))
    return lifted


def within(inner: Edit, outer: Edit) -> bool:
    """Whether ``outer`` spans all that ``inner`` does, so that it can stand in its place."""
    return outer.start <= inner.start and inner.end <= outer.end


def merge_touching(edits: Iterable[Edit]) -> list[Edit]:
    """Join edits that touch and have the same rules, safety and note into one.

    A run of Cyrillic that was misread is one change to a reader, not one a letter.
    """
    merged: list[Edit] = []
    for edit in edits:
        last = merged[-1] if merged else None
        if (
            last is not None
            and last.end == edit.start
            and last.new is not None
            and edit.new is not None
            and (last.rules, last.safety, last.note) == (edit.rules, edit.safety, edit.note)
        ):
            new = last.new + edit.new
            merged[-1] = Edit(last.start, edit.end, new, last.rules, last.safety, last.note)
        else:
            merged.append(edit)
    return merged


def _spans_after(edits: Sequence[Edit]) -> list[tuple[int, int]]:
    """Where each edit's replacement stands in the text that the edits make."""
    spans: list[tuple[int, int]] = []
    shift = 0
    for edit in edits:
        lo = edit.start + shift
        shift += _growth(edit)
        spans.append((lo, edit.end + shift))
    return spans


def _growth(edit: Edit) -> int:
    """How many characters the edit adds."""
    return 0 if edit.new is None else len(edit.new) - (edit.end - edit.start)


def _is_empty(span: tuple[int, int, int, Edit]) -> bool:
    lo, hi, _, edit = span
    return lo == hi or edit.start == edit.end


def _joined(start: int, end: int, new: str, edits: Sequence[Edit]) -> Edit:
    """One edit for several that met: all their rules and notes, each once."""
    return Edit(
        start,
        end,
        new,
        rules=tuple(dict.fromkeys(rule for edit in edits for rule in edit.rules)),
        safety=max(edit.safety for edit in edits),
        note="; ".join(dict.fromkeys(edit.note for edit in edits if edit.note)),
        others=edits[0].others if len(edits) == 1 else (),
    )


def changed_part(old: str, new: str) -> tuple[int, int, str]:
    """The part of ``old`` that changes if it becomes ``new``: a half-open span and its new text."""
    start = _common(old, new)
    end = _common(old[start:][::-1], new[start:][::-1])
    return start, len(old) - end, new[start : len(new) - end]


def _common(one: str, other: str) -> int:
    """How many characters two texts begin with alike."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))
