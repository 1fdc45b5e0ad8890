"""Changed bytes: what a sequence of UTF-8 may have been, of which single bytes were changed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from itertools import product
from typing import NamedTuple

from fixenc import codecs
from fixenc.channels.misreading.lossy.dropped_bytes import (
    control_bytes,
    dropped_bytes,
    incomplete,
    lacks_byte,
    with_dropped_byte,
)
from fixenc.channels.misreading.lossy.eastern import STAND_INS, Piece
from fixenc.channels.misreading.undo import COMPLETED, character_of
from fixenc.core.edits import LOST
from fixenc.model.plausible import is_plausible

_CURLY = {'"': "“”„«»", "'": "‘’‚˜"}
_STRAIGHT = frozenset((*_CURLY, " "))
_STAND_INS = frozenset(STAND_INS)
CHANGED = _STRAIGHT | _STAND_INS
"""Characters that may stand for another one, which a codec showed for a byte."""


class Parts(NamedTuple):
    """A run as pieces: text that stays, and what each sequence of UTF-8 may have been."""

    pieces: list[Piece]
    left: Mapping[int, str]
    """What may be left for a piece, by its index, if it is open which of its texts is right."""


@lru_cache(maxsize=256)
def parts_of(run: str, reader: str) -> Parts:
    """A run that a codec of single bytes showed, as pieces."""
    pieces: list[Piece] = []
    left: dict[int, str] = {}
    known = ""  # what stays, and whole sequences, since the last piece
    at = 0
    amid = codecs.utf8_sequence(reader).search(run) is not None
    for match in lossy_sequence(reader).finditer(run):
        before = run[match.start() - 1 : match.start()]
        if before in _CURLY and before == match[0][-1] and at < match.start():
            continue  # a byte in quotation marks
        options = options_of(match[0], reader, amid=amid)
        if at == match.start():
            before = known[-1:] or (pieces[-1][0][-1:] if pieces else "")
        if before.isalpha() and run[match.end() : match.end() + 1].isalpha():
            options = tuple(dict.fromkeys("’" if text == "‘" else text for text in options))
        if before.islower():
            options = tuple(text for text in options if not text[0].isupper())
        if not options:
            continue
        known += run[at : match.start()]
        at = match.end()
        if len(options) == 1:
            known += options[0]
            continue
        pieces += [(known,), options]
        known = ""
        if not _STAND_INS.isdisjoint(match[0]) and _STRAIGHT.isdisjoint(match[0]):
            # What windows-1252 and Latin-1 lost, other words around may complete later.
            left[len(pieces) - 1] = match[0] if reader in COMPLETED else LOST
    return Parts([*pieces, (known + run[at:],)], left)


def is_all_open(run: str, reader: str) -> bool:
    """Whether all characters outside ASCII of a run show bytes, some of them lost, of open ones."""
    pieces, left = parts_of(run, reader)
    stay = (text for at, piece in enumerate(pieces) if at not in left for text in piece)
    return bool(left) and all(map(str.isascii, stay))


def options_of(shown: str, reader: str, *, amid: bool) -> Piece:
    """The characters that a sequence may have been, of which some bytes may be lost.

    ``amid`` says that whole sequences are in the same run.
    """
    if _TWICE.fullmatch(shown):
        return tuple(filter(None, [character_of(bytes([0xC3, ord(shown[3])]))]))
    if lacks_byte(shown, reader):
        return tuple(with_dropped_byte(shown, reader)) if amid else ()
    bytes_of = _bytes_shown(reader)
    ways = [bytes_of[character] for character in shown]
    leads = [byte for byte in ways[0] if byte >= 0xC2]
    tails = [[byte for byte in way if 0x80 <= byte < 0xC0] for way in ways[1:]]
    if sum(character in _CURLY for character in shown) > 1 and (not amid or 0xE2 in leads):
        return ()  # two straight marks behind a letter are marks, unless all around is UTF-8
    if shown[-1] == " " and leads == [0xE2] and 0x80 in tails[0]:
        return ()  # a mark that lost its last byte, before a space
    found: dict[str, None] = {}
    whole = CHANGED.isdisjoint(shown)
    for data in product(leads, *tails):
        text = character_of(bytes(data))
        if text and (whole or text == "\N{NO-BREAK SPACE}" or is_plausible(text)):
            found[text] = None
    if shown[-1] in _CURLY and len(shown) == 3:
        # The mark may be one, behind a character of which Latin-1 showed a control character.
        dropped = (
            character_of(bytes([lead, middle, tail]))
            for lead, tail, middle in product(leads, tails[0], control_bytes("latin-1"))
        )
        found |= {f"{text}{shown[-1]}": None for text in dropped if text and is_plausible(text)}
    if shown[-1] == " " and len(shown) == 2:  # the byte may have been dropped, and the space be one
        dropped = (
            character_of(bytes([lead, tail])) for lead in leads for tail in control_bytes(reader)
        )
        found |= {f"{text} ": None for text in [*found, *dropped] if text.strip()}
    return tuple(found)


@cache
def _bytes_shown(reader: str) -> dict[str, tuple[int, ...]]:
    """For each character the bytes that it may stand for after a loss."""
    shown = codecs.shown(reader)
    bytes_of: dict[str, list[int]] = {}
    for byte in range(128, 256):
        character = shown[byte]
        bytes_of.setdefault(character, []).append(byte)
        if reader == "cp1252" and byte < 0xA0:
            bytes_of.setdefault(chr(byte), []).append(byte)
        for straight, curly in _CURLY.items():
            if character in curly:
                bytes_of.setdefault(straight, []).append(byte)
        if character == "\xa0":
            bytes_of.setdefault(" ", []).append(byte)
        if 0x80 <= ord(character) < 0xA0 or codecs.table(reader)[byte] == "\ufffe":
            for stand_in in STAND_INS:
                bytes_of.setdefault(stand_in, []).append(byte)
    return {character: tuple(found) for character, found in bytes_of.items()}


@cache
def lossy_sequence(reader: str) -> re.Pattern[str]:
    """A sequence of UTF-8 as a codec shows it, whole or with bytes changed.

    Where a mark may be the first byte of two sequences, the longer one is meant: what the shorter
    one left would be no UTF-8.
    """
    bytes_of = _bytes_shown(reader)

    def those(low: int, high: int) -> str:
        among = [c for c, found in bytes_of.items() if any(low <= b <= high for b in found)]
        return "[" + re.escape("".join(among)) + "]"

    tail = those(0x80, 0xBF)
    lead = [those(0xC2, 0xDF), those(0xE0, 0xEF), those(0xF0, 0xF4)]
    twice = f"{_TWICE.pattern}|" if reader == "latin-1" else ""
    dropped = f"|{incomplete(reader)}" if dropped_bytes(reader) else ""
    return re.compile(f"{twice}{lead[2]}{tail}{{3}}|{lead[1]}{tail}{{2}}|{lead[0]}{tail}{dropped}")


_TWICE = re.compile(f"\xc3[{STAND_INS}]\xc2[\x80-\xbf]")
"""A letter of Latin-1 that Latin-1 showed twice, and of which the byte 83 was lost."""


def unexplained(text: str, reader: str) -> int:
    """How many characters outside ASCII a codec can't have shown for UTF-8, whole or changed."""
    rest = lossy_sequence(reader).sub("", text)
    return codecs.count_beyond_ascii(rest)
