"""Prefilter: in which lines of a text which rules may find something, at first sight.

Nearly all text is fine, and to see that of a text takes one pass of an automaton
(:mod:`fixenc.core.automaton`) that knows the necessary conditions of all rules.  Where one
holds, the pass goes on from line to line and tells which rules to ask about which: a
text with little damage costs little more than one with none, and when that is
repaired, only the lines that changed are looked at again.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, cached_property, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from fixenc.core.automaton import Conditions, compiled, either, lines_holding, matcher, utf8
from fixenc.core.edits import Edit
from fixenc.core.rule import Rule
from fixenc.prefilter.rule_groups import Rules, Span, groups_of

if TYPE_CHECKING:
    from re import Pattern

SHORT = 1 << 14
"""Characters of a text whose lines are not worth the time that an automaton for lines takes."""

_WINDOW = 16
"""Suspect lines that tell whether they are too many to be told apart one by one."""

_LOOK = 1500
"""Characters of a long text that are looked at in the time that a single line takes."""


class Suspect(NamedTuple):
    """A line in which conditions hold, and the rules whose they are."""

    start: int
    end: int
    rules: frozenset[Rule]

    def moved(self, offset: int) -> Suspect:
        """The same line, ``offset`` characters further on."""
        return Suspect(self.start + offset, self.end + offset, self.rules)


class Prefilter:
    """Tells which of some rules may find something in a text: those whose condition holds."""

    def __init__(self, rules: Rules) -> None:
        self.rules = rules
        self._scanned = tuple(rule for rule in rules if rule.suspects)
        self.scanners = tuple(
            dict.fromkeys(rule.suspects for rule in self._scanned if rule.suspects)
        )
        """What tells the lines in which rules without a condition may find something."""
        rules = tuple(rule for rule in rules if not rule.suspects)
        self._groups = groups_of(rules)
        self._rare = [group for group in self._groups if group.is_rare]
        self._at_once = either(
            [rule.needs for group in self._groups if not group.is_rare for rule in group.rules]
        )
        within = [rule for rule in rules if not rule.across_lines]
        self._by_line = tuple(rule for rule in within if rule.by_line)
        self._needs_by_line = tuple(dict.fromkeys(rule.needs for rule in self._by_line))
        self._others = tuple(rule for rule in within if not rule.by_line)
        self._conditions_of_others = Conditions([rule.needs for rule in self._others])
        self._combination = cache(self._combined)
        self._ascii_rules = tuple(rule for rule in rules if rule.in_ascii)
        # An automaton that begins with a certain character goes from one to the next at once;
        # together with others it would look at all characters.
        self._apart = tuple(rule for rule in self._ascii_rules if _begins_with_sign(rule))
        self._together = tuple(rule for rule in self._ascii_rules if rule not in self._apart)
        self._conditions_together = Conditions([rule.needs for rule in self._together])
        signs = dict.fromkeys(sign for rule in rules for sign in rule.in_ascii)
        self.signs = ("",) if "" in signs else tuple(signs)
        """The strings of which one stands in every text of ASCII alone that is not fine."""
        self.signs_beyond = tuple(sign for group in self._rare for sign in group.telling)
        """The same for every other text, but for those that :meth:`holds_in_short` tells of."""

    def clears(self, text: str) -> bool:
        """Whether none of the rules may find anything in ``text``."""
        if not text.isascii():
            data = utf8(text)
            return not any(group.holds(text, data) for group in self._groups) and not any(
                scan(text) for scan in self.scanners
            )
        for sign in self.signs:  # any() takes as long as all of this
            if sign in text:
                return self.clears_bytes(text.encode("ascii"))
        return True

    @cached_property
    def holds_in_short(self) -> Callable[[bytes], object]:
        """Whether they may in a short text in UTF-8 that has none of ``signs_beyond``."""
        return matcher(self._at_once)

    def clears_bytes(self, data: bytes) -> bool:
        """The same of any text in UTF-8."""
        if data.isascii():
            for sign, condition in self._conditions_apart:
                if sign in data and compiled(condition).search(data):
                    return False
            return (
                not any(sign in data for sign in self._signs_together)
                or self._any_together.search(data) is None
            )
        if len(data) < SHORT:
            rare = (group.holds_in(data) for group in self._rare)
            if self.holds_in_short(data) or any(rare):
                return False
        elif any(group.holds_in(data) for group in self._groups):
            return False
        return not self.scanners or not any(
            scan(data.decode("utf-8", "surrogatepass")) for scan in self.scanners
        )

    @cached_property
    def _conditions_apart(self) -> list[tuple[bytes, str]]:
        return [(rule.in_ascii[0].encode(), rule.needs) for rule in self._apart]

    @cached_property
    def _signs_together(self) -> list[bytes]:
        return [sign.encode() for rule in self._together for sign in rule.in_ascii]

    @cached_property
    def _any_together(self) -> Pattern[bytes]:
        return compiled(either([rule.needs for rule in self._together]))

    def _firing_in_ascii(self, text: str) -> frozenset[Rule]:
        data = utf8(text)
        found = {rule for rule in self._apart if compiled(rule.needs).search(data)}
        if any(sign in text for rule in self._together for sign in rule.in_ascii):
            found |= {self._together[index] for index in self._conditions_together.holding_in(data)}
        return frozenset(found)

    def glance(self, text: str) -> Glance | None:
        """Where the rules may find something in ``text``, if there is such a place."""
        if text.isascii():
            firing = self._firing_in_ascii(text)
            return Glance(self, text, None, firing) if firing else None
        data = utf8(text)
        if len(text) < SHORT:
            holds = any(group.holds(text, data) for group in self._groups)
            found = self._scan(text)
            return Glance(self, text, None, data=data, scanned=found) if holds or found else None
        suspects = self.suspects(text, data)
        glance = Glance(self, text, suspects, data=data, scanned=self._scan(text))
        return glance if suspects != [] or glance.goes_on or glance.scanned else None

    def _scan(self, text: str) -> dict[Rule, tuple[Span, ...]]:
        """The lines in which rules without a condition may find something, if there are any."""
        found = {rule: rule.suspects(text) for rule in self._scanned if rule.suspects}
        return {rule: lines for rule, lines in found.items() if lines}

    def suspects(self, text: str, data: bytes) -> list[Suspect] | None:
        """The lines in which rules may find something, if they are few.

        ``data`` is the text in UTF-8.
        """
        lines: dict[int, int] = {}
        for group in self._groups:
            if group.across_lines or not group.may_hold(text):
                continue
            recent: deque[int] = deque(maxlen=_WINDOW)
            holding = (
                group.lines(text) if group.is_rare else lines_holding(group.condition, text, data)
            )
            for start, end in holding:
                lines[start] = end
                recent.append(start)
                if (
                    len(lines) % _WINDOW == 0
                    and len(recent) == _WINDOW
                    and text.count("\n", recent[0], end) < 2 * _WINDOW
                ):
                    return None
        return [
            # With the line feeds around it.
            Suspect(start, end, self._firing_in(text[max(0, start - 1) : end + 1]))
            for start, end in sorted(lines.items())
        ]

    def _firing_in(self, line: str) -> frozenset[Rule]:
        data = utf8(line)
        odd = [needs for needs in self._needs_by_line if compiled(needs).search(data)]
        return self._combination(self._conditions_of_others.holding_in(data), *odd)

    def _combined(self, others: tuple[int, ...], *odd: str) -> frozenset[Rule]:
        by_line = [rule for rule in self._by_line if rule.needs in odd]
        return frozenset([*by_line, *(self._others[index] for index in others)])

    def firing_within(self, data: bytes) -> frozenset[Rule]:
        """The rules that may find something in lines of a text, which is UTF-8."""
        found = self._conditions_of_others.holding_in(data)
        return frozenset([*self._by_line, *(self._others[index] for index in found)])

    def firing_across(self, text: str, data: bytes | None) -> frozenset[Rule]:
        """The rules that may find something that goes on from line to line."""
        return frozenset(
            rule
            for group in self._groups
            if group.across_lines
            for rule in group.firing(text, data)
        )


def _begins_with_sign(rule: Rule) -> bool:
    """Whether every match of the rule's condition begins with its only sign in ASCII."""
    return len(rule.in_ascii) == 1 and rule.needs.startswith(rule.in_ascii[0] or "^")


