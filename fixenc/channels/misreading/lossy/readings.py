"""Readings: the likeliest texts of runs that may have been UTF-8 whose bytes were changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from fixenc import codecs
from fixenc.channels.misreading.lossy import eastern
from fixenc.channels.misreading.lossy.changed_bytes import Parts, parts_of
from fixenc.channels.misreading.lossy.eastern import Piece
from fixenc.channels.misreading.lossy.places import certain_pieces
from fixenc.channels.misreading.lossy.search import (
    LossyReading,
    Search,
    Wanted,
    if_certain,
    ranked,
    searched,
)
from fixenc.core.edits import LOST
from fixenc.core.recent import Recent


def lossy_readings(wanted: Iterable[Wanted]) -> dict[Wanted, LossyReading]:
    """The likeliest texts of those runs that may have been UTF-8 whose bytes were changed.

    Those of many runs and codecs take less time together, since they are scored together.
    """
    asked = list(dict.fromkeys(wanted))
    found = _recent.known(asked)
    fresh = [each for each in asked if each not in found]
    searches: dict[Wanted, Search] = {}
    new: dict[Wanted, LossyReading | None] = dict.fromkeys(fresh)
    for each in fresh:
        run, reader = each.run, each.reader
        parts = _parts_of(each)
        if parts is None:
            continue
        pieces, left = parts
        if all(len(piece) == 1 for piece in pieces):
            text = "".join(piece[0] for piece in pieces)
            new[each] = LossyReading(text, None, if_certain(text, run))
        else:
            searches[each] = ranked(run, pieces, left, reader)
    new.update(searched(searches))
    _recent.keep({each: reading for each, reading in new.items() if len(each.run) < _LONGEST})
    return {each: reading for each, reading in (found | new).items() if reading is not None}


def _parts_of(wanted: Wanted) -> Parts | None:
    if wanted.reader not in codecs.MULTI_BYTE:
        return parts_of(wanted.run, wanted.reader)
    pieces = list(_eastern_pieces(wanted.run, wanted.reader))
    for at, piece in wanted.certain:
        pieces[at] = piece
    return Parts(pieces, dict.fromkeys(range(len(pieces)), LOST)) if pieces else None


def _eastern_pieces(run: str, reader: str) -> Sequence[Piece]:
    """The pieces of a run that a program of East Asia may have shown, or none."""
    return _kept_pieces(run, reader) if len(run) < _LONGEST else _pieces(run, reader)


def _pieces(run: str, reader: str) -> tuple[Piece, ...]:
    return tuple(eastern.pieces_of(run, reader) or ())


_kept_pieces = lru_cache(maxsize=256)(_pieces)


def wanted_in_line(runs: Sequence[tuple[int, str]], last: int, reader: str) -> Iterator[Wanted]:
    """What to ask for each of some runs of a line, with what its place tells.

    The runs are given with their indexes, in order; ``last`` is the index of the last run of the
    line.
    """
    if reader not in codecs.MULTI_BYTE:
        return (Wanted(run, reader) for _, run in runs)
    every = certain_pieces([(at, _eastern_pieces(run, reader)) for at, run in runs], last)
    return (Wanted(run, reader, certain) for (_, run), certain in zip(runs, every, strict=True))


_LONGEST = 100
_recent: Recent[Wanted, LossyReading | None] = Recent(1 << 12)
"""Readings of runs that are kept, and characters of those runs: words are met again."""
