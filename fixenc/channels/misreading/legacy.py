"""Legacy codecs: candidates that were written in one legacy codec and read as another."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from math import inf
from operator import itemgetter

import numpy as np

from fixenc import codecs
from fixenc.channels.misreading.ideographs import EASTERN, eastern_readers
from fixenc.channels.misreading.line import SEPARATOR, Candidate
from fixenc.channels.misreading.readers import byte_costs, improbabilities, readers_of
from fixenc.channels.misreading.undo import Misreading
from fixenc.core.edits import LOST

_MOST_WRITERS = 5
"""Legacy codecs that are scored in full for one way of encoding a line again."""

_MOST_ENCODINGS = 5
"""Ways of encoding a line again that are tried, those of the commonest codecs.

Of 843 phrases in 22 languages with one letter outside ASCII, which code page 850 showed, 464 are
restored and 2 wrong; with three ways it is 394 and 7, with six the same as with five.
"""

_MOST_PAIRS = 16
_BEHIND = 16.0
"""Pairs of codecs that are scored in full, and by how many bits their bytes may cost more than
those of the likeliest pair: the right one was behind by more in 3 of the 800 lines."""

_LONGEST = 2000
"""Bytes from which the legacy codecs are chosen."""


def candidates_in_legacy_codecs(runs: Sequence[tuple[int, str]]) -> Iterator[Candidate]:
    """Candidates that were written in one legacy codec and read as another."""
    text = SEPARATOR.join(run for _, run in runs)
    wide = eastern_readers(text)
    readers = wide if wide or EASTERN.search(text) else readers_of(text)
    seen: defaultdict[bytes, list[str]] = defaultdict(list)
    for reader in sorted(readers, key=codecs.improbability):
        data = _encoded(text, reader)
        if data is not None:
            seen[data].append(reader)
    # Codecs that have all runs come first.
    encodings = sorted(seen.items(), key=lambda each: _NOTHING in each[0])[:_MOST_ENCODINGS]
    least = inf
    pairs: list[tuple[float, bytes, str, str]] = []
    for data, (reader, *_) in encodings:
        present = data.replace(_NOTHING, b"")[:_LONGEST]
        if len(present.translate(None, _ASCII)) >= _PROOF and codecs.is_utf8(present):
            continue
        bits = byte_costs(present)
        if reader in codecs.SINGLE_BYTE and _NOTHING not in data:
            own = float(bits[codecs.SINGLE_BYTE.index(reader)])
            least = min(least, own + codecs.improbability(reader))
        bits = bits + improbabilities() + codecs.improbability(reader)
        pairs += [
            (float(bits[at]), data, reader, codecs.SINGLE_BYTE[at])
            for at in np.argsort(bits)[:_MOST_WRITERS]
        ]
    pairs.sort(key=itemgetter(0))
    for bits_, data, reader, writer in pairs[:_MOST_PAIRS]:
        if bits_ < least + _UNLIKELIER and bits_ < pairs[0][0] + _BEHIND and writer != reader:
            yield from _legacy_candidate(runs, text, data, seen[data], writer)
    for data, readers in encodings:
        if _may_be_wide(data):
            for writer in codecs.MULTI_BYTE:
                yield from _legacy_candidate(runs, text, data, readers, writer)


def candidates_of_misreading(
    runs: Sequence[tuple[int, str]], misreading: Misreading
) -> Iterator[Candidate]:
    """What one misreading in a legacy codec makes of the runs of a line, if it fits any."""
    text = SEPARATOR.join(run for _, run in runs)
    data = _encoded(text, misreading.reader)
    if data is not None:
        yield from _legacy_candidate(runs, text, data, [misreading.reader], misreading.writer)


def _legacy_candidate(
    runs: Sequence[tuple[int, str]], text: str, data: bytes, readers: Sequence[str], writer: str
) -> Iterator[Candidate]:
    misreading, *equal = (Misreading(reader, writer) for reader in readers)
    changed = dict(_decoded(runs, text, data, misreading))
    if changed:
        yield Candidate(misreading, changed, equal=equal)


_NOTHING = b"\x00"
"""The stand-in for a run that a codec does not have."""


def _encoded(text: str, reader: str) -> bytes | None:
    """The bytes of runs in a codec; nothing if it has none of them."""
    data = codecs.encode(text, reader)
    if data is not None and data.count(b"\n") == text.count(SEPARATOR):
        return data
    runs = [codecs.encode(run, reader) for run in text.split(SEPARATOR)]
    return None if set(runs) == {None} else b"\n".join(_NOTHING if r is None else r for r in runs)


def _may_decode(text: str) -> bool:
    """Whether most of the characters that bytes are decoded to may be text of East Asia."""
    return 2 * text.count(LOST) <= codecs.count_beyond_ascii(text)


def _decoded(
    runs: Sequence[tuple[int, str]], text: str, data: bytes, misreading: Misreading
) -> Iterator[tuple[int, str]]:
    """The runs that can have been misread, and what they were."""
    restored = None if _NOTHING in data else misreading.restored(text, data)
    if restored is not None:
        for (at, run), new in zip(runs, restored.split(SEPARATOR), strict=True):
            if new != run:
                yield at, new
        return
    parts = data.split(b"\n")
    able = [one != _NOTHING for one in parts]
    if misreading.truth in codecs.MULTI_BYTE:
        every = data.decode(misreading.truth, "replace")
        if not _may_decode(every):
            return
        # Runs that do not decode have U+FFFD.  None of these codecs has it itself but GB 18030.
        pieces = every.split("\n")
        if len(pieces) == len(parts) and _LOST_IN_GB18030 not in data:
            able = [may and LOST not in piece for may, piece in zip(able, pieces, strict=True)]
    for (at, run), one, may in zip(runs, parts, able, strict=True):
        own = misreading.restored(run, one) if may else None
        if own is not None:
            yield at, own


_LOST_IN_GB18030 = LOST.encode("gb18030")

_HIGH = re.compile(rb"[\x80-\xff]+")


def _may_be_wide(data: bytes) -> bool:
    """Whether the bytes can be text in a codec of East Asia: few of them stand alone there."""
    stretches = _HIGH.findall(data)
    alone = sum(len(stretch) == 1 for stretch in stretches)
    return 2 * alone < sum(map(len, stretches))


_UNLIKELIER = 4.0
"""Bits by which the bytes of a text may cost more in another codec, if that is scored in full:
the costs of pairs of bytes alone are weak evidence.  In 4 of the 800 lines they cost more."""

_ASCII = bytes(range(128))
_PROOF = 4
"""Bytes outside ASCII that are UTF-8 by no chance."""