@lru_cache(maxsize=64)
def prefilter(rules: Rules) -> Prefilter:
    """The prefilter of some rules, made once."""
    return Prefilter(rules)


class Glance:
    """What a prefilter sees in a text at first sight.

    ``suspects`` are the lines in which rules may find something, in order; ``None``
    if these are not told apart.  ``firing`` are then the rules that may find something
    within lines; by default that is looked up when it is asked for, in ``data``, the
    text in UTF-8.
    """

    def __init__(
        self,
        prefilter: Prefilter,
        text: str,
        suspects: list[Suspect] | None,
        firing: frozenset[Rule] | None = None,
        data: bytes | None = None,
        scanned: dict[Rule, tuple[Span, ...]] | None = None,
    ) -> None:
        self.text = text
        self.scanned = scanned or {}
        self._prefilter = prefilter
        self._suspects = suspects
        self._data = data
        if firing is not None:
            self._within = self._across = firing

    def fires(self, rule: Rule) -> bool:
        """Whether the rule may find something in the text."""
        if rule.suspects:
            return rule in self.scanned
        return rule in (self._across if rule.across_lines else self._within)

    def lines(self, rule: Rule) -> tuple[Span, ...] | None:
        """The lines in which the rule may find something, if they are told apart."""
        if rule.suspects:
            return self.scanned[rule]
        if self._suspects is None:
            return None
        return tuple([(start, end) for start, end, rules in self._suspects if rule in rules])

    @cached_property
    def _within(self) -> frozenset[Rule]:
        if self._suspects is not None:
            return frozenset().union(*(suspect.rules for suspect in self._suspects))
        return self._prefilter.firing_within(self._data or utf8(self.text))

    @property
    def goes_on(self) -> bool:
        """Whether rules may find something that goes on from line to line."""
        return bool(self._across)

    @cached_property
    def _across(self) -> frozenset[Rule]:
        return self._prefilter.firing_across(self.text, self._data)

    def after(self, edits: Sequence[Edit], text: str) -> Glance | None:
        """What there is to see in ``text``, which the edits, sorted and disjoint, made of this.

        If these are few, only the lines that they changed are looked at.
        """
        before = self._suspects
        if before is None or text.isascii() or _LOOK * len(edits) > len(text):
            return self._prefilter.glance(text)
        suspects: list[Suspect] = []
        at = growth = 0  # of the suspects; in characters
        for start, end, more in _changed_lines(self.text, edits):
            while at < len(before) and before[at].end < start:
                suspects.append(before[at].moved(growth))
                at += 1
            while at < len(before) and before[at].start <= end:
                at += 1
            first = max(0, start + growth - 1)  # with the line feeds around them
            part = text[first : end + growth + more + 1]
            found = self._prefilter.suspects(part, utf8(part))
            if found is None:
                return self._prefilter.glance(text)
            suspects += [suspect.moved(first) for suspect in found]
            growth += more
        suspects += [suspect.moved(growth) for suspect in before[at:]]
        return Glance(self._prefilter, text, suspects, scanned=self._prefilter._scan(text))


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
