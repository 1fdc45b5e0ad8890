"""Groups: rules whose conditions one automaton searches for in one pass over a text.

In a long text each group has an automaton of its own.  The states of a single automaton
would be the product of those of its parts, and to build a state takes ten thousand times
as long as to enter it again.
"""

from __future__ import annotations

from collections.abc import Iterator

from fixenc.core.automaton import Conditions, compiled, either, utf8
from fixenc.core.rule import Rule

Rules = tuple[Rule, ...]

Span = tuple[int, int]
"""Half-open, in characters."""

_BESIDE = 8
"""Characters that a match has at most before its first sign, and after its last."""


class Group:
    """Rules whose conditions share the characters (signs) that a match begins and ends with."""

    def __init__(self, signs: tuple[str, ...], across_lines: bool, rules: Rules) -> None:
        self.rules = rules
        self.across_lines = across_lines
        self.condition = either([rule.condition for rule in rules])
        self._conditions = Conditions([rule.condition for rule in rules])
        self._signs = signs
        self.required_signs = tuple(sign for sign in signs if not sign.isascii()) or signs
        """If there are any, one of them occurs in every text in which the condition holds."""

    def may_hold(self, text: str) -> bool:
        """Whether one of the required signs occurs in ``text``."""
        return not self.required_signs or any(sign in text for sign in self.required_signs)

    def holds(self, text: str, data: bytes) -> bool:
        """Whether the condition holds in ``text``, which is ``data`` in UTF-8."""
        if not self.may_hold(text):
            return False
        return compiled(self.condition).search(self._between_signs(text, data)) is not None

    def firing(self, text: str, data: bytes | None) -> Iterator[Rule]:
        """The rules of the group whose conditions hold in ``text``."""
        if self.may_hold(text):
            for index in self._conditions.holding_in(self._between_signs(text, data)):
                yield self.rules[index]

    def _between_signs(self, text: str, data: bytes | None) -> bytes:
        """From the first sign to the last, in UTF-8: where they are few most is not between."""
        if self._signs:
            present = [sign for sign in self._signs if sign in text]
            first = max(0, min(map(text.index, present)) - _BESIDE)
            last = max(map(text.rindex, present)) + _BESIDE + 1
            if data is None or 2 * (last - first) < len(text):
                return utf8(text[first:last])
        return utf8(text) if data is None else data

    def holds_in(self, data: bytes) -> bool:
        """Whether the condition holds in ``data``, a text in UTF-8."""
        # The few lead bytes of the signs are found sooner than the many signs.
        present = not self.required_signs or any(
            lead in data for lead in {sign.encode()[:2] for sign in self.required_signs}
        )
        return present and compiled(self.condition).search(data) is not None


def groups_of(rules: Rules) -> list[Group]:
    """The groups of some rules: first that of those that have no signs and keep to a line."""
    alike: dict[tuple[tuple[str, ...], bool], Rules] = {((), False): ()}
    for rule in rules:
        key = rule.signs, rule.across_lines
        alike[key] = (*alike.get(key, ()), rule)
    return [Group(signs, across, some) for (signs, across), some in alike.items()]
