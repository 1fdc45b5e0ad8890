"""East Asia: what its codecs made of UTF-8, of which bytes were lost.

These codecs take two bytes of UTF-8 for one character.  A byte that is none of such a pair is
lost: programs show ``?`` or U+FFFD for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import product

from fixenc import codecs
from fixenc.channels.misreading.lossy.pairs import FIRST, SECOND, pieces_of_pairs
from fixenc.channels.misreading.undo import character_of
from fixenc.core.edits import LOST

Piece = tuple[str, ...]
"""The texts that a part of a run may have been, of which one is right."""

STAND_INS = f"?{LOST}"
"""What programs show for bytes that they can't read."""

MIDDLE_DOT = "\N{KATAKANA MIDDLE DOT}"
"""What Windows shows for two bytes that are no character of its code page 932, Shift-JIS."""

_QUESTION, _REPLACEMENT, _DOT = -1, -2, -3
"""What stands for a byte that ``?`` or U+FFFD was shown for, and for each of the two of a dot."""

_FIRST_DROPPED, _SECOND_DROPPED = -4, -5
"""What stands for the two bytes of a character that was dropped."""

_BYTES_OF = {"?": [_QUESTION], LOST: [_REPLACEMENT], MIDDLE_DOT: [_DOT, _DOT]}

_PAIR_OF = {"?": [FIRST, SECOND], LOST: [FIRST, SECOND]}
"""The same where each mark stands for two bytes."""

_SHOWN_IN_PAIRS = ("cp949", "big5")
"""Codecs that have no character for many pairs of bytes: GBK has nearly all, and code page 932 of
Windows has a mark of its own for them."""

_TAIL = range(0x80, 0xC0)

_MOST_OPTIONS = 128
"""Characters that a sequence may have been, from which on it is lost: any text can be made then."""


def pieces_of(run: str, reader: str) -> list[Piece] | None:
    """A run as pieces: text that stays, and what each sequence of UTF-8 may have been.

    Nothing if the run is no UTF-8 that the codec showed.  If a character is lost, each mark may
    stand for two bytes, too: that is taken if it loses none, or if nothing else explains the run.
    """
    found = (_pieces(data, reader) for data in _shown_bytes(run, reader, _BYTES_OF))
    pieces = next((pieces for pieces in found if pieces is not None), None)
    if pieces is not None and (LOST,) not in pieces:
        return pieces
    if reader not in _SHOWN_IN_PAIRS or not any(stand_in in run for stand_in in STAND_INS):
        return pieces
    by_pairs = (pieces_of_pairs(data, reader) for data in _shown_bytes(run, reader, _PAIR_OF))
    others = next((others for others in by_pairs if others is not None), None)
    return pieces if others is None or (pieces and (LOST,) in others) else others


def _shown_bytes(run: str, reader: str, bytes_of: Mapping[str, list[int]]) -> Iterator[list[int]]:
    """The bytes of which a codec showed a run; ``bytes_of`` is what stands for lost ones."""
    parts = (_STAND_IN_OF_WINDOWS if reader == "cp932" else _STAND_IN).split(run)
    texts, stand_ins = parts[::2], parts[1::2]
    every = [list(codecs.encodings(text, reader)) for text in texts]
    for index in range(max(map(len, every)) if all(every) else 0):
        shown = [ways[min(index, len(ways) - 1)] for ways in every]
        if any(len(data) > 2 * len(text) for text, data in zip(texts, shown, strict=True)):
            continue  # GB 18030 has rare characters in four bytes
        found = list(shown[0])
        for stand_in, data in zip(stand_ins, shown[1:], strict=True):
            found += [*bytes_of[stand_in], *data]
        yield found


_STAND_IN = re.compile(f"([{STAND_INS}])")
_STAND_IN_OF_WINDOWS = re.compile(f"([{STAND_INS}{MIDDLE_DOT}])")


@lru_cache(maxsize=256)
def lacks_characters(run: str) -> bool:
    """Whether a run is UTF-8 that GBK showed if characters for private use were dropped in it."""
    if any(stand_in in run for stand_in in STAND_INS):
        return False
    pieces = pieces_of(run, "gb18030")
    return any(len(piece) > 1 or piece == (LOST,) for piece in pieces or ())


