"""Text from files, made fit to be seen.

A file may hold anything, and a terminal obeys what it is sent: an escape
sequence can rewrite what stands above it, a bidirectional control can turn a
line around.  So nothing that does not show as itself is ever printed as itself.
"""

from __future__ import annotations

import re
import unicodedata

_KEPT = frozenset("\N{ZERO WIDTH NON-JOINER}\N{ZERO WIDTH JOINER}")
"""Invisible, but harmless, and common in Persian, Indic scripts and emoji."""

_BLANK = re.compile(r"^\s+|\s+$")


def visible(text: str) -> str:
    r"""``text`` on one line, with everything that would steer a terminal spelt out.

    >>> print(visible("a\x1b[31mb\N{RIGHT-TO-LEFT OVERRIDE}c\ud892\udc92\n"))
    a\x1b[31mb<U+202E>c<U+D892><0x92>⏎
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(
        c if c.isprintable() or c in _KEPT or unicodedata.category(c) == "Zs" else spelt(c)
        for c in text
    )


def marked(text: str) -> str:
    """``text`` that was changed: its blanks and everything invisible show too.

    >>> print(marked("\\N{NO-BREAK SPACE}said "), marked("two words"), marked(" "))
    <U+00A0>said· two words ·
    """
    if text.isascii() and text.isprintable() and " " not in text:
        return text
    shown = _BLANK.sub(lambda blank: blank[0].replace(" ", "\0"), text)
    return "".join("·" if c == "\0" else c if c.isprintable() else spelt(c) for c in shown)


def spelt(character: str) -> str:
    """A character that cannot be shown, by its escape or its code point."""
    code = ord(character)
    if character in "\t\r":
        return repr(character)[1:-1]
    if character == "\n":
        return "⏎"
    if 0xDC80 <= code <= 0xDCFF:  # a byte that does not decode
        return f"<0x{code - 0xDC00:02X}>"
    return f"\\x{code:02x}" if code < 0xA0 else f"<U+{code:04X}>"


def width(text: str) -> int:
    """How many columns of a terminal ``text`` takes, once it is visible."""
    if text.isascii():
        return len(text)
    from wcwidth import wcswidth

    columns = wcswidth(text)  # it knows joined emoji, flags and marks that combine
    return columns if columns >= 0 else len(text)


def cut(text: str, columns: int) -> str:
    """As much of ``text`` as fits, with an ellipsis where it does not.

    >>> cut("a long sentence", 8)
    'a long …'
    """
    if len(text) * 2 <= columns or width(text) <= columns:
        return text
    return f"{text[: _fitting(text, columns - 1)]}…"


def _fitting(text: str, columns: int) -> int:
    """How many characters fit; what is joined to the character before stays with it."""
    if text.isascii():
        return max(columns, 0)
    at = room = 0
    for cluster in clusters(text):
        room += width(cluster)
        if room > columns:
            break
        at += len(cluster)
    return at


def clusters(text: str) -> list[str]:
    """The characters of a text as a reader counts them: with all that is joined to them.

    >>> clusters("e\N{COMBINING ACUTE ACCENT}!")
    ['é', '!']
    """
    if text.isascii():
        return list(text)
    from wcwidth import iter_graphemes

    return list(iter_graphemes(text))
