"""Files that are too large for memory: read twice, repaired block by block.

The first pass finds out the encoding and which file it is, the second repairs.
What comes out is what would have come out of the file at once: there too a text
is repaired in blocks (:func:`fixenc.engine.blocks.block_end`).
"""

from __future__ import annotations

import codecs
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from hashlib import blake2b
from pathlib import Path

from fixenc.core import pragmas
from fixenc.core.document import Document, Kind
from fixenc.core.edits import Edit, apply
from fixenc.engine.blocks import LONGEST_BLOCK, block_end
from fixenc.engine.policy import Policy
from fixenc.engine.repair import Repair, repair
from fixenc.files.encoding.decode import EXACT, decode, error_handler
from fixenc.files.encoding.project import project_declarations
from fixenc.files.encoding.wide import byte_order_mark, unmarked_wide_encoding
from fixenc.files.kind import HEAD, kind_of
from fixenc.files.original import DIGEST_SIZE, Identity, chunks, open_regular
from fixenc.files.problem import FileProblem
from fixenc.files.utf8_blocks import Block, Fine, prover, utf8_blocks
from fixenc.formats import counts_on_its_bytes

_EVIDENCE = 8 << 20  # what of a large file is weighed, beyond its being valid in its codec


Watch = Callable[[str, int, int], None]
"""Called with the name of a file, the number of bytes read, and its size in bytes."""


@dataclass(frozen=True)
class LargeFile:
    """A file that was looked through once, ready to be repaired block by block.

    ``document`` is the file without its text.  It is ``exact`` if its codec writes
    all that it reads as it was, and ``counts_on_its_bytes`` if a machine would read
    something else from it in another encoding.
    """

    path: Path
    document: Document
    identity: Identity
    exact: bool
    size: int = 0
    counts_on_its_bytes: bool = False

    def blocks(self, policy: Policy, watch: Watch | None = None) -> Iterator[Repair | Fine]:
        """The blocks of the file, repaired; none of them is kept.

        The document of each says where in the file it begins.  Of one that is fine there is
        only that.  ``watch`` is called with the number of bytes read.
        """
        document = replace(self.document, bom=b"")
        proves = prover(document, policy)
        off = False
        is_utf8 = document.encoding == "utf-8"
        for block in utf8_blocks(self._chunks(watch)) if is_utf8 else self.texts(watch):
            if isinstance(block, Block) and b"\0" not in block.data and proves(block):
                fine = Fine(document, block)
                yield fine
                document = fine.rest
                continue
            text = block if isinstance(block, str) else block.text
            document = replace(document, text=text)
            found = repair(document, policy)
            if found.edits:
                spans = pragmas.protected(text, off=off)
                applied = tuple(pragmas.outside(found.applied, spans))
                proposed = tuple(pragmas.outside(found.proposed, spans))
                found = replace(found, applied=applied, proposed=proposed)
            yield found
            document = document.rest(len(text))
            off = pragmas.off_after(text, off=off)

    def edited(self, edits: Iterable[Edit]) -> Iterator[str]:
        """The file's text with ``edits``, each of which lies within a block."""
        waiting = iter(edits)
        edit = next(waiting, None)
        start = 0
        for text in self.texts():
            stop = start + len(text)
            own: list[Edit] = []
            while edit is not None and edit.start < stop:
                own.append(edit.moved(-start))
                edit = next(waiting, None)
            yield apply(text, own)
            start = stop
        # An insertion at the very end lies in no block.
        yield apply("", [each.moved(-start) for each in (edit, *waiting) if each is not None])

    def texts(self, watch: Watch | None = None) -> Iterator[str]:
        """The text of each block."""
        decoder = _decoder(self.document.encoding)
        buffer = ""
        for chunk in self._chunks(watch):
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

    def _chunks(self, watch: Watch | None) -> Iterator[bytes]:
        """The bytes of the file after its byte order mark."""
        read = 0
        for chunk in chunks(self.path, len(self.document.bom)):
            read += len(chunk)
            if watch is not None:
                watch(str(self.path), read, self.size)
            yield chunk


def open_large(path: Path, *, encoding: str | None = None, write: bool = True) -> LargeFile | None:
    """Look the file ``path`` through; ``None`` if it holds no text.

    If nobody is to ``write`` it, and its codec reads and writes anything, there is nothing
    to look for, and its identity is left open.

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
    # In the middle of a large program there is no telling what is a comment.
    counts = kind is Kind.CODE or counts_on_its_bytes(document)
    document = replace(document, text="", source=None, streamed=True)
    if write or document.encoding not in EXACT:
        found, exact = _looked_through(path, document)
    else:
        found, exact = b"", True
    identity = Identity(status.st_dev, status.st_ino, found)
    return LargeFile(path, document, identity, exact, status.st_size, counts)


def _beginning(head: bytes, path: Path, encoding: str | None, kind: Kind) -> Document:
    whole = head
    if len(head) == _EVIDENCE and not (
        byte_order_mark(head) or unmarked_wide_encoding(head[:HEAD])
    ):
        if head.isascii():
            head = head[:HEAD] + _sample_beyond_ascii(path)
        # It may end within a character, but not at the end of a line.
        whole = head[: head.rfind(b"\n") + 1 or len(head)]
    declared = project_declarations(str(path))
    return decode(whole, path=str(path), encoding=encoding, kind=kind, declared=declared)


def _sample_beyond_ascii(path: Path) -> bytes:
    """The first stretch of a file in which not all is ASCII, from a line's beginning."""
    before = found = b""
    for chunk in chunks(path):
        if found:
            found += chunk
            if len(found) >= _EVIDENCE:
                break
        elif not chunk.isascii():
            found = (before + chunk)[before.rfind(b"\n") + 1 :]
        else:
            before = chunk
    return found


def _looked_through(path: Path, document: Document) -> tuple[bytes, bool]:
    """The digest of the file, all of which its codec can read, and whether it writes it back."""
    found = blake2b(document.bom, digest_size=DIGEST_SIZE)
    decoder = _decoder(document.encoding)
    encoder = codecs.getincrementalencoder(document.encoding)(error_handler(document.encoding))
    sound = blake2b(document.bom, digest_size=DIGEST_SIZE)
    try:
        for chunk in chunks(path, len(document.bom)):
            found.update(chunk)
            sound.update(encoder.encode(decoder.decode(chunk)))
        sound.update(encoder.encode(decoder.decode(b"", final=True), final=True))
    except UnicodeError as error:
        raise FileProblem(
            path, f"is not valid {document.encoding}", "name the right codec with --encoding"
        ) from error
    return found.digest(), found.digest() == sound.digest()


def _decoder(encoding: str) -> codecs.IncrementalDecoder:
    return codecs.getincrementaldecoder(encoding)(error_handler(encoding))
