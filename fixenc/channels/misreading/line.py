"""Line: a line cut into runs, and what a misreading makes of them.

A run has no white space, since no codec but UTF-16 gives a space another byte than ASCII does.
A candidate is a misreading and what it makes of each run: another text, or nothing where it
can't have been.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
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
        """The line, with the same digit for those that no misreading changes.

        So lines that differ in a number, as those of a log, have one form.  Digits cost the same
        in each language.
        """
        if not _DIGIT.search(self.text):
            return self.text
        parts: list[str] = []
        done = 0
        for start, _, run in self.runs:
            if not run.isascii():
                low, high = _changeable(run) if _DIGIT.search(run) else (0, len(run))
                parts += _same_digits(self.text[done : start + low]), run[low:high]
                done = start + high
        return "".join([*parts, _same_digits(self.text[done:])])

    @cached_property
    def in_form(self) -> Line:
        """The line as its form has it."""
        return self if self.text == self.form else Line(self.start, self.end, self.form)

    def from_form(self, changed: Mapping[int, str]) -> dict[int, str] | None:
        """The texts of runs, each with the digits of this line; ``changed`` are those of its form.

        Nothing if one of them has other characters around the part that may change.
        """
        if self.text == self.form:
            return dict(changed)
        found: dict[int, str] = {}
        for at, new in changed.items():
            start, end, run = self.runs[at]
            low, high = _changeable(run)
            before, after = self.form[start : start + low], self.form[start + high : end]
            middle = new.removeprefix(before).removesuffix(after)
            if len(before) + len(middle) + len(after) != len(new):
                return None
            found[at] = run[:low] + middle + run[high:]
        return found


def _changeable(run: str) -> tuple[int, int]:
    """The part of a run that a misreading may change, or that costs another number of bits then.

    A byte outside ASCII may be the first of two, the second of which is in ASCII.
    """
    first, last = len(run) - len(run.lstrip(_ASCII)), len(run.rstrip(_ASCII))
    # A digit is no such byte, but for the last of the four of a character in GB 18030.
    if run[last : last + 1].isdigit() and not _FOUR_BYTES.search(run):
        return max(0, first - 1), last
    return max(0, first - 1), min(last + 2, len(run))


_FOUR_BYTES = re.compile(r"[^\x00-\x7f][0-9][^\x00-\x7f][0-9]")


_ASCII = "".join(map(chr, range(128)))


def _same_digits(text: str) -> str:
    return _DIGIT.sub("2", text)


_DIGIT = re.compile("[013-9]")
"""Digits but for one that costs about as many bits as they do on average."""


@dataclass
class Candidate:
    """A misreading, and the runs of a line that it changes: their indices, and what they were."""

    misreading: Misreading
    changed: dict[int, str]
    certain: dict[int, str] = field(default_factory=dict)
    """The same for runs of which bytes were changed, with what is left of what is open.

    A doubtful run stays as it is.
    """
    equal: list[Misreading] = field(default_factory=list)
    """Other misreadings that make the same texts, none of which lost anything."""

    def likeliest(self, favoured: Mapping[Misreading, float]) -> Misreading:
        """The likeliest of its misreadings, ``favoured`` by the bits that other lines lend them."""
        return min(
            (self.misreading, *self.equal), key=lambda each: each.prior - favoured.get(each, 0.0)
        )

    @property
    def key(self) -> tuple[tuple[int, str], ...]:
        """The same for candidates that make the same text of a line."""
        return tuple(sorted(self.changed.items()))


SEPARATOR = "\n"
"""The separator of runs that are encoded and decoded together: no run has it."""
