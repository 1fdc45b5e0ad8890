"""Which reading of each mark of a paragraph makes the best whole.

Each mark has a few possible *roles*, with costs by its neighbours.  The cheapest
way through all marks of a paragraph is found by dynamic programming over the
quotations that are open; running it from both ends gives, for every mark and
every character, the cost of the best reading with that character there.  The
distance between the two best, in bits, is how sure one can be.  The time is linear in the
number of marks.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from functools import lru_cache
from itertools import zip_longest
from math import inf
from typing import NamedTuple


class Role(IntEnum):
    """The role of a mark where it stands."""

    OPEN = 0
    CLOSE = 1
    JOIN = 2
    DASH = 3
    SPELL = 4
    ELIDE = 5
    """An apostrophe right before a lone letter that is one."""


class Option(NamedTuple):
    """One reading of a mark: its character, its role, its level of quotation, its cost.

    ``nested`` is what it costs, in bits, inside a quotation of the other level.
    """

    char: str
    role: Role
    level: str
    cost: float
    nested: float | None = None


@dataclass
class Mark:
    """A mark in the text: lost if it is a lone `â`, else evidence for those that are."""

    at: int
    lost: bool
    options: list[Option]
    adjacent: bool = False  # to the mark before
    costs: dict[str, float] = field(default_factory=dict)

    @property
    def ranked(self) -> list[tuple[float, str]]:
        """The characters it can have been, likeliest first, with the cost of so reading."""
        return sorted((cost, char) for char, cost in self.costs.items())

    def likeliest(self, char: str | None = None) -> Option:
        """The least costly option by its neighbours alone, of a character if one is given."""
        options = [option for option in self.options if char in (None, option.char)]
        return min(options, key=lambda option: option.cost)


# Bits of one mark right behind another, by their roles.
_ADJACENT = {
    (Role.OPEN, Role.OPEN): 0.0,
    (Role.OPEN, Role.CLOSE): 10.0,
    (Role.OPEN, Role.JOIN): 2.0,
    (Role.OPEN, Role.DASH): 6.0,
    (Role.CLOSE, Role.OPEN): 8.0,
    (Role.CLOSE, Role.CLOSE): 0.0,
    (Role.CLOSE, Role.JOIN): 8.0,
    (Role.CLOSE, Role.DASH): 1.0,
    (Role.JOIN, Role.OPEN): 2.0,
    (Role.JOIN, Role.CLOSE): 1.0,
    (Role.JOIN, Role.JOIN): 12.0,
    (Role.JOIN, Role.DASH): 6.0,
    (Role.JOIN, Role.SPELL): 0.0,
    (Role.ELIDE, Role.SPELL): 0.0,
    (Role.OPEN, Role.SPELL): 0.0,
    (Role.DASH, Role.SPELL): 0.0,
    (Role.SPELL, Role.CLOSE): 0.0,
    (Role.SPELL, Role.SPELL): 0.0,
    (Role.DASH, Role.OPEN): 1.0,
    (Role.DASH, Role.CLOSE): 2.0,
    (Role.DASH, Role.JOIN): 8.0,
    (Role.DASH, Role.DASH): 10.0,
}
_ADJACENT_UNSPACED = _ADJACENT | {
    (Role.CLOSE, Role.OPEN): 1.0,
    (Role.DASH, Role.DASH): 0.0,
    (Role.DASH, Role.OPEN): 8.0,
    (Role.DASH, Role.CLOSE): 8.0,
    (Role.CLOSE, Role.DASH): 8.0,
}
_ADJACENT_OTHERWISE = 12.0
_UNCLOSED = 7.0
_UNCLOSED_BUT_RESUMED = 2.0  # the next paragraph opens the same quotation again
_REOPENED = 9.0  # another quotation of the same level begins before the first one ends
_UNOPENED, _UNOPENED_SINGLE = 10.0, 10.0
_CUT_OFF = 4.0  # less if the text has one paragraph, which may be a piece of one
_SINGLE_OUTSIDE = 4.0
_NESTED, _NESTED_AGAIN = 3.0, 0.5
"""Bits of a quotation inside another one, and of one more: in novels one of 40 marks that follow an
opening one opens a nested quotation, but one of three that follow a nested quotation."""


# What is open, outermost first: d a double, s a single quotation; D is a double one in
# which a single one was closed.
_State = tuple[str, int]
_Costs = dict[_State, float]
_AFTER_OPEN = {
    ("", "d"): "d",
    ("", "s"): "s",
    ("d", "s"): "ds",
    ("D", "s"): "ds",
    ("s", "d"): "sd",
}
_AFTER_CLOSE = {
    ("d", "d"): "",
    ("D", "d"): "",
    ("s", "s"): "",
    ("ds", "s"): "D",
    ("sd", "d"): "s",
}


@lru_cache(maxsize=1 << 8)
def _turn(stack: str, role: Role, level: str, alone: bool) -> tuple[str, float]:
    """The open quotations after a mark in this role, and the cost."""
    if role is Role.OPEN:
        after = _AFTER_OPEN.get((stack, level))
        if after is not None:
            return after, _SINGLE_OUTSIDE if after == "s" else 0
        return level if level == "d" else stack or "s", _REOPENED
    if role is Role.CLOSE:
        after = _AFTER_CLOSE.get((stack, level))
        if after is not None:
            return after, 0
        if level == "d":
            return "", _UNOPENED - _CUT_OFF * alone if not stack else _UNCLOSED
        return stack, _UNOPENED_SINGLE
    return stack, 0


def _cost_of(option: Option, before: str, after: str) -> float:
    """The cost of an option by its neighbours, less if it begins or ends a nested quotation."""
    if option.nested is None or "ds" not in (before, after):
        return option.cost
    if option.role is Role.CLOSE:
        return option.nested
    return option.nested + (_NESTED_AGAIN if before == "D" else _NESTED)


def _code(option: Option) -> int:
    """A number for an option's role and level."""
    return 2 * int(option.role) + (option.level == "s")


