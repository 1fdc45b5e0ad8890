"""Nodes: the text of a passage with its marks in it, of which one can span others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from fixenc.core.edits import Edit, within
from fixenc.review.passages.marks import Mark
from fixenc.review.passages.paragraphs import Passage


@dataclass
class Node:
    """A mark in its place.

    ``edit`` is the mark as it is displayed, without what its ends leave as it is; one that spans
    others keeps its ends, since these stand in it.  ``parts`` is the text that it spans, with
    the nodes in it, and ``ends`` is what the mark spans before and after that.
    """

    mark: Mark
    edit: Edit
    ends: tuple[str, str] = ("", "")
    parts: list[str | Node] = field(default_factory=list)

    @property
    def is_outer(self) -> bool:
        """Whether other marks stand in it."""
        return any(isinstance(part, Node) for part in self.parts)


def nodes(text: str, passage: Passage) -> list[str | Node]:
    """The text of a passage and the nodes in it, without the line ends behind it.

    Of marks that overlap without one spanning the other, the later one stands behind the other
    with a text of its own.
    """
    stop = passage.end
    while stop > passage.start and text[stop - 1] in "\r\n":
        stop -= 1
    stop = max([stop, *(mark.end for mark in passage.marks)])
    builder = _Builder(text, passage.start)
    ordered = nested(passage.marks)
    deeper = [*(depth for _, depth in ordered[1:]), 0]
    for (mark, depth), following in zip(ordered, deeper, strict=False):
        builder.close(depth)
        builder.open(Node(mark, displayed(text, mark, is_outer=following > depth)))
    builder.close(0)
    builder.put(stop)
    return builder.top


class _Builder:
    """Puts text and nodes where they belong, one after the other."""

    def __init__(self, text: str, start: int) -> None:
        self.text = text
        self.at = start
        self.top: list[str | Node] = []
        self._open: list[Node] = []

    def put(self, upto: int) -> None:
        """Put the text up to an offset into the node that is open."""
        if upto > self.at:
            parts = self._open[-1].parts if self._open else self.top
            parts.append(self.text[self.at : upto])
            self.at = upto

    def open(self, node: Node) -> None:
        """Put a node where it begins, and open it."""
        edit, text = node.edit, self.text
        self.put(node.mark.start)
        (self._open[-1].parts if self._open else self.top).append(node)
        if node.mark.start == self.at:
            node.ends = text[self.at : edit.start], text[edit.end : node.mark.end]
            self.at = edit.start
        else:
            node.parts.append(self.text[edit.start : edit.end])
            self.at = max(self.at, edit.end)
        self._open.append(node)

    def close(self, depth: int) -> None:
        """Close nodes until so many are open."""
        while len(self._open) > depth:
            self.put(self._open[-1].edit.end)
            self.at = max(self.at, self._open.pop().mark.end)


def displayed(text: str, mark: Mark, *, is_outer: bool) -> Edit:
    """A mark as one edit, as it is displayed: one that spans others keeps its ends."""
    new = mark.new(text)
    if is_outer and new is not None:
        return replace(mark.edits[0], start=mark.start, end=mark.end, new=new)
    return mark.as_edit(text)


def nested(found: Sequence[Mark]) -> list[tuple[Mark, int]]:
    """The marks of a passage, outer ones first, each with its depth.

    A mark of depth 1 stands inside the last one before it of depth 0, and so on.  Marks that
    overlap without one spanning the other have the same depth.
    """
    ordered = sorted(found, key=lambda mark: (mark.start, -mark.end, -mark.safety))
    result: list[tuple[Mark, int]] = []
    above: list[Mark] = []
    for mark in ordered:
        while above and not within(_span(mark), _span(above[-1])):
            above.pop()
        result.append((mark, len(above)))
        above.append(mark)
    return result


def _span(mark: Mark) -> Edit:
    return Edit(mark.start, mark.end, "")
