"""Bytes to a document, and a document's text back to bytes, without loss.

``encode(document.text, document) == data`` holds for every document that
``decode(data)`` makes.  A byte that does not decode becomes a lone surrogate
(U+DC80 to U+DCFF, as in :pep:`383`) and so goes back to where it was; UTF-16 and
UTF-32 have no room for that, and must be whole.
"""

from __future__ import annotations

import codecs
import unicodedata
from collections.abc import Iterable
from dataclasses import replace

from fixenc.codecs import CODECS
from fixenc.core.arguments import nearest
from fixenc.core.document import Document, Kind
from fixenc.files.encoding.declared import Declaration, declarations
from fixenc.files.encoding.evidence import Reading, reading_of
from fixenc.files.encoding.ways import LONG_HEAD
from fixenc.files.encoding.wide import byte_order_mark, unmarked_wide_encoding
from fixenc.files.problem import FileProblem
from fixenc.formats.mail import is_message

EXACT = frozenset(("utf-8", "ascii", "iso8859-1"))
"""Codecs in which every byte sequence comes back as it was."""


def decode(
    data: bytes,
    *,
    path: str = "<stdin>",
    encoding: str | None = None,
    kind: Kind | None = None,
    declared: Iterable[Declaration] = (),
) -> Document:
    """Read ``data`` as text, in ``encoding`` or in the one that it shows itself to be in.

    ``path`` is how the user names it, ``kind`` what sort of text it is, and
    ``declared`` what its project says of it.  Raises :exc:`FileProblem` if the
    codec is unknown, or if it cannot read the bytes.
    """
    if encoding is None:
        reading = reading_of(data, declared, path)
    else:
        reading = _reading_by_order(data, encoding, path, declared)
    name = reading.encoding
    try:
        text = data[len(reading.bom) :].decode(name, error_handler(name))
    except UnicodeError as error:
        at = f" at byte {error.start:,}" if isinstance(error, UnicodeDecodeError) else ""
        raise FileProblem(
            path, f"is not valid {name}{at}", "name the right codec with --encoding"
        ) from error
    document = Document(
        text,
        path=path,
        kind=kind or Kind.PROSE,
        encoding=name,
        evidence=reading.evidence,
        bom=reading.bom,
        declared=reading.declared,
        sure=reading.sure,
        candidates=tuple((one.encoding, one.confidence) for one in reading.candidates),
        contradicted=reading.contradicted,
        message=kind in (None, Kind.PROSE) and is_message(data[:LONG_HEAD]),
    )
    if name not in EXACT and _encoded(text, document) != data:
        return replace(document, source=data)
    return document


def encode(text: str, document: Document) -> bytes:
    """The bytes of ``text`` in the codec that ``document`` was read in, with its mark.

    Raises :exc:`FileProblem` if the codec has no bytes for one of the
    characters, or would not leave the rest of the file as it was.
    """
    if document.source is not None:
        if text == document.text:
            return document.source
        raise FileProblem(
            document.path,
            f"would change elsewhere too if it were written in {document.encoding} again",
            "convert it with --to-encoding utf-8",
        )
    data = _encoded(text, document)
    if data is None:
        raise FileProblem(
            document.path,
            f"has no room for {_first_misfit(text, document.encoding)} in {document.encoding}",
            "convert it with --to-encoding utf-8",
        )
    return data


def text_codec(name: str, path: str = "--encoding") -> str:
    """The one name of the codec that ``name`` names; :exc:`FileProblem` if there is none."""
    try:
        b"aa".decode(name, "replace")
        return codecs.lookup(name).name
    except (LookupError, ValueError) as error:
        known = [*(row.name for row in CODECS), "utf-8-sig", "utf-16", "utf-32", "ascii"]
        raise FileProblem(
            path,
            f"there is no text encoding named {name!r}",
            nearest(
                name.lower(),
                known,
                "see https://docs.python.org/3/library/codecs.html#standard-encodings",
            ),
        ) from error


def _reading_by_order(
    data: bytes, encoding: str, path: str, declared: Iterable[Declaration]
) -> Reading:
    name = text_codec(encoding, path)
    evidence = "named by --encoding"
    mark = byte_order_mark(data)
    if mark and mark[1].startswith(name.removesuffix("-sig")):
        return Reading(mark[1], evidence, mark[0], declared=True)
    if name in ("utf-16", "utf-32"):
        found = unmarked_wide_encoding(data[:4096]) or ""
        return Reading(found if found.startswith(name) else f"{name}-le", evidence)
    name = name.removesuffix("-sig")
    is_declared = any(one.encoding == name for one in (*declarations(data, path), *declared))
    return Reading(name, evidence, declared=is_declared)


def error_handler(encoding: str) -> str:
    """The Python error handler for bytes that do not decode."""
    return "strict" if encoding.startswith(("utf-16", "utf-32")) else "surrogateescape"


def _encoded(text: str, document: Document) -> bytes | None:
    try:
        return document.bom + text.encode(document.encoding, error_handler(document.encoding))
    except UnicodeError:
        return None


def _first_misfit(text: str, encoding: str) -> str:
    for character in dict.fromkeys(text):
        try:
            character.encode(encoding, error_handler(encoding))
        except UnicodeError:
            name = unicodedata.name(character, "")
            return f"U+{ord(character):04X} {name}".rstrip()
    return "some of its characters"
