"""Records of WARC: their texts, and the same records with other texts."""

from __future__ import annotations

import base64
import codecs
import hashlib
import re
from dataclasses import dataclass
from typing import Any

from fixenc.dataset.tables.lines import LONGEST

MARKUP = ("text/html", "application/xhtml+xml", "text/xml", "application/xml")
JSON = ("application/json", "application/warc-fields+json")
_OF_TEXT = ("response", "resource", "conversion", "metadata")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_META = re.compile(
    rb"<meta[^>]+charset\s*=\s*[\"']?([\w.:-]+)"
    rb"|<\?xml[^>]+encoding\s*=\s*[\"']([\w.:-]+)",
    re.IGNORECASE,
)
_HEAD = 1024
"""Bytes in which a page names its encoding."""


@dataclass(frozen=True)
class Record:
    """A record: ``length`` bytes of the file from ``offset`` on.

    ``text`` is its payload, decoded by ``codec``, if it holds text; ``head`` is how many bytes
    of its block come before the payload.
    """

    offset: int
    length: int = 0
    text: str | None = None
    codec: str = "utf-8"
    head: int = 0
    mime: str = ""


def record_of(record: Any) -> Record:
    """The text of a record of warcio, if it holds any that can be repaired."""
    headers = record.rec_headers
    nothing = Record(0)
    if record.rec_type not in _OF_TEXT or headers.get_header("WARC-Truncated"):
        return nothing
    if headers.get_header("WARC-Segment-Number"):
        return nothing
    http = record.http_headers
    kind = (http or headers).get_header("Content-Type") or ""
    mime = kind.partition(";")[0].strip().lower()
    if not (mime.startswith("text/") or mime in (*MARKUP, *JSON)):
        return nothing
    if int(record.length or 0) > LONGEST:
        return nothing
    if http and any(http.get_header(name) for name in ("Content-Encoding", "Transfer-Encoding")):
        return nothing
    payload = record.raw_stream.read()
    if not _fits(headers.get_header("WARC-Payload-Digest"), payload):
        return nothing
    length = int(headers.get_header("Content-Length"))
    text, codec = _decoded(payload, kind, mime)
    return Record(0, 0, text, codec, length - len(payload), mime)


def _decoded(payload: bytes, kind: str, mime: str) -> tuple[str | None, str]:
    """The text of a payload and its codec: UTF-8 if it is that, or as it is declared."""
    meta = _META.search(payload[:_HEAD]) if mime in MARKUP else None
    declared = _CHARSET.search(kind)
    names = ["utf-8"]
    names += [declared[1]] if declared else []
    names += [(meta[1] or meta[2]).decode("ascii", "replace")] if meta else []
    for name in names:
        try:
            codec = codecs.lookup(name).name
            # A page in Latin-1 is read as windows-1252 by all browsers.
            codec = "cp1252" if codec in ("iso8859-1", "ascii") else codec
            text = payload.decode(codec)
            if text.encode(codec) == payload:
                return text, codec
        except (LookupError, UnicodeError):
            continue
    return None, ""


def rewritten(data: bytes, head: int, payload: bytes) -> bytes:
    """The record ``data`` with another payload behind ``head`` bytes of its block.

    Lengths and digests are made anew, where there were any.
    """
    headers, between, rest = data.partition(b"\r\n\r\n")
    old = int(_header(headers, "Content-Length") or 0)
    block, tail = rest[:old], rest[old:]
    inner = _with_header(block[:head], "Content-Length", str(len(payload)))
    new = inner + payload
    headers = _with_header(headers, "Content-Length", str(len(new)))
    for name, before, after in (
        ("WARC-Payload-Digest", block[head:], payload),
        ("WARC-Block-Digest", block, new),
    ):
        value = _header(headers, name)
        # One that does not fit the old content says something else, and is wrong for the new.
        digest = _digest(value, after) if value and _fits(value, before) else None
        if value and digest:
            headers = _with_header(headers, name, digest)
    return headers + between + new + tail


def _header(headers: bytes, name: str) -> str | None:
    match = re.search(rb"(?im)^" + re.escape(name.encode()) + rb":[ \t]*(.*?)[ \t]*\r?$", headers)
    return match[1].decode("latin-1") if match else None


def _with_header(headers: bytes, name: str, value: str) -> bytes:
    """``headers`` with another value of one that there is."""
    line = re.compile(rb"(?im)^(" + re.escape(name.encode()) + rb":[ \t]*)[^\r\n]*")
    return line.sub(lambda match: match[1] + value.encode(), headers, count=1)


def _fits(digest: str | None, data: bytes) -> bool:
    """Whether ``digest``, as a header has it, is that of ``data``; also if there is none."""
    if not digest:
        return True
    ours = _digest(digest, data)
    return ours is not None and ours.lower() == digest.lower()


def _digest(like: str, data: bytes) -> str | None:
    """The digest of ``data`` by the algorithm and in the form of another, if they are known."""
    name, _, value = like.partition(":")
    try:
        digest = hashlib.new(name.lower().replace("-", ""), data, usedforsecurity=False)
    except (ValueError, TypeError):
        return None
    if len(value) == 2 * digest.digest_size:
        return f"{name}:{digest.hexdigest()}"
    return f"{name}:{base64.b32encode(digest.digest()).decode().rstrip('=')}"
