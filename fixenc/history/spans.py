"""Spans: where a new text holds what a channel made of the old one, and what stood there.

The whole old text is damaged as the channel does.  A new line that is one of the damaged
lines gets the old line back; a line that was edited as well is aligned with the damaged line
that is most like it, and gets back the damaged spans that were not touched.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from fixenc.core.edits import Edit, apply
from fixenc.history.forward import Channel
from fixenc.history.pairs import BLANK, may_be_damaged

_WORDS = re.compile(r"\w+|[^\w\s]")
_LONGEST_LINE = 4000
"""Characters of a line that is aligned character by character, at most."""

_LEAST_ALIKE = 0.5
"""The share of the characters of an edited line that must be those of the damaged line."""

_CONTEXT = 2
"""Characters beside a damaged span that an edited line must share with the damaged line."""


@dataclass(frozen=True)
class Span:
    """A damaged span of the new text (half-open, characters), and what stood there before.

    ``origin`` is where it stood in the old text.
    """

    start: int
    end: int
    old: str
    origin: int


_Unit = tuple[int, int, Edit]
"""A unit of damage: its place in its line (half-open), and the edit of the old text."""


@dataclass(frozen=True)
class _Line:
    """A damaged line: its text, where it begins, and the units in it with their place in it."""

    text: str
    units: tuple[_Unit, ...]


class Damaged:
    """An old text as the channel damages it, to be found in new texts."""

    def __init__(self, channel: Channel, old: str) -> None:
        self._old = old
        self._lines = _damaged_lines(old, channel.edits(old))
        self._by_text: dict[str, list[int]] = {}
        for at, line in self._lines.items():
            self._by_text.setdefault(line.text.strip(BLANK), []).append(at)
        self._had = {line.strip(BLANK) for line in old.split("\n")}

    def in_lines(self, new: str) -> list[Span]:
        """The damaged spans in the lines of ``new`` that are damaged lines, sorted and disjoint."""
        starts, changed = _changed_lines(new, self._had)
        spans: list[Span] = []
        last = -1
        for at, text in changed.items():
            alike = self._by_text.get(text.strip(BLANK))
            if alike is not None:
                last = _next(alike, last)
                line = self._lines[last]
                shift = starts[at] + _indent(text) - _indent(line.text)
                spans += self._spans(line.units, shift)
        return _joined(spans)

    def in_edited_lines(self, new: str) -> list[Span]:
        """The damaged spans in the lines of ``new`` that were edited as well."""
        starts, changed = _changed_lines(new, self._had)
        taken = {text.strip(BLANK) for text in new.split("\n")}
        left = {at: each for at, each in self._lines.items() if each.text.strip(BLANK) not in taken}
        index = _index(left)
        spans: list[Span] = []
        for at, text in changed.items():
            line = _most_alike(text, left, index, at)
            if line is not None:
                kept = _joined(
                    span
                    for unit, shift in _kept(text, line)
                    for span in self._spans([unit], starts[at] + shift)
                )
                if all(self._is_whole(span, new) for span in kept):
                    spans += kept
        return _joined(spans)

    def _is_whole(self, span: Span, new: str) -> bool:
        """Whether no damage that another channel made touches the span."""
        end = span.origin + len(span.old)
        sides = (
            (new[span.start - 1 : span.start], self._old[span.origin - 1 : span.origin]),
            (new[span.end : span.end + 1], self._old[end : end + 1]),
        )
        return all(now.isascii() or now == then for now, then in sides)

    def _spans(self, units: Iterable[_Unit], shift: int) -> Iterator[Span]:
        for start, end, edit in units:
            old = self._old[edit.start : edit.end]
            yield Span(start + shift, end + shift, old, edit.start)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(BLANK))


def _joined(spans: Iterable[Span]) -> list[Span]:
    """The spans, each as long as what follows in the new text follows in the old one, too."""
    joined: list[Span] = []
    for span in sorted(spans, key=lambda span: (span.start, span.origin)):
        last = joined[-1] if joined else None
        if last and last.end == span.start and last.origin + len(last.old) == span.origin:
            joined[-1] = Span(last.start, span.end, last.old + span.old, last.origin)
        elif last is None or last.end < span.start or last.start < last.end <= span.start:
            joined.append(span)
    return joined


def _next(places: Sequence[int], last: int) -> int:
    """The first of some lines behind the ``last`` one, or the first of all."""
    at = bisect_right(places, last)
    return places[at if at < len(places) else 0]


def _damaged_lines(old: str, edits: Sequence[Edit]) -> dict[int, _Line]:
    """The lines of the damaged text in which there is damage, by number."""
    damaged = apply(old, edits)
    bounds = [0, *(match.end() for match in re.finditer("\n", damaged)), len(damaged) + 1]
    units: dict[int, list[_Unit]] = {}
    shift = 0
    for edit in edits:
        start = edit.start + shift
        new = edit.new or ""
        shift += len(new) - (edit.end - edit.start)
        at = bisect_right(bounds, start) - 1
        units.setdefault(at, []).append((start - bounds[at], start + len(new) - bounds[at], edit))
    return {
        at: _Line(damaged[bounds[at] : bounds[at + 1] - 1], tuple(inside))
        for at, inside in units.items()
    }


def _changed_lines(new: str, had: set[str]) -> tuple[list[int], dict[int, str]]:
    """Where each new line starts, and those that the old text does not have."""
    starts: list[int] = []
    changed: dict[int, str] = {}
    start = 0
    for at, text in enumerate(new.split("\n")):
        starts.append(start)
        start += len(text) + 1
        if may_be_damaged(text) and text.strip(BLANK) not in had:
            changed[at] = text
    return starts, changed


def _index(lines: dict[int, _Line]) -> dict[str, list[int]]:
    index: dict[str, list[int]] = {}
    for at, line in lines.items():
        for word in set(_WORDS.findall(line.text)):
            index.setdefault(word, []).append(at)
    return index


def _most_alike(
    text: str, lines: dict[int, _Line], index: dict[str, list[int]], place: int
) -> _Line | None:
    """The damaged line with which an edited line shares most of its rare words, if any."""
    if len(text) > _LONGEST_LINE:
        return None
    score: Counter[int] = Counter()
    for word in set(_WORDS.findall(text)):
        among = index.get(word, ())
        for at in among[:200]:
            score[at] += len(word) / len(among)  # type: ignore[assignment]
    if not score:
        return None
    best = max(score, key=lambda at: (score[at], -abs(at - place)))
    return lines[best]


def _kept(text: str, line: _Line) -> Iterator[tuple[_Unit, int]]:
    """The units of a damaged line that an edited line still has, and how far they moved."""
    matcher = SequenceMatcher(None, line.text, text, autojunk=False)
    blocks = [block for block in matcher.get_matching_blocks() if block.size]
    shared = sum(block.size for block in blocks)
    if shared < _LEAST_ALIKE * min(len(text), len(line.text)):
        return
    firsts = [block.a for block in blocks]
    for lo, hi, edit in line.units:
        at = bisect_right(firsts, lo) - 1
        if at < 0 or hi > firsts[at] + blocks[at].size or lo == hi:
            continue
        block = blocks[at]
        if block.size >= hi - lo + _CONTEXT or block.size == len(text):
            yield (lo, hi, edit), block.b - block.a


def lines_of(places: Iterable[int], text: str) -> list[int]:
    """The numbers of the lines, counted from 1, in which characters of ``text`` stand."""
    ends = [match.start() for match in re.finditer("\n", text)]
    return [bisect_left(ends, place) + 1 for place in places]
