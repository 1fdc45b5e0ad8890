"""Search: the likeliest of the texts that a run of pieces may have been, by the language model."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Generator, Mapping, Sequence
from itertools import accumulate, chain, islice, product
from typing import NamedTuple

from fixenc import codecs
from fixenc.channels.misreading.lossy.dropped_bytes import control_bytes
from fixenc.channels.misreading.lossy.eastern import Piece
from fixenc.channels.misreading.lossy.places import Certain
from fixenc.core.edits import LOST
from fixenc.decide.losses import lead_in_east_asia, lead_of_lost
from fixenc.model.score import costs


class LossyReading(NamedTuple):
    """The likeliest texts that a run was, whose bytes were changed."""

    best: str
    other: str | None
    """The next likeliest one, or nothing if no byte may have been another one."""
    certain: str
    """The best one, with what is left of characters that are open, or the run if it is doubtful.

    U+FFFD is left, or of what windows-1252 and Latin-1 showed the bytes that are not lost."""


class Wanted(NamedTuple):
    """A run, the codec that may have shown it, and what its place in the line tells."""

    run: str
    reader: str
    certain: Certain = ()


Search = Generator[list[str], list[float], LossyReading]
"""A search for the likeliest texts of a run: it asks what texts cost, and gets the bits."""

_MOST_COMBINED = 32
"""Combinations of characters that are compared at once."""

_MOST_TEXTS = 2000
"""Texts that are scored at once: their costs take memory."""


def searched(searches: Mapping[Wanted, Search]) -> dict[Wanted, LossyReading]:
    """The results of searches; what all of them ask at a time is scored together."""
    found: dict[Wanted, LossyReading] = {}
    asked = {each: next(search) for each, search in searches.items()}
    while asked:
        # A run that repeats itself asks for the same again and again.
        texts = list(dict.fromkeys(text for own in asked.values() for text in own))
        parts = (texts[at : at + _MOST_TEXTS] for at in range(0, len(texts), _MOST_TEXTS))
        scored = [bit for part in parts for bit in costs(part).min(1).tolist()]
        bits = dict(zip(texts, scored, strict=True))
        going: dict[Wanted, list[str]] = {}
        for each, own in asked.items():
            try:
                going[each] = searches[each].send([bits[text] for text in own])
            except StopIteration as done:
                found[each] = done.value
        asked = going
    return found


def ranked(run: str, pieces: list[Piece], left: Mapping[int, str], reader: str) -> Search:
    """Find the likeliest texts that the pieces of a run allow.

    ``left`` is what may stand, in what is certain of the run, for pieces with these indexes.
    """
    chosen = yield from _likeliest(pieces)
    best = "".join(chosen)
    places = [at for at, piece in enumerate(pieces) if len(piece) > 1]
    others = [
        (at, text)
        for at in places
        for text in pieces[at]
        if text != chosen[at] and not _differ_in_space(text, chosen, at)
    ]
    if not others:
        return LossyReading(best, None, if_certain(best, run))
    near = {at: _near(chosen, at) for at in places}
    texts = [text.join(near[at]) for at, text in others]
    texts += [chosen[at].join(near[at]) for at in places]
    bits = yield texts
    stand = dict(zip(places, bits[len(others) :], strict=True))
    more = [bit - stand[at] for (at, _), bit in zip(others, bits, strict=False)]
    at, other = others[more.index(min(more))]
    eastern = reader in codecs.MULTI_BYTE
    if eastern:
        needed = {at: lead_in_east_asia(chosen[at]) for at in places}
    else:
        gone = len(control_bytes(reader))
        lost = _lost_in_words(chosen, places)
        needed = {at: lead_of_lost(chosen[at], lost[at], gone) for at in places}
    open_ = {at for (at, _), lead in zip(others, more, strict=True) if lead < needed[at]}
    if open_ <= left.keys():
        certain = "".join(left[at] if at in open_ else text for at, text in enumerate(chosen))
    else:
        certain = run
    if eastern:
        certain = if_certain(certain, run)
    return LossyReading(best, "".join([*chosen[:at], other, *chosen[at + 1 :]]), certain)


def if_certain(text: str, run: str) -> str:
    """The text of a run, or the run itself if nothing of the text but ASCII is certain."""
    return run if text.replace(LOST, "").isascii() else text


def _lost_in_words(chosen: Sequence[str], places: Sequence[int]) -> dict[int, int]:
    """For each of some pieces, by their indexes, how many of these are in the same word.

    ``chosen`` are the texts of all pieces of a run.
    """
    starts = [0, *accumulate(map(len, chosen))]
    ends = [match.end() for match in _WORD.finditer("".join(chosen))]
    # What is no letter is in no word.
    word = {
        at: bisect_right(ends, starts[at]) if _WORD.match(chosen[at]) else -1 - at for at in places
    }
    lost = Counter(word.values())
    return {at: lost[word[at]] for at in places}


_WORD = re.compile(r"[^\W\d_]+")


def _differ_in_space(text: str, chosen: Sequence[str], at: int) -> bool:
    """Whether a text and the chosen one differ only in a space that no letter follows.

    That is no doubt about the letter before it; between two letters it divides a word.
    """
    behind = "".join(chosen[at + 1 : at + 2])[:1]
    return text.strip() == chosen[at].strip() and not behind.isalnum()


def _likeliest(pieces: list[Piece]) -> Generator[list[str], list[float], list[str]]:
    """Find the text of each piece in the likeliest text that the pieces allow."""
    number = 1
    for piece in pieces:
        number *= len(piece)
        if number > _MOST_COMBINED:
            break
    if number <= _MOST_COMBINED:
        every = list(product(*pieces))
        bits = yield ["".join(parts) for parts in every]
        return list(every[bits.index(min(bits))])
    chosen = [piece[0] for piece in pieces]
    open_ = [at for at, piece in enumerate(pieces) if len(piece) > 1]
    alone = [(at, ("", "")) for at in open_]
    in_turn = ([(at, _near(chosen, at)) for at in each] for each in (open_[::2], open_[1::2]) * 2)
    # The first choice is what is likeliest by itself: from a rare one the rest is not found.
    for places in chain([alone], in_turn):
        asked = yield [text.join(around) for at, around in places for text in pieces[at]]
        answers = iter(asked)
        for at, _ in places:
            own = list(islice(answers, len(pieces[at])))
            chosen[at] = pieces[at][own.index(min(own))]
    return chosen


def _near(chosen: Sequence[str], at: int) -> tuple[str, str]:
    """The text before a piece and behind it: all of the run, unless it is long."""
    before, after = chosen[max(0, at - _NEAR) : at], chosen[at + 1 : at + 1 + _NEAR]
    return "".join(part[-_NEAR:] for part in before), "".join(part[:_NEAR] for part in after)


_NEAR = 12
"""Pieces to either side of one that are scored with it: they hold the word that it is part of."""
