"""Byte loss: UTF-8 that was misread and then lost bytes, line by line.

A line is explained by the way of losing bytes that makes it likeliest, or by none.  Lines lend
each other evidence, near by and up to a limit, as in
:mod:`fixenc.channels.misreading.document`.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import NamedTuple
from unicodedata import category

from fixenc.channels.loss.completion import complete
from fixenc.channels.loss.damaged_line import Completed
from fixenc.channels.loss.losses import NBSP, REPLACEMENT, Loss, Site
from fixenc.channels.loss.traces import LOST_BYTE, OF_CP1252
from fixenc.channels.misreading.candidates import STRAY_ACCENT
from fixenc.core.automaton import holds, lines_holding
from fixenc.core.edits import Edit, Safety, apply
from fixenc.decide.losses import FIRST_EMOJI, decide_lost_byte
from fixenc.model.plausible import is_plausible
from fixenc.model.score import is_listed

Span = tuple[int, int]

NEAR = 1500
"""Characters to either side within which a line lends its evidence to others."""

MOST_LENT = 12.0
"""Bits that other words and lines can lend to a word, at most."""

SPARED, MOST_SPARED = 8.0, 5
"""Bits that each letter outside ASCII which was not misread speaks against that a line was, and
how many letters count."""

_FEW_WORDS = 2
_IDEOGRAPHS = "\u2e80"
_THREE_BYTES = "\u0800"
_FEW = 3  # single letters that words of a sentence may be
_WORD = re.compile(r"[^\W\d_]+")
_SHOWN_BY_CP1252 = re.compile(
    f"[\xc2-\xf4][{OF_CP1252}]|[\xe0-\xf4][\xa0-\xbf]{{1,2}}[{OF_CP1252}]"
)
_REPLACED = re.compile(f"[\xc2-\xf4][^\\x00-\\x7f]?{REPLACEMENT}")
_ASKED = re.compile(r"[\xc2-\xf4][^\x00-\x7f]?\?")
_SPACED = re.compile(
    "[\xc2-\xdf](?: |$)|[\xe2-\xef](?:[^\\x00-\\x7f] | [^\\x00-\\x7f])", re.MULTILINE
)
_KEPT = re.compile(f"[\xc2-\xf4]{NBSP}")


class Found(NamedTuple):
    """A line that lost bytes: where it starts, how, and what its words were."""

    start: int
    gain: float
    """Bits by which the loss is likelier than the line as it stands; each word counts once."""
    loss: Loss
    words: tuple[Completed, ...]
    by_itself: bool
    """Whether the line has hardly a word but one that lost bytes."""


def byte_losses(text: str) -> tuple[Loss, ...]:
    """The losses of bytes that a text may show the traces of."""
    reader = "cp1252" if _SHOWN_BY_CP1252.search(text) else "latin-1"
    if _REPLACED.search(text):
        stand_ins = [REPLACEMENT]
    else:
        stand_ins = ["", "?"] if _ASKED.search(text) else [""]
    # Who has no-break spaces as bytes of letters kept them.
    spaced = not _KEPT.search(text) and _SPACED.search(text) is not None
    return tuple(_loss(reader, stand_in, spaced) for stand_in in stand_ins)


@cache
def _loss(reader: str, stand_in: str, spaced: bool) -> Loss:
    """A loss, which keeps the patterns that it is found by."""
    return Loss(reader, stand_in, spaced)


def lost_bytes(text: str, lines: Sequence[Span]) -> list[Found]:
    """The lines of a text that lost bytes, of those given."""
    losses = byte_losses(text)
    return list(_explained(tuple((start, text[start:end]) for start, end in lines), losses))


@lru_cache(maxsize=8)
def _explained(lines: tuple[tuple[int, str], ...], losses: tuple[Loss, ...]) -> tuple[Found, ...]:
    tried: list[tuple[int, str, Loss]] = []
    sites = []
    of_line: dict[tuple[str, Loss], list[Site]] = {}  # a table has the same line again and again
    for start, line in lines:
        for loss in _of_line(line, losses):
            if not loss.may_have_hit(line):
                continue
            found = of_line.get((line, loss))
            if found is None:
                found = of_line[line, loss] = list(loss.sites(line))
            if any(site.lost for site in found):
                tried.append((start, line, loss))
                sites.append((line, found))
    best: dict[int, Found] = {}
    for (start, line, loss), parts, every in zip(tried, sites, complete(sites), strict=True):
        words = [word for word in every if not _is_in_capitals(word.stands)]
        against = loss.prior + SPARED * _spared(*parts)
        gain = _sum(words) - against
        if gain > max(0.0, best[start].gain if start in best else 0.0):
            lost = [word for word in words if word.lost]
            if _sum(lost) > against and not _is_implausible(line, words):
                by_itself = len(words) == 1 and len(line.split()) <= _FEW_WORDS
                best[start] = Found(start, gain, loss, tuple(words), by_itself)
    return tuple(best[start] for start in sorted(best))


def _of_line(line: str, losses: tuple[Loss, ...]) -> tuple[Loss, ...]:
    """The losses of a line in a text that may show the traces of ``losses``.

    What another line shows, this one may not have: it was perhaps read as Latin-1.
    """
    if losses[0].reader != "cp1252" or _SHOWN_BY_CP1252.search(line):
        return losses
    return (*losses, *(_loss("latin-1", loss.stand_in, loss.spaced) for loss in losses))


def _is_in_capitals(word: str) -> bool:
    """Whether a word in capitals is one that some language lists, as *MAÇÃ* is, perhaps asked."""
    letters = word.strip().rstrip("?")
    return _CAPITALS.fullmatch(letters) is not None and is_listed(letters.lower())


_CAPITALS = re.compile("[A-Z][A-Z\xc0-\xd6\xd8-\xde]+")


def _sum(words: Sequence[Completed]) -> float:
    """The bits that words speak for a loss: each counts once."""
    return sum({word.stands: word.gain for word in words}.values())


def _spared(line: str, sites: Sequence[Site]) -> int:
    """How many letters of a line would not be there if all of it had been misread."""
    taken = {at for site in sites for at in range(site.start, site.end)}
    beyond = {c for at, c in enumerate(line) if c > "\x7f" and c.isalpha() and at not in taken}
    return min(MOST_SPARED, len(beyond - {"\xe2"}))


def _is_implausible(line: str, completed: Sequence[Completed]) -> bool:
    """Whether a line would be what no text is.

    It has letters that no language has, single letters, or accents on no letter.
    """
    restored = apply(line, [Edit(word.start, word.end, word.texts[0]) for word in completed])
    if not all(is_plausible(each) for each in {*restored} - {*line} if each.isalpha()):
        return True
    if STRAY_ACCENT.search(restored) and not STRAY_ACCENT.search(line):
        return True
    # Combining characters stand inside words, and are no letters.
    words = _WORD.findall("".join(c for c in restored if not category(c).startswith("M")))
    single = sum(len(word) == 1 and word < _IDEOGRAPHS for word in words)
    return bool(single > _FEW) and 2 * single > len(words)


def edits(found: Sequence[Found]) -> Iterator[Edit]:
    """The edits that bring back what lines lost, which are in order, and how safe they are."""
    starts = [each.start for each in found]
    for at, each in enumerate(found):
        low, high = bisect_right(starts, each.start - NEAR), bisect_left(starts, each.start + NEAR)
        near = sum(other.gain for other in (*found[low:at], *found[at + 1 : high]))
        letters = not near and all(map(_is_letter, each.words))
        # Single letters, which a text may be about, lend each other nothing.
        rest = [0.0 if letters else each.gain - word.gain + near for word in each.words]
        lent = [min(MOST_LENT, max(0.0, bits)) for bits in rest]
        alone = each.by_itself and not near
        safety = [
            decide_lost_byte(
                word.gain + bits,
                word.lead,
                1 if each.loss.loses_few else word.lost,
                alone=alone,
                one_letter=letters,
                emoji=word.texts[0] >= FIRST_EMOJI,
            )
            for word, bits in zip(each.words, lent, strict=True)
        ]
        if 2 * safety.count(Safety.SAFE) < len(safety):  # the others are what lost nothing
            safety = [None if safe is None else max(safe, Safety.UNSAFE) for safe in safety]
        for word, safe in zip(each.words, _together(each.words, safety), strict=True):
            if safe is not None and word.texts[0] != word.stands:
                yield Edit(
                    each.start + word.start,
                    each.start + word.end,
                    word.texts[0],
                    safety=safe,
                    note=str(each.loss),
                    others=word.texts[1:],
                )


def _is_letter(word: Completed) -> bool:
    """Whether a word is a letter, or a sign of two bytes, of which as little is left."""
    letter = word.texts[0].strip()
    return len(letter) == 1 and (letter.isalpha() or letter < _THREE_BYTES)


def _together(words: Sequence[Completed], safety: list[Safety | None]) -> list[Safety | None]:
    """The safety of each word, no higher than that of the words beside it without a gap.

    What is left of a run that is repaired in parts looks like other damage.
    """
    first = 0
    for at in range(1, len(words) + 1):
        if at == len(words) or words[at].start > words[at - 1].end:
            if None not in safety[first:at] and Safety.UNSAFE in safety[first:at]:
                safety[first:at] = [Safety.UNSAFE] * (at - first)
            first = at
    return safety


def traced_lines(text: str) -> list[Span]:
    """The lines of a text that hold what is left of letters that lost bytes."""
    if text.isascii() or not holds(LOST_BYTE, text):
        return []
    return list(lines_holding(LOST_BYTE, text))
