"""Parts: which stretches of a file are words, which are data, and which are neither.

A comment is prose and can be repaired as prose is.  A string literal may be
data that a program counts on, and a test may hold damage on purpose.  What lies
outside both is the program, or the format, and is nobody's to repair.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum


class Role(Enum):
    """The purpose of a part of a file.  Text without a role is code or markup."""

    WORDS = "words"
    """Comments, documentation and running text: repaired as prose is."""
    DATA = "data"
    """String literals and keys: repairs are proposed, not made."""


@dataclass(frozen=True, slots=True)
class Part:
    """A half-open span of characters and its role."""

    start: int
    end: int
    role: Role


def joined(parts: Iterable[Part]) -> tuple[Part, ...]:
    """The parts without empty ones, with adjacent parts of the same role joined."""
    result: list[Part] = []
    for part in parts:
        last = result[-1] if result else None
        if last is not None and last.end == part.start and last.role is part.role:
            result[-1] = Part(last.start, part.end, part.role)
        elif part.start < part.end:
            result.append(part)
    return tuple(result)


def between(parts: Iterable[Part], length: int) -> list[tuple[int, int]]:
    """The spans of a text of this length that have no role: its code."""
    spans: list[tuple[int, int]] = []
    done = 0
    for part in parts:
        if done < part.start:
            spans.append((done, part.start))
        done = part.end
    if done < length:
        spans.append((done, length))
    return spans
