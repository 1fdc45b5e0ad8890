"""Forward: the text that a channel makes of a text, and where each damaged span came from.

A re-save reads a file with a codec that did not write it.  Some programs stop at bytes that
the codec does not have; the others keep them as control characters, drop them, or show ``?``
or U+FFFD.  In the codecs of East Asia a lead byte whose second byte is wrong may take that
byte with it: a quotation mark or a line feed disappears.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from fixenc import codecs
from fixenc.core.edits import Edit, apply, compose

NON_ASCII = re.compile("[^\x00-\x7f]+")

_NOT_ITS_ASCII = re.compile("[^\x00-\x24\x26-\x7f]+")
"""The same for cp864, which has an Arabic percent sign in the place of that of ASCII."""

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"

_C1 = re.compile("[\x80-\x9f]")
_LONGEST_CHARACTER = 4  # bytes, in any codec
_BITS_OF_LOSS = 2.0
_BITS_OF_SWALLOWING = 1.0
_BITS_OF_LAYER = 3.0
_SINGLE = frozenset((*codecs.SINGLE_BYTE, "ascii"))


@dataclass(frozen=True)
class Step:
    """Text that was written in the codec ``writer`` and read with the codec ``reader``.

    ``lost`` says what stands for bytes that the reader does not have: empty for the control
    characters of the same numbers, else ``?``, U+FFFD, ``drop`` (nothing), or ``strip``
    (nothing, and all other C1 control characters are dropped, too).  A reader that ``swallows``
    takes the byte behind a lead byte along.  If both codecs are one, the text was only saved
    in it: ``?`` stands for a character that the codec does not have, and ``??`` for one that
    takes two units of UTF-16.
    """

    writer: str
    reader: str
    lost: str = ""
    swallows: bool = False

    @property
    def saves_only(self) -> bool:
        """Whether characters were lost when the text was written, and none when it was read."""
        return self.writer == self.reader

    @cached_property
    def prior(self) -> float:
        """The bits that speak against the step before the text is looked at."""
        names = {self.writer, self.reader}
        bits = sum(1.0 if name == "ascii" else codecs.improbability(name) for name in names)
        return bits + _BITS_OF_LOSS * bool(self.lost) + _BITS_OF_SWALLOWING * self.swallows

    def __str__(self) -> str:
        if self.saves_only:
            return f"saved as {display(self.reader)}"
        loss = {"": "", "?": ", the rest as ?", REPLACEMENT: ", the rest as U+FFFD"}
        return (
            f"{display(self.writer)} read as {display(self.reader)}"
            f"{loss.get(self.lost, ', the rest dropped')}"
        )

    def edits(self, text: str) -> list[Edit]:
        """The edits that turn ``text`` into the damaged text: one for each unit of bytes."""
        if self.saves_only:
            return list(self._saved(text))
        if self.reader in _SINGLE:
            return list(self._characters(text))
        return [edit for run in self._runs(text) for edit in run]

    def _saved(self, text: str) -> Iterator[Edit]:
        for match in NON_ASCII.finditer(text):
            for at, character in enumerate(match[0], match.start()):
                if _encoded(character, self.writer) is None and not _is_surrogate(character):
                    astral = self.lost == "??" and character > "\uffff"
                    yield Edit(at, at + 1, "??" if astral else "?")

    def _characters(self, text: str) -> Iterator[Edit]:
        """Each character by itself: a reader with single bytes has no context."""
        changed = _NOT_ITS_ASCII if self.reader == "cp864" else NON_ASCII
        for match in changed.finditer(text):
            for at, character in enumerate(match[0], match.start()):
                new = _shown(character, self)
                if new != character:
                    yield Edit(at, at + 1, new)

    def _runs(self, text: str) -> Iterator[Iterator[Edit]]:
        done = 0
        for match in NON_ASCII.finditer(text):
            if match.end() > done:
                units = list(self._units(text, max(done, match.start()), match.end()))
                done = units[-1].end
                yield (edit for edit in units if edit.new != text[edit.start : edit.end])

    def _units(self, text: str, start: int, end: int) -> Iterator[Edit]:
        """The least groups of characters from ``start`` on that are whole in both codecs.

        The last one may go beyond ``end``, as far as bytes are swallowed.
        """
        pieces = [self._bytes(c) for c in text[start : end + _LONGEST_CHARACTER]]
        data = b"".join(pieces)
        bounds = {0: start}
        size = 0
        for at, piece in enumerate(pieces, start + 1):
            size += len(piece)
            bounds[size] = at
        position = first = 0
        output: list[str] = []
        while bounds.get(position, -1) < end:
            taken, new = next_character(data[position : position + _LONGEST_CHARACTER], self.reader)
            if new is None:
                taken += self.swallows and taken == 1 and position + 1 < len(data)
                new = "" if self.lost in ("drop", "strip") else self.lost or REPLACEMENT
            output.append(new)
            position = min(position + taken, len(data))
            if position in bounds:
                yield Edit(bounds[first], bounds[position], "".join(output))
                first = position
                output = []

    def _bytes(self, character: str) -> bytes:
        found = character.encode() if character < "\x80" else _encoded(character, self.writer)
        return b"?" if found is None else found


def display(codec: str) -> str:
    """The name of a codec as people write it."""
    return {"ascii": "ASCII", "gbk": "GBK"}.get(codec) or codecs.display(codec)


@dataclass(frozen=True)
class Channel:
    """One step after the other."""

    steps: tuple[Step, ...]

    @cached_property
    def prior(self) -> float:
        """The bits that speak against the channel before the text is looked at."""
        layers = _BITS_OF_LAYER * (len(self.steps) - 1)
        return sum(step.prior for step in self.steps) + layers

    def __str__(self) -> str:
        return ", then ".join(map(str, self.steps))

    def edits(self, text: str) -> list[Edit]:
        """The edits that turn ``text`` into the damaged text, sorted and disjoint."""
        edits: list[Edit] = self.steps[0].edits(text)
        for step in self.steps[1:]:
            edits = compose(text, edits, step.edits(apply(text, edits)))
        return edits

    def damage(self, text: str) -> str:
        """The damaged text."""
        return apply(text, self.edits(text))


@lru_cache(maxsize=1 << 14)
def next_character(data: bytes, codec: str) -> tuple[int, str | None]:
    """How many bytes the first character of ``data`` takes in a codec, and the character.

    Where the bytes are none, ``None``, and how many of them Python's decoder gives up.
    """
    for size in range(1, len(data) + 1):
        try:
            return size, data[:size].decode(codec)
        except UnicodeDecodeError as error:
            last = error
    return (last.end - last.start if last.start == 0 else 1), None


@lru_cache(maxsize=1 << 14)
def _encoded(character: str, codec: str) -> bytes | None:
    try:
        return character.encode(codec)
    except UnicodeEncodeError:
        return None


@lru_cache(maxsize=1 << 14)
def _shown(character: str, step: Step) -> str:
    if _is_surrogate(character):
        return character
    data = _encoded(character, step.writer)
    if data is None:
        return "?"
    known = _table(step.reader, step.lost)
    new = "".join(known[byte] for byte in data)
    return _C1.sub("", new) if step.lost == "strip" else new


def _is_surrogate(character: str) -> bool:
    return "\ud800" <= character <= "\udfff"


@lru_cache(maxsize=256)
def _table(codec: str, lost: str) -> Sequence[str]:
    read = bytes(range(256)).decode(codec, "replace")
    instead = "" if lost in ("drop", "strip") else lost
    return [
        character if character != REPLACEMENT else (instead if lost else chr(byte))
        for byte, character in enumerate(read)
    ]
