"""Line: a line cut into runs, and what a misreading makes of them.

A run has no white space, since no codec but UTF-16 gives a space another byte than ASCII does.
A candidate is a misreading and what it makes of each run: another text, or nothing where it
can't have been.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property

from fixenc import codecs
from fixenc.channels.misreading.undo import Misreading

_SHOW_SPACES = ("cp1252", "latin-1", "cp1250", "cp1251", "cp1254", "cp1257", "iso8859-2")
"""Codecs after which a space may be the no-break space that the byte A0 was shown as."""


def _shown_for(first: int, last: int) -> str:
    """The characters that these codecs show for some bytes."""
    return "".join(sorted({c for n in _SHOW_SPACES for c in codecs.shown(n)[first : last + 1]}))


_LEADS, _TAILS = _shown_for(0xC2, 0xF4), _shown_for(0x80, 0xBF)
_RUN = re.compile(f"(?:[{_LEADS}][{_TAILS}]{{0,2}} |[^ \\t\\n\\r])+")


@dataclass
class Line:
    """A line: its half-open span in characters, and its runs."""

    start: int
    end: int
    text: str
    runs: list[tuple[int, int, str]] = field(default_factory=list)
    """Spans in the line, and their texts."""

    def __post_init__(self) -> None:
        self.runs = [(match.start(), match.end(), match[0]) for match in _RUN.finditer(self.text)]

    @cached_property
    def form(self) -> str:
        """The same for lines that differ in digits of runs in ASCII, as those of a log.

        No misreading changes such runs, and digits cost the same in each language.
        """
        parts: list[str] = []
        done = 0
        for start, end, run in self.runs:
            if not run.isascii():
                parts += _DIGIT.sub("0", self.text[done:start]), run
                done = end
        return "".join([*parts, _DIGIT.sub("0", self.text[done:])])


_DIGIT = re.compile("[1-9]")


@dataclass
class Candidate:
    """A misreading, and the runs of a line that it changes: their indices, and what they were."""

    misreading: Misreading
    changed: dict[int, str]
    certain: dict[int, str] = field(default_factory=dict)
    """The same for runs of which bytes were changed, with U+FFFD for what is gone.

    A doubtful run stays as it is.
    """

    @property
    def key(self) -> tuple[tuple[int, str], ...]:
        """The same for candidates that make the same text of a line."""
        return tuple(sorted(self.changed.items()))


SEPARATOR = "\n"
"""The separator of runs that are encoded and decoded together: no run has it."""
