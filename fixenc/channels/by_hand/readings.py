"""Readings: the texts that a text may have been, the likeliest first, for a person to choose.

The candidates are those of :mod:`fixenc.channels.misreading.candidates`, and the language model
scores them, but nothing is decided: a reading that is unlikely is listed too.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from fixenc.channels.by_hand.notation import notation_of
from fixenc.channels.misreading.candidates import candidates_of
from fixenc.channels.misreading.line import Line
from fixenc.channels.misreading.undo import Misreading
from fixenc.model.language import name_of, priors
from fixenc.model.score import costs

SAMPLE = 4000
"""Characters of lines that are not all ASCII by which readings are compared."""

_LONGEST = 1000
"""Characters of one line that are looked at."""


@dataclass(frozen=True)
class Reading:
    """A text that a text may have been.

    ``channel`` is the misreading that has to be undone, as ``--channel`` takes it; empty for
    the text as it stands.  ``text`` is what becomes of the sample, and ``bits`` the log-odds
    against the text as it stands: 10 bits are a factor of a thousand.  ``lossy`` readings
    restore bytes that were changed, which ``--channel`` leaves.
    """

    channel: str
    text: str
    bits: float
    language: str = ""
    lossy: bool = False


def readings(text: str, most: int = 10) -> list[Reading]:
    """The likeliest readings of ``text``, at most ``most``, the text as it stands among them."""
    lines = list(_sample(text))
    found: dict[str, tuple[float, Misreading | None]] = {}
    found["\n".join(line.text for line in lines)] = 0.0, None
    for prior, misreading, new in _candidates(lines):
        if new not in found or prior < found[new][0]:
            found[new] = prior, misreading
    bits = costs(list(found)) + priors()
    ranked: list[tuple[float, Reading]] = []
    for (new, (prior, channel)), own in zip(found.items(), bits, strict=True):
        language = int(own.argmin())
        cost = float(own[language]) + prior
        notation = "" if channel is None else notation_of(channel)
        lossy = channel is not None and channel.lossy
        ranked.append((cost, Reading(notation, new, 0.0, name_of(language), lossy)))
    stands = next(cost for cost, each in ranked if not each.channel)
    ranked.sort(key=lambda each: each[0])
    result = [
        Reading(each.channel, each.text, stands - cost, each.language, each.lossy)
        for cost, each in ranked
    ]
    return _with_the_text_itself(result, most)


def _with_the_text_itself(ranked: list[Reading], most: int) -> list[Reading]:
    best = ranked[:most]
    if all(each.channel for each in best):
        best[-1:] = [each for each in ranked if not each.channel]
    return best


def _sample(text: str) -> Iterator[Line]:
    """The first lines that are not all ASCII; of a text in ASCII the first line."""
    left = SAMPLE
    start = 0
    beyond = not text.isascii()
    while start < len(text) and left > 0:
        end = text.find("\n", start) + 1 or len(text)
        line = text[start:end].rstrip("\r\n")[:_LONGEST]
        if line.strip() and not (beyond and line.isascii()):
            yield Line(start, start + len(line), line)
            left = left - len(line) if beyond else 0
        start = end


def _candidates(lines: list[Line]) -> Iterator[tuple[float, Misreading, str]]:
    """Each misreading that explains a line, its prior, and what it makes of all lines."""
    by_misreading: dict[Misreading, dict[int, dict[int, str]]] = {}
    for at, line in enumerate(lines):
        for candidate in candidates_of(line):
            by_misreading.setdefault(candidate.misreading, {})[at] = candidate.changed
    for misreading, changed in by_misreading.items():
        new = [
            _changed(line, changed[at]) if at in changed else _undone(line, misreading)
            for at, line in enumerate(lines)
        ]
        yield misreading.prior, misreading, "\n".join(new)


def _undone(line: Line, misreading: Misreading) -> str:
    return misreading.undo(line.text) or line.text


def _changed(line: Line, changed: dict[int, str]) -> str:
    pieces: list[str] = []
    done = 0
    for at, (start, end, _) in enumerate(line.runs):
        if at in changed:
            pieces += [line.text[done:start], changed[at]]
            done = end
    return "".join([*pieces, line.text[done:]])
