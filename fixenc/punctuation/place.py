"""Places: the text on either side of a mark, to the next space or mark, without markup."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from fixenc.punctuation.context import TAG
from fixenc.punctuation.pairing import Mark
from fixenc.punctuation.paragraphs import Paragraph

_BESIDE = "\N{LEFT DOUBLE QUOTATION MARK}"
"""A stand-in for an unknown mark beside another one: any mark of its class does."""
_REACH = 30  # characters to either side
_STOPS = frozenset(".,!?;:…")
_LETTERS = re.compile(r"[^\W_]*")
_SPACE = re.compile(r"\s")
_LONGEST_TAG = 200  # characters
_INLINE = frozenset(
    "a abbr b bdi bdo big cite code del dfn em font i ins kbd label mark q s samp small span strike"
    " strong sub sup time tt u var wbr".split()
)
"""Tags that stand inside of words and sentences (HTML Living Standard, phrasing content)."""


@dataclass(frozen=True)
class Place:
    """The text on either side of a mark, up to a space or another mark."""

    left: str
    right: str
    moved: str
    """The text before the space on the left, if that is on the wrong side of the mark."""
    before_mark: bool
    ends: bool
    """Whether nothing of the paragraph follows."""

    @property
    def last(self) -> str:
        """The letters right before the mark."""
        found = _LETTERS.match(self.left[::-1])
        return found[0][::-1].lower() if found else ""

    @property
    def first(self) -> str:
        """The letters right after it."""
        found = _LETTERS.match(self.right)
        return found[0].lower() if found else ""


def places_of(text: str, paragraph: Paragraph, marks: Sequence[Mark]) -> Iterator[Place]:
    """Yield the place of each of the marks of a paragraph, which are in order."""
    start, end = paragraph
    last = start + len(text[start:end].rstrip()) - 1
    for number, mark in enumerate(marks):
        at = mark.at
        before_mark = number + 1 < len(marks) and marks[number + 1].adjacent
        lowest = marks[number - 1].at + 1 if number else start
        highest = marks[number + 1].at if number + 1 < len(marks) else end
        left_end, starts = _before_tags(text, lowest, at)
        # Behind a word, code or emphasis that begins beside the mark stands apart.
        follows_word = text[max(start, at - 1) : at].isalnum()
        right_start, ends = _behind_tags(text, at + 1, highest, opening=not follows_word)
        low, high = max(lowest, left_end - _REACH), min(highest, right_start + _REACH)
        left = "" if starts else _SPACE.split(text[low:left_end])[-1]
        right = "" if ends else _SPACE.split(text[right_start:high], maxsplit=1)[0]
        moved = ""
        if text[max(start, at - 1) : at] == " " and text[max(start, at - 2) : at - 1] in _STOPS:
            moved = _SPACE.split(text[low : at - 1])[-1]
        if not starts and number and len(left) == left_end - low and low == lowest:
            left = _BESIDE + left
        elif starts or (not left and left_end == start):
            left = "\n"
        if (
            not ends
            and number + 1 < len(marks)
            and len(right) == high - right_start
            and high == highest
        ):
            right += _BESIDE
        yield Place(left, right, moved, before_mark, at >= last)


_DELIMITERS = frozenset("*_`")
"""Marks of emphasis and code in Markdown and reStructuredText, which are no more text than tags."""


def _before_tags(text: str, start: int, at: int) -> tuple[int, bool]:
    """Where the tags begin that stand right before a place, and whether they end a line there."""
    while at > start and (text[at - 1] == ">" or text[at - 1] in _DELIMITERS):
        if text[at - 1] in _DELIMITERS:
            at -= 1
            continue
        begins = text.rfind("<", max(start, at - _LONGEST_TAG), at)
        tag = TAG.fullmatch(text, begins, at) if begins >= 0 else None
        if tag is None:
            break
        if tag[1].lower() not in _INLINE:
            return at, True
        at = begins
    return at, False


def _behind_tags(text: str, at: int, end: int, *, opening: bool) -> tuple[int, bool]:
    """Where the tags end that begin at a place, and whether a line ends there.

    So does emphasis or code; what begins with it is looked into if ``opening``.
    """
    while at < end:
        if text[at] in _DELIMITERS:
            last = at
            while last < end and text[last] in _DELIMITERS:
                last += 1
            if text[last : last + 1].isalnum() and not opening:
                break
            at = last
            continue
        tag = TAG.match(text, at, min(end, at + _LONGEST_TAG))
        if tag is None:
            break
        if tag[1].lower() not in _INLINE:
            return at, True
        at = tag.end()
    return at, False
