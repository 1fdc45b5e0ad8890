"""Misreadings: text that was stored in one codec and read with another.

The bytes of ``é`` in UTF-8 are C3 A9; a program that takes them for
windows-1252 shows ``Ã©``.  The bytes of ``привет`` in windows-1251, taken for
the same windows-1252, show ``ïðèâåò``.  A misreading is undone by going back:
encode with the codec that misread, decode with the one that wrote.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from fixenc import codecs
from fixenc.core.edits import Edit, apply, compose

RUN = re.compile(r"[^ \t\n\r]+")
"""A run without white space.  No codec but UTF-16 gives a space another byte than
ASCII does, so misread text can be cut there."""

NBSP = "\N{NO-BREAK SPACE}"
_COMMON = f"\n{NBSP}\t"
_FOUR_BYTES = re.compile(rb"[\x81-\xfe][0-9]")


_RUN_OF_UTF8 = re.compile(
    rb"(?<![^ \t\n\r])[^\x80-\xff \t\n\r]*"
    rb"(?:(?:[\xc2-\xdf]|[\xe0-\xef][\x80-\xbf]|[\xf0-\xf4][\x80-\xbf]{2})[\x80-\xbf]"
    rb"[^\x80-\xff \t\n\r]*)+(?![^ \t\n\r])"
)
"""A run of bytes that is UTF-8, surrogates included, and not ASCII alone."""


_HALF_PAIR = re.compile(rb"\xed[\xa0-\xaf][\x80-\xbf](?!\xed[\xb0-\xbf])")
"""The first surrogate of a pair in UTF-8 without the second one."""


COMPLETED = ("cp1252", "latin-1")
"""Readers of which characters that lost bytes are completed."""

LAYER = 3.0
"""Bits by which text that was misread again is rarer than text that was misread."""


STRANGE_SYSTEMS = 10.0
"""Bits by which programs of DOS and of the Macintosh read each other's files more seldom than the
improbabilities of their codecs say: hardly ever did they share disks."""

LOSS = 2.0
"""Bits by which text whose bytes were changed is rarer than text that was only misread."""


@dataclass(frozen=True)
class Misreading:
    """Text in the codec ``truth`` that was read with the codec ``reader``.

    ``inner`` is the misreading that had happened before that, if there was one.  ``lossy`` ones
    had bytes changed afterwards (:mod:`fixenc.channels.misreading.lossy`).
    """

    reader: str
    truth: str
    inner: Misreading | None = None
    lossy: bool = False

    def __str__(self) -> str:
        loss = " and bytes changed" if self.lossy else ""
        name = f"{codecs.display(self.truth)} read as {codecs.display(self.reader)}{loss}"
        return f"{self.inner}, then {name}" if self.inner else name

    @property
    def prior(self) -> float:
        """The bits that speak against it before the text is looked at."""
        return _prior(self)

    @property
    def _codecs(self) -> tuple[str, ...]:
        """The codecs of this misreading and of the next one, that the same file went through."""
        within = (self.inner.reader, self.inner.truth) if self.inner else ()
        return (self.reader, self.truth, *within)

    @property
    def readers(self) -> tuple[str, ...]:
        """The codecs that misread the text, the last one first."""
        return (self.reader, *(self.inner.readers if self.inner else ()))

    @property
    def writer(self) -> str:
        """The codec that the text was first written in.

        It is UTF-8 where this became control characters of marks: they prove nothing by themselves.
        """
        inner = self.inner
        return self.truth if inner is None or inner == MARKS_AS_CONTROLS else inner.writer

    def whole(self, text: str) -> str | None:
        """The text before, if all of it outside ASCII was misread; None if that is impossible.

        One step for a text of any length, where :meth:`edits` looks at each character.
        """
        restored = self._once(text)
        return restored if restored is None or self.inner is None else self.inner.whole(restored)

    def _once(self, text: str) -> str | None:
        for data in codecs.encodings(text, self.reader):
            restored = self.restored(text, data)
            if restored is not None:
                return restored
        return None

    def restored(self, text: str, data: bytes) -> str | None:
        """The text before; ``data`` are its bytes in the codec that misread it."""
        if self._is_wide and _FOUR_BYTES.search(data):
            return None
        restored = codecs.decode(data, self.truth)
        return None if restored is None or restored == text or not is_text(restored) else restored

    @property
    def _is_wide(self) -> bool:
        # GB 18030 has all of Unicode in four bytes: rare letters, which no other
        # codec's bytes would give.
        return self.reader == "gb18030" and self.truth != "utf-8"

    def undo(self, chunk: str) -> str | None:
        """The text of ``chunk`` before it was misread, or None if that is impossible."""
        if self.truth == "utf-8" and self.reader in codecs.SINGLE_BYTE:
            restored = self._once(chunk) or codecs.utf8_sequence(self.reader).sub(
                self._character, chunk
            )
        else:
            whole = self._once(chunk)
            restored = whole or (RUN.sub(self._run, chunk) if self._may_be_runs(chunk) else chunk)
        if self.inner is not None and restored != chunk:
            restored = self.inner.undo(restored) or restored
        return None if restored == chunk else restored

    def _may_be_runs(self, chunk: str) -> bool:
        """Whether a run of ``chunk`` may have been misread: all together say so in less time."""
        if self.truth != "utf-8" or "€" in chunk:  # GBK has two ways to show a euro sign
            return True
        return _RUN_OF_UTF8.search(chunk.encode(self.reader, "replace")) is not None

    def _character(self, sequence: re.Match[str]) -> str:
        return _sequence(sequence[0], self.reader) or sequence[0]

    def _run(self, run: re.Match[str]) -> str:
        return self._once(run[0]) or run[0]

    def edits(self, chunk: str) -> list[Edit]:
        """The edits of ``chunk`` that undo the misreading; none if it is impossible.

        UTF-8 is undone character by character, so that fine ones may stand
        between; any other codec run by run.
        """
        outer = self._outer(chunk)
        if not outer or self.inner is None:
            return outer
        return compose(chunk, outer, self.inner.edits(apply(chunk, outer)))

    def leaves_first_bytes(self, chunk: str) -> bool:
        """Whether first bytes of UTF-8 without the others stay in ``chunk``: they were lost.

        What windows-1252 and Latin-1 show for them is completed later, unless it was misread again.
        """
        if self.reader not in COMPLETED and self._leaves_first_bytes(chunk):
            return True
        if self._leaves_half_pair(chunk):
            return True
        inner = self.inner
        if inner is None or self.truth != "utf-8":
            return False
        if self.lossy:  # of what was misread more than once, these bytes alone are changed
            chunk = chunk.replace(" ", NBSP)
        # Of ``Ã`` that Latin-1 showed twice, programs drop all but one byte, which is ``Ã`` again.
        is_dropped = not self.lossy and codecs.encode(chunk, "latin-1") is not None
        if not is_dropped and self._consumes_first_bytes(chunk):
            return True
        once = replace(self, inner=None).undo(chunk) or chunk
        return inner._leaves_first_bytes(once) or inner.leaves_first_bytes(once)

    def _consumes_first_bytes(self, chunk: str) -> bool:
        """Whether the inner misreading takes a first byte of UTF-8 that the last one left.

        It is what is left of a character, as ``Ã`` in ``ÃÅ¸`` of П, which became ``ß``.
        """
        if self.reader not in codecs.SINGLE_BYTE:
            return False
        two, three, four, _ = codecs.utf8_bytes(self.reader)
        first = Counter(filter((two + three + four).__contains__, self.rest_of(chunk)))
        return bool(first - Counter(self.undo(chunk) or ""))

    def _leaves_half_pair(self, chunk: str) -> bool:
        """Whether one surrogate of a pair is left, as the codec shows its bytes: it was cut off."""
        after = self.undo(chunk) if self.truth == "utf-8" else None
        data = codecs.encode(after, self.reader) if after and "\xed" in after else None
        return data is not None and _HALF_PAIR.search(data) is not None

    def _leaves_first_bytes(self, chunk: str) -> bool:
        """The same of the last misreading, whatever its codec is."""
        if self.truth != "utf-8" or self.reader not in codecs.SINGLE_BYTE or self.lossy:
            return False
        two, three, four, _ = codecs.utf8_bytes(self.reader)
        return not set(self.rest_of(chunk)).isdisjoint(two + three + four)

    def rest_of(self, chunk: str) -> str:
        """``chunk`` with spaces for the sequences of UTF-8 that a single-byte codec showed."""
        return codecs.utf8_sequence(self.reader).sub(self._space, chunk)

    def _space(self, sequence: re.Match[str]) -> str:
        return " " if _sequence(sequence[0], self.reader) else sequence[0]

    def _outer(self, chunk: str) -> list[Edit]:
        if self.truth == "utf-8" and self.reader in codecs.SINGLE_BYTE:
            return [Edit(*found) for found in self._sequences(chunk)]
        return [
            Edit(match.start(), match.end(), restored)
            for match in RUN.finditer(chunk)
            if (restored := self._once(match[0])) is not None
        ]

    def _sequences(self, chunk: str) -> Iterator[tuple[int, int, str]]:
        """The UTF-8 sequences in ``chunk`` as (start, end, character)."""
        for match in codecs.utf8_sequence(self.reader).finditer(chunk):
            if character := _sequence(match[0], self.reader):
                yield match.start(), match.end(), character


@lru_cache(maxsize=1 << 12)
def _prior(misreading: Misreading) -> float:
    own = codecs.improbability(misreading.reader) + codecs.improbability(misreading.truth)
    own += LOSS if misreading.lossy else 0.0
    systems = {codecs.codec(name).platform for name in misreading._codecs}
    own += STRANGE_SYSTEMS if systems >= {"mac", "dos"} else 0.0
    return own + LAYER + misreading.inner.prior if misreading.inner else own


MARKS_AS_CONTROLS = Misreading("latin-1", "cp1252")
"""The misreading that leaves control characters in the place of marks."""


@lru_cache(maxsize=1 << 14)
def _sequence(shown: str, reader: str) -> str:
    """The character that a codec shows as a sequence of UTF-8, or nothing."""
    data = codecs.encode(shown, reader)
    character = None if data is None else codecs.decode(data, "utf-8")
    return character if character and is_text(character) else ""


@lru_cache(maxsize=1 << 14)
def _is_character(character: str) -> bool:
    # C1 controls are the first half of a double misreading: they stay legal.
    return unicodedata.category(character) not in ("Cn", "Co", "Cs") and character != "\ufeff"


def is_text(text: str) -> bool:
    """Whether a codec's answer holds nothing that no text holds."""
    for common in _COMMON:  # all that is not printable of most texts
        if text.isprintable():
            return True
        text = text.replace(common, "")
    return text.isprintable() or all(map(_is_character, set(text)))


def character_of(data: bytes) -> str:
    """The character of which ``data`` are the bytes in UTF-8, or nothing."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return ""
    return text if is_text(text) and not 0x80 <= ord(text) < 0xA0 else ""
