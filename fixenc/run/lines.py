"""The repaired lines of a file, one after the other: for programs that read files."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, TextIO

from fixenc.core.document import Document
from fixenc.engine.policy import Policy
from fixenc.engine.repair import Repair, repair
from fixenc.files import LARGE, FileProblem, decode, read_document

Source = str | os.PathLike[str] | BinaryIO | TextIO
"""A path, or an open file of bytes or of text."""


def lines_of(source: Source, policy: Policy, encoding: str | None = None) -> Iterator[str]:
    """The repaired lines of a file, with their line feeds.

    A path is read in blocks if the file is large; an open file is read to its end.
    Raises :exc:`FileProblem`.
    """
    if isinstance(source, (str, os.PathLike)):
        return _lines(_texts_at(Path(source), policy, encoding))
    given = source.read()
    name = str(getattr(source, "name", "<stream>"))
    if isinstance(given, str):
        document = Document(given, path=name)
    else:
        document = decode(given, path=name, encoding=encoding)
    return _lines([repair(document, policy).text])


def _texts_at(path: Path, policy: Policy, encoding: str | None) -> Iterator[str]:
    try:
        size = os.stat(path).st_size
    except OSError:
        size = 0  # reading it says what is wrong
    if size < LARGE:
        found = read_document(path, encoding=encoding)
        if found is None:
            raise FileProblem(path, "holds no text")
        yield repair(found[1], policy).text
        return
    from fixenc.files.stream import open_large

    large = open_large(path, encoding=encoding, write=False)
    if large is None:
        raise FileProblem(path, "holds no text")
    for block in large.blocks(policy):
        yield (block if isinstance(block, Repair) else block.repair).text


def _lines(texts: Iterable[str]) -> Iterator[str]:
    """The lines of a text that comes in pieces; they end at a line feed only."""
    rest = ""
    for text in texts:
        *whole, rest = (rest + text).split("\n")
        for line in whole:
            yield line + "\n"
    if rest:
        yield rest
