"""Losses: what text loses bytes or letters, and what it can have been.

UTF-8 that was read as Latin-1 is full of control characters, and as windows-1252 it has bytes
that mean nothing there.  Programs drop these, or put U+FFFD or a question mark in their place:
of ``ř``, the bytes C5 99, Latin-1 leaves ``Å``.  What is left allows a few characters
(:class:`Site`); the language model chooses (:mod:`fixenc.channels.loss.completion`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import product
from typing import NamedTuple

from fixenc import codecs
from fixenc.channels.misreading.undo import is_text
from fixenc.model.plausible import is_plausible

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
NBSP = "\N{NO-BREAK SPACE}"
SOFT_HYPHEN = "\N{SOFT HYPHEN}"

LOST = {
    "cp1252": (0x81, 0x8D, 0x8F, 0x90, 0x9D, 0xAD),
    "latin-1": (*range(0x80, 0xA0), 0xAD),
}
"""For each reader the bytes that are lost: undefined ones, control characters, and the soft hyphen,
which is dropped only."""

PRIOR, ASKED = 6.0, 8.0
"""Bits that speak against lost bytes, and against that question marks stand for them."""

_FEW_LOST = ("cp1252",)
"""Readers that lose so few bytes that the first of three may be enough to know a character."""

_STRAIGHT = ('"', "'")

_OF_MARKS = "\xe2"
"""The rest of most marks: rules of their own restore them, if any control may be lost."""

_FIRST = "\xc3"
"""The first byte of the letters of Latin-1 from U+00C0 on, as Latin-1 shows it."""


class Site(NamedTuple):
    """A span of a text that was one character, and the texts that it can have been."""

    start: int
    end: int
    options: tuple[str, ...]
    lost: bool = True
    """Whether something of the character is lost."""


@dataclass(frozen=True)
class Loss:
    """One way in which text loses bytes.

    UTF-8 was read with the codec ``reader``.  The bytes that this codec loses became ``stand_in``,
    a character or nothing; ``spaced`` says whether no-break spaces became spaces.
    """

    reader: str
    stand_in: str
    spaced: bool = False

    def __str__(self) -> str:
        what = "bytes replaced" if self.stand_in else "bytes dropped"
        return f"UTF-8 read as {codecs.display(self.reader)}, {what}"

    @property
    def prior(self) -> float:
        """The bits that speak against it before a line is looked at."""
        return PRIOR + ASKED * (self.stand_in == "?")

    @property
    def loses_few(self) -> bool:
        """Whether so few bytes are lost that most letters which lost one are known."""
        return self.reader in _FEW_LOST

    @cached_property
    def gone(self) -> tuple[int, ...]:
        """The bytes that are gone: what shows something for lost ones has a soft hyphen."""
        every = LOST[self.reader]
        return tuple(byte for byte in every if byte < 0xA0) if self.stand_in else every

    def may_have_hit(self, text: str) -> bool:
        """Whether a text has none of the control characters that the loss drops or replaces."""
        return self._lost.search(text) is None

    @cached_property
    def _lost(self) -> re.Pattern[str]:
        # Some programs drop undefined bytes, and keep the soft hyphen.
        return re.compile("[" + "".join(chr(b) for b in LOST[self.reader] if b < 0xA0) + "]")

    def sites(self, text: str) -> Iterator[Site]:
        """The places that may be the rest of a character of UTF-8, or all of one, in order."""
        for match in self._sequence.finditer(text):
            shown = match[0]
            twice = self._twice.fullmatch(shown)
            if twice:
                yield Site(*match.span(), (_whole(self, _FIRST + twice[1]),))
                continue
            lost = not _whole(self, shown)
            if lost and shown[0] == _OF_MARKS and text[match.end() : match.end() + 1] in _STRAIGHT:
                continue  # its last byte was shown as a curly mark, and made straight
            if self.spaced and shown[-1] == " " and text[match.end() : match.end() + 1] == " ":
                kept = shown[:-1] + NBSP
                whole = _whole(self, kept)
                if not whole or is_plausible(whole):
                    shown = kept  # the space behind it is there
            options = self.options(shown)
            if self.spaced and match.end() == len(text) and shown[-1] != " ":
                options += self.options(shown + NBSP)  # the end of the line was stripped
            is_cut = lost and not self.stand_in and match.end() == len(text)
            if is_cut and shown[0] != _OF_MARKS:
                options = tuple(dict.fromkeys((*options, *_cut(self, shown))))
            if lost and SOFT_HYPHEN in text:  # this byte is kept
                options = tuple(each for each in options if b"\xad" not in each.encode())
            if lost and _BESIDE_LATIN.search(text[match.start() - 1 : match.end() + 1]):
                options = tuple(each for each in options if not _OF_OTHER_SCRIPTS.match(each))
            if options and not (lost and shown[0] == _OF_MARKS and self.reader not in _FEW_LOST):
                yield Site(*match.span(), options, lost)

    def options(self, shown: str) -> tuple[str, ...]:
        """The texts that the loss turns into ``shown``."""
        return _options(self, shown)

    @cached_property
    def _bytes_of(self) -> dict[str, int]:
        table = codecs.shown(self.reader)
        return {
            table[byte]: byte
            for byte in range(0x80, 0x100)
            if byte not in LOST[self.reader] or byte >= 0xA0
        }

    @cached_property
    def _sequence(self) -> re.Pattern[str]:
        tails = self._tails
        tail = f"[{re.escape(tails + self.stand_in)}]"
        last = f"[{re.escape(tails + self.stand_in)} ]" if self.spaced else tail
        if self.stand_in:
            ways = [f"[\xc2-\xdf]{last}", f"[\xe0-\xef]{tail}{last}"]
        else:
            alone = f"|(?!{tail})" if self.reader in _FEW_LOST else ""
            amid = f"| {tail}" if self.spaced else ""
            ways = [f"[\xc2-\xdf]{last}?", f"[\xe0-\xef](?:{tail}{last}?{amid}{alone})"]
            ways += [f"[\xf0-\xf4]{tail}{{2}}(?!{tail})"]
        return re.compile("|".join([self._twice.pattern, *ways, f"[\xf0-\xf4]{tail}{{3}}"]))

    @cached_property
    def _tails(self) -> str:
        """The characters that are shown for the bytes of a sequence behind its first one."""
        return "".join(shown for shown, byte in self._bytes_of.items() if byte < 0xC0)

    @cached_property
    def _twice(self) -> re.Pattern[str]:
        """A letter of Latin-1 that was misread twice, and lost the one byte that it must have had.

        Its first byte, C3, became the bytes C3 83, of which the second is lost.
        """
        if 0x83 not in LOST[self.reader]:
            return re.compile("(?!)")
        return re.compile(f"{_FIRST}{re.escape(self.stand_in)}\xc2([{re.escape(self._tails)}])")


_BESIDE_LATIN = re.compile("^[A-Za-z]|[A-Za-z]$")
_OF_OTHER_SCRIPTS = re.compile("[\u0400-\u07ff]")
"""Letters and marks of two bytes of scripts that do not stand beside Latin letters in a word."""


def _ways(loss: Loss, shown: str, size: int) -> Iterator[tuple[tuple[int, ...], ...]]:
    """The bytes that may have stood in each place of a sequence of ``size`` bytes."""
    bytes_of, lost = loss._bytes_of, loss.gone
    known: list[tuple[int, ...]] = []
    for character in shown[1:]:
        stands_in = character == loss.stand_in
        known.append(lost if stands_in else (bytes_of[NBSP if character == " " else character],))
    missing = size - 1 - len(known)
    for places in product((False, True), repeat=size - 1):
        if sum(places) == missing:
            given = iter(known)
            yield (bytes_of[shown[0]],), *(lost if place else next(given) for place in places)


@lru_cache(maxsize=1 << 13)
def _options(loss: Loss, shown: str) -> tuple[str, ...]:
    whole = _whole(loss, shown)
    if whole:
        return (whole,) if is_text(whole) else ()
    size = 2 if shown[0] < "\xe0" else 3 if shown[0] < "\xf0" else 4
    found = dict.fromkeys(_characters(loss, shown, size))
    if shown[-1] == " ":
        # The last byte was a no-break space, or it was dropped and the space is one.
        dropped = () if loss.stand_in else _characters(loss, shown[:-1], size)
        found |= {f"{text} ": None for text in (*found, *dropped)}
    return tuple(text for text in found if is_plausible(text[0]))


@lru_cache(maxsize=1 << 13)
def _cut(loss: Loss, shown: str) -> tuple[str, ...]:
    """The characters of which ``shown`` are all bytes but the last: text is cut at any byte."""
    data = codecs.encode(shown, loss.reader) or b""
    texts = (codecs.decode(data + bytes([last]), "utf-8") for last in range(0x80, 0xC0))
    return tuple(text for text in texts if text and len(text) == 1 and is_plausible(text))


@lru_cache(maxsize=1 << 13)
def _whole(loss: Loss, shown: str) -> str:
    """The character that can be read back, of which nothing is lost."""
    data = codecs.encode(shown, loss.reader)
    text = codecs.decode(data, "utf-8") if data else None
    return text if text and len(text) == 1 else ""


def _characters(loss: Loss, shown: str, size: int) -> Iterator[str]:
    for ways in _ways(loss, shown, size):
        for data in product(*ways):
            text = codecs.decode(bytes(data), "utf-8")
            if text and is_text(text) and not 0x80 <= ord(text) < 0xA0:
                yield text
