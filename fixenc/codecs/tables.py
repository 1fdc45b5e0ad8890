"""Encoding and decoding as the programs do that misread text.

Browsers, mail programs and databases do not stop at a byte that a codec leaves
undefined: they keep it as the control character of the same number (the WHATWG
encoding standard makes this the rule for the windows codecs).  Mojibake is
full of such characters, so the single-byte codecs here do the same.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from functools import cache

from fixenc.codecs.registry import SINGLE_BYTE

_SINGLE = frozenset(SINGLE_BYTE)


@cache
def table(codec: str) -> str:
    """The characters of a single-byte codec by byte; U+FFFE where there is none.

    The bytes 80 to 9F stand for control characters where the codec leaves them undefined.
    """
    read = bytes(range(256)).decode(codec, "replace")
    return "".join(
        character
        if character != "\N{REPLACEMENT CHARACTER}"
        else chr(byte)
        if 0x80 <= byte < 0xA0
        else "\ufffe"
        for byte, character in enumerate(read)
    )


@cache
def shown(codec: str) -> str:
    """The character for each byte in a program that misreads text with the codec.

    For a byte that the codec leaves undefined, that is the code point of its number.
    """
    known = table(codec)
    return "".join(
        chr(byte) if character == "\ufffe" and chr(byte) not in known else character
        for byte, character in enumerate(known)
    )


@cache
def _encoding_map(codec: str) -> object:
    return codecs.charmap_build(shown(codec))


def encode(text: str, codec: str) -> bytes | None:
    """The bytes that ``codec`` reads as ``text``, or None if there are none."""
    try:
        if codec in _SINGLE:
            return codecs.charmap_encode(text, "strict", _encoding_map(codec))[0]  # type: ignore[arg-type]
        return text.encode(codec)
    except UnicodeEncodeError:
        return _encode_western(text) if codec == "cp1252" else None


def encodings(text: str, codec: str) -> Iterator[bytes]:
    """The bytes that programs may have shown as ``text``: those of Windows first, if they differ.

    The code pages of Windows for East Asia show the byte 80, which their codecs do not have: that
    of GBK as the euro sign, others as a control character.
    """
    shown = _SHOWN_FOR_80.get(codec)
    if shown and shown in text:
        parts = [encode(part, codec) for part in text.split(shown)]
        if None not in parts:
            yield b"\x80".join(part for part in parts if part is not None)
    data = encode(text, codec)
    if data is not None:
        yield data


_SHOWN_FOR_80 = {"gb18030": "\N{EURO SIGN}", "cp949": "\x80", "big5": "\x80"}


def _encode_western(text: str) -> bytes | None:
    """The bytes of what was read as windows-1252 here, and as Latin-1 there.

    Every program that says Latin-1 may mean the one or the other, and text that
    passed through several has both forms of the bytes 80 to 9F.
    """
    try:
        return codecs.charmap_encode(text, "strict", _western_map())[0]
    except UnicodeEncodeError:
        return None


@cache
def _western_map() -> dict[int, int]:
    both = {ord(character): byte for byte, character in enumerate(shown("cp1252"))}
    return both | {byte: byte for byte in range(0x80, 0xA0)}


def decode(data: bytes, codec: str) -> str | None:
    """The text that ``codec`` decodes ``data`` to; ``None`` if it cannot."""
    try:
        if codec in _SINGLE:
            return codecs.charmap_decode(data, "strict", table(codec))[0]
        return data.decode(codec)
    except UnicodeDecodeError:
        return _decode_surrogates(data) if codec == "utf-8" and _SURROGATE in data else None


def count_beyond_ascii(text: str) -> int:
    """How many characters of a text are outside ASCII."""
    return len(text) - len(text.encode("ascii", "ignore"))


def is_utf8(data: bytes) -> bool:
    """Whether ``data`` is UTF-8, without surrogates."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


_SURROGATE = b"\xed"
"""The first byte of a surrogate in UTF-8, which only programs that count in UTF-16 write."""


def _decode_surrogates(data: bytes) -> str | None:
    """The text of UTF-8 in which each half of a surrogate pair was encoded by itself (CESU-8)."""
    try:
        units = data.decode("utf-8", "surrogatepass").encode("utf-16-le", "surrogatepass")
        return units.decode("utf-16-le")
    except UnicodeError:
        return None


@cache
def repertoire(codec: str) -> frozenset[str]:
    """The characters outside ASCII that a single-byte codec has."""
    return frozenset(table(codec)[128:]) - {"\ufffe"}


@cache
def writable(codec: str) -> frozenset[str]:
    """The characters that a single-byte codec can have shown."""
    both = map(chr, _western_map()) if codec == "cp1252" else ()
    return frozenset(shown(codec)).difference("\ufffe").union(both)


@cache
def utf8_sequence(codec: str) -> re.Pattern[str]:
    """A pattern for one UTF-8 sequence of two to four bytes, read by a single-byte codec."""
    two, three, four, tail = ("[" + re.escape(among) + "]" for among in utf8_bytes(codec))
    first, high, low = (
        "[" + re.escape(shown(codec)[start:end].replace("\ufffe", "")) + "]"
        for start, end in ((0xED, 0xEE), (0xA0, 0xB0), (0xB0, 0xC0))
    )
    pair = f"{first}{high}{tail}{first}{low}{tail}|" if "[]" not in (first, high, low) else ""
    return re.compile(f"{pair}{two}{tail}|{three}{tail}{{2}}|{four}{tail}{{3}}")


@cache
def utf8_bytes(codec: str) -> tuple[str, str, str, str]:
    """The characters of a single-byte codec for lead bytes of 2, 3 and 4 bytes, and for others.

    No lead byte is shown as a space: spaces stand before any letter.
    """
    characters = shown(codec)
    two, three, four, tail = (
        characters[first : last + 1]
        .replace("\ufffe", "")
        .replace("\xa0", "" if first > 0xC0 else "\xa0")
        for first, last in ((0xC2, 0xDF), (0xE0, 0xEF), (0xF0, 0xF4), (0x80, 0xBF))
    )
    if codec == "cp1252":
        tail += "".join(map(chr, range(0x80, 0xA0)))
    return two, three, four, tail
