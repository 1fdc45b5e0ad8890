"""The neighbours of apostrophes, counted in running text and lists of words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from math import log2

import numpy as np

from fixenc.model.apostrophes import before, behind, ending, starting
from fixenc.model.words import hash_of

BITS = 8
"""Steps of a bit in which costs are stored."""

PER_WORD = 1e5
"""How often a word counts of which a list says that it makes up all words."""

VARIED = 3
"""Different pieces that a piece stands beside, to be one that others are joined to."""

LEAST, MOST = 3, 300
"""How often a piece was seen, and how many pieces of a language are kept."""

_JOINED = re.compile(r"(?<![^\W_])([^\W_]*)['’]([^\W_]*)")


def apostrophe_table(
    languages: Iterable[tuple[Iterable[str], Iterable[tuple[str, float]]]],
) -> dict[str, np.ndarray]:
    """The cost of each piece beside an apostrophe, by the numbers of the pieces.

    ``languages`` gives for each language, in order, lines of text and words with frequencies.
    """
    rows: list[tuple[int, int, int]] = []
    for index, (lines, words) in enumerate(languages):
        counts, total = _counts(lines, words)
        frequent = sorted(((count, piece) for piece, count in counts.items()), reverse=True)
        for count, piece in frequent[:MOST]:
            if count >= LEAST:
                bits = min(255, round(max(0.0, -log2(count / total)) * BITS))
                rows.append((int(hash_of(piece)), index, bits))
    rows.sort()
    key, language, bits = zip(*rows, strict=True)
    return {
        "apostrophe_key": np.array(key, np.uint64),
        "apostrophe_language": np.array(language, np.uint8),
        "apostrophe_bits": np.array(bits, np.uint8),
    }


def _counts(lines: Iterable[str], words: Iterable[tuple[str, float]]) -> tuple[Counter[str], float]:
    """How often each piece stands beside an apostrophe, and how many of these are in words.

    Of pieces inside words those are counted that stand there beside several others: *Peter’s*
    says something of what stands before an *s*, and nothing of what stands behind *Peter*.
    """
    joined: Counter[tuple[str, str]] = Counter()
    for line in lines:
        joined.update(_joined(line, is_quoting="‘" in line or line.count("'") > 2))
    for word, frequency in words:
        for pair in _joined(word, is_quoting=True):
            joined[pair] += frequency * PER_WORD  # type: ignore[assignment]
    lefts, rights = Counter(left for left, _ in joined), Counter(right for _, right in joined)
    counts: Counter[str] = Counter()
    for (left, right), count in joined.items():
        if not left:
            counts[starting(right)] += count
        elif not right:
            counts[ending(left)] += count
            if len(left) > 1:
                counts[ending(f"-{left[-1]}")] += count
        else:
            if rights[right] >= VARIED:
                counts[behind(right)] += count
            if lefts[left] >= VARIED and rights[right] < 2 * lefts[left]:
                counts[before(left)] += count
            if rights[right] < VARIED and lefts[left] < VARIED:
                counts[before(left)] += count
                counts[behind(right)] += count
    inside = sum(count for (left, right), count in joined.items() if left and right)
    return counts, inside + LEAST


def _joined(text: str, *, is_quoting: bool) -> Iterator[tuple[str, str]]:
    """The letters on both sides of each apostrophe; nothing on one where none stand there."""
    for match in _JOINED.finditer(text):
        left, right = match[1].lower(), match[2].lower()
        if (left and right) or (left and not is_quoting):
            yield left, right
        elif right and not is_quoting and match[0][0] == "’":
            yield "", right
