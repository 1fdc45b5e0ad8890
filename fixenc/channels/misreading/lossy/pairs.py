"""Pairs: what codecs of East Asia made of UTF-8, two bytes at a time.

Browsers and Windows show one mark for two bytes that are no character: the first byte of a pair,
and whatever follows it.  In this way Windows swallows a character of ASCII, such as a space.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import product

from fixenc import codecs
from fixenc.channels.misreading.undo import character_of
from fixenc.core.edits import LOST
from fixenc.model.plausible import is_plausible

FIRST, SECOND = -6, -7
"""What stands for the two bytes of a pair that one mark was shown for."""

_TAIL = range(0x80, 0xC0)
_LEADS = {3: range(0xE0, 0xF0), 4: range(0xF0, 0xF5), 2: range(0xC2, 0xE0)}
"""The first bytes of sequences of UTF-8, by their length, of which the likeliest is first."""

_MOST_TEXTS, _MOST_UNKNOWN = 256, 2
"""The most characters that a sequence may have been, and its most unknown bytes: with more it is
lost.  A syllable of Korean of which the first two bytes are lost may have been one of 92 to 134."""


def pieces_of_pairs(shown: Sequence[int], reader: str) -> list[tuple[str, ...]] | None:
    """The pieces of a run by its bytes, with both bytes of each pair that is no character.

    Nothing if they are no UTF-8, or if most of its characters are lost.
    """
    pieces: list[tuple[str, ...]] = []
    at = 0
    while at < len(shown):
        if 0 <= shown[at] < 0x80:
            pieces.append((chr(shown[at]),))
            at += 1
            continue
        is_ascii = list(shown[at : at + 2]) == [SECOND, FIRST] and _size(shown, at + 1) > 0
        size = 1 if is_ascii else _size(shown, at)
        if size > 1:
            pieces.append(_texts(tuple(shown[at : at + size]), reader))
        elif shown[at] == SECOND:  # a character of ASCII
            pieces.append((LOST,))
            size = 1
        else:
            return None
        at += size
    lost = pieces.count((LOST,))
    sequences = sum(not piece[0].isascii() for piece in pieces)
    return pieces if 2 * lost <= sequences else None


def _size(shown: Sequence[int], at: int) -> int:
    """The bytes of the character that begins at ``at``, or 0 if none can."""
    return next((size for size in _LEADS if _is_sequence(shown, at, size)), 0)


def _is_sequence(shown: Sequence[int], at: int, size: int) -> bool:
    """Whether as many bytes may be a character, and another one may begin behind them.

    One whose first byte is lost has three bytes or four: others are rare in text of East Asia.
    """
    sequence = shown[at : at + size]
    following = shown[at + size : at + size + 1]
    return (
        len(sequence) == size
        and (sequence[0] in _LEADS[size] or (sequence[0] < 0 and size > 2))
        and all(byte < 0 or byte in _TAIL for byte in sequence[1:])
        and not any(byte in _TAIL for byte in following)
    )


@lru_cache(maxsize=1 << 12)
def _texts(sequence: tuple[int, ...], reader: str) -> tuple[str, ...]:
    """The characters that a sequence may have been; the mark of a loss if they are too many."""
    unknown = sum(byte < 0 for byte in sequence)
    if unknown > _MOST_UNKNOWN:
        return (LOST,)
    texts = tuple(filter(None, map(character_of, _ways(sequence, reader))))
    if unknown:
        texts = tuple(filter(is_plausible, texts))
    return texts if 0 < len(texts) <= _MOST_TEXTS else (LOST,)


def _ways(sequence: tuple[int, ...], reader: str) -> Iterator[bytes]:
    """The bytes that a sequence may have, of which no pair is a character of the codec."""
    leads = _LEADS[len(sequence)]
    known = [(byte,) if byte >= 0 else _TAIL if at else leads for at, byte in enumerate(sequence)]
    for data in product(*known):
        pairs = (bytes(data[at : at + 2]) for at, byte in enumerate(sequence[:-1]) if byte == FIRST)
        if all(codecs.decode(pair, reader) is None for pair in pairs):
            yield bytes(data)
