"""Scoring: what a repair made of damaged lines, against the clean ones.

A line is *restored* if it is the clean line (after NFC), *untouched* if it
still is the damaged one, *partly* repaired if it became neither but every
edit is right, and *wrong* otherwise.  A line that was not damaged and did not
stay as it was is *harmed*.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import pairwise
from random import Random
from typing import TYPE_CHECKING

from channels import Channel

if TYPE_CHECKING:
    from fixenc import Edit


@dataclass(frozen=True)
class Line:
    """A line of a document: clean, damaged, and what else counts as repaired."""

    clean: str
    damaged: str | bytes
    counts: bool
    accepted: Sequence[str] = ()

    def restored_by(self, text: str) -> bool:
        """Whether ``text`` is this line as it was."""
        got = _nfc(text)
        return got == _nfc(self.clean) or any(got == _nfc(other) for other in self.accepted)


@dataclass
class Score:
    """Counts of line outcomes, and of right and of all edits, by tool."""

    lines: Counter[tuple[str, str]] = field(default_factory=Counter)
    edits: Counter[tuple[str, str]] = field(default_factory=Counter)

    def add(self, other: Score) -> None:
        """Add up the counts of another part of the run."""
        self.lines.update(other.lines)
        self.edits.update(other.edits)

    def share(self, tool: str, outcome: str = "restored") -> float | None:
        """Percent of the damaged lines that had this outcome."""
        total = self.lines[tool, "damaged"]
        return 100 * self.lines[tool, outcome] / total if total else None

    def precision(self, tool: str) -> float | None:
        """Percent of the tool's edits that left clean text where they stand."""
        total = self.edits[tool, "all"]
        return 100 * self.edits[tool, "right"] / total if total else None


def documents(
    channel: Channel, clean: Sequence[str], size: int, wanted: int, seed: str
) -> Iterator[list[Line]]:
    """Documents of ``size`` damaged lines that follow one another in the corpus.

    They are chosen by chance until ``wanted`` damaged lines are found.  Lines
    that do not survive the channel are left out.
    """
    chance = Random(seed)
    starts = list(range(0, len(clean), size))
    chance.shuffle(starts)
    for start in starts:
        document = []
        for line in clean[start : start + size]:
            damaged = channel.damage(line, chance)
            if damaged is None:
                continue
            if channel.every_line:
                counts = not line.isascii()
            else:
                counts = damaged != (line if isinstance(damaged, str) else line.encode())
            accepted = channel.accepted(line, damaged) if channel.accepted else ()
            document.append(Line(line, damaged, counts, accepted))
        found = sum(line.counts for line in document)
        if found:
            yield document
            wanted -= found
        if wanted <= 0:
            return


def outcomes(
    lines: Sequence[Line], before: Sequence[str], after: Sequence[str], sound: Sequence[bool]
) -> Iterator[str]:
    """The outcome of each line: its text as read and as repaired, and if all edits are right."""
    for line, read, text, right in zip(lines, before, after, sound, strict=True):
        if line.restored_by(text):
            yield "restored" if line.counts else "fine"
        elif text == read:
            yield "untouched"
        elif not line.counts:
            yield "harmed"
        else:
            yield "partly" if right else "wrong"


def judged(lines: Sequence[Line], got: Sequence[str], edits: Iterable[Edit]) -> list[list[bool]]:
    """Whether each edit of each line left clean text there.

    ``edits`` are those that made ``got`` of the whole document.  The repaired
    line is aligned to the clean one: an edit is right if all that it wrote
    stands in one piece in the clean line, beside the same neighbours (those
    that are still damaged have no place there, and say nothing).
    """
    starts = [0]
    for text in got:
        starts.append(starts[-1] + len(text) + 1)
    verdicts: list[list[bool]] = [[] for _ in got]
    places: list[int | None] | None = None
    row = -1
    shift = 0
    for edit in edits:
        new = edit.new or ""
        lo = edit.start + shift
        shift += len(new) - (edit.end - edit.start)
        at = row
        while at + 1 < len(got) and starts[at + 1] <= lo:
            at += 1
        if at != row:
            row, places = at, None
        if lines[row].restored_by(got[row]):
            verdicts[row].append(True)
            continue
        if places is None:
            places = _places(got[row], lines[row].clean)
        lo -= starts[row]
        verdicts[row].append(_in_one_piece(places, lo, lo + len(new)))
    return verdicts


def _places(text: str, clean: str) -> list[int | None]:
    """Where in the clean line each character of the text stands, with both borders."""
    places: list[int | None] = [None] * len(text)
    for block in SequenceMatcher(None, text, clean, autojunk=False).get_matching_blocks():
        places[block.a : block.a + block.size] = range(block.b, block.b + block.size)
    return [-1, *places, len(clean)]


def _in_one_piece(places: list[int | None], lo: int, hi: int) -> bool:
    """Whether characters ``lo`` to ``hi`` stand together, and beside the same neighbours."""
    inside = places[lo + 1 : hi + 1]
    if None in inside or len(inside) < hi - lo:
        return False
    around = places[lo : hi + 2]
    known = [place for place in (around[0], *inside, around[-1]) if place is not None]
    return all(b - a == 1 for a, b in pairwise(known))


def _nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)
