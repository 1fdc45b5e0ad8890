"""The content of the page: files with their paragraphs and changes, ready to be displayed.

Everything is made visible here, so that the script on the page puts it there as it is.  A
paragraph is a list of parts: a string is text, and a list is a mark, its number first and
then the parts of the text that it spans::

    ["It wasn", [0, "\\u00e2"], "t me"]
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from fixenc.core.document import FileChange
from fixenc.engine.repair import Repair
from fixenc.files import platform
from fixenc.review.decisions import digest, record
from fixenc.review.encodings import readings
from fixenc.review.outcome import Outcome
from fixenc.review.passages.marks import Mark, marks
from fixenc.review.passages.nodes import Node, displayed, nodes
from fixenc.review.passages.paragraphs import Passage, is_prose, is_right_to_left, passages
from fixenc.review.visible import marked, spelt, visible
from fixenc.review.wording import meaning

WHOLE = 200_000
"""Characters up to which the whole text of a file is on the page."""

BUDGET = 12_000_000
"""Characters of text, over all files, after which only the nearest paragraphs are on the page."""

NEAR = 6
"""Paragraphs on each side of one with changes that are on the page in any case."""

_LONGEST_UNCHANGED = 2000
"""Characters of a paragraph without changes that are displayed."""


@dataclass
class Content:
    """The content of the page for each file; ``used`` is how much of the budget is spent."""

    used: int = 0
    _kinds: dict[str, int] = field(default_factory=dict)

    def of(self, outcome: Outcome, repair: Repair) -> dict[str, Any]:
        """One file: its name, the changes of it as a whole, its marks and its paragraphs."""
        document = repair.document
        found = marks(repair)
        numbers = {id(mark): number for number, mark in enumerate(found)}
        return {
            "path": platform.slashed(outcome.path),
            "name": visible(outcome.path),
            "digest": digest(outcome.before),
            "encoding": document.encoding,
            "prose": is_prose(document),
            "changes": [_file_change(outcome, repair, each) for each in outcome.changes],
            "marks": [_mark(repair, each, found, at) for at, each in enumerate(found)],
            "blocks": list(self._blocks(repair, found, numbers)),
        }

    def _blocks(
        self, repair: Repair, found: Sequence[Mark], numbers: dict[int, int]
    ) -> Iterator[dict[str, Any] | None]:
        """The paragraphs in order; ``None`` stands for some that are left out."""
        pieces = passages(repair.document, found)
        size = len(repair.document.text)
        is_whole = size <= WHOLE and self.used + size <= BUDGET
        changed = [at for at, piece in enumerate(pieces) if piece.marks]
        near = 0
        last = -1
        for at, piece in enumerate(pieces):
            while near < len(changed) and changed[near] + NEAR < at:
                near += 1
            if not is_whole and (near == len(changed) or changed[near] - NEAR > at):
                continue
            if at != last + 1:
                yield None
            last = at
            self.used += piece.end - piece.start
            yield _block(repair, piece, numbers)
        if last != len(pieces) - 1:
            yield None


def _block(repair: Repair, piece: Passage, numbers: dict[int, int]) -> dict[str, Any]:
    text = repair.document.text
    block: dict[str, Any] = {
        "line": repair.document.position(piece.start)[0],
        "parts": _parts(text, piece, numbers),
    }
    repaired = "".join(each.new(text) or "" for each in piece.marks)
    if is_right_to_left(repaired or text[piece.start : piece.end]):
        block["rtl"] = 1
    return block


def _parts(text: str, piece: Passage, numbers: dict[int, int]) -> list[Any]:
    """The parts of a passage, see above."""
    found = nodes(text, piece)
    if not piece.marks and len(text[piece.start : piece.end]) > _LONGEST_UNCHANGED:
        return [f"{lines(text[piece.start : piece.start + _LONGEST_UNCHANGED])}…"]
    return [_part(each, numbers) for each in found]


def _part(part: str | Node, numbers: dict[int, int]) -> Any:
    if isinstance(part, str):
        return lines(part)
    number = numbers[id(part.mark)]
    if part.is_outer:
        return [number, *(_part(each, numbers) for each in part.parts)]
    return [number, *(_look(each) for each in part.parts if isinstance(each, str))]


_SHORT = 40
"""Characters up to which the blanks at the ends of a changed text are displayed as dots."""


def _spans_others(mark: Mark, found: Sequence[Mark]) -> bool:
    return any(
        other is not mark and mark.start <= other.start and other.end <= mark.end for other in found
    )


def _neighbours(found: Sequence[Mark], at: int) -> Sequence[Mark]:
    """The marks that begin in the span of the one at ``at``, and that one."""
    lo = hi = at
    while lo and found[lo - 1].start == found[at].start:
        lo -= 1
    while hi < len(found) and found[hi].start <= found[at].end:
        hi += 1
    return found[lo:hi]


def lines(text: str) -> str:
    """``text`` with everything visible but its line ends, which stay."""
    if text.isascii() and text.isprintable():
        return text
    return "\n".join(visible(line.removesuffix("\r")) for line in text.split("\n"))


def _mark(repair: Repair, mark: Mark, found: Sequence[Mark], at: int) -> dict[str, Any]:
    """A mark: its records for the file of decisions, and how it is displayed."""
    document = repair.document
    text = document.text
    edit = displayed(text, mark, is_outer=_spans_others(mark, _neighbours(found, at)))
    old, new = text[edit.start : edit.end], edit.new
    look: dict[str, Any] = {
        "edits": [record(repair, each) for each in mark.edits],
        "old": _look(old),
        "new": None if new is None else _look(new),
        "why": visible(meaning(mark.edits[0])),
    }
    ends = [lines(text[mark.start : edit.start]), lines(text[edit.end : mark.end])]
    if any(ends):
        look["ends"] = ends  # they stand beside it, unless another replacement was typed
    if edit.others:
        look["others"] = [[other, _look(other)] for other in edit.others]
    if new is not None and len(old) <= 2 and len(new) <= 2:
        look["names"] = f"{_names(old)} → {_names(new)}"
    if older := repair.older_line(mark.edits[0]):
        look["older"] = [visible(part) for part in older]
    if len(mark.edits) > 1:
        look["whole"] = record(repair, displayed(text, mark, is_outer=True))
    return look


def _look(text: str) -> str:
    return marked(text) if len(text) <= _SHORT else lines(text)


def _names(text: str) -> str:
    """The characters of a short text by code point and name."""
    from unicodedata import name

    each = (f"{f'U+{ord(c):04X}'} {name(c, spelt(c))}".strip() for c in text)
    return " + ".join(each) or "nothing"


def _file_change(outcome: Outcome, repair: Repair, change: FileChange) -> dict[str, Any]:
    """A change of the file as a whole; for an encoding, the first lines as each codec has them."""
    look: dict[str, Any] = {
        "record": record(repair, change),
        "old": visible(change.old),
        "new": visible(change.new),
        "why": visible(change.evidence),
    }
    if change.aspect == "encoding":
        look["readings"] = [
            {
                "encoding": each.encoding,
                "share": each.confidence,
                "lines": [[number, visible(line)] for number, line in each.lines],
            }
            for each in readings(outcome.before, repair.document)
        ]
    return look
