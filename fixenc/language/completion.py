"""What a damaged piece of text can have been."""

from __future__ import annotations

from dataclasses import dataclass

_ALONE = 20.0  # bits of margin where nothing else fits


@dataclass(frozen=True)
class Completion:
    """What a damaged word may have been, and what it costs in bits.

    ``known`` says that a lexicon has it.
    """

    word: str
    cost: float
    known: bool


@dataclass(frozen=True)
class Found:
    """A damaged word in a text, and what it may have been, likeliest first."""

    start: int
    end: int
    completions: tuple[Completion, ...]
    gain: float  # bits by which the likeliest is cheaper than the word as it stands

    @property
    def margin(self) -> float:
        """The bits by which the likeliest is ahead of the next."""
        if len(self.completions) < 2:
            return _ALONE
        return self.completions[1].cost - self.completions[0].cost
