"""Files: bytes to documents and back, and nothing lost on the way.

The journal, and files too large for memory, are modules that are imported when a run
needs them."""

from __future__ import annotations

from pathlib import Path

from fixenc.core.document import Document, Kind
from fixenc.files.bytes_repair import BytesRepair, repair_bytes
from fixenc.files.encoding.decode import decode, encode, text_codec
from fixenc.files.encoding.project import project_declarations
from fixenc.files.encoding.transcode import Conversion, conversion, require_sure
from fixenc.files.find import find_files, find_names
from fixenc.files.kind import HEAD, is_binary, kind_of
from fixenc.files.original import LARGE, Identity, Original, read, read_bytes
from fixenc.files.problem import FileProblem
from fixenc.files.target import Target, target_of
from fixenc.files.write import write_atomically
from fixenc.files.writer import Writer

__all__ = [
    "LARGE",
    "BytesRepair",
    "Conversion",
    "FileProblem",
    "Identity",
    "Original",
    "Target",
    "Writer",
    "conversion",
    "decode",
    "document_of",
    "encode",
    "find_files",
    "find_names",
    "is_binary",
    "kind_of",
    "project_declarations",
    "read",
    "read_bytes",
    "read_document",
    "repair_bytes",
    "require_sure",
    "target_of",
    "text_codec",
    "write_atomically",
]


def read_document(path: Path, *, encoding: str | None = None) -> tuple[Original, Document] | None:
    """Read and decode the file ``path``; ``None`` if it holds no text.

    The first of the pair is what :func:`write_atomically` needs to know the
    file again.  Raises :exc:`FileProblem`.
    """
    original = read(path)
    kind = kind_of(str(path), original.data[:HEAD])
    if kind is None:
        return None
    return original, document_of(original, kind, encoding=encoding)


def document_of(original: Original, kind: Kind, *, encoding: str | None = None) -> Document:
    """Decode a file that was read.  Raises :exc:`FileProblem`."""
    path = str(original.path)
    return decode(
        original.data,
        path=path,
        encoding=encoding,
        kind=kind,
        declared=project_declarations(path),
    )
