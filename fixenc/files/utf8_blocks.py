"""The blocks of a large file in UTF-8, cut and proved fine as bytes.

Nearly all blocks are fine, and then no text is made of them.  They end where
:func:`fixenc.engine.blocks.block_end` says that they end in the text: after so many characters,
which ASCII tells without being read, and other text by being read once.
"""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain

from fixenc.core.automaton import compiled
from fixenc.core.document import Document, Kind
from fixenc.core.rule import Scope
from fixenc.engine.blocks import BLOCK, LONGEST_BLOCK, block_end
from fixenc.engine.policy import Policy
from fixenc.engine.repair import Repair
from fixenc.formats import is_catalogue, is_mail
from fixenc.prefilter.prefilter import prefilter

_WIDEST = 4
"""Bytes of a character."""

_FEW = 16
"""Characters that are searched at once."""


@dataclass(frozen=True)
class Block:
    """The bytes of a block, how many characters they are, and whether all are UTF-8."""

    data: bytes
    size: int
    valid: bool

    @property
    def text(self) -> str:
        """The text of the block, as :func:`fixenc.files.encoding.decode` reads it."""
        return self.data.decode("utf-8", "surrogateescape")


@dataclass(frozen=True)
class Fine:
    """A block in which there is nothing to find, of the ``document`` that begins there."""

    document: Document
    block: Block

    @property
    def repair(self) -> Repair:
        """The block as the result of a repair that found nothing."""
        return Repair(replace(self.document, text=self.block.text))

    @property
    def is_lines(self) -> bool:
        """Whether it consists of whole lines."""
        return self.block.data.endswith(b"\n")

    @property
    def rest(self) -> Document:
        """The document behind it."""
        data, document = self.block.data, self.document
        lines = data.count(b"\n")
        begun = data.rfind(b"\n") + 1
        column = len(data[begun:].decode("utf-8"))
        return replace(
            document,
            offset=document.offset + self.block.size,
            first_line=document.first_line + lines,
            first_column=column + (1 if lines else document.first_column),
        )


def prover(document: Document, policy: Policy) -> Callable[[Block], bool]:
    """A function that says quickly whether blocks of ``document`` are clean."""
    kind = Kind.DATA if is_catalogue(document) else document.kind
    clears = prefilter(tuple(chain(*(policy.rules(kind, scope) for scope in Scope)))).clears_bytes
    # Where this stands there may be damage that is not seen as the bytes stand; in mail, anywhere.
    hiding = b"" if is_mail(document) else b"\\u" if document.kind is not Kind.PROSE else None

    def proves(block: Block) -> bool:
        data = block.data
        return (
            policy.channel is None
            and block.valid
            and (hiding is None or hiding not in data)
            and not compiled("fixenc:").search(data)
            and clears(data)
        )

    return proves


def utf8_blocks(chunks: Iterable[bytes]) -> Iterator[Block]:
    """The blocks of a text that comes in pieces of any size."""
    buffer = b""
    for chunk in chunks:
        buffer += chunk
        start = 0
        while block := _first_block(buffer, start, is_all=False):
            yield block
            start += len(block.data)
        buffer = buffer[start:]
    start = 0
    while start < len(buffer):
        block = _first_block(buffer, start, is_all=True)
        assert block is not None
        yield block
        start += len(block.data)


def _first_block(data: bytes, start: int, *, is_all: bool) -> Block | None:
    """The block that begins at ``start``; ``None`` if it depends on what follows ``data``."""
    try:
        middle = _after(data, start, BLOCK)
        if middle is not None and len(data) - middle >= _WIDEST * BLOCK:
            end = _end_of_paragraph_or_line(data, middle)
            if end:
                size = BLOCK + len(data[middle:end].decode("utf-8"))
                return Block(data[start:end], size, valid=True)
    except UnicodeDecodeError:
        pass  # those bytes are searched below, because it takes long
    most = _WIDEST * (LONGEST_BLOCK + 2)
    ahead = data[start : start + most]
    if len(ahead) < most and not is_all:
        return None
    final = is_all and len(ahead) < most
    text, _ = codecs.utf_8_decode(ahead, "surrogateescape", final)
    size = block_end(text)
    end = start + len(text[:size].encode("utf-8", "surrogateescape"))
    return Block(data[start:end], size, valid=False)


def _after(data: bytes, at: int, count: int) -> int | None:
    """Where in ``data`` so many characters from ``at`` on end; ``None`` if there are fewer."""
    while count > _FEW:
        part = data[at : at + count]
        if part.isascii():
            return at + count if len(part) == count else None
        text, used = codecs.utf_8_decode(part, "strict", False)
        if not used:
            return None
        count -= len(text)
        at += used
    few = codecs.utf_8_decode(data[at : at + _WIDEST * count], "strict", False)[0][:count]
    return at + len(few.encode("utf-8")) if len(few) == count else None


def _end_of_paragraph_or_line(data: bytes, middle: int) -> int | None:
    """Where a block ends of which ``BLOCK`` characters end at ``middle``; ``None`` if far away."""
    near = data[middle : middle + BLOCK]
    paragraph = compiled("\n\n").search(near)
    if paragraph is None and not near.isascii():
        # So many bytes are fewer characters: there may be one further on that is near enough.
        wide = data[middle : middle + _WIDEST * BLOCK]
        paragraph = compiled("\n\n").search(wide, BLOCK - 1)
        if paragraph and len(wide[: paragraph.end()].decode("utf-8")) > BLOCK:
            paragraph = None
    if paragraph:
        return middle + paragraph.end()
    line = data.find(b"\n", middle, middle + LONGEST_BLOCK - BLOCK)
    return line + 1 if line >= 0 else None
