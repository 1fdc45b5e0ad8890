"""Readers: the codecs after which bytes of a run of UTF-8 may have been changed."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import cache

from fixenc import codecs
from fixenc.channels.misreading.ideographs import EASTERN
from fixenc.channels.misreading.lossy.changed_bytes import CHANGED, lossy_sequence
from fixenc.channels.misreading.lossy.dropped_bytes import dropped_bytes, has_dropped_bytes
from fixenc.channels.misreading.lossy.eastern import (
    MIDDLE_DOT,
    STAND_INS,
    lacks_characters,
)
from fixenc.core.edits import LOST


def lossy_readers(run: str, whole: Collection[str]) -> Iterator[str]:
    """The codecs after which bytes of a run may have been changed.

    ``whole`` are the codecs that can have shown UTF-8 in the same line, none of it changed.
    """
    for reader in whole:
        if dropped_bytes(reader) and has_dropped_bytes(run, reader):
            yield reader
    if not _BESIDE.search(run):
        if EASTERN.search(run) and lacks_characters(run):
            yield "gb18030"
        return
    shown = {reader for reader, pattern in _without_whole().items() if pattern.search(run)}
    for reader in filter(shown.union(whole).__contains__, codecs.SINGLE_BYTE):
        for match in lossy_sequence(reader).finditer(run):
            if not CHANGED.isdisjoint(match[0]):
                yield reader
                break
    if any(stand_in in run for stand_in in STAND_INS) and EASTERN.search(run):
        yield from ("gb18030", "cp949", "cp932", "big5")
    elif MIDDLE_DOT in run:
        yield "cp932"


@cache
def _without_whole() -> dict[str, re.Pattern[str]]:
    """Patterns of what shows that a codec is meant where no whole sequence is in the line.

    Of most codecs of Windows it is the start of a mark or an emoji as they show it, with U+FFFD
    for a byte: no text has that.
    """
    patterns = {}
    for reader in codecs.SINGLE_BYTE:
        if reader.startswith("cp12"):
            shown = codecs.shown(reader)
            starts = "|".join(re.escape(shown[first] + shown[second]) for first, second in _STARTS)
            patterns[reader] = re.compile(f"(?:{starts})\\S?{LOST}")
    return patterns | _WITHOUT_WHOLE


_STARTS = ((0xE2, 0x80), (0xF0, 0x9F))
"""The first two bytes of curly marks, and of emoji, in UTF-8."""


_WITHOUT_WHOLE = {
    "cp1252": re.compile("[\xc2-\xc5\xe2]"),
    "latin-1": re.compile("[\xc2-\xc5\xe2]"),
    "mac_roman": re.compile("'\xc4[\xec\xee\xf2\xf4\xf6\xfa\xf9\xa2\xb6]"),
}
"""Readers that lost bytes alone are enough evidence of, and of what they showed for common
characters a part; other readers need a whole sequence beside.  MacRoman showed the first byte of
curly marks and dashes as a low mark."""


_BESIDE = re.compile("[^\x00-\x7f][ \"'?\ufffd]|[\"'?][^\x00-\x7f]|\ufffd|\u30fb")
