"""UTF-16 and UTF-32: full of NUL bytes, and yet text."""

from __future__ import annotations

import codecs
import re
import unicodedata

from fixenc.codecs import is_utf8

MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
"""Byte order marks, and the codecs for what follows them."""

_LONG = 256
"""Bytes from which on no binary file is valid UTF-16 of assigned characters by chance."""

# To compile it takes as long as to look at a hundred files, of which none may need it.
_IDEOGRAPHIC = "[\u3000-\u30ff\u4e00-\u9fff\uac00-\ud7a3\uff01-\uff60]"
LEAST_IDEOGRAPHS = 0.9
"""Share of such characters in a text of East Asia, of which a tenth may be digits and Latin."""

_SPACES = frozenset(" \n\N{IDEOGRAPHIC SPACE}\N{IDEOGRAPHIC FULL STOP}")
_NOT_IN_TEXT = frozenset(("Cc", "Cn", "Co", "Cs"))


def byte_order_mark(data: bytes) -> tuple[bytes, str] | None:
    """The byte order mark that ``data`` begins with, and its codec."""
    for mark, encoding in MARKS:
        if data.startswith(mark):
            # FF FE 00 00 can also be UTF-16 that begins with a NUL, which no text does.
            return mark, encoding
    return None


def contradicted_mark(data: bytes) -> str | None:
    """What ``data`` is in behind a byte order mark of another codec, in words."""
    mark = byte_order_mark(data)
    if mark is None:
        return None
    if mark[1].startswith("utf-16") and (part := _part_beside_utf16(data[len(mark[0]) :], mark[1])):
        return part
    head = data[len(mark[0]) : _HEAD]
    meant = unmarked_wide_encoding(head)
    if meant is None or meant == mark[1]:
        return None
    if mark[1] == "utf-8":
        return f"its text is in {meant}"
    text = _decoded(head, mark[1])
    as_marked = text and all(map(_is_text, text)) and _SPACES.intersection(text)
    return None if as_marked else f"its text is in {meant}"


def _part_beside_utf16(data: bytes, encoding: str) -> str:
    """What in UTF-16 is no UTF-16, in words; empty if there is nothing."""
    if b"\0" not in data and len(data) >= _FEWEST and is_utf8(data):
        return "its text is in utf-8"
    if not _NARROW.search(data):
        text = data.decode(encoding, "replace")
        if "\ufffe" in text:
            return "a part of it has its bytes in the other order"
        if holds_nul(text):
            return "it holds NUL characters, as files do after a crash of the system"
        return "its line feeds were made CRLF byte by byte" if _CRLF.search(text) else ""
    return "a part of it is in another encoding"


def holds_nul(text: str) -> bool:
    """Whether a text holds NUL characters, but at its end, where they end a string of a program."""
    return "\0" in text and "\0" in text.rstrip("\0")


_FEWEST = 16
"""Bytes of UTF-16 without a NUL byte that are UTF-8 by no chance."""

_NARROW = re.compile(rb"[\t\n\r -~]{40}")
"""So many bytes of ASCII are 20 ideographs by no chance: of an ideograph both bytes are ASCII once
in five times."""

_CRLF = re.compile("\u0a0d|\r\u0a00")
"""What a line feed of UTF-16 becomes when a byte 0D is put before its byte 0A: no letters."""


_HEAD = 4096
"""Bytes that are looked at."""


def unmarked_wide_encoding(head: bytes) -> str | None:
    """Which UTF-16 or UTF-32 ``head`` is in, if it is in one and has no mark.

    Spaces, line ends and ASCII have their NUL bytes on one side only, in every
    script's text.  Programs and images have NUL bytes everywhere, and read as
    UTF-16 they are full of controls and of unassigned characters.
    """
    if b"\0" not in head:
        return None
    for encoding, width, first_nul in (
        ("utf-32-le", 4, 2),
        ("utf-32-be", 4, 0),
        ("utf-16-le", 2, 1),
        ("utf-16-be", 2, 0),
    ):
        whole = head[: len(head) // width * width]
        expected = whole[first_nul::width].count(0)
        # The Chinese character for one, U+4E00, has its NUL byte on the other side.
        least = whole.count(0) * (0.9 if len(whole) < _LONG else 0.1) if width == 2 else 1
        if expected >= max(least, 1):
            text = _decoded(whole, encoding)
            if text and all(map(_is_text, text)) and _SPACES.intersection(text):
                return encoding
    return None


def ideographic_encoding(data: bytes) -> str | None:
    """Which UTF-16 ``data`` is in, if it holds ideographs, kana or hangul and little else.

    Such a text may have no NUL byte at all.  In the other byte order, or in
    what is no text, half of the characters would be of some other script.
    """
    for encoding in ("utf-16-le", "utf-16-be"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if text and len(re.findall(_IDEOGRAPHIC, text)) >= LEAST_IDEOGRAPHS * len(text):
            return encoding
    return None


def _decoded(data: bytes, encoding: str) -> str:
    """The text in ``data``, whose last character may be cut off; empty if it is none."""
    try:
        return codecs.getincrementaldecoder(encoding)().decode(data)
    except UnicodeDecodeError:
        return ""


def _is_text(character: str) -> bool:
    return unicodedata.category(character) not in _NOT_IN_TEXT or character in "\t\n\f\r"
