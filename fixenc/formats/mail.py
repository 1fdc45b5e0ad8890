"""The text of messages: e-mail, alone or many in one file.

What is encoded for its transport (quoted-printable, base64, encoded words in headers)
means what it says and is left as it is, but what it holds can be damaged all the same:
:func:`encoded_texts` finds it, and :mod:`fixenc.formats.transfer` reads it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from fixenc.formats.roles import Part, Role, joined

_LINE = re.compile(r"[^\n]*\n?")
_HEADER = re.compile(r"([!-9;-~]+):")
_CHARSET = re.compile(r"""\bcharset\s*=\s*["']?([^\s"';]+)""", re.IGNORECASE)
_ENCODED_WORD = re.compile(r"=\?([^?\s*]+)(?:\*[^?\s]*)?\?([QqBb])\?([^?\s]*)\?=")
_WRITTEN = frozenset(["subject", "comments", "keywords", "from", "to", "cc", "reply-to", "sender"])
_AS_IT_IS = frozenset(["", "7bit", "8bit", "binary"])
_TEXTS = frozenset(["text", "multipart", "message"])

_BEGINS = re.compile(rb"\A(?:From [^\n]*\n|(?:HTTP|WARC)/\d[^\n]*\n)?(?=[!-9;-~]+:[ \t\r\n])")
_NAME = re.compile(rb"^([!-9;-~]+):", re.MULTILINE)
_DECLARED = re.compile(
    rb"""^Content-Type:[^\n]*(?:\n[ \t][^\n]*)*?\bcharset\s*=\s*["']?([-\w.:]+)""",
    re.IGNORECASE | re.MULTILINE,
)
_USUAL = frozenset(
    b"from to cc subject date received return-path delivered-to message-id mime-version "
    b"content-type content-transfer-encoding reply-to sender in-reply-to references user-agent "
    b"list-id dkim-signature x-mozilla-status newsgroups path content-length server "
    b"warc-type warc-date warc-record-id".split()
)
"""Headers of mail, news, HTTP and WARC, by RFC 5322, 5536, 9110 and ISO 28500."""

_DECLARING = frozenset([b"content-type", b"mime-version"])

_FEWEST = 3
"""Usual headers that a message begins with."""


@dataclass(frozen=True)
class EncodedText:
    """A half-open span that holds text in an encoding of mail, and in which codec it is."""

    start: int
    end: int
    transfer: str
    charset: str


@dataclass
class _Entity:
    """A message or a part of one: its headers, and where its body is."""

    values: dict[str, str] = field(default_factory=dict)
    written: list[tuple[int, int]] = field(default_factory=list)
    start: int = 0
    end: int = 0

    @property
    def transfer(self) -> str:
        return self.values.get("content-transfer-encoding", "").strip().lower()

    @property
    def content_type(self) -> str:
        return self.values.get("content-type", "text/plain").strip()

    @property
    def is_text(self) -> bool:
        return self.content_type.partition("/")[0].lower() in _TEXTS


def is_message(head: bytes) -> bool:
    """Whether ``head``, the beginning of a file, is that of a message: headers of mail or HTTP."""
    begun = _BEGINS.match(head)
    if begun is None:
        return False
    headers = re.split(rb"\r?\n\r?\n", head[begun.end() :], maxsplit=1)[0]
    found = _USUAL.intersection(name.lower() for name in _NAME.findall(headers))
    return len(found) >= _FEWEST or bool(begun[0] and found) or found >= _DECLARING


def charsets(data: bytes) -> set[str]:
    """The names of codecs that a message and its parts declare."""
    return {name.decode("ascii", "replace").lower() for name in _DECLARED.findall(data)}


def mail_parts(text: str) -> tuple[Part, ...]:
    """The parts of a message or a mailbox that are plain, unencoded text."""
    return joined(_parts(text))


def encoded_texts(text: str) -> Iterator[EncodedText]:
    """The parts of a message or a mailbox that are encoded text, in order."""
    for entity in _entities(text):
        for start, end in entity.written:
            for word in _ENCODED_WORD.finditer(text, start, end):
                transfer = "Q encoding" if word[2] in "Qq" else "base64"
                yield EncodedText(*word.span(3), transfer, word[1])
        if entity.is_text and entity.transfer not in _AS_IT_IS:
            charset = _CHARSET.search(entity.content_type)
            codec = charset[1].lower() if charset else "us-ascii"
            # Programs often declare ASCII and write other bytes: no evidence.
            codec = "utf-8" if codec == "us-ascii" else codec
            yield EncodedText(entity.start, entity.end, entity.transfer, codec)


def _parts(text: str) -> Iterator[Part]:
    for entity in _entities(text):
        for start, end in entity.written:
            done = start
            for word in _ENCODED_WORD.finditer(text, start, end):
                yield Part(done, word.start(), Role.WORDS)
                done = word.end()
            yield Part(done, end, Role.WORDS)
        if entity.is_text and entity.transfer in _AS_IT_IS:
            yield Part(entity.start, entity.end, Role.WORDS)


def _entities(text: str) -> Iterator[_Entity]:
    entity, name, in_headers, after_blank = _Entity(), "", True, True
    for line in _LINE.finditer(text):
        is_blank = not line[0].strip()
        if not in_headers and _begins_part(line[0], after_blank):
            yield entity
            entity, name, in_headers = _Entity(), "", True
        elif in_headers and is_blank:
            in_headers = False
            entity.start = entity.end = line.end()
        elif in_headers:
            header = _HEADER.match(line[0])
            name = header[1].lower() if header else name
            value = line[0][header.end() :] if header else line[0]
            entity.values[name] = entity.values.get(name, "") + value
            if name in _WRITTEN:
                entity.written.append(line.span())
        else:
            entity.end = line.end()
        after_blank = is_blank
    yield entity


def _begins_part(line: str, after_blank: bool) -> bool:
    """Whether headers follow: of a part after a boundary, of a message after ``From``."""
    is_boundary = line.startswith("--") and not line.rstrip().endswith("--") and len(line) > 8
    return is_boundary or (after_blank and line.startswith("From "))
