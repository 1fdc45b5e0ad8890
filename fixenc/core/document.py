"""Documents: a text, where it came from, and how it was decoded."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field, replace
from enum import Enum
from functools import cached_property


class Kind(Enum):
    """The kind of text in a document.  Rules about prose look at prose only."""

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
    themselves, kept only where that codec would not write all of them back.  A ``message``
    begins with the headers of mail or HTTP, whatever its name is.  Of a large
    file the text is a part, which begins at ``offset`` (characters, from 0) and there at
    ``first_line`` and ``first_column``, and the document is ``streamed``.
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
    message: bool = False
    offset: int = 0
    first_line: int = 1
    first_column: int = 1
    streamed: bool = False

    @cached_property
    def _line_starts(self) -> list[int]:
        starts = [0]
        find = self.text.find
        at = find("\n")
        while at >= 0:
            starts.append(at + 1)
            at = find("\n", at + 1)
        return starts

    def rest(self, at: int) -> Document:
        """The document from ``at`` (in characters) on, as a part of the same file."""
        text = self.text
        lines = text.count("\n", 0, at)
        begun = text.rfind("\n", 0, at) + 1
        return replace(
            self,
            text=text[at:],
            offset=self.offset + at,
            first_line=self.first_line + lines,
            first_column=at - begun + (1 if lines else self.first_column),
        )

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column in the file, both counted from 1, of the character at ``offset``.

        Lines end at a line feed only: the other characters that
        :meth:`str.splitlines` splits at can be mojibake.
        """
        line = bisect_right(self._line_starts, offset)
        column = offset - self._line_starts[line - 1] + (self.first_column if line == 1 else 1)
        return line + self.first_line - 1, column


@dataclass(frozen=True)
class FileChange:
    """A change of a file as a whole, beside the edits: it is seen and refused on its own.

    ``aspect`` is what changes, a key of :data:`ASPECTS`, from ``old`` to ``new``;
    ``evidence`` says why that is right.
    """

    aspect: str
    old: str
    new: str
    evidence: str = ""

    def __str__(self) -> str:
        why = f" ({self.evidence})" if self.evidence else ""
        return f"{self.aspect}: {self.old} \N{RIGHTWARDS ARROW} {self.new}{why}"


ASPECTS = {
    "encoding": """\
The file is in a legacy codec and says so nowhere: each reader has to guess.

A file is read by the evidence that there is, in this order: --encoding; a byte order mark;
what the file declares (a coding comment, XML, HTML, CSS, LaTeX, gettext, a name such as
menu.latin1.vim) or its project does (.gitattributes, .editorconfig); valid UTF-8; chardet's
candidates, weighed by which of them reads like a language. A declaration that the bytes
contradict is ignored, with a warning. If the encoding stays unknown, the file is left alone
and the candidates are named: set --encoding.

A file that declares its encoding is fine as it is. It is repaired in its own codec, and left,
with a word, if a repaired character has no place there. One that declares nothing becomes
UTF-8, if it is sure what it is. Programs in which more than comments would change, mail,
Western pages (windows-1252 to every browser) and formats that nobody knows keep theirs.
--to-encoding converts those too and makes the declaration inside a file follow; what declares
it beside the file is yours to change. --keep-encoding converts nothing.""",
    "bom": """\
A byte order mark stands in front of the text, or is missing there.

Some programs of Windows want one before UTF-8, and most others stumble over it. Neither is
damage: it changes only when --bom add or --bom remove asks for it. UTF-16 and UTF-32 never
lose theirs, since nothing else would say which of them it is.""",
}
"""Aspects of a whole file that can change, as ``fixenc explain`` describes them."""
