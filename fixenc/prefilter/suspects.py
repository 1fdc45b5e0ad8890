"""Suspects: the rules that may find something in a text, and the lines in which they may.

While a text is being repaired, :meth:`Suspects.after` searches only the changed lines
again: a text with little damage costs little more than one without any.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from fixenc.core.automaton import utf8
from fixenc.core.edits import Edit
from fixenc.core.rule import Rule
from fixenc.prefilter.prefilter import SHORT, Prefilter, SuspectLine
from fixenc.prefilter.rule_groups import Span

_CHARACTERS_PER_EDIT = 1500
"""Characters of a long text that are searched in the time that one changed line takes."""


class Suspects:
    """Which rules may find something in ``text``, and in which of its lines.

    ``lines`` are the lines in which a condition holds, in order; ``None`` if they are too
    many to list.  ``firing`` are then the rules whose conditions hold; by default they are
    computed on demand from ``data``, the text in UTF-8.  ``scanned`` are the lines that the
    rules without a condition named.
    """

    def __init__(
        self,
        prefilter: Prefilter,
        text: str,
        lines: list[SuspectLine] | None,
        firing: frozenset[Rule] | None = None,
        data: bytes | None = None,
        scanned: dict[Rule, tuple[Span, ...]] | None = None,
    ) -> None:
        self.text = text
        self.scanned = scanned or {}
        self._prefilter = prefilter
        self._lines = lines
        self._data = data
        if firing is not None:
            self._within = self._across = firing

    @cached_property
    def firing(self) -> list[Rule]:
        """The rules whose conditions hold in the text, in their order."""
        return [rule for rule in self._prefilter.rules if self._fires(rule)]

    def _fires(self, rule: Rule) -> bool:
        if rule.suspects:
            return rule in self.scanned
        return rule in (self._across if rule.across_lines else self._within)

    def lines(self, rule: Rule) -> tuple[Span, ...] | None:
        """The lines in which the rule may find something; ``None`` if they are not known."""
        if rule.suspects:
            return self.scanned[rule]
        if self._lines is None:
            return None
        return tuple([(start, end) for start, end, rules in self._lines if rule in rules])

    @cached_property
    def known_lines(self) -> list[Span]:
        """The lines that are known to be suspicious, in order."""
        spans = set().union(*self.scanned.values())
        return sorted(spans.union((line.start, line.end) for line in self._lines or ()))

    @cached_property
    def _within(self) -> frozenset[Rule]:
        if self._lines is not None:
            return frozenset().union(*(line.rules for line in self._lines))
        return self._prefilter.firing_within(self._data or utf8(self.text))

    @property
    def is_multiline(self) -> bool:
        """Whether rules may find something that extends over several lines."""
        return bool(self._across)

    @cached_property
    def _across(self) -> frozenset[Rule]:
        return self._prefilter.firing_across(self.text, self._data)

    def after(self, edits: Sequence[Edit], text: str) -> Suspects | None:
        """The suspects in ``text``, which the edits, sorted and disjoint, made of this text.

        If the edits are few, only the lines that they changed are searched again.
        """
        before = self._lines
        if before is None or text.isascii() or _CHARACTERS_PER_EDIT * len(edits) > len(text):
            return find_suspects(self._prefilter, text)
        found: list[SuspectLine] = []
        at = growth = 0  # an index into the lines before; in characters
        for start, end, more in _changed_lines(self.text, edits):
            while at < len(before) and before[at].end < start:
                found.append(before[at].moved(growth))
                at += 1
            while at < len(before) and before[at].start <= end:
                at += 1
            first = max(0, start + growth - 1)  # with the line feeds around them
            part = text[first : end + growth + more + 1]
            anew = self._prefilter.suspects(part, utf8(part))
            if anew is None:
                return find_suspects(self._prefilter, text)
            found += [line.moved(first) for line in anew]
            growth += more
        found += [line.moved(growth) for line in before[at:]]
        return Suspects(self._prefilter, text, found, scanned=self._prefilter.scan_lines(text))


def find_suspects(
    prefilter: Prefilter, text: str, *, scanned_only: bool = False
) -> Suspects | None:
    """The suspects of the prefilter's rules in ``text``; ``None`` if the text is clean.

    ``scanned_only`` says that no condition holds in the text: rules without one may find something.
    """
    if text.isascii():
        firing = prefilter.firing_in_ascii(text)
        return Suspects(prefilter, text, None, firing) if firing else None
    scanned = prefilter.scan_lines(text)
    if scanned_only:
        return Suspects(prefilter, text, None, frozenset(), scanned=scanned) if scanned else None
    data = utf8(text)
    if len(text) < SHORT:
        if prefilter.holds_in_short(data):
            return Suspects(prefilter, text, None, data=data, scanned=scanned)
        return Suspects(prefilter, text, None, frozenset(), scanned=scanned) if scanned else None
    lines = prefilter.suspects(text, data)
    found = Suspects(prefilter, text, lines, data=data, scanned=scanned)
    return found if lines != [] or found.is_multiline or scanned else None


def _changed_lines(text: str, edits: Iterable[Edit]) -> Iterator[tuple[int, int, int]]:
    """The lines of ``text`` that edits change: half-open spans, and how much longer these get."""
    start, end, more = 0, -1, 0
    for edit in edits:
        first = text.rfind("\n", 0, edit.start) + 1
        if first > end:
            if end >= 0:
                yield start, end, more
            start, more = first, 0
        stop = text.find("\n", edit.end)
        end = len(text) if stop < 0 else stop
        more += len(edit.new or "") - (edit.end - edit.start)
    if end >= 0:
        yield start, end, more
