"""The words of a text that hold more than ASCII, and which of them were misread.

Some files are stitched together from fine and damaged parts, so each word is
judged for itself in the light of the others: the cheapest path through *fine*
and the few likely misreadings, where each change between them costs something.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from fixenc.language.families import FAMILIES, family_of
from fixenc.language.letters import read
from fixenc.language.misreading import RUN, Misreading

Span = tuple[int, int]
"""Half-open, in characters."""

# Costs in bits of the path through a passage, measured with tests/bench/accuracy.py.
_CHANGE_IN_LINE = 8.0
_CHANGE_AT_LINE = 3.0
_EXPECTED_ASCII = 4.2
_EXPECTED = {"LATIN": 7.5, "CJK": 11.5, "HANGUL": 9.5}  # outside ASCII; other scripts 6
_TOLD_BY = 4000  # characters of a block that tell its language
_TELLING = 15  # letters that do


@dataclass
class Chunk:
    """A run of characters without white space, some of them outside ASCII."""

    start: int
    end: int
    text: str
    line: int
    around: frozenset[str]  # the languages of the rest
    cost: float = 0.0  # bits, as it stands
    restored: list[tuple[str, float] | None] = field(default_factory=list)
    """What each hypothesis makes of it, and what that costs."""

    @cached_property
    def excess(self) -> float:
        """The bits by which it is stranger than a rare but clean one."""
        return excess(self.text, self.around)


def chunks_of(text: str, lines: Iterable[Span], around: frozenset[str]) -> Iterator[Chunk]:
    """The chunks in these lines of ``text``; ``around`` are the languages of the rest."""
    for number, (start, end) in enumerate(lines):
        for match in RUN.finditer(text, start, end):
            if not match[0].isascii():
                yield Chunk(match.start(), match.end(), match[0], number, around)


@lru_cache(maxsize=1 << 14)
def excess(text: str, around: frozenset[str]) -> float:
    """The bits by which a text is stranger than a rare but clean one."""
    return read(text, around).bits - expected(text)


def expected(text: str) -> float:
    """The bits that a text costs if it is clean, and a little out of the ordinary."""
    return sum(map(_expected, text))


@lru_cache(maxsize=1 << 14)
def _expected(character: str) -> float:
    if character.isascii():
        return _EXPECTED_ASCII if character.isalpha() else 0.0
    if not character.isalpha():
        return 7.5
    name = family_of(character)
    return _EXPECTED.get(name, 6.0 if name in FAMILIES else 7.0)


def bits_of(chunks: Iterable[str], around: frozenset[str]) -> float:
    """The bits that chunks cost together; words that ``around`` has in its lexicons cost less."""
    return read(" ".join(chunks), around, words=True).bits


def in_ascii(text: str) -> str:
    """The runs of the first few thousand characters that hold nothing but ASCII.

    No misreading has changed them.
    """
    return " ".join(run for run in RUN.findall(text[:_TOLD_BY]) if run.isascii())


def context(text: str) -> frozenset[str]:
    """The language that the words in ASCII are in."""
    fine = in_ascii(text)
    if sum(map(str.isalpha, fine)) < _TELLING:
        return frozenset()
    return frozenset(read(fine).languages.values())


def cheapest_path(chunks: Sequence[Chunk], hypotheses: Sequence[Misreading]) -> list[int]:
    """For each chunk the state on the cheapest path: -1 for fine, or a hypothesis.

    This is the Viterbi algorithm: at every chunk, for every state, the cheapest
    way to have come there.
    """
    states = range(-1, len(hypotheses))
    costs = [0.0, *(hypothesis.prior for hypothesis in hypotheses)]
    came_from: list[list[int]] = []
    line = chunks[0].line if chunks else 0
    for chunk in chunks:
        change = _CHANGE_IN_LINE if chunk.line == line else _CHANGE_AT_LINE
        line = chunk.line
        cheapest = min(states, key=lambda state: costs[state + 1])
        best = costs[cheapest + 1] + change
        origins: list[int] = []
        following: list[float] = []
        for state in states:
            stay = costs[state + 1]
            origins.append(state if stay <= best else cheapest)
            option = (chunk.text, chunk.cost) if state < 0 else chunk.restored[state]
            # Where a misreading has nothing to undo the chunk stands as it is.
            following.append(min(stay, best) + (chunk.cost if option is None else option[1]))
        came_from.append(origins)
        costs = following
    state = min(states, key=lambda state: costs[state + 1])
    path: list[int] = []
    for origins in reversed(came_from):
        path.append(state)
        state = origins[state + 1]
    return path[::-1]