def _beside(adjacent: Mapping[tuple[Role, Role], float], last: int, option: Option) -> float:
    """Bits of a mark right behind another one, whose role and level have a number."""
    if last == _code(option) and option.level:  # two quotations of a level begin or end at once
        return _ADJACENT_OTHERWISE
    return adjacent.get((Role(last // 2), option.role), _ADJACENT_OTHERWISE)


def settle(marks: Sequence[Mark], *, unspaced: bool, resumed: bool, alone: bool) -> None:
    """Fill in the costs of each mark's characters, by two passes over the paragraph.

    ``unspaced`` says that the script puts no spaces around marks, ``resumed``
    that the next paragraph opens the same quotation again, ``alone`` that the text
    has no other paragraph.
    """
    adjacent = _ADJACENT_UNSPACED if unspaced else _ADJACENT
    steps: list[_Step] = []
    # Marks with the same options, as a long paragraph has many, make the same steps.
    known: dict[tuple[object, ...], _Step] = {}
    passes = _Passes()
    ahead = passes.equal({("", -1): 0.0})
    forward = [ahead]
    for mark, following in zip_longest(marks, marks[1:]):
        # The role matters to the next mark only if that one is adjacent.
        touches = following is not None and following.adjacent
        key = (id(mark.options), mark.adjacent, touches, *ahead)
        step = known.get(key)
        if step is None:
            step = known[key] = _step(mark, ahead, touches, adjacent, alone)
        steps.append(step)
        ahead = passes.after(step, ahead)
        forward.append(ahead)
    left_open = _UNCLOSED_BUT_RESUMED if resumed else _UNCLOSED
    behind = passes.equal({state: len(state[0]) * left_open for state in ahead})
    for mark, step, ahead in zip(reversed(marks), reversed(steps), forward[-2::-1], strict=True):
        mark.costs |= passes.costs(step, ahead, behind)
        behind = passes.before(step, behind)


class _Passes:
    """The passes over a paragraph, in which what was computed for equal marks is kept.

    Costs are relative to the least costly state, so that those of marks in a paragraph that
    repeats itself come out equal, however long it is.
    """

    def __init__(self) -> None:
        self._equal: dict[tuple[tuple[_State, float], ...], _Costs] = {}
        self._after: dict[tuple[int, int], _Costs] = {}
        self._before: dict[tuple[int, int], _Costs] = {}
        self._by_char: dict[tuple[int, int, int], dict[str, float]] = {}

    def equal(self, costs: _Costs) -> _Costs:
        """The same object for equal costs, relative to the least."""
        least = min(costs.values())
        relative = {state: cost - least for state, cost in costs.items()}
        return self._equal.setdefault(tuple(relative.items()), relative)

    def after(self, step: _Step, ahead: _Costs) -> _Costs:
        """The costs of the states behind a mark, from those ahead of it."""
        key = id(step), id(ahead)
        if key not in self._after:
            reached: _Costs = {}
            for state, so_far in ahead.items():
                for target, cost in step.least[state].items():
                    reached[target] = min(so_far + cost, reached.get(target, inf))
            self._after[key] = self.equal(reached)
        return self._after[key]

    def before(self, step: _Step, behind: _Costs) -> _Costs:
        """The costs of what follows from the states ahead of a mark, from those behind it."""
        key = id(step), id(behind)
        if key not in self._before:
            costs = {
                state: min(cost + behind[target] for target, cost in least.items())
                for state, least in step.least.items()
            }
            self._before[key] = self.equal(costs)
        return self._before[key]

    def costs(self, step: _Step, ahead: _Costs, behind: _Costs) -> dict[str, float]:
        """The least cost of the paragraph with each character that a mark can be."""
        key = id(step), id(ahead), id(behind)
        if key not in self._by_char:
            self._by_char[key] = {
                char: min(ahead[state] + cost + behind[target] for state, target, cost in ways)
                for char, ways in step.by_char.items()
            }
        return self._by_char[key]


class _Step(NamedTuple):
    """The ways in which a mark can change the open quotations, and the cost of each."""

    least: dict[_State, dict[_State, float]]
    """For each state the states behind the mark, and the least cost of the way there."""
    by_char: dict[str, list[tuple[_State, _State, float]]]
    """For each character the ways of reading the mark as it, the least costly between states."""


def _step(
    mark: Mark,
    states: Iterable[_State],
    touches: bool,
    adjacent: Mapping[tuple[Role, Role], float],
    alone: bool,
) -> _Step:
    least: dict[_State, dict[_State, float]] = {}
    chars: dict[tuple[str, _State, _State], float] = {}
    for state in states:
        stack, last = state
        ways = least[state] = {}
        for option in mark.options:
            after, cost = _turn(stack, option.role, option.level, alone)
            cost += _cost_of(option, stack, after)
            if mark.adjacent:
                cost += _beside(adjacent, last, option)
            target = (after, _code(option) if touches else -1)
            ways[target] = min(cost, ways.get(target, inf))
            key = option.char, state, target
            chars[key] = min(cost, chars.get(key, inf))
    by_char: dict[str, list[tuple[_State, _State, float]]] = {}
    for (char, state, target), cost in chars.items():
        by_char.setdefault(char, []).append((state, target, cost))
    return _Step(least, by_char)
