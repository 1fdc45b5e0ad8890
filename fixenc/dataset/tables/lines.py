"""Tables that are lines of text, compressed or not: raw lines in, raw lines out.

What is not changed is never made anew: it is the bytes that were read.
"""

from __future__ import annotations

import codecs
import lzma
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Protocol

import pyarrow as pa

from fixenc import detect
from fixenc.dataset.inputs import Input
from fixenc.dataset.store import Store
from fixenc.dataset.tables.table import Columns
from fixenc.files.problem import FileProblem
from fixenc.integrations.change import Change
from fixenc.integrations.change import Path as TextPath

BLOCK = 4 << 20
"""Bytes that are read at once."""

SAMPLE = 1 << 16
"""Bytes from which an encoding is detected."""

LONGEST = 256 << 20
"""Bytes of a line, or of a record of CSV, beyond which it is taken for something else."""


def blocks(store: Store, file: Input, encoding: str | None = None) -> Iterator[list[bytes]]:
    """The lines of a file as UTF-8, with their ends, in blocks of about ``BLOCK`` bytes."""
    with opened(store, file, encoding) as stream:
        pieces: list[bytes] = []
        held = 0
        while piece := stream.read(BLOCK):
            end = piece.rfind(b"\n") + 1
            if not end:
                pieces.append(piece)
                held += len(piece)
                if held > LONGEST:
                    raise too_long(file.name, "line")
                continue
            yield _lines(b"".join([*pieces, piece[:end]]))
            pieces = [piece[end:]]
            held = len(pieces[0])
        rest = b"".join(pieces)
        if rest:
            yield _lines(rest)


class Stream(Protocol):
    """Bytes that are read one after the other."""

    def read(self, size: int) -> bytes:
        """At most about ``size`` bytes; none at the end."""


@contextmanager
def opened(store: Store, file: Input, encoding: str | None = None) -> Iterator[Stream]:
    """The file, decompressed, and as UTF-8 if it is in another ``encoding``."""
    with _unpacked(store, file) as stream:
        yield stream if encoding is None else _Transcoded(stream, encoding, file.name)


NOT_UTF_8 = "is not UTF-8"


def seeming(lines: Iterable[bytes]) -> str:
    """The end of a message that a line is not UTF-8: which encoding all of them seem to be in."""
    valid = 0
    invalid: list[bytes] = []
    size = 0
    for line in lines:
        if line.isascii():
            continue
        try:
            line.decode()
            valid += 1
        except UnicodeDecodeError:
            invalid.append(line)
            size += len(line)
        if size > SAMPLE:
            break
    if valid >= len(invalid):
        return ""
    found = detect(b"".join(invalid))
    if found.sure and not found.encoding.startswith("utf-8"):
        return f", and the file seems to be {found.encoding}: --encoding {found.encoding}"
    return ", or all of the file is in another encoding, which --encoding names"


def read_whole(stream: Stream, name: str) -> bytes:
    """All of a stream; raises :exc:`FileProblem` if it is longer than a text can be."""
    pieces: list[bytes] = []
    held = 0
    while piece := stream.read(BLOCK):
        pieces.append(piece)
        held += len(piece)
        if held > LONGEST:
            raise FileProblem(
                name, f"is more than {LONGEST >> 20} MB, which is read at once", "split it"
            )
    return b"".join(pieces)


class _Transcoded:
    """A stream in another encoding, as UTF-8."""

    def __init__(self, stream: Stream, encoding: str, name: str) -> None:
        self._stream = stream
        self._encoding = encoding
        self._decoder = codecs.getincrementaldecoder(encoding)()
        self._name = name

    def read(self, size: int) -> bytes:
        """The next bytes, about ``size``."""
        while True:
            data = self._stream.read(size)
            try:
                text = self._decoder.decode(data, final=not data)
            except UnicodeDecodeError as error:
                wrong = error.object[error.start : error.end].hex(" ")
                raise FileProblem(
                    self._name, f"is not {self._encoding}: bytes {wrong}", "name its --encoding"
                ) from None
            if text or not data:
                return text.encode()


@contextmanager
def _unpacked(store: Store, file: Input) -> Iterator[pa.NativeFile | BinaryIO]:
    """The file, decompressed."""
    if file.compression != "xz":  # the one that Arrow does not know
        with store.stream(file.name, file.compression) as stream:
            yield stream
        return
    try:
        with store.stream(file.name) as packed, lzma.open(packed) as unpacked:
            yield unpacked
    except (lzma.LZMAError, EOFError) as error:
        raise pa.ArrowInvalid(f"xz: {error}") from error


def too_long(name: str, what: str) -> FileProblem:
    """The problem of a line that never ends."""
    return FileProblem(
        name, f"holds a {what} of more than {LONGEST >> 20} MB", "is it of the format it says?"
    )


class LinesPart(Protocol):
    """A part of such a table."""

    @property
    def pieces(self) -> Sequence[bytes]:
        """All of it, in pieces: a row, or what lies between rows."""

    @property
    def places(self) -> Sequence[int]:
        """Which of the pieces are rows."""

    def replaced(self, row: int, piece: bytes, path: TextPath, changes: Sequence[Change]) -> bytes:
        """A row, as ``piece`` holds it by now, with the changes in the text at ``path``."""


class LinesWriter:
    """A file of lines that is being written."""

    def __init__(self, file: pa.NativeFile | BinaryIO) -> None:
        self._file = file

    def write(
        self,
        part: LinesPart,
        fixed: Columns,
        changes: Mapping[str, Sequence[Change]],
        left_out: Collection[int],
    ) -> None:
        """Write the pieces, with the changes in them."""
        pieces = [*part.pieces]
        for made in changes.values():
            by_text: dict[tuple[int, TextPath], list[Change]] = {}
            for change in made:
                by_text.setdefault((change.row, change.path), []).append(change)
            for (row, path), own in by_text.items():
                at = part.places[row]
                pieces[at] = part.replaced(row, pieces[at], path, own)
        for row in left_out:
            pieces[part.places[row]] = b""
        self._file.write(b"".join(pieces))


@contextmanager
def lines_writer(path: Path, compression: str | None, head: bytes = b"") -> Iterator[LinesWriter]:
    """A file at ``path`` that begins with ``head``, compressed as what it is made of."""
    with pa.OSFile(str(path), "wb") as out, lines_to(out, compression, head) as file:
        yield file


@contextmanager
def lines_to(
    out: pa.NativeFile, compression: str | None, head: bytes = b""
) -> Iterator[LinesWriter]:
    """A writer to ``out`` that begins with ``head``, compressed."""
    if compression is None:
        out.write(head)
        yield LinesWriter(out)
    elif compression == "xz":
        with lzma.open(out, "wb") as xz:
            xz.write(head)
            yield LinesWriter(xz)
    else:
        with pa.CompressedOutputStream(out, compression) as packed:
            packed.write(head)
            yield LinesWriter(packed)


def _lines(data: bytes) -> list[bytes]:
    """Lines end at a line feed only: the others could be bytes of text."""
    lines = data.split(b"\n")
    last = lines.pop()
    return [line + b"\n" for line in lines] + ([last] if last else [])