def _pieces(shown: Sequence[int], reader: str) -> list[Piece] | None:
    data = list(shown)
    pieces: list[Piece] = []
    starts: list[int] = []
    may_lack = reader == "gb18030" and min(shown, default=0) >= 0
    at = between = 0  # ``between`` is a place where a character begins
    while at < len(data):
        starts.append(at)
        if 0 <= data[at] < 0x80:
            pieces.append((chr(data[at]),))
            at += 1
            continue
        options, end = _options_at(data, at, reader)
        if options:
            pieces.append(options)
            at = end
            continue
        gap = _gap_at(data, at, between) if may_lack else None
        if gap is None:
            return None
        between = gap
        data[gap:gap] = _FIRST_DROPPED, _SECOND_DROPPED
        starts.pop()
        if gap < at:  # inside of the sequence before
            pieces.pop()
            at = starts.pop()
    lost = pieces.count((LOST,))
    sequences = len(pieces) - sum(piece == ("?",) or piece[0].isascii() for piece in pieces)
    return pieces if 2 * lost <= sequences else None


def _gap_at(data: Sequence[int], at: int, between: int) -> int | None:
    """Where a character may be missing that was dropped, if no sequence can begin at ``at``.

    A character begins at ``between``, before that place.
    GBK has characters for private use of two bytes, AA to AF and A1 to FE.  They are invisible,
    and many programs drop them.  Where the last byte of a sequence and the first one of the next
    are gone, the first one takes a byte of the second, of which one byte too many is left.
    """
    if data[at] in _TAIL:
        gap = at - 1
        return gap if gap > 0 and _is_between(data, gap, between) and data[gap] >= 0x80 else None
    gap = at + 1
    while gap < len(data) and data[gap] in _TAIL:
        gap += 1
    is_inside = _size(data[at]) > 0 and gap < len(data) and data[gap] >= 0x80
    return gap if is_inside and _is_between(data, gap, between) else None


def _is_between(data: Sequence[int], at: int, start: int) -> bool:
    """Whether a character of GBK begins at ``at``, as one does at ``start``."""
    while start < at:
        start += 2 if data[start] > 0x80 else 1  # the euro sign is the byte 80
    return start == at


def _options_at(data: Sequence[int], at: int, reader: str) -> tuple[Piece, int]:
    """The texts that a sequence may have been, and where the next one begins.

    A program that takes two bytes at once swallows a space behind a byte that it can't read.
    """
    first = data[at]
    if first == _DOT:
        return _behind_dots(data, at)
    if first == _SECOND_DROPPED:
        return _behind_dropped(data, at)
    if first < 0:
        return _behind_lost(data, at)
    size = _size(first)
    end = at + 1
    while end < min(at + size, len(data)) and (data[end] < 0 or data[end] in _TAIL):
        end += 1
    sequence = data[at:end]
    unknown = sum(byte < 0 for byte in sequence)
    if first in _TAIL and at and data[at - 1] < 0:
        return _without_lead(data, at)
    if not size or (end < at + size and not unknown):
        return (), at
    if end < at + size or len(_TAIL) ** unknown > _MOST_PRODUCTS:
        return (LOST,), end
    after = data[end] if end < len(data) else None
    is_swallowed = sequence[-1] in (_QUESTION, _REPLACEMENT) and after is not None
    if is_swallowed and after in _TAIL:  # the first byte of the next sequence was swallowed, too
        after = None
        is_swallowed = False
    options = _options(sequence, after, reader)
    if is_swallowed:
        options += tuple(f"{text} " for text in _options(sequence, None, reader))
    elif not options:  # programs differ in what they can't read
        options = _options(sequence, None, reader) or _any(sequence)
    return (options if len(options) <= _MOST_OPTIONS else (LOST,)), end


def _behind_lost(data: Sequence[int], at: int) -> tuple[Piece, int]:
    """The texts of a sequence whose first byte is lost, or the mark itself if it is one; its end.

    A program that takes two bytes at once shows one mark for the first two bytes of an emoji.
    """
    end = at + 1
    while end < min(at + 4, len(data)) and data[end] in _TAIL:
        end += 1
    tails = data[at + 1 : end]
    if len(tails) < 2:
        while end < min(at + 4, len(data)) and (data[end] < 0 or data[end] in _TAIL):
            end += 1
        is_mark = data[at] == _QUESTION and end == at + 1
        return (("?",) if is_mark else (LOST,)), end
    emoji = _with_any_lead([_SECOND_OF_EMOJI, *tails]) if len(tails) == 2 else ()
    return (*_with_any_lead(tails), *emoji), end


