"""Sides: quotation marks whose space is on the wrong side, by the pairing of their paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import Enum
from itertools import pairwise

from fixenc.core.edits import Edit
from fixenc.decide.marks import decide_displaced_quote
from fixenc.punctuation.context import known_bits
from fixenc.punctuation.paragraphs import paragraphs
from fixenc.punctuation.quotation import CLOSERS, MARKS
from fixenc.punctuation.usage import usage_of

_MARK = re.compile(f"[{MARKS}]")
_BEFORE_OPENING = frozenset("([{/-–—‘’'«»")
_AFTER_CLOSING = frozenset(".,!?;:…)]}/-–—’'*»")
_CODE = re.compile(r"[={}<>\\|$_`^~]|\(\)|//|\[\]|::|\" [.&+%]|^(?:\t| {4}|:)", re.MULTILINE)
_PHRASE = re.compile(r" ?[^\W_][^\n]*[\w.,!?)…] ?")
"""The words of a quotation, which no separator begins or ends."""

_LEAST_MARKS = 2
_PROSE_WORDS = 2
"""Words of a quotation inside straight marks that is no string of a program, at least."""


class Side(Enum):
    """On which sides of a mark there are spaces, as the mark's role in a quotation wants it."""

    RIGHT = "right"
    MOVED = "moved"
    """The space is on the side of what the mark encloses, and on that side alone."""
    EXTRA = "extra"
    """There is another space, or a bracket or the end of the paragraph, on the other side."""
    UNKNOWN = "unknown"


def displaced(text: str, *, straight: bool) -> Iterator[Edit]:
    """Edits that put the spaces of curly or straight quotation marks outside the quotation.

    Paragraphs are left whose marks do not pair, by number, shape or place.
    """
    for start, end in paragraphs(text, _MARK):
        places = [match.start() for match in _MARK.finditer(text, start, end)]
        if len(places) < _LEAST_MARKS or len(places) % 2:
            continue
        pairs = list(zip(places[0::2], places[1::2], strict=True))
        if (text[places[0]] == '"') is not straight or not _shapes_pair(text, pairs):
            continue
        sides = [_opening(text, a, start) for a, _ in pairs]
        closing = [_closing(text, b, end) for _, b in pairs]
        if Side.UNKNOWN in (*sides, *closing) or _is_meant(text, sides, closing):
            continue
        if straight and not _are_certain(text, pairs, sides, closing):
            continue
        if decide_displaced_quote(known_bits(text[start:end]), straight) is None:
            continue
        for (a, b), opens, closes in zip(pairs, sides, closing, strict=True):
            yield from _edits(text, a, b, opens, closes)


def _shapes_pair(text: str, pairs: Sequence[tuple[int, int]]) -> bool:
    """Whether the marks are of one kind, open and close by turns, and enclose words."""
    opener = text[pairs[0][0]]
    return all(
        text[a] == opener and text[b] in CLOSERS[opener] and text[a + 1 : b].strip("., ") != ""
        for a, b in pairs
    )


def _opening(text: str, at: int, start: int) -> Side:
    before = text[at - 1] if at > start else " "
    if not text[at + 1].isspace():
        is_apart = before.isspace() or before in _BEFORE_OPENING
        return Side.RIGHT if is_apart else Side.UNKNOWN
    if text[at + 1] != " " or not text[at + 2 : at + 3].isalnum():
        return Side.UNKNOWN
    return Side.EXTRA if before.isspace() or before in _BEFORE_OPENING else Side.MOVED


def _closing(text: str, at: int, end: int) -> Side:
    after = text[at + 1] if at + 1 < end else " "
    if not text[at - 1].isspace():
        is_apart = after.isspace() or after in _AFTER_CLOSING
        return Side.RIGHT if is_apart else Side.UNKNOWN
    if text[at - 1] != " " or text[at - 2].isspace():
        return Side.UNKNOWN
    if after.isspace() or after in _AFTER_CLOSING:
        return Side.EXTRA
    return Side.MOVED if after.isalnum() else Side.UNKNOWN


def _is_meant(text: str, opening: Sequence[Side], closing: Sequence[Side]) -> bool:
    """Whether all marks have spaces around them, as French has them, or none is displaced."""
    every = {*opening, *closing}
    if every == {Side.EXTRA}:
        return len(opening) > 1 or usage_of(text).language in ("fr", "br", "oc", "")
    return every == {Side.RIGHT}


def _are_certain(
    text: str,
    pairs: Sequence[tuple[int, int]],
    opening: Sequence[Side],
    closing: Sequence[Side],
) -> bool:
    """Whether straight marks pair as they stand: those of prose, and of no measure.

    If two marks in turn have their space on the wrong side, they may as well close the
    quotation before and open the next one; marks of two pairs, a quotation inside the other.
    """
    by_turns = [side for pair in zip(opening, closing, strict=True) for side in pair]
    if any(one is other is Side.MOVED for one, other in pairwise(by_turns)):
        return False
    for (a, b), opens, closes in zip(pairs, opening, closing, strict=True):
        if Side.RIGHT not in (opens, closes):
            return False  # nothing says that a pair with spaces around both marks is one
        if closes is Side.MOVED and not text[b + 1].islower():
            return False  # each line of a letter or poem that is quoted opens with a mark
        if _may_be_a_string(text, a, b, opens, closes):
            return False
        line = slice(text.rfind("\n", 0, a) + 1, text.find("\n", b) % (len(text) + 1))
        is_measure = text[b - 1].isdigit()
        is_phrase = _PHRASE.fullmatch(text, a + 1, b) is not None
        if is_measure or not is_phrase or _CODE.search(text[line]):
            return False
    return True


def _may_be_a_string(text: str, a: int, b: int, opens: Side, closes: Side) -> bool:
    """Whether a space inside two marks may be meant, as in ``The prefix "PC " is added``.

    Documentation quotes strings of one word; a bracket beside a mark says that it is prose.
    """
    is_spaced = opens is Side.EXTRA and text[a - 1 : a] != "("
    is_spaced |= closes is Side.EXTRA and text[b + 1 : b + 2] != ")"
    return is_spaced and len(text[a + 1 : b].split()) < _PROSE_WORDS


def _edits(text: str, a: int, b: int, opens: Side, closes: Side) -> Iterator[Edit]:
    if opens is Side.MOVED:
        yield Edit(a, a + 2, f" {text[a]}")
    elif opens is Side.EXTRA:
        yield Edit(a + 1, a + 2, "")
    if closes is Side.MOVED:
        yield Edit(b - 1, b + 1, f"{text[b]} ")
    elif closes is Side.EXTRA:
        yield Edit(b - 1, b, "")
