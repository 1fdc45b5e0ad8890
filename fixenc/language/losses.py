"""The ways in which text loses bytes or letters, and what each leaves.

UTF-8 that was read as Latin-1 is full of control characters, and as
windows-1252 it has bytes that mean nothing there.  Programs drop these or put
U+FFFD or a question mark in their place, so ``ř``, the bytes C5 99, becomes
``Å``: the *remains* of all letters whose first byte is C5.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from fixenc import codecs

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
NBSP = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True, eq=False)
class Loss:
    """One way in which text loses bytes: what it makes of each character.

    ``reader`` is the codec that UTF-8 was read with; of what it read, the
    characters that match ``lost`` became ``stand_in``, and no-break spaces
    ``nbsp``.  Without a reader the letters outside ASCII became ``stand_in``.
    """

    reader: str
    lost: re.Pattern[str]
    stand_in: str
    nbsp: str = NBSP

    def hits(self, character: str) -> bool:
        """Whether the character can't be read back from what is left of it."""
        return self.damaged(character) != character

    def damaged(self, text: str) -> str:
        """What is left of a text, with the characters that can be read back as they were."""
        return text.translate(self._table)

    @cached_property
    def _table(self) -> _Table:
        return _Table(self)

    def __str__(self) -> str:
        if not self.reader:
            return f"letters lost to {'U+FFFD' if self.stand_in != '?' else 'question marks'}"
        what = "bytes dropped" if not self.stand_in else "bytes replaced"
        return f"UTF-8 read as {codecs.display(self.reader)}, {what}"


class _Table(dict[int, str]):
    """What a loss leaves of each character, worked out when it is first met."""

    def __init__(self, loss: Loss) -> None:
        super().__init__()
        self.loss = loss

    def __missing__(self, code: int) -> str:
        self[code] = self._left_of(chr(code))
        return self[code]

    def _left_of(self, character: str) -> str:
        loss = self.loss
        if character.isascii():
            return character
        if not loss.reader:
            return loss.stand_in if character.isalpha() else character
        read_as = codecs.decode(character.encode("utf-8", "replace"), loss.reader) or character
        left = loss.lost.sub(loss.stand_in, read_as).replace(NBSP, loss.nbsp)
        return character if left == read_as else left


_LOST = {"cp1252": re.compile("[\x81\x8d\x8f\x90\x9d]"), "latin-1": re.compile("[\x80-\x9f]")}
_BYTE_LOSSES = {
    (stand_in, nbsp): tuple(Loss(reader, lost, stand_in, nbsp) for reader, lost in _LOST.items())
    for stand_in in ("", REPLACEMENT, "?")
    for nbsp in (NBSP, " ")
}
_LETTER_LOSSES = tuple(Loss("", re.compile("(?!)"), mark) for mark in (REPLACEMENT, "?"))

_SPACED = re.compile("[\xc2-\xdf](?: |$)", re.MULTILINE)
# What can't be a question: its mark in the middle of a word, or before a small letter.
_HOLE = {
    REPLACEMENT: re.compile(REPLACEMENT),
    "?": re.compile(r"\?(?:(?<=[^\W\d_]\?)(?:[^\W\d_]| [a-z])|(?<!\S\?)[^\W\d_])"),
}
_REPLACED = re.compile(f"[\xc2-\xf4][^\\x00-\\x7f]?{REPLACEMENT}")
_LATER = "[\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]"  # what bytes after the first are shown as
# First bytes of two and of three that lack others, and those that a question mark follows.
_BROKEN = (
    re.compile(f"[\xc2-\xdf](?!{_LATER})"),
    re.compile(f"[\xe3-\xef](?!{_LATER}{_LATER})"),
)
_ASKED = re.compile(r"[\xc2-\xdf]\?"), re.compile(rf"[\xe3-\xef]{_LATER}?\?")
# Where nothing is asked: in the middle of a word, or of a sentence.
_STANDS_IN = re.compile(
    r"[\xc2-\xdf]\?(?:[^\W\d_]|[,;]|[»”\")]?,? [a-z\xdf-\xff\u0430-\u045f])|\xe1[\xba\xbb]\?"
)
_SHARE_ASKED = 3  # one in so many: others are questions, and the bytes were dropped
_QUESTIONS = (2, 0)  # that may all end in such a letter


def byte_losses(text: str) -> tuple[Loss, ...]:
    """The losses of bytes that ``text`` may show the traces of, the mildest first."""
    stand_in = REPLACEMENT if _REPLACED.search(text) else "?" if _are_asked(text) else ""
    # Who has no-break spaces, or letters whose last byte is A0, kept that byte.
    kept = any(ord(character) & 0x3F == 0x20 for character in set(text) if not character.isascii())
    spaced = not kept and _SPACED.search(text) is not None
    return _BYTE_LOSSES[stand_in, " " if spaced else NBSP]


def _are_asked(text: str) -> bool:
    """Whether question marks stand behind so many first bytes that they stand for others."""
    if "?" not in text:
        return False
    if _STANDS_IN.search(text):
        return True
    for broken, asked, most in zip(_BROKEN, _ASKED, _QUESTIONS, strict=True):
        times = sum(1 for _ in asked.finditer(text))
        if times > most and _SHARE_ASKED * times >= sum(1 for _ in broken.finditer(text)):
            return True
    return False


def letter_losses(text: str) -> tuple[Loss, ...]:
    """The losses of whole letters that ``text`` may show the traces of."""
    return tuple(loss for loss in _LETTER_LOSSES if _HOLE[loss.stand_in].search(text))