_SECOND_OF_EMOJI = 0x9F


def _without_lead(data: Sequence[int], at: int) -> tuple[Piece, int]:
    """The texts of a sequence whose first byte was lost with the byte before it, and its end.

    If more bytes were lost there, it is not known how many of them were of this sequence.
    """
    end = at + 1
    while end < min(at + 3, len(data)) and data[end] in _TAIL:
        end += 1
    tails = data[at:end]
    if at > 1 and data[at - 2] < 0:
        return (LOST,), end
    return _with_any_lead(tails), end


def _behind_dots(data: Sequence[int], at: int) -> tuple[Piece, int]:
    """The texts of what begins with bytes that middle dots stand for, and the end of it.

    A dot stands for two bytes: for the last one of a sequence and the first one of the next, for
    two of the same, or for the last one and a character of ASCII that was swallowed.
    """
    end = at
    while end < len(data) and data[end] == _DOT:
        end += 1
    dots = end - at
    while end < min(at + dots + 3, len(data)) and data[end] in _TAIL:
        end += 1
    tails = data[at + dots : end]
    if not tails:
        return ("" if dots == 1 else LOST,), end
    if dots > 1:
        return (LOST,), end
    if len(tails) == 1 and data[end : end + 1] == [_DOT]:  # the sequence may go on in the dot
        return (LOST,), _behind_dots(data, end)[1]
    return _with_any_lead(tails), end


def _behind_dropped(data: Sequence[int], at: int) -> tuple[Piece, int]:
    """The texts of a sequence whose first byte was in a character that was dropped, and its end."""
    end = at + 1
    while end < min(at + 4, len(data)) and data[end] in _TAIL:
        end += 1
    return (_with_any_lead(data[at + 1 : end]) if end > at + 1 else ()), end


def _with_any_lead(tails: Sequence[int]) -> Piece:
    """The characters that end in these bytes, whatever their first byte is."""
    texts = (character_of(bytes([lead, *tails])) for lead in _LEADS[len(tails)])
    return tuple(text for text in texts if text)


_LEADS = {1: range(0xC2, 0xE0), 2: range(0xE0, 0xF0), 3: range(0xF0, 0xF5)}
"""The first bytes of sequences, by the number of the others."""

_MOST_PRODUCTS = len(_TAIL) ** 2


def _size(first: int) -> int:
    """The bytes of a sequence by its first one; 0 if it is no first one."""
    return next((tails + 1 for tails, leads in _LEADS.items() if first in leads), 0)


def _options(sequence: Sequence[int], after: int | None, reader: str) -> Piece:
    """The characters that a sequence may have been, each lost byte of which the codec can't read.

    ``after`` is the byte behind the sequence.
    """
    return tuple(
        character
        for data in _ways(sequence)
        if all(
            byte >= 0
            or byte in _DROPPED
            or list(sequence[at - 1 : at + 1]) == _BYTES_OF[MIDDLE_DOT]
            or not _is_read(reader, data[at], (*data, after)[at + 1])
            for at, byte in enumerate(sequence)
        )
        and (character := character_of(bytes(data)))
    )


def _any(sequence: Sequence[int]) -> Piece:
    """The characters that a sequence may have been, whatever the codec can read."""
    return tuple(filter(None, (character_of(bytes(data)) for data in _ways(sequence))))


def _ways(sequence: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """The bytes that a sequence of which some are lost may have."""
    return product(*(_DROPPED.get(byte, _TAIL) if byte < 0 else (byte,) for byte in sequence))


_DROPPED = {_FIRST_DROPPED: range(0xAA, 0xB0), _SECOND_DROPPED: range(0xA1, 0xC0)}
"""The bytes of a sequence that were in a character that was dropped, behind the first one."""


@lru_cache(maxsize=1 << 14)
def _is_read(reader: str, byte: int, after: int | None) -> bool:
    """Whether a codec reads a byte, alone or with the one behind it, which may be lost too."""
    ways = [bytes([byte])]
    if after is not None and after >= 0:
        ways.append(bytes([byte, after]))
    return any(codecs.decode(data, _NARROWER.get(reader, reader)) is not None for data in ways)


_NARROWER = {"gb18030": "gbk"}
"""Codecs that read less than the one that stands for them here, as most programs do."""
