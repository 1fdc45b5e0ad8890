"""The encoding that a file declares for itself, in the way of its format."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass

from fixenc.files.encoding.ways import (
    EVERYWHERE,
    HEAD,
    LONG_HEAD,
    TAIL,
    Way,
    known_codec,
    ways_of,
)
from fixenc.files.problem import FileProblem
from fixenc.formats import is_named_as_mail
from fixenc.formats.mail import charsets, is_message

_SIGNS = (b"coding", b"charset", b"inputenc")
"""One of these, in either case, is part of each declaration that counts in every file: they are
found at once."""
_SIGNS_AT_END = (b"coding", b"fenc=")

_IN_NAME = re.compile(
    r"[._-](iso[-_]?8859[-_]\d{1,2}|latin[-_]?\d|(?:cp|windows)[-_]?(?:125[0-8]|437|7\d\d|8[56]\d|9\d\d)"
    r"|koi8[-_]?[ru]|euc[-_]?(?:jp|kr|cn|tw)|sjis|shift[-_]jis|big5|gb(?:k|2312|18030))(?![^._-])"
)
BY_NAME = "its name"
OUTSIDE = (".gitattributes", ".editorconfig", ".aff", "DESCRIPTION", BY_NAME)
"""Ends of the ways to declare an encoding beside the file, which do not follow when it is
converted."""

_BY_MESSAGE = Way("Content-Type", re.compile(rb"(?!)"), follows=False)


@dataclass(frozen=True)
class Declaration:
    """A codec that is declared, in which way, and where its ``name`` stands, in bytes.

    ``encoding`` is empty if Python has no codec for the name.
    """

    encoding: str
    way: str
    start: int = 0
    end: int = 0
    name: str = ""
    by: Way | None = None

    @property
    def is_inside(self) -> bool:
        """Whether the file itself declares it, and not its project."""
        return self.end > 0

    def __str__(self) -> str:
        return f"{self.encoding or self.name} by {self.way}"


def declarations(data: bytes, path: str = "") -> Iterator[Declaration]:
    """The encodings that ``data``, a text in which ASCII is ASCII, declares for itself.

    ``path`` is the name of the file: many declarations count in the files of a format only.
    """
    head = data[:LONG_HEAD]
    for way in ways_of(path):
        yield from _declared(way, head)
    head = data[:HEAD]
    lowered = head.lower()
    if any(sign in lowered for sign in _SIGNS):
        for way in EVERYWHERE:
            if not way.at_end:
                yield from _declared(way, head)
        if is_named_as_mail(path) or is_message(head):
            yield from _by_message(data)
    tail = data[-TAIL:]
    if any(sign in tail for sign in _SIGNS_AT_END):
        for way in EVERYWHERE:
            if way.at_end:
                yield from _declared(way, tail, len(data) - len(tail))


def _declared(way: Way, part: bytes, offset: int = 0) -> Iterator[Declaration]:
    match = way.pattern.search(part)
    if match:
        name = match[1].decode("ascii", "replace")
        encoding = way.codec(name)
        if encoding is not None:
            start, end = match.span(1)
            yield Declaration(encoding, way.name, start + offset, end + offset, name, way)


def _by_message(data: bytes) -> Iterator[Declaration]:
    """The codec that a message declares, or that its parts declare several.

    ASCII needs no codec of its own, and names that mean none are many in mail.
    """
    found = sorted({known_codec(name) or "" for name in charsets(data)} - {"", "ascii"})
    if found:
        encoding = found[0] if len(found) == 1 else ""
        names = " and ".join(found)
        yield Declaration(encoding, _BY_MESSAGE.name, 0, 1, names, _BY_MESSAGE)


def declaration_in_name(path: str) -> Declaration | None:
    """The encoding that the name of a file gives, as ``menu_de.latin1.vim`` does.

    It says how to read what is not UTF-8, and no more: ``cp1252.py`` is about a codec.
    """
    names = _IN_NAME.findall(os.path.basename(path).lower())
    if not names:
        return None
    name = re.sub(r"^(?:cp|windows)[-_]?", "cp", names[-1])
    encoding = known_codec(re.sub("^koi8(?=[ru])", "koi8-", name))
    return Declaration(encoding, BY_NAME) if encoding else None


def redeclared(data: bytes, encoding: str, path: str = "") -> bytes:
    """``data`` with every declaration of another codec saying ``encoding`` instead.

    Raises :exc:`FileProblem` if a declaration cannot be made to say that.
    """
    found = {(one.start, one.end): one for one in declarations(data, path)}
    for (start, end), one in sorted(found.items(), reverse=True):
        if one.encoding == encoding or one.by is None:
            continue
        name = one.by.written(encoding)
        if name is None:
            raise FileProblem(
                path,
                f"is declared as {one}, which cannot be made to say {encoding}",
                "convert it with a program for its format, or leave it out with --exclude",
            )
        data = data[:start] + name.encode("ascii") + data[end:]
    return data
