"""The codecs that text goes through, as the programs that misread it apply them.

Browsers, mail programs and databases do not stop at a byte that a codec leaves
undefined: they keep it as the control character of the same number (the WHATWG
encoding standard makes this the rule for the windows codecs).  Mojibake is
full of such characters, so the single-byte codecs here do the same.
"""

from __future__ import annotations

import codecs
import re
from functools import cache

SINGLE_BYTE = tuple(
    """
    cp1252 latin-1 cp1250 cp1251 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258 cp874
    iso8859-2 iso8859-3 iso8859-4 iso8859-5 iso8859-6 iso8859-7 iso8859-8 iso8859-9
    iso8859-10 iso8859-13 iso8859-14 iso8859-15 iso8859-16
    koi8-r koi8-u mac_roman mac_cyrillic mac_greek mac_latin2 mac_turkish mac_iceland
    cp437 cp850 cp852 cp855 cp857 cp861 cp862 cp864 cp865 cp866 cp737 cp775 cp720 kz1048
    """.split()
)
"""Codecs in which each character is one byte, as Python names them."""

_SINGLE = frozenset(SINGLE_BYTE)

MULTI_BYTE = ("gb18030", "cp932", "cp949", "big5", "big5hkscs", "euc_jp")
"""Codecs of East Asia, each the widest of its kin (gb18030 reads GBK and GB 2312)."""

DISPLAY = {
    "cp1252": "windows-1252",
    "cp1250": "windows-1250",
    "cp1251": "windows-1251",
    "cp1253": "windows-1253",
    "cp1254": "windows-1254",
    "cp1255": "windows-1255",
    "cp1256": "windows-1256",
    "cp1257": "windows-1257",
    "cp1258": "windows-1258",
    "cp874": "windows-874",
    "utf-8": "UTF-8",
    "latin-1": "Latin-1",
    "koi8-r": "KOI8-R",
    "koi8-u": "KOI8-U",
    "mac_roman": "MacRoman",
    "mac_cyrillic": "MacCyrillic",
    "cp932": "Shift-JIS",
    "cp949": "EUC-KR",
    "euc_jp": "EUC-JP",
    "big5": "Big5",
    "big5hkscs": "Big5-HKSCS",
    "gb18030": "GB 18030",
}
"""What people call a codec, where that is not its Python name."""

PRIOR = {
    **dict.fromkeys(("utf-8", "cp1252"), 0.0),
    **dict.fromkeys(("latin-1", "cp1251", "cp1250"), 1.0),
    **dict.fromkeys(("koi8-r", "gb18030", "cp932", "cp949", "big5", "cp1254"), 2.0),
    **dict.fromkeys(("cp1253", "cp1255", "cp1256", "cp1257", "cp874", "mac_roman"), 2.5),
    **dict.fromkeys(("cp437", "cp850", "cp866", "cp852", "iso8859-2", "euc_jp", "big5hkscs"), 3.0),
    **dict.fromkeys(("iso8859-5", "iso8859-7", "iso8859-9", "iso8859-15", "cp1258"), 3.5),
    "iso8859-16": 30.0,  # it came when all went over to UTF-8, and rivals windows-1250
    **dict.fromkeys(("mac_cyrillic", "koi8-u", "iso8859-8", "iso8859-6", "cp857"), 5.0),
}
"""How unlikely a codec is before the text is looked at, in bits; see :func:`prior`."""


def prior(codec: str) -> float:
    """The bits that speak against a codec for its rarity."""
    return PRIOR.get(codec, 9.0)


def display(codec: str) -> str:
    """The name of a codec as people write it."""
    return DISPLAY.get(codec, codec.replace("iso8859", "ISO 8859").replace("_", " "))


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
    """What a program that misreads with the codec shows for each byte.

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
    """What ``codec`` reads ``data`` as, or None if it can't."""
    try:
        if codec in _SINGLE:
            return codecs.charmap_decode(data, "strict", table(codec))[0]
        return data.decode(codec)
    except UnicodeDecodeError:
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
    """What one UTF-8 sequence of two to four bytes looks like when a single-byte codec reads it."""
    two, three, four, tail = ("[" + re.escape(among) + "]" for among in utf8_bytes(codec))
    return re.compile(f"{two}{tail}|{three}{tail}{{2}}|{four}{tail}{{3}}")


@cache
def utf8_bytes(codec: str) -> tuple[str, str, str, str]:
    """What a single-byte codec shows for the first byte of two, three and four, and for others."""
    characters = shown(codec)
    two, three, four, tail = (
        characters[first : last + 1].replace("\ufffe", "")
        for first, last in ((0xC2, 0xDF), (0xE0, 0xEF), (0xF0, 0xF4), (0x80, 0xBF))
    )
    if codec == "cp1252":
        tail += "".join(map(chr, range(0x80, 0xA0)))
    return two, three, four, tail
