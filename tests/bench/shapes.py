"""Shapes: how much clean text a damaged line comes with.

A shape draws a sample of clean lines from texts by chance, and says which of them are to be
damaged.  In the last three shapes one line is damaged, and those of another language beside it
are not: they must stay.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from random import Random

TEN = 10
_SHORT, _LONG = 5, 60
_MOST_WORDS = 7

Texts = Mapping[str, Sequence[str]]
"""The clean lines of each text, by its name."""


@dataclass(frozen=True)
class Drawn:
    """Clean lines, the numbers of those that are to be damaged, and what stands between them."""

    lines: Sequence[str]
    damaged: frozenset[int]
    separator: str = "\n"


Shape = Callable[[Texts, str, Random], "Drawn | None"]
"""Draws from one of the texts, the name of which is given; may find nothing."""


def line(texts: Texts, name: str, chance: Random) -> Drawn | None:
    """Draw one line."""
    return Drawn([chance.choice(texts[name])], frozenset([0]))


def window(texts: Texts, name: str, chance: Random) -> Drawn | None:
    """Draw a few whole words of a line, 5 to 60 characters."""
    words = chance.choice(texts[name]).split(" ")
    start = chance.randrange(len(words))
    text = " ".join(words[start : start + chance.randint(1, _MOST_WORDS)])
    if len(words) == 1:  # East Asia: no spaces
        start = chance.randrange(len(text))
        text = text[start : start + chance.randint(_SHORT, _LONG)]
    return Drawn([text], frozenset([0])) if _SHORT <= len(text) <= _LONG else None


def document(texts: Texts, name: str, chance: Random) -> Drawn | None:
    """Draw ten lines that follow one another."""
    start = chance.randrange(0, len(texts[name]), TEN)
    lines = texts[name][start : start + TEN]
    return Drawn(lines, frozenset(range(len(lines))))


def beside(clean: int, separator: str = "\n") -> Shape:
    """Draw a line to be damaged among so many clean lines of another language."""

    def draw(texts: Texts, name: str, chance: Random) -> Drawn | None:
        other = chance.choice([text for text in sorted(texts) if text != name])
        start = chance.randrange(max(1, len(texts[other]) - clean))
        lines = list(texts[other][start : start + clean])
        at = chance.randint(0, len(lines))
        lines.insert(at, chance.choice(texts[name]))
        if separator != "\n":
            lines = [part.replace(separator, " ") for part in lines]
        return Drawn(lines, frozenset([at]), separator)

    return draw


SHAPES: dict[str, Shape] = {"line": line, "window": window, "document": document}
"""The shapes in which every channel is measured."""

MIXTURES: dict[str, Shape] = {
    "nine clean lines of another language": beside(9),
    "one clean line of another language": beside(1),
    "a row of a table with clean cells": beside(3, "\t"),
}
"""The shapes in which some channels are measured, too."""
