"""Files that are too large for memory: read twice, repaired block by block.

The first pass finds out the encoding and which file it is, the second repairs.
What comes out is what would have come out of the file at once: there too a text
is repaired in blocks (:func:`fixenc.repair.block_end`).
"""

from __future__ import annotations

import codecs
import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from hashlib import blake2b
from pathlib import Path

from fixenc import pragmas
from fixenc.document import Document, Kind
from fixenc.files.decode import decode, encode, error_handler
from fixenc.files.kind import HEAD, kind_of
from fixenc.files.original import DIGEST_SIZE, Identity, open_regular, unreadable
from fixenc.files.problem import FileProblem
from fixenc.files.project import project_declarations
from fixenc.files.wide import byte_order_mark, unmarked_wide_encoding
from fixenc.repair import LONGEST_BLOCK, Policy, Repair, block_end, repair

LARGE = 64 << 20
"""Bytes from which on a file is better streamed."""

_CHUNK = 1 << 20
_EVIDENCE = 8 << 20  # what of a large file is weighed, beyond its being valid in its codec


@dataclass(frozen=True)
class Block:
    """A stretch of a large file: what was found in it, and where it begins."""

    start: int
    line: int
    repair: Repair


@dataclass(frozen=True)
class LargeFile:
    """A file that was looked through once, ready to be repaired block by block.

    ``document`` is the file without its text.
    """

    path: Path
    document: Document
    identity: Identity

    def blocks(self, policy: Policy) -> Iterator[Block]:
        """The blocks of the file, repaired; none of them is kept."""
        start, line, off = 0, 1, False
        for text in self._texts():
            found = repair(replace(self.document, text=text, bom=b""), policy)
            spans = pragmas.protected(text, off=off)
            applied = tuple(pragmas.outside(found.applied, spans))
            proposed = tuple(pragmas.outside(found.proposed, spans))
            yield Block(start, line, replace(found, applied=applied, proposed=proposed))
            start += len(text)
            line += text.count("\n")
            off = pragmas.off_after(text, off=off)

    def repaired(self, policy: Policy) -> Iterator[bytes]:
        """The file's new content, piece by piece, for :func:`write_atomically`."""
        yield self.document.bom
        for block in self.blocks(policy):
            yield encode(block.repair.text, block.repair.document)

    def _texts(self) -> Iterator[str]:
        decoder = _decoder(self.document.encoding)
        buffer = ""
        for chunk in _chunks(self.path, len(self.document.bom)):
            buffer += decoder.decode(chunk)
            start = 0
            # With so much text ahead the block's end does not depend on what follows.
            while len(buffer) - start >= LONGEST_BLOCK + 2:
                end = block_end(buffer, start)
                yield buffer[start:end]
                start = end
            buffer = buffer[start:]
        buffer += decoder.decode(b"", final=True)
        while buffer:
            end = block_end(buffer)
            yield buffer[:end]
            buffer = buffer[end:]


def open_large(path: Path, *, encoding: str | None = None) -> LargeFile | None:
    """Look the file ``path`` through; ``None`` if it holds no text.

    Raises :exc:`FileProblem`, also if bytes far into the file do not fit the
    encoding that its beginning shows.
    """
    descriptor = open_regular(path)
    with os.fdopen(descriptor, "rb") as file:
        status = os.fstat(descriptor)
        head = file.read(_EVIDENCE)
    kind = kind_of(str(path), head[:HEAD])
    if kind is None:
        return None
    document = _beginning(head, path, encoding, kind)
    document = replace(document, text="", source=None)
    found = _looked_through(path, document)
    return LargeFile(path, document, Identity(status.st_dev, status.st_ino, found))


def _beginning(head: bytes, path: Path, encoding: str | None, kind: Kind) -> Document:
    whole = head
    if len(head) == _EVIDENCE and not (
        byte_order_mark(head) or unmarked_wide_encoding(head[:HEAD])
    ):
        # It may end within a character, but not at the end of a line.
        whole = head[: head.rfind(b"\n") + 1 or len(head)]
    declared = project_declarations(str(path))
    return decode(whole, path=str(path), encoding=encoding, kind=kind, declared=declared)


def _looked_through(path: Path, document: Document) -> bytes:
    """The digest of the file, all of which its codec can read and write back."""
    found = blake2b(document.bom, digest_size=DIGEST_SIZE)
    decoder = _decoder(document.encoding)
    encoder = codecs.getincrementalencoder(document.encoding)(error_handler(document.encoding))
    sound = blake2b(document.bom, digest_size=DIGEST_SIZE)
    try:
        for chunk in _chunks(path, len(document.bom)):
            found.update(chunk)
            sound.update(encoder.encode(decoder.decode(chunk)))
        sound.update(encoder.encode(decoder.decode(b"", final=True), final=True))
    except UnicodeError as error:
        raise FileProblem(
            path, f"is not valid {document.encoding}", "name the right codec with --encoding"
        ) from error
    if found.digest() != sound.digest():
        raise FileProblem(
            path,
            f"would change elsewhere too if it were written in {document.encoding} again",
            "convert it with --to-encoding utf-8",
        )
    return found.digest()


def _decoder(encoding: str) -> codecs.IncrementalDecoder:
    return codecs.getincrementaldecoder(encoding)(error_handler(encoding))


def _chunks(path: Path, skip: int) -> Iterator[bytes]:
    with os.fdopen(open_regular(path), "rb") as file:
        file.seek(skip)
        try:
            while chunk := file.read(_CHUNK):
                yield chunk
        except OSError as error:
            raise unreadable(path, error) from error
