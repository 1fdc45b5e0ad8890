"""Dropped bytes: UTF-8 of which a program dropped what its codec leaves undefined.

Where all else of a run is UTF-8, a character that lacks one of its bytes may be any of those that
one of these few bytes completes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from fixenc import codecs
from fixenc.channels.misreading.undo import COMPLETED, character_of
from fixenc.model.plausible import is_plausible


def with_dropped_byte(shown: str, reader: str) -> Iterator[str]:
    """The characters of which a codec shows all bytes but one, which it leaves undefined."""
    shown_for = codecs.shown(reader)
    first, *rest = (shown_for.index(character) for character in shown)
    for at in range(len(rest) + 1):
        for byte in dropped_bytes(reader):
            text = character_of(bytes([first, *rest[:at], byte, *rest[at:]]))
            if text and is_plausible(text):
                yield text


def lacks_byte(shown: str, reader: str) -> bool:
    """Whether a sequence of UTF-8, as a codec shows it, has fewer bytes than its first one says."""
    return bool(dropped_bytes(reader)) and re.fullmatch(incomplete(reader), shown) is not None


def has_dropped_bytes(run: str, reader: str) -> bool:
    """Whether a run has UTF-8 as a codec shows it, and fewer characters that lack a byte.

    It has nothing else beyond ASCII.  As many of both may be a word of another language.
    """
    rest, whole = codecs.utf8_sequence(reader).subn(" ", run)
    rest, lacking = re.subn(incomplete(reader), "", rest)
    return 0 < lacking < whole and rest.replace(" ", "").isascii()


@cache
def dropped_bytes(reader: str) -> tuple[int, ...]:
    """The bytes for which a codec has no character, if they are few: programs drop them.

    What windows-1252 and Latin-1 dropped is completed elsewhere.
    """
    bytes_ = control_bytes(reader)
    return bytes_ if len(bytes_) <= _MOST_DROPPED and reader not in COMPLETED else ()


_MOST_DROPPED = 5
"""Bytes of which one was dropped, at most: windows-1250 has five.  Which one of the seven of
windows-1254 it was is a guess."""


@cache
def incomplete(reader: str) -> str:
    """A pattern of sequences of UTF-8 that lack a byte, as a codec shows them."""
    two, three, four, tails = map(re.escape, codecs.utf8_bytes(reader))
    tail = f"[{tails}]"
    return f"(?:[{four}]{tail}{{2}}|[{three}]{tail}|[{two}])(?!{tail})"


@cache
def control_bytes(reader: str) -> tuple[int, ...]:
    """The bytes 80 to 9F that a codec shows as control characters, or leaves undefined."""
    shown = codecs.shown(reader)
    return tuple(byte for byte in range(0x80, 0xA0) if 0x80 <= ord(shown[byte]) < 0xA0)
