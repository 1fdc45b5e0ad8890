"""Misread marks: pairs of characters that are damage only between certain others.

The table of pairs can't say so.  It has an entry of its own for the pairs of :data:`WATCHED_PAIRS`,
and where one of them stands, :func:`is_misread_mark` looks at the characters around it.
"""

from __future__ import annotations

from fixenc.model.characters import CODE_POINTS, Kind
from fixenc.model.tables import tables

_BEYOND_ASCII = "".join(map(chr, range(0xAA, 0x250)))
"""Characters of Latin beyond ASCII, as far as the model has triples of them."""

_ODD_MARKS = "€‚„…†‡ˆ‰‹‘“”•˜™›"
"""The marks of windows-1252 that UTF-8 is shown as behind its first byte, but for those that join
two words."""

_FIRST_OF_SYMBOLS, _TRADE_MARK = "\xe2", "\N{TRADE MARK SIGN}"
_LATIN_SIGNS = frozenset(map(chr, range(0xA1, 0xC0)))

_TAILS = _LATIN_SIGNS.union("€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ")
"""What windows-1252 shows for the bytes of UTF-8 behind the first one."""

_START_OF_MARK, _STAND_INS = "\N{CJK UNIFIED IDEOGRAPH-9225}", "?\N{REPLACEMENT CHARACTER}"

_DASHES = "\N{EM DASH}\N{EN DASH}"
_ASCII_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

_LOW_MARK = "\N{SINGLE LOW-9 QUOTATION MARK}"
_CYRILLIC_CAPITALS = "".join(map(chr, range(0x410, 0x430)))

START_OF_EMOJI = "рџ"

_LINES, _LETTERS_OF_DOS = "┬├", "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£ØáíóúñÑªº¿¬½¼¡«»⌐¢₧"
"""The first two first bytes of UTF-8 as cp437 and cp850 show them, and letters and signs behind."""

_FIRST_BYTES, _CONTROLS = "".join(map(chr, range(0xC2, 0xF5))), "".join(map(chr, range(0x80, 0xA0)))
"""The first bytes of UTF-8, as Latin-1 shows them, and the control characters behind ASCII."""

WATCHED_PAIRS = (
    (_BEYOND_ASCII, _ODD_MARKS),
    (_FIRST_BYTES, _CONTROLS),
    (_FIRST_OF_SYMBOLS, _TRADE_MARK),
    (_START_OF_MARK, _STAND_INS),
    (_DASHES, _ASCII_LETTERS),
    (_LOW_MARK, _CYRILLIC_CAPITALS),
    (START_OF_EMOJI[0], START_OF_EMOJI[1]),
    (_LINES, _LETTERS_OF_DOS),
)
"""The first characters of pairs, and the second ones."""


def is_misread_mark(text: str, at: int) -> bool:
    """Whether the pair of characters at a place was misread, for all that stands around it.

    Two more characters must stand before the pair, and behind it.
    """
    first, second, third = text[at], text[at + 1], text[at + 2]
    if second in _ODD_MARKS and first in _BEYOND_ASCII:
        # A letter of Latin, a mark and a letter of ASCII.  In 67 million characters of clean text
        # no first byte of UTF-8, ``Â`` to ``ô``, stands so, but with an apostrophe or a dash.
        if third in _ASCII_LETTERS:
            return True
        if first != _FIRST_OF_SYMBOLS:
            return False
        # UTF-8 as windows-1252 shows it.  A letter and a trade mark sign stand side by side in
        # names of products, but no third symbol stands there, as it does for ♥ and ♪.
        if second == _TRADE_MARK and third in _LATIN_SIGNS:
            return True
        # Two marks may stand behind a word that ends so, and not behind a sign or one letter.
        return third in _TAILS and not (text[at - 1].isalpha() and text[at - 2].isalpha())
    if second in _CONTROLS:
        # No text has these behind a letter, and UTF-8 has them there where Latin-1 shows it.
        return True
    if first == _START_OF_MARK:
        # Of a dash or a quotation mark, GBK shows two bytes as an ideograph; the third was lost.
        return second in _STAND_INS
    if first in _DASHES:
        # Letters of MacRoman that windows-1252 shows as dashes.  Few words of a single letter
        # stand behind a dash, as the last letter of a Spanish word does.
        return (
            second in _ASCII_LETTERS
            and not _is_letter(third)
            and _is_letter(text[at - 1])
            and _is_letter(text[at - 2])
        )
    if first == _LOW_MARK:
        # No Cyrillic capitals have a low mark between them.
        return second in _CYRILLIC_CAPITALS and text[at - 1] in _CYRILLIC_CAPITALS
    if first in _LINES:
        # Lines of a table touch no word on both sides.
        return text[at - 1].isalnum()
    # No word in Cyrillic letters begins as emoji in windows-1251 do.
    return first + second == START_OF_EMOJI and not text[at - 1].isalpha()


def _is_letter(character: str) -> bool:
    """Whether a character is a letter of an alphabet."""
    kind = tables().kind[min(ord(character), CODE_POINTS - 1)]
    return bool(kind == _LETTER)


_LETTER = int(Kind.LETTER)
