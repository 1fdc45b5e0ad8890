"""Marks: whether the language model agrees that letters are what is left of marks."""

from __future__ import annotations

from collections.abc import Sequence

from fixenc.channels.misreading import RUN
from fixenc.decide import is_proven
from fixenc.model.score import costs


def proven_marks(text: str, marks: Sequence[tuple[int, str]]) -> set[int]:
    """The places of those marks that are likelier there than the letters which stand there.

    ``marks`` are the places of single characters, in order, and the marks that they may have
    been.  The evidence of all of them counts for each.
    """
    if not marks:
        return set()
    restored = list(text)
    for at, mark in marks:
        restored[at] = mark
    runs: dict[int, tuple[str, str]] = {}
    places: list[tuple[int, int]] = []
    for at, _ in marks:
        start, end = _run_around(text, at)
        runs[start] = text[start:end], "".join(restored[start:end])
        places.append((at, start))
    bits = costs([one for pair in runs.values() for one in pair])
    language = int(bits[1::2].sum(0).argmin())
    gains = dict(zip(runs, (bits[0::2].min(1) - bits[1::2, language]).tolist(), strict=True))
    distinct = {runs[start]: gain for start, gain in gains.items()}
    total = sum(distinct.values())
    return {at for at, start in places if is_proven(gains[start], total)}


def _run_around(text: str, at: int) -> tuple[int, int]:
    """The run without white space that a place is in: a half-open span of characters."""
    line = text.rfind("\n", 0, at) + 1
    start = max(line, text.rfind(" ", line, at) + 1)
    match = RUN.match(text, start)
    assert match is not None
    return start, max(match.end(), at + 1)
