"""What can be nothing but UTF-8 that was read as windows-1252: it proves that by itself.

Hardly anything else decodes.  What is told here needs no reading, and is most of all damage.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import islice

from fixenc.language.misreading import Misreading
from fixenc.language.passage import Span
from fixenc.language.suspicion import is_suspicious, suspicious_lines
from fixenc.language.verdict import WESTERN, Damage, is_about_encodings

PER_BYTE = 10.0  # bits that each byte of UTF-8 proves that follows another, at the least
_AGREEING = 3  # lines that prove themselves, after which one sequence in a line is enough
_MANY = 12  # suspicious lines, after which one in as many may be odd for other reasons
WITH_EURO = Misreading("iso8859-15", "utf-8")
_EIGHT = re.compile("[€ŠšŽžŒœŸ]")
_UNWRITTEN = re.compile("[\u2900-\u293f]")  # arrows: quotation marks to ISO 8859-15
_OUTSIDE_ASCII = re.compile(r"[^\x00-\x7f]+")
# Ã, Ä or Å between letters, before a symbol that never stands between two.
_INSIDE_WORD = re.compile(r"[A-Za-z][\xc3-\xc5](?:[\xa1-\xbf]|[^\W\x00-\xff]|[^\w\s’–—…])[A-Za-z]")
# À, È, Ç and others before what no word goes on with; À is a word that ä, its rival, is not.
_CAPITAL = re.compile("(?<!\\w)Ã(?:[‚ƒ†‡ˆ‰‹•˜™›]|€(?= [^\\W\\d_]))")
_SHOWN_AS_MARKS = {byte % 64 for byte in b"\x85\x92\x96\x97\xa0"}
_IN_SMALL_LETTERS = re.compile(r"[a-z][\xc2-\xdf]|[\xc2-\xdf][^\x00-\x7f][a-z]")


def evident_lines(text: str, lines: Sequence[Span]) -> list[Damage]:
    """The lines that can be nothing but UTF-8 read as windows-1252.

    Characters outside ASCII that make UTF-8 can be a chance: a capital and a
    symbol, or the end of a French quotation, which is three bytes of a Chinese
    character.  Twice in a line with nothing else it is none.  Beside such lines less will do.
    """
    found: list[Damage] = []
    single: list[Damage] = []
    for start, end in lines:
        line = text[start:end]
        restored = WESTERN.whole(line)
        if restored is None or is_suspicious(restored) or is_about_encodings(line):
            continue
        weight = sum(map(_weight, _OUTSIDE_ASCII.findall(restored)))
        this = Damage(start, end, WESTERN, (len(line) - len(restored)) * PER_BYTE, sure=True)
        if weight and _CAPITAL.search(line):
            found.append(this)
        elif weight > 1 or (weight and _INSIDE_WORD.search(line)):
            (single if _has_rival(line, restored) else found).append(this)
        elif weight and _IN_SMALL_LETTERS.search(line):
            single.append(this)
    return [*found, *single] if len(found) >= _AGREEING else found


def evident_block(text: str, lines: Iterable[Span] | None) -> Damage | None:
    """All of ``text`` as one, if several of its lines are suspicious and hardly any stays so."""
    if sum(1 for _ in islice(suspicious_lines(text, lines), _MANY)) < _MANY:
        return None
    restored = WESTERN.whole(text)
    if restored is None or is_about_encodings(text):
        return None
    left = sum(1 for _ in islice(suspicious_lines(restored), text.count("\n") // _MANY + 1))
    # They need not all be counted to see that there are so many more before.
    if sum(1 for _ in islice(suspicious_lines(text, lines), _MANY * left)) < _MANY * left:
        return None
    if _has_rival(text, restored, left):
        return None
    return Damage(0, len(text), WESTERN, (len(text) - len(restored)) * PER_BYTE, sure=True)


def _has_rival(text: str, restored: str, left: int = 0) -> bool:
    """Whether ``text`` may as well have been read as ISO 8859-15, which has eight other characters.

    What it was then is no more suspicious than ``restored``, of which so many lines are.
    """
    rival = WITH_EURO.whole(text) if _EIGHT.search(text) else None
    if rival is None or rival == restored or _UNWRITTEN.search(rival):
        return False
    return sum(1 for _ in islice(suspicious_lines(rival), left + 1)) <= left


def _weight(restored: str) -> int:
    """How much a run of restored characters proves: two are enough.

    A single letter beyond Latin is more likely a capital with an accent before a
    mark (``CAFÉ’S``); so may one be whose last byte is shown as an apostrophe, a
    dash, an ellipsis or a space.
    """
    if len(restored) > 1 or "\u2010" <= restored <= "\u2122" or restored > "\uffff":
        return 2
    return restored < "\u0180" and ord(restored) % 64 not in _SHOWN_AS_MARKS
