"""UTF-8 that a program shows in an East Asian codec, with a mark for what does not decode.

A lead byte and a byte that cannot follow it are shown as one mark by Windows: the second
byte is swallowed, be it a letter of ASCII or the lead of the next character.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, partial
from random import Random

SIZES = {"gb18030": (1, 2, 4)}
"""Bytes of a character; of other codecs one or two."""


def units(data: bytes, codec: str, *, swallow: bool) -> Iterator[tuple[int, int, str | None]]:
    """Each part of the bytes that is shown as one: start, end, and the character if it is one."""
    at = 0
    while at < len(data):
        for size in SIZES.get(codec, (1, 2)):
            character = _decoded(data[at : at + size], codec)
            if character is not None:
                yield at, at + size, character
                at += size
                break
        else:
            size = 2 if swallow and at + 1 < len(data) and _is_lead(data[at], codec) else 1
            yield at, at + size, None
            at += size


def _decoded(data: bytes, codec: str) -> str | None:
    try:
        text = data.decode(codec)
    except UnicodeDecodeError:
        return None
    return text if len(text) == 1 else None


@cache
def _is_lead(byte: int, codec: str) -> bool:
    return any(_decoded(bytes([byte, second]), codec) for second in range(0x40, 0xFF))


def shown(line: str, chance: Random, *, codec: str, mark: str, swallow: bool) -> str | None:
    """The line as such a program shows it, or nothing if it shows all of it."""
    parts = [text for _, _, text in units(line.encode(), codec, swallow=swallow)]
    return None if None not in parts else "".join(mark if p is None else p for p in parts)


def restored(clean: str, damaged: str | bytes, *, codec: str, swallow: bool) -> str:
    """A pattern of what counts as restored: of a lost character a mark may be left.

    A swallowed character of ASCII may be missing.
    """
    data = clean.encode()
    lost = {
        at
        for start, end, text in units(data, codec, swallow=swallow)
        if text is None
        for at in range(start, end)
    }
    pattern, at = [], 0
    for character in clean:
        size = len(character.encode())
        whole = re.escape(character)
        if lost.isdisjoint(range(at, at + size)):
            pattern.append(whole)
        elif size == 1:
            pattern.append(f"{whole}?")
        else:
            pattern.append(f"(?:{whole}|[^\x00-\x7f]?[?\N{REPLACEMENT CHARACTER}]+)")
        at += size
    return "".join(pattern)


def channels() -> Iterator[tuple[str, partial[str | None], partial[str]]]:
    """The name of each channel, its damage, and what counts as restored."""
    for codec in ("gbk", "gb18030", "cp949", "cp932", "big5"):
        for mark, name in (("?", "?"), ("\N{REPLACEMENT CHARACTER}", "U+FFFD")):
            for swallow in (False, True):
                behind = ", swallowing" if swallow else ""
                yield (
                    f"utf-8 as {codec} with {name}{behind}",
                    partial(shown, codec=codec, mark=mark, swallow=swallow),
                    partial(restored, codec=codec, swallow=swallow),
                )
