"""Documents: a text, and all that is known of where it came from."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property


class Kind(Enum):
    """What kind of text a document is.  Prose rules look at prose alone."""

    PROSE = "prose"
    CODE = "code"
    MARKUP = "markup"
    DATA = "data"


@dataclass(frozen=True)
class Document:
    """A text as it was read.

    ``path`` is how the user names it.  ``encoding`` is the codec that read it,
    ``evidence`` says why that one, and ``bom`` is the byte order mark that
    stood in front and is no part of ``text``.  ``declared`` says that the file or
    its project names its encoding, and ``contradicted`` is such a declaration that
    the bytes prove wrong.  Where the encoding is a guess that is not ``sure``,
    ``candidates`` are the likeliest with their confidence.  ``source`` holds the bytes
    themselves, kept only where that codec would not write all of them back.
    """

    text: str
    path: str = "<text>"
    kind: Kind = Kind.PROSE
    encoding: str = "utf-8"
    evidence: str = ""
    bom: bytes = b""
    declared: bool = False
    sure: bool = True
    candidates: tuple[tuple[str, float], ...] = ()
    contradicted: str = ""
    source: bytes | None = field(default=None, repr=False)

    @cached_property
    def _line_starts(self) -> list[int]:
        starts = [0]
        find = self.text.find
        at = find("\n")
        while at >= 0:
            starts.append(at + 1)
            at = find("\n", at + 1)
        return starts

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column, both counted from 1, of the character at ``offset``.

        Lines end at a line feed only: the other characters that
        :meth:`str.splitlines` splits at can be mojibake.
        """
        line = bisect_right(self._line_starts, offset)
        return line, offset - self._line_starts[line - 1] + 1
