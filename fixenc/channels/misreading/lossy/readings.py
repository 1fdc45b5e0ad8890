"""Readings: the likeliest texts of runs that may have been UTF-8 whose bytes were changed."""

from __future__ import annotations

from collections.abc import Iterable

from fixenc import codecs
from fixenc.channels.misreading.lossy import eastern
from fixenc.channels.misreading.lossy.changed_bytes import Parts, parts_of
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
        run, reader = each
        parts = _parts_of(run, reader)
        if parts is None:
            continue
        pieces, left = parts
        if all(len(piece) == 1 for piece in pieces):
            text = "".join(piece[0] for piece in pieces)
            new[each] = LossyReading(text, None, if_certain(text, run))
        else:
            searches[each] = ranked(run, pieces, left, reader)
    new.update(searched(searches))
    _recent.keep({each: reading for each, reading in new.items() if len(each[0]) < _LONGEST})
    return {each: reading for each, reading in (found | new).items() if reading is not None}


def _parts_of(run: str, reader: str) -> Parts | None:
    if reader not in codecs.MULTI_BYTE:
        return parts_of(run, reader)
    pieces = eastern.pieces_of(run, reader)
    return None if pieces is None else Parts(pieces, dict.fromkeys(range(len(pieces)), LOST))


_LONGEST = 100
_recent: Recent[Wanted, LossyReading | None] = Recent(1 << 12)
"""Readings of runs that are kept, and characters of those runs: words are met again."""
