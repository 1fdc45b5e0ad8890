"""Which codec a file is written in, if it is not the one that it was read in.

A file whose encoding is declared somewhere stays in it: its readers know.  One
in a legacy codec that declares nothing is a riddle to each of its readers, and
becomes UTF-8, if it is sure how it is to be read.
"""

from __future__ import annotations

import codecs
from dataclasses import dataclass, replace

from fixenc.document import Document
from fixenc.files.declared import redeclared
from fixenc.files.decode import encode, text_codec
from fixenc.files.problem import FileProblem

_OWN_SIGN = ("utf", "iso2022", "hz", "ascii")
"""Codecs that anybody can tell by the bytes: what is in one of them is no riddle."""


@dataclass(frozen=True)
class Conversion:
    """A change of a file's encoding: a change of its own, beside the edits."""

    before: str
    after: str
    evidence: str

    def __str__(self) -> str:
        return f"encoding: {self.before} \N{RIGHTWARDS ARROW} {self.after} ({self.evidence})"

    def encode(self, text: str, document: Document) -> bytes:
        """``text``, which came from ``document``, in the new codec; declarations say so.

        Raises :exc:`FileProblem` if the new codec has no bytes for a character,
        or the old one had no character for a byte.
        """
        if any("\udc80" <= c <= "\udcff" for c in text):
            raise FileProblem(
                document.path,
                f"holds bytes that are not {self.before}",
                "repair them first, or keep the encoding with --keep-encoding",
            )
        wide = self.after.startswith(("utf-16", "utf-32"))
        bom = codecs.BOM_UTF8 if document.bom and self.after == "utf-8" else b""
        if wide:
            bom = "\N{ZERO WIDTH NO-BREAK SPACE}".encode(self.after)
        declared = redeclared(text.encode("utf-8"), self.after).decode("utf-8")
        return encode(declared, replace(document, encoding=self.after, bom=bom, source=None))


def conversion(
    document: Document, *, to_encoding: str | None = None, keep_encoding: bool = False
) -> Conversion | None:
    """The change of encoding that ``document`` is due, if any.

    ``to_encoding`` converts whatever is not in it, declared or not;
    ``keep_encoding`` converts nothing.  Raises :exc:`FileProblem` if
    ``to_encoding`` names no codec.
    """
    if keep_encoding or not document.sure:
        return None
    if to_encoding is not None:
        after = text_codec(to_encoding).removesuffix("-sig")
        if after in ("utf-16", "utf-32"):
            after += "-le"
    elif document.declared or document.encoding.startswith(_OWN_SIGN):
        return None
    else:
        after = "utf-8"
    if document.encoding == after:
        return None
    return Conversion(document.encoding, after, document.evidence)


def require_sure(document: Document) -> None:
    """Raise :exc:`FileProblem` if it is anybody's guess how ``document`` is to be read."""
    if document.sure:
        return
    likely = ", ".join(f"{name} {share:.0%}" for name, share in document.candidates)
    what = f"may be in several encodings ({likely})" if likely else "is in no known encoding"
    raise FileProblem(document.path, what, "name the right one with --encoding")
