"""Which codec a file is written in, if it is not the one that it was read in.

A file whose encoding is declared somewhere stays in it: its readers know.  One
in a legacy codec that declares nothing is a riddle to each of its readers, and
becomes UTF-8, if it is sure how it is to be read.  A program stays what it is
unless only its comments would change: what it prints are the bytes of its strings.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, replace

from fixenc.core.document import Document, FileChange
from fixenc.files.encoding.declared import OUTSIDE, redeclared
from fixenc.files.encoding.decode import encode, text_codec
from fixenc.files.encoding.evidence import MISMARKED, UNREADABLE
from fixenc.files.encoding.fixed import reader_of
from fixenc.files.problem import FileProblem
from fixenc.formats import counts_on_its_bytes

_OWN_SIGN = ("utf", "iso2022", "hz", "ascii")
"""Codecs that every reader recognizes by the bytes, so that a file in one needs no change."""

_UNDECODED = re.compile("[\udc80-\udcff]")


@dataclass(frozen=True)
class Conversion:
    """A change of a file's encoding: a change of its own, beside the edits."""

    before: str
    after: str
    evidence: str

    def __str__(self) -> str:
        return str(self.change)

    @property
    def change(self) -> FileChange:
        """The conversion as a change of the file as a whole."""
        return FileChange("encoding", self.before, self.after, self.evidence)

    def converted(self, document: Document) -> Document:
        """``document`` as one in the new codec, with the byte order mark that it needs."""
        bom = codecs.BOM_UTF8 if document.bom and self.after == "utf-8" else b""
        if self.after.startswith(("utf-16", "utf-32")):
            bom = "\N{ZERO WIDTH NO-BREAK SPACE}".encode(self.after)
        return replace(document, encoding=self.after, bom=bom, source=None)

    def checked(self, text: str, path: str) -> str:
        """``text``; :exc:`FileProblem` if the old codec had no character for a byte of it."""
        if _UNDECODED.search(text):
            raise FileProblem(
                path,
                f"holds bytes that are not {self.before}",
                "repair them first, or keep the encoding with --keep-encoding",
            )
        return text

    def redeclared(self, text: str, path: str) -> str:
        """The beginning of a text, or all of it, with its declarations saying the new codec.

        Raises :exc:`FileProblem` as :meth:`checked` does.
        """
        return redeclared(self.checked(text, path).encode("utf-8"), self.after, path).decode(
            "utf-8"
        )

    def encode(self, text: str, document: Document) -> bytes:
        """``text``, which came from ``document``, in the new codec; declarations say so.

        Raises :exc:`FileProblem` if the new codec has no bytes for a character,
        or the old one had no character for a byte.
        """
        return encode(self.redeclared(text, document.path), self.converted(document))


def conversion(
    document: Document,
    *,
    to_encoding: str | None = None,
    keep_encoding: bool = False,
    counts_on_bytes: bool | None = None,
) -> Conversion | None:
    """The change of encoding that ``document`` is due, if any.

    ``to_encoding`` converts whatever is not in it, declared or not;
    ``keep_encoding`` converts nothing.  ``counts_on_bytes`` says of a document without its
    text what :func:`~fixenc.formats.counts_on_its_bytes` says of it with its text.
    Raises :exc:`FileProblem` if ``to_encoding`` names no codec.
    """
    if keep_encoding or not document.sure:
        return None
    if to_encoding is not None:
        after = text_codec(to_encoding).removesuffix("-sig")
        if after in ("utf-16", "utf-32"):
            after += "-le"
    elif (
        document.declared
        or document.encoding.startswith(_OWN_SIGN)
        or reader_of(document.path)
        or (counts_on_its_bytes(document) if counts_on_bytes is None else counts_on_bytes)
    ):
        return None
    else:
        after = "utf-8"
    if document.encoding == after:
        return None
    evidence = document.evidence
    if evidence.endswith(OUTSIDE):
        evidence += ", to be changed there too"
    return Conversion(document.encoding, after, evidence)


def reason_to_keep(document: Document) -> str:
    """A clause that says why a legacy file keeps its encoding, where its reader is why."""
    if document.declared or not document.sure or document.encoding.startswith(_OWN_SIGN):
        return ""
    return reader_of(document.path)


def require_sure(document: Document) -> None:
    """Raise :exc:`FileProblem` if it is anybody's guess how ``document`` is to be read."""
    if document.sure:
        return
    if document.evidence.startswith((UNREADABLE, MISMARKED)):
        raise FileProblem(
            document.path, f"is {document.evidence}", "name one that fits with --encoding"
        )
    ranked = sorted(document.candidates, key=lambda candidate: -candidate[1])
    likely = ", ".join(f"{name} {share:.0%}" for name, share in ranked)
    what = f"may be in several encodings ({likely})" if likely else "is in no known encoding"
    raise FileProblem(document.path, what, "name the right one with --encoding")
