"""Lending: the evidence that lines which prove a misreading lend to lines near by."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from fixenc import codecs
from fixenc.channels.misreading.hypotheses import MOST_LENT
from fixenc.channels.misreading.undo import Misreading
from fixenc.model.suspicion import Span, slightly_suspicious_lines

NEAR = 1500
"""Characters to either side within which a line lends its evidence to others."""

Lent = dict[Misreading, list[tuple[int, float]]]
"""For each misreading the places where a line shows it, and the bits of its evidence."""


def favoured(start: int, lent: Lent) -> dict[Misreading, float]:
    """The bits that lines near by lend to each misreading in the line that starts there."""
    found: dict[Misreading, float] = {}
    for misreading, places in lent.items():
        low = bisect_left(places, (start - NEAR,))
        high = bisect_right(places, (start + NEAR,))
        bits = 0.0
        for at in range(low, high):
            place, gain = places[at]
            bits += gain / 2 if place != start else 0.0
            if bits >= MOST_LENT:
                break
        if bits > 0:
            found[misreading] = min(MOST_LENT, bits)
    return found


def is_shown_by_others(misreading: Misreading) -> bool:
    """Whether the lines of a misreading need not show by themselves what happened.

    UTF-8 does, but for a letter of which a program of East Asia made one character.
    """
    return misreading.writer != "utf-8" or misreading.reader in codecs.MULTI_BYTE


def lines_near(text: str, lines: Sequence[Span], lent: Lent) -> list[Span]:
    """The suspicious lines, and those that are a little so near one that lends evidence.

    Only some misreadings leave lines that are a little suspicious, such as those with a dash in a
    word for a letter, or with a single ideograph among Latin letters.
    """
    found = dict(lines)
    done = 0
    places = sorted(
        place
        for misreading, lenders in lent.items()
        if is_shown_by_others(misreading)
        for place, _ in lenders
    )
    for place in places:
        start = text.rfind("\n", 0, max(done, place - NEAR)) + 1
        end = text.find("\n", place + NEAR)
        end = len(text) if end < 0 else end
        start = max(start, done)
        if start < end:
            part = text[start:end]
            for first, last in (*slightly_suspicious_lines(part), *_lines_with_traces(part)):
                found.setdefault(start + first, start + last)
        done = max(done, end)
    return sorted(found.items())


_WIDE = "\u2e80-\u9fff\uac00-\ud7a3"
_TRACE = re.compile(
    r"[^\W\d_][–—‘“”„†‡•…‰ˆ˜‹›][^\W\d_]" rf"|(?:^|[ -~])[{_WIDE}](?![{_WIDE}])", re.MULTILINE
)
"""A mark inside of a word that may have been a letter, and an ideograph or syllable by itself."""


def _lines_with_traces(text: str) -> Iterator[Span]:
    end = -1
    for match in _TRACE.finditer(text):
        if match.start() > end:
            start = text.rfind("\n", 0, match.start()) + 1
            end = text.find("\n", match.end())
            end = len(text) if end < 0 else end
            yield start, end
