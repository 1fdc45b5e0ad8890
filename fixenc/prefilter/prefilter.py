"""Prefilter: a fast proof that a text is clean, and otherwise the lines that may not be.

Nearly all text is clean.  One pass of an automaton (:mod:`fixenc.core.automaton`) that
combines the necessary conditions of all rules proves it.  Where a condition holds, the
pass finds the lines in which it does, so that rules search these lines only.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, AnyStr, NamedTuple

from fixenc.core.automaton import Conditions, compiled, either, lines_holding, matcher, utf8
from fixenc.core.rule import Rule
from fixenc.prefilter.rule_groups import Rules, Span, groups_of

if TYPE_CHECKING:
    from re import Pattern

SHORT = 1 << 14
"""Characters of a text whose lines are not worth the time that an automaton for lines takes."""

_WINDOW = 16
"""Number of suspect lines after which their density is checked."""


class SuspectLine(NamedTuple):
    """A line in which the conditions of some rules hold: a half-open span, and the rules."""

    start: int
    end: int
    rules: frozenset[Rule]

    def moved(self, offset: int) -> SuspectLine:
        """A copy that is moved by ``offset`` characters."""
        return SuspectLine(self.start + offset, self.end + offset, self.rules)


class Prefilter:
    """Decides which of some rules may find something in a text: those whose condition holds."""

    def __init__(self, rules: Rules) -> None:
        self.rules = rules
        self._scanned = tuple(rule for rule in rules if rule.suspects)
        self.scanners = tuple(
            dict.fromkeys(rule.suspects for rule in self._scanned if rule.suspects)
        )
        """Functions that return the lines in which rules without a condition may find something."""
        rules = tuple(rule for rule in rules if not rule.suspects)
        self._groups = groups_of(rules)
        self._at_once = either([rule.condition for rule in rules])
        within = [rule for rule in rules if not rule.across_lines]
        self._by_line = tuple(rule for rule in within if rule.by_line)
        self._needs_by_line = tuple(dict.fromkeys(rule.condition for rule in self._by_line))
        self._others = tuple(rule for rule in within if not rule.by_line)
        self._conditions_of_others = Conditions([rule.condition for rule in self._others])
        self._combination = lru_cache(maxsize=1024)(self._combined)
        self._ascii_rules = tuple(rule for rule in rules if rule.in_ascii)
        # An automaton that begins with a certain character goes from one to the next at once;
        # together with others it would look at all characters.
        self._apart = tuple(rule for rule in self._ascii_rules if _begins_with_sign(rule))
        self._together = tuple(rule for rule in self._ascii_rules if rule not in self._apart)
        self._conditions_together = Conditions([rule.condition for rule in self._together])
        signs = dict.fromkeys(sign for rule in rules for sign in rule.in_ascii)
        self.signs = ("",) if "" in signs else tuple(signs)
        """Strings, one of which occurs in every ASCII text in which a rule finds something."""
        self._characters = tuple(sign for sign in self.signs if len(sign) < 2)
        self._strings = tuple(sign for sign in self.signs if len(sign) >= 2)

    def clears(self, text: str) -> bool:
        """Whether none of the rules may find anything in ``text``."""
        if not text.isascii():
            data = utf8(text)
            return not self.holds_in(text, data) and not any(scan(text) for scan in self.scanners)
        for sign in self._characters:  # any() takes as long as all of this
            if sign in text:
                return self.clears_bytes(text.encode("ascii"))
        for sign in self._strings:
            if _occurs(sign, text):
                return self.clears_bytes(text.encode("ascii"))
        return True

    def holds_in(self, text: str, data: bytes) -> bool:
        """Whether a condition holds in ``text``, which is ``data`` in UTF-8."""
        return any(group.holds(text, data) for group in self._groups)

    @cached_property
    def holds_in_short(self) -> Callable[[bytes], object]:
        """Whether the condition of a rule holds in a short text in UTF-8."""
        return matcher(self._at_once)

    def clears_bytes(self, data: bytes) -> bool:
        """Whether none of the rules may find anything in ``data``, a text in UTF-8."""
        if data.isascii():
            for sign, condition in self._conditions_apart:
                if sign in data and compiled(condition).search(data):
                    return False
            return (
                not any(_occurs(sign, data) for sign in self._signs_together)
                or self._any_together.search(data) is None
            )
        if len(data) < SHORT:
            if self.holds_in_short(data):
                return False
        elif any(group.holds_in(data) for group in self._groups):
            return False
        return not self.scanners or not any(
            scan(data.decode("utf-8", "surrogatepass")) for scan in self.scanners
        )

    @cached_property
    def _conditions_apart(self) -> list[tuple[bytes, str]]:
        return [(rule.in_ascii[0].encode(), rule.condition) for rule in self._apart]

    @cached_property
    def _signs_together(self) -> list[bytes]:
        signs = dict.fromkeys(sign for rule in self._together for sign in rule.in_ascii)
        # Those that are found soon, or are soon searched for, come first.
        by_cost = sorted(signs, key=lambda sign: (len(sign), not sign.isprintable()))
        return [sign.encode() for sign in by_cost]

    @cached_property
    def _any_together(self) -> Pattern[bytes]:
        return compiled(either([rule.condition for rule in self._together]))

    def firing_in_ascii(self, text: str) -> frozenset[Rule]:
        """The rules that may find something in an ASCII text."""
        data = utf8(text)
        found = {rule for rule in self._apart if compiled(rule.condition).search(data)}
        if any(sign in text for rule in self._together for sign in rule.in_ascii):
            found |= {self._together[index] for index in self._conditions_together.holding_in(data)}
        return frozenset(found)

    def scan_lines(self, text: str) -> dict[Rule, tuple[Span, ...]]:
        """The lines in which rules without a condition may find something, if there are any."""
        found = {rule: rule.suspects(text) for rule in self._scanned if rule.suspects}
        return {rule: lines for rule, lines in found.items() if lines}

    def suspects(self, text: str, data: bytes) -> list[SuspectLine] | None:
        """The lines in which rules may find something, if they are few.

        ``data`` is the text in UTF-8.
        """
        lines: dict[int, int] = {}
        for group in self._groups:
            if group.across_lines or not group.may_hold(text):
                continue
            recent: deque[int] = deque(maxlen=_WINDOW)
            for start, end in lines_holding(group.condition, text, data):
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
            SuspectLine(start, end, self._firing_in(text[max(0, start - 1) : end + 1]))
            for start, end in sorted(lines.items())
        ]

    def _firing_in(self, line: str) -> frozenset[Rule]:
        data = utf8(line)
        odd = [needs for needs in self._needs_by_line if compiled(needs).search(data)]
        return self._combination(self._conditions_of_others.holding_in(data), *odd)

    def _combined(self, others: tuple[int, ...], *odd: str) -> frozenset[Rule]:
        by_line = [rule for rule in self._by_line if rule.condition in odd]
        return frozenset([*by_line, *(self._others[index] for index in others)])

    def firing_within(self, data: bytes) -> frozenset[Rule]:
        """The rules that may find something within lines of a text in UTF-8."""
        by_line = [rule for rule in self._by_line if compiled(rule.condition).search(data)]
        found = self._conditions_of_others.holding_in(data)
        return frozenset([*by_line, *(self._others[index] for index in found)])

    def firing_across(self, text: str, data: bytes | None) -> frozenset[Rule]:
        """The rules that may find something that extends over several lines."""
        return frozenset(
            rule
            for group in self._groups
            if group.across_lines
            for rule in group.firing(text, data)
        )


def _occurs(sign: AnyStr, text: AnyStr) -> bool:
    """Whether a sign is in a text, by what is in the sign beside spaces.

    A text has so many spaces that to search for a string with one takes twenty times as
    long as to search for a character.
    """
    rare = sign.strip()
    if len(rare) == len(sign) or not rare:
        return sign in text
    before = sign.index(rare)
    at = text.find(rare)
    while at >= 0:
        if at >= before and text.startswith(sign, at - before):
            return True
        at = text.find(rare, at + 1)
    return False


def _begins_with_sign(rule: Rule) -> bool:
    """Whether every match of the rule's condition begins with its only sign in ASCII."""
    return len(rule.in_ascii) == 1 and rule.condition.startswith(rule.in_ascii[0] or "^")


@lru_cache(maxsize=64)
def prefilter(rules: Rules) -> Prefilter:
    """The prefilter of some rules, made once."""
    return Prefilter(rules)
