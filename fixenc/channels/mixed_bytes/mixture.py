"""Mixture: the bytes of UTF-8 and of a legacy codec side by side in one line.

Each byte that is no UTF-8 must be a legacy one, but the bytes of two legacy letters may well
form a character of UTF-8, above all in Thai and East Asian text.  So a line is decoded as a
whole: of all the ways to cut its bytes into characters of the one and of the other the
likeliest is taken.  The byte pair tables of the language model say how likely a character is
after another one, and each change of codec costs bits, too.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np

from fixenc import codecs
from fixenc.core.edits import Edit
from fixenc.model.characters import CODE_POINTS, Kind
from fixenc.model.score import costs
from fixenc.model.tables import tables

_STEPS = 8  # of a bit, in which byte pair tables are stored
_UNREAD = 48 * _STEPS
"""Cost of a byte that neither codec can decode: more than of any character of the model."""

_ASCII = 4 * _STEPS
"""Cost of an ASCII character where a codec of two bytes a character may take it for its own:
what a letter of English costs."""

_CHANGE, _CHANGE_IN_WORD = 5 * _STEPS, 11 * _STEPS
"""Cost of a change of codec between words and inside a word.  With 3 and 8 to 8 and 16 bits
the benchmark of mixed files restores as much."""

_UNSEEN = 14 * _STEPS
"""Cost of a byte after one that it never follows in the words which the tables are made from:
marks that end a sentence, and letters beside quotation marks, are rare there."""

_SPACE = 0x20

_ASCII_RUN = re.compile(rb"[\x00-\x7f]+")


@dataclass(slots=True)
class _State:
    """The cheapest way to have come to a byte: what it cost, and its last step."""

    cost: int
    character: str
    byte: int
    start: int
    legacy: bool
    before: _State | None


def separate(line: str, codec: str) -> list[Edit]:
    """The edits of ``line`` that read its stray bytes in ``codec``.

    ``line`` was decoded as UTF-8, with a lone surrogate for each byte that was none.  The
    edits put legacy characters in the place of these bytes, and of bytes next to them that
    were UTF-8 by chance alone.
    """
    data = line.encode("utf-8", "surrogateescape")
    state: _State | None = _cheapest(data, codec)
    steps: list[_State] = []
    while state is not None and state.before is not None:
        steps.append(state)
        state = state.before
    ends = [len(data), *(step.start for step in steps)][: len(steps)]
    places = _places(line)
    edits: list[Edit] = []
    for step, end in zip(reversed(steps), reversed(ends), strict=True):
        # An ASCII character is itself in either codec.
        if not step.legacy or (
            step.character.isascii() and end - step.start == len(step.character)
        ):
            continue
        last = edits[-1] if edits else None
        if last is not None and last.end == step.start:
            edits[-1] = Edit(last.start, end, (last.new or "") + step.character)
        else:
            edits.append(Edit(step.start, end, step.character))
    found = (Edit(places[edit.start], places[edit.end], edit.new) for edit in edits)
    return [edit for edit in found if edit.new != line[edit.start : edit.end]]


def of_strays_alone(text: str, codec: str) -> list[Edit]:
    """The edits of ``text`` that read its stray bytes in ``codec``, and no other bytes.

    Empty for a codec with two bytes a character: the second byte may be valid UTF-8.
    """
    if codec in codecs.MULTI_BYTE:
        return []
    table = codecs.table(codec)
    found = [(match, _decoded(match[0], table)) for match in STRAYS.finditer(text)]
    return [Edit(*match.span(), new) for match, new in found if "\ufffe" not in new]


def _decoded(strays: str, table: str) -> str:
    return "".join(table[ord(stray) - 0xDC00] for stray in strays)


STRAYS = re.compile("[\udc80-\udcff]+")
"""The lone surrogates that stand for bytes which were no UTF-8."""


def _places(line: str) -> dict[int, int]:
    """For the byte that each character of a line begins with, the place of the character."""
    places = {}
    at = 0
    for place, character in enumerate(line):
        places[at] = place
        at += 1 if "\udc80" <= character <= "\udcff" else len(character.encode("utf-8"))
    places[at] = len(line)
    return places


def _cheapest(data: bytes, codec: str) -> _State:
    """The last state of the cheapest way through the bytes of a line."""
    rows = _rows(codec)
    wide = codec in codecs.MULTI_BYTE
    ahead: list[dict[bool, _State]] = [{} for _ in range(len(data) + 1)]
    ahead[0][False] = _State(0, " ", _SPACE, 0, False, None)
    at = 0
    while at < len(data):
        states = ahead[at].values()
        if not states:
            at += 1
            continue
        ahead[at] = {}
        for size, character, legacy in _readings(data, at, codec, wide=wide):
            end = at + size
            for state in states:
                into = state.legacy if legacy is None else legacy
                first, last, own = _emission(state.character[-1], character, codec)
                cost = state.cost + own + rows[state.byte][first]
                if into is not state.legacy:
                    before = state.character
                    inside = not before.isascii() and before.isalnum() and character.isalnum()
                    cost += _CHANGE_IN_WORD if inside else _CHANGE
                best = ahead[end].get(into)
                if best is None or cost < best.cost:
                    ahead[end][into] = _State(cost, character, last, at, into, state)
        at += 1
    return min(ahead[-1].values(), key=lambda state: state.cost)


def _readings(
    data: bytes, at: int, codec: str, *, wide: bool
) -> list[tuple[int, str, bool | None]]:
    """The characters that the bytes from ``at`` on may be: bytes, character, whether legacy.

    ASCII is the same in both codecs: a run of it is read at once.
    """
    byte = data[at]
    if byte < 0x80:
        run = _ASCII_RUN.match(data, at)
        assert run is not None
        return [(len(run[0]), run[0].decode("ascii"), None)]
    found: list[tuple[int, str, bool | None]] = []
    if size := _utf8_size(data, at):
        found.append((size, data[at : at + size].decode("utf-8"), False))
    for size in _SIZES.get(codec, (2,) if wide else (1,)):
        if character := _character(data[at : at + size], codec, size):
            found.append((size, character, True))
    # It may have been a part of a character of UTF-8 that was none, so it is not UTF-8.
    found.append((1, chr(0xDC00 + byte), True))
    return found


_SIZES = {"gb18030": (2, 4), "euc_jp": (2, 3), "cp932": (2, 1)}
"""How many bytes a character outside ASCII may have, where it is not one number."""


def _utf8_size(data: bytes, at: int) -> int:
    """How many bytes the character of UTF-8 at ``at`` has; 0 if there is none."""
    lead = data[at]
    size = 2 if 0xC2 <= lead <= 0xDF else 3 if 0xE0 <= lead <= 0xEF else 4 if lead <= 0xF4 else 0
    if lead < 0xC2 or codecs.decode(data[at : at + size], "utf-8") is None:
        return 0
    return size


@lru_cache(maxsize=1 << 14)
def _character(data: bytes, codec: str, size: int) -> str:
    """The one character that a legacy codec reads the bytes as, or nothing."""
    character = codecs.decode(data, codec)
    if character is None or len(character) != 1 or len(data) != size:
        return ""
    return "" if unicodedata.category(character) in ("Cc", "Cn", "Co", "Cs") else character


@lru_cache(maxsize=1 << 14)
def _emission(before: str, characters: str, codec: str) -> tuple[int, int, int]:
    """The first and the last byte of a character, or of ASCII, in a codec, and its own cost.

    A byte's cost stands in the pair table, but for characters that the codec does not have.
    """
    if characters.isascii():
        if codec in codecs.MULTI_BYTE:
            return _SPACE, _SPACE, _ASCII * len(characters)
        return ord(characters[0]), ord(characters[-1]), 0
    if "\udc80" <= characters <= "\udcff":
        return _SPACE, _SPACE, _UNREAD
    data = codecs.encode(characters, codec) if codec in codecs.SINGLE_BYTE else None
    if data is not None:
        return data[0], data[0], 0
    return _SPACE, _SPACE, _least_bits(before, characters)


def _least_bits(before: str, character: str) -> int:
    """The cost of a character behind another one, in the language that has it most."""
    model = tables()
    number = min(ord(character), CODE_POINTS - 1)
    if model.kind[number] == _MARK:
        left = model.context[min(ord(before), CODE_POINTS - 1)]
        return int(model.mark_bits[left, :, model.mark[number]].min())
    return _bits_of_block(number >> _BLOCK_BITS)[number & (1 << _BLOCK_BITS) - 1]


_MARK = int(Kind.MARK)

_BLOCK_BITS = 12
"""Bits of a code point inside its block: 4,096 code points are scored at once."""


@lru_cache(maxsize=32)
def _bits_of_block(block: int) -> bytes:
    """The costs of the code points of a block, each by itself."""
    start = block << _BLOCK_BITS
    bits = costs(list(map(chr, range(start, start + (1 << _BLOCK_BITS))))).min(1)
    stored: bytes = np.minimum(bits * _STEPS, 255).astype(np.uint8).tobytes()
    return stored


@cache
def _rows(codec: str) -> tuple[bytes, ...]:
    """For each byte what the bytes after it cost; nothing where the codec has no such table."""
    if codec in codecs.MULTI_BYTE:
        return (bytes(256),) * 256
    table = tables().byte_bits[codecs.SINGLE_BYTE.index(codec)]
    return tuple(np.minimum(row, _UNSEEN).astype(np.uint8).tobytes() for row in table)
