"""Pairs: which line of the old text a line of the new one came from.

Damage leaves letters and digits of ASCII alone, but for one that is swallowed here and there.
So a line is known by these wherever it moved and however it was indented, and a line without
them by its place after the last line that stayed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import islice

from fixenc.history.forward import Channel
from fixenc.history.recognize import recognize

BLANK = " \t\r"
"""Characters stripped from lines.  :meth:`str.strip` would take bytes of mojibake along."""

_MOST_PAIRS = 200
"""Pairs of lines in which channels are looked for."""

_LONGEST_LINE = 2000
_SKELETON = re.compile("[^A-Za-z0-9]+")
_TOKENS = re.compile("[A-Za-z0-9_]+|[^A-Za-z0-9_]+")


def channels(old: Sequence[str], new: Sequence[str]) -> list[tuple[Channel, int]]:
    """The channels that made new lines of old ones, with their votes, the likeliest first.

    A channel gets a vote for each different piece of text that it explains.
    """
    votes: Counter[Channel] = Counter()
    seen: set[tuple[str, str]] = set()
    for one, other in islice(_pairs(old, new), _MOST_PAIRS):
        for piece in _pieces(one, other):
            if piece not in seen:
                seen.add(piece)
                votes.update(recognize(*piece))
    return sorted(votes.items(), key=lambda item: (-item[1], item[0].prior, str(item[0])))


def may_be_damaged(line: str) -> bool:
    """Whether a new line can hold what a channel made."""
    return "?" in line or not line.isascii()


def _pairs(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str, str]]:
    stripped_old = [line.strip(BLANK) for line in old]
    stripped_new = [line.strip(BLANK) for line in new]
    kept, had = set(stripped_new), set(stripped_old)
    gone = {at for at, line in enumerate(stripped_old) if line not in kept and not line.isascii()}
    if not gone:
        return
    by_skeleton: dict[str, list[int]] = {}
    for at in sorted(gone):
        by_skeleton.setdefault(_SKELETON.sub("", stripped_old[at]), []).append(at)
    places = _places(stripped_old, stripped_new)
    for at, line in enumerate(stripped_new):
        if line in had or not may_be_damaged(line) or len(line) > _LONGEST_LINE:
            continue
        skeleton = _SKELETON.sub("", line)
        alike = by_skeleton.get(skeleton, ()) if skeleton else ()
        wanted = places[at]
        if alike:
            nearest = min(alike, key=lambda one: min(abs(one - place) for place in wanted))
            yield stripped_old[nearest], line
            continue
        for place in wanted:
            if place in gone:
                yield stripped_old[place], line
                if place + 1 < len(old):
                    yield f"{old[place]}\n{old[place + 1]}".strip(BLANK), line


def _places(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Where each new line would stand in the old text: counted from the last line before that
    stayed, and from the first one behind."""
    unique = {line: at for at, line in enumerate(old)}
    often = Counter(old)
    anchors = [unique[line] if often[line] == 1 else None for line in new]
    before: list[int] = []
    shift = 0
    for at, anchor in enumerate(anchors):
        shift = shift if anchor is None else anchor - at
        before.append(at + shift)
    behind: list[int] = []
    shift = len(old) - len(new)
    for at in range(len(new) - 1, -1, -1):
        anchor = anchors[at]
        shift = shift if anchor is None else anchor - at
        behind.append(at + shift)
    return list(zip(before, reversed(behind), strict=True))


def _pieces(old: str, new: str) -> Iterator[tuple[str, str]]:
    """The parts in which two lines differ: all between their common ends, else each by itself."""
    whole = _core(old, new)
    if recognize(*whole):
        yield whole
        return
    mine, theirs = _TOKENS.findall(old), _TOKENS.findall(new)
    for what, a, b, c, d in SequenceMatcher(None, mine, theirs, autojunk=False).get_opcodes():
        if what == "replace":
            yield _core("".join(mine[a:b]), "".join(theirs[c:d]))


def _core(old: str, new: str) -> tuple[str, str]:
    """Two texts without their common ends, cut between characters of ASCII only."""
    start, most = 0, min(len(old), len(new))
    while start < most and old[start] == new[start]:
        start += 1
    end = 0
    while end < most - start and old[-1 - end] == new[-1 - end]:
        end += 1
    while start and not old[start - 1].isascii():
        start -= 1
    while end and not old[len(old) - end].isascii():
        end -= 1
    return old[start : len(old) - end], new[start : len(new) - end]
