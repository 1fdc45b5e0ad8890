"""Scoring: what a repair made of damaged lines, against the clean ones.

A line is *left* if it still is the damaged one, *restored* if it is the clean line (after
NFC), *partly* repaired if it became neither but every edit is right, and *wrong* otherwise.
A line that was not damaged and did not stay as it was is *harmed*.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import pairwise
from random import Random

from channels import Channel
from shapes import Shape, Texts

from fixenc import Edit

_MOST_TRIES = 400
"""Samples that are drawn at most for each that is wanted: some damage is to few lines."""


@dataclass(frozen=True)
class Line:
    """A line of a sample: clean, damaged, and a pattern of what else counts as restored."""

    clean: str
    damaged: str | bytes
    counts: bool
    accepted: str | None = None

    def restored_by(self, text: str) -> bool:
        """Whether ``text`` is this line as it was."""
        got = _nfc(text)
        if got == _nfc(self.clean):
            return True
        return self.accepted is not None and re.fullmatch(self.accepted, got, re.S) is not None


@dataclass(frozen=True)
class Sample:
    """Lines that are repaired together, and what stands between them."""

    lines: Sequence[Line]
    separator: str = "\n"

    @property
    def damaged(self) -> str | bytes:
        """The whole text, or file, as it came."""
        parts = [line.damaged for line in self.lines]
        if all(isinstance(part, bytes) for part in parts):
            return self.separator.encode().join(p for p in parts if isinstance(p, bytes))
        return self.separator.join(part for part in parts if isinstance(part, str))


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

    def harm(self, tool: str) -> float | None:
        """Clean lines that the tool changed, of 10,000."""
        total = self.lines[tool, "harmed"] + self.lines[tool, "fine"]
        return 10_000 * self.lines[tool, "harmed"] / total if total else None


def samples(
    channel: Channel, texts: Texts, shape: Shape, wanted: int, seed: str
) -> Iterator[Sample]:
    """Samples of a shape, by chance from all texts that take the channel.

    They are drawn until ``wanted`` damaged lines are found.  Lines that do not survive the
    channel are left out.
    """
    chance = Random(seed)
    names = [name for name in sorted(texts) if channel.takes(name)]
    seen: set[str | bytes] = set()
    chance.shuffle(names)
    for attempt in range(_MOST_TRIES * wanted if names else 0):
        sample = _sample(channel, texts, shape, names[attempt % len(names)], chance)
        if sample is None or sample.damaged in seen:
            continue
        seen.add(sample.damaged)
        found = sum(line.counts for line in sample.lines)
        if found or not channel.harms:
            yield sample
            wanted -= found if channel.harms else len(sample.lines)
        if wanted <= 0:
            return


def _sample(
    channel: Channel, texts: Texts, shape: Shape, name: str, chance: Random
) -> Sample | None:
    drawn = shape(texts, name, chance)
    if drawn is None:
        return None
    lines = []
    for at, clean in enumerate(drawn.lines):
        if at not in drawn.damaged:
            lines.append(Line(clean, clean, counts=False))
        elif (line := _damaged(channel, clean, chance)) is not None:
            lines.append(line)
    return Sample(lines, drawn.separator) if lines else None


def _damaged(channel: Channel, clean: str, chance: Random) -> Line | None:
    if channel.before is not None:
        clean = channel.before(clean)
    damaged = channel.damage(clean, chance)
    if damaged is None:
        return None
    if channel.every_line:
        counts = not clean.isascii()
    else:
        counts = damaged != (clean if isinstance(damaged, str) else clean.encode())
    accepted = channel.accepted(clean, damaged) if channel.accepted and counts else None
    return Line(clean, damaged, counts, accepted)


def outcomes(
    lines: Sequence[Line], before: Sequence[str], after: Sequence[str], sound: Sequence[bool]
) -> Iterator[str]:
    """The outcome of each line: its text as read and as repaired, and if all edits are right."""
    for line, read, text, right in zip(lines, before, after, sound, strict=True):
        if not line.counts:
            yield "fine" if line.restored_by(text) else "harmed"
        elif _nfc(text) == _nfc(line.clean):
            yield "restored"
        elif text == read:
            yield "left"
        elif line.restored_by(text):
            yield "restored"
        else:
            yield "partly" if right else "wrong"


def edits_between(before: str, after: str) -> list[Edit]:
    """Edits that make ``after`` of ``before``, for tools that do not name theirs."""
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    return [
        Edit(lo, hi, after[new_lo:new_hi])
        for what, lo, hi, new_lo, new_hi in matcher.get_opcodes()
        if what != "equal"
    ]


def parts_of(edit: Edit, before: str) -> list[Edit]:
    """The edits of what an edit changes, if it leaves characters outside ASCII between.

    They show bytes of a character of which others are gone.
    """
    old, new = before[edit.start : edit.end], edit.new or ""
    parts = edits_between(old, new)
    changed = {at for part in parts for at in range(part.start, part.end)}
    if all(c.isascii() for at, c in enumerate(old) if at not in changed):
        return [edit]
    return [Edit(edit.start + each.start, edit.start + each.end, each.new) for each in parts]


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
