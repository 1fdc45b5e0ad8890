"""How a file is to be written: in which codec, and behind which byte order mark.

Mostly as it was read.  What differs is a change of the file as a whole, beside
the edits of its text.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from fixenc.core.document import Document, FileChange
from fixenc.files.encoding.decode import encode
from fixenc.files.encoding.transcode import Conversion, conversion, reason_to_keep
from fixenc.files.problem import FileProblem
from fixenc.formats import is_mail
from fixenc.formats.python import is_python, says_another_codec, takes_mark

Bom = Literal["keep", "add", "remove"]

_LENGTH = re.compile("^Content-Length:", re.IGNORECASE | re.MULTILINE)

_MARKS = {
    "utf-8": codecs.BOM_UTF8,
    "utf-16-le": codecs.BOM_UTF16_LE,
    "utf-16-be": codecs.BOM_UTF16_BE,
    "utf-32-le": codecs.BOM_UTF32_LE,
    "utf-32-be": codecs.BOM_UTF32_BE,
}


@dataclass(frozen=True)
class Target:
    """The form in which a file is written.

    ``document`` is the file as it will be read then, but for its text.  ``kept`` says why a
    legacy file keeps its encoding, if its reader is why.
    """

    document: Document
    due: Conversion | None
    changes: tuple[FileChange, ...]
    kept: str = ""

    def encode(self, text: str) -> bytes:
        """The bytes of the whole file that holds ``text``.  Raises :exc:`FileProblem`."""
        if is_mail(self.document):
            _require_no_length(text, self.document)
        if self.due is not None:
            text = self.due.redeclared(text, self.document.path)
        if self.changes and is_python(self.document.path, text):
            _require_readable(text, self.document)
        return encode(text, self.document)

    def pieces(self, texts: Iterable[str]) -> Iterator[bytes]:
        """The bytes of a text that comes in pieces; its declarations are all in the first piece."""
        unmarked = replace(self.document, bom=b"")
        waiting = iter(texts)
        yield self.encode(next(waiting, ""))
        for text in waiting:
            if self.due is not None:
                self.due.checked(text, self.document.path)
            yield encode(text, unmarked)


def target_of(
    document: Document,
    *,
    to_encoding: str | None = None,
    keep_encoding: bool = False,
    bom: Bom = "keep",
    counts_on_its_bytes: bool | None = None,
) -> Target:
    """How ``document`` is to be written; the options are those of the command.

    Whether it ``counts_on_its_bytes`` shows in its text, unless it has none here.
    Raises :exc:`FileProblem` if ``to_encoding`` names no codec.
    """
    due = conversion(
        document,
        to_encoding=to_encoding,
        keep_encoding=keep_encoding,
        counts_on_bytes=counts_on_its_bytes,
    )
    converted = document if due is None else due.converted(document)
    marked = with_bom(converted, bom)
    changes = [due.change] if due is not None else []
    # A mark that comes and goes with the codec is part of that change.
    if marked.bom != converted.bom:
        states = ("absent", "present") if marked.bom else ("present", "absent")
        changes.append(FileChange("bom", *states))
    kept = "" if due is not None or keep_encoding else reason_to_keep(document)
    return Target(marked, due, tuple(changes), kept)


def with_bom(document: Document, bom: Bom) -> Document:
    """``document`` with the byte order mark that it is to be written with.

    Codecs other than UTF-8, UTF-16 and UTF-32 have none.  It is not taken from
    UTF-16 and UTF-32: nothing else would say which they are.
    """
    if bom == "add":
        return replace(document, bom=_MARKS.get(document.encoding, document.bom))
    if bom == "remove" and document.encoding == "utf-8":
        return replace(document, bom=b"")
    return document


def _require_no_length(text: str, document: Document) -> None:
    """Raise :exc:`FileProblem` if a message says how many bytes it has."""
    if _LENGTH.search(text):
        raise FileProblem(
            document.path,
            "records the length of its text (Content-Length), which a change would make false",
            "repair what it was made from, or leave it out with --exclude",
        )


def _require_readable(text: str, document: Document) -> None:
    """Raise :exc:`FileProblem` if Python would refuse the program ``text`` as ``document``."""
    if document.encoding.startswith(("utf-16", "utf-32")):
        raise FileProblem(
            document.path,
            f"is a Python program, which cannot be in {document.encoding}",
            "leave it out with --exclude",
        )
    if document.bom and not takes_mark(text):
        raise FileProblem(
            document.path,
            "is a Python program with a coding comment other than utf-8, "
            "which cannot stand behind a byte order mark",
            "let the comment say utf-8 first, or leave the file out with --exclude",
        )
    if not text.isascii() and says_another_codec(document.encoding, text):
        raise FileProblem(
            document.path,
            f"is a Python program that does not say that it is in {document.encoding}",
            "let a comment say # coding: utf-8, which will follow, or leave the file out "
            "with --exclude",
        )
