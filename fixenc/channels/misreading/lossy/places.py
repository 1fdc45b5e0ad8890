"""Places: the characters that their place in a line tells, where bytes of them were lost.

Programs of East Asia lose the last byte of a character of punctuation more often than any other:
a space or the end of the line follows it, which is no second byte.  The figures are counts of such
characters in text in 47 languages and in technical text, as GBK shows them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from fixenc.channels.misreading.lossy.eastern import Piece

_QUOTATIONS = {"“": ("”",), "„": ("“", "”")}
"""The marks that close a quotation, by the one that opens it: 1,877 of 1,885 characters behind an
opened “, and not behind a space."""

_BRACKETS = {
    "（": ("）",),
    "「": ("」",),
    "『": ("』",),
    "《": ("》",),
    "〈": ("〉",),
    "【": ("】",),
}
"""The same of brackets: at the end of the line 42 of 42."""

_FULL_STOP = "。"
"""It ends a line in which no bracket is open: 4,316 of 4,316."""

_NEVER_LAST = frozenset("，、（「『《〈【")
"""What ends no line: 1 of 4,600."""

_TRUNK, _BRANCHES = "│", ("├", "└")
"""What a line of a drawn tree begins with, before a branch: 631 of 632 in the files of 600 packages
from PyPI."""

_CLOSING = {**_QUOTATIONS, **_BRACKETS}
_IN_PAIRS = {*_BRACKETS, *chain.from_iterable(_BRACKETS.values())}


class Place(NamedTuple):
    """Where a run of a line stands."""

    opened: str = ""
    """The marks before it that opened brackets and quotations which are not closed."""
    is_unsure: bool = False
    """Whether a lost character before it may have opened a bracket, or closed one."""
    ends_line: bool = False
    before_branch: bool = False
    """Whether no word is before the run, and a branch of a drawn tree is next."""
    swallows: bool = False
    """Whether the line shows that spaces were swallowed behind what was lost."""


NOWHERE = Place()
"""The place of a run that tells nothing."""


def places_of(runs: Sequence[tuple[int, Sequence[Piece]]], last: int) -> Iterator[Place]:
    """The places of runs of a line, in order, which are given by their indexes and pieces.

    ``last`` is the index of the last run of the line.
    """
    trunks = _count_trunks(runs)
    place = Place(
        swallows=any(map(_lacks_space, chain.from_iterable(pieces for _, pieces in runs)))
    )
    for at, (index, pieces) in enumerate(runs):
        place = place._replace(ends_line=index == last, before_branch=at < trunks)
        yield place
        _, place = with_certain_marks(pieces, place)


def _count_trunks(runs: Sequence[tuple[int, Sequence[Piece]]]) -> int:
    """How many runs a line begins with that may be trunks of a drawn tree, if a branch is next."""
    for at, (index, pieces) in enumerate(runs):
        if index != at or not pieces:
            break
        if len(pieces[0]) == 1 and pieces[0][0] in _BRANCHES:
            return at
        if len(pieces) > 1 or _TRUNK not in map(str.strip, pieces[0]):
            break
    return 0


def with_certain_marks(pieces: Sequence[Piece], place: Place) -> tuple[list[Piece], Place]:
    """The pieces of a run, certain where their places tell it, and the place behind them."""
    found: list[Piece] = []
    for at, piece in enumerate(pieces):
        before = found[-1] if found else (" ",)
        is_last = at == len(pieces) - 1
        own = place if is_last else place._replace(ends_line=False, before_branch=False)
        found.append(_certain(piece, before, own) if len(piece) > 1 else piece)
        place = _behind(place, found[-1], before)
    return found, place


def _lacks_space(piece: Piece) -> bool:
    """Whether a space was swallowed behind a character, whatever that was."""
    return len(piece) > 1 and all(text.endswith(" ") for text in piece)


def _certain(piece: Piece, before: Piece, place: Place) -> Piece:
    """What a piece can have been in its place."""
    if not place.swallows:
        texts = frozenset(piece)
        piece = tuple(text for text in piece if text[-1:] != " " or text[:-1] not in texts)
    opening = place.opened[-1:]
    closing = tuple(text for text in piece if text.strip() in _CLOSING.get(opening, ()))
    if closing and opening in _QUOTATIONS and not _may_end_in_space(before):
        return closing
    if place.ends_line and not place.is_unsure:
        if closing:
            return closing
        if _FULL_STOP in piece:
            return (_FULL_STOP,)
    if place.ends_line:
        return tuple(text for text in piece if text not in _NEVER_LAST)
    if place.before_branch and _TRUNK in piece:
        return tuple(text for text in piece if text.strip() == _TRUNK)
    return piece


def _behind(place: Place, piece: Piece, before: Piece) -> Place:
    """The place behind a piece."""
    marks = {text.strip() for text in piece}
    if marks.issubset(_CLOSING.get(place.opened[-1:], ())):
        return place._replace(opened=place.opened[:-1])
    if len(marks) > 1:
        return place._replace(is_unsure=place.is_unsure or not marks.isdisjoint(_IN_PAIRS))
    (mark,) = marks
    if mark in _BRACKETS or (mark in _QUOTATIONS and not before[0][-1:].isalnum()):
        return place._replace(opened=place.opened + mark)
    return place


def _may_end_in_space(piece: Piece) -> bool:
    return any(text[-1:].isspace() for text in piece)
