"""Which encoding some bytes are in, and how that is known."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from fixenc.files.wide import byte_order_mark, unmarked_wide_encoding


@dataclass(frozen=True)
class Reading:
    """A way to read some bytes: the codec, and why this one."""

    encoding: str
    evidence: str
    bom: bytes = b""


_UTF8_CHARACTER = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)
_HIGH_BYTE = re.compile(rb"[\x80-\xff]")


def reading_of(data: bytes) -> Reading:
    """How ``data`` is to be read, by the evidence in it."""
    mark = byte_order_mark(data)
    if mark:
        return Reading(mark[1], "byte order mark", mark[0])
    wide = unmarked_wide_encoding(data[:4096])
    if wide and _decodes(data, wide):
        return Reading(wide, "NUL bytes on one side")
    if is_utf8(data):
        return Reading("utf-8", "valid UTF-8")
    if mostly_utf8(data):
        return Reading("utf-8", "mostly valid UTF-8")
    import chardet

    best = chardet.detect(data, prefer_superset=True, compat_names=False)
    if best["encoding"] is None:
        return Reading("utf-8", "nothing else fits")
    return Reading(
        codecs.lookup(best["encoding"]).name, f"chardet is sure to {best['confidence']:.0%}"
    )


def is_utf8(data: bytes) -> bool:
    """Whether all of ``data`` is UTF-8.

    By chance that happens to no text in another codec: each of its non-ASCII
    bytes would have to be followed by just the right number of others.
    """
    return _decodes(data, "utf-8")


def _decodes(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def mostly_utf8(data: bytes) -> bool:
    """Whether ``data`` is UTF-8 into which some foreign bytes have strayed.

    In a legacy text the bytes of two neighbours form a UTF-8 character now and
    then; where most non-ASCII bytes do, it is UTF-8.
    """
    rest, characters = _UTF8_CHARACTER.subn(b"", data)
    return characters > len(_HIGH_BYTE.findall(rest))
