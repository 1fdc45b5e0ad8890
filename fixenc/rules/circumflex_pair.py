"""Marks of which the first and the last byte are left, shown as `â` or `Â` and a symbol."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from fixenc.core.edits import Edit, Safety
from fixenc.core.rule import Stage, rule
from fixenc.punctuation.unclosed import unclosed

_NBSP = "\N{NO-BREAK SPACE}"
_NARROW_NBSP = "\N{NARROW NO-BREAK SPACE}"
_SYMBOLS = "\xa6\xac\xa2\xb9\xba\xb0\xb2\xb3\xa1\xaf"
_PAIR = re.compile(f"\xe2[{_SYMBOLS}]|\xc2[\xa0 \xab\xbb]")
_CLOSING = re.compile("\xe2€([?\ufffd]?)(?![\"'\x80-\xbf‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ])")

_PART = re.compile("[\x80-\x9f\xa8-\xaa\xad\xaf\xb1-\xb8\xbc-\xbf\xc3€†‡ˆ‰Š‹ŒŽ˜™š›œžŸ]")
"""Characters beside a mark that are part of complete mojibake, which another rule repairs."""

_STRAIGHT = frozenset("\"'`")

_CERTAIN = {
    "\xe2\xa6": "…",
    "\xe2\xac": "€",
}
_REACH = 2000  # characters within which the other end of a quotation is looked for
_CLOSE_BY = "\xa0 »:;!?%"


@rule(
    stage=Stage.LOST,
    safety=Safety.SAFE,
    needs=f"\xe2[{_SYMBOLS}€]|\xc2[\xa0 \xab\xbb]",
    in_ascii=(),
    damaged={
        "for 5 \xe2\xac, and so on\xe2\xa6": "for 5 €, and so on…",
        "\xe2\xa2 first\n\xe2\xa2 second": "• first\n• second",
        "Unicode\xe2\xa2 is a trademark": "Unicode™ is a trademark",
        "\xc2\xab\xc2\xa0Oui\xc2\xa0\xc2\xbb, dit-il.": "«\xa0Oui\xa0», dit-il.",
        "Qui\xc2 ? Moi\xc2\xa0!": "Qui\xa0? Moi\xa0!",
        "“So,\xe2€ he said, “it’s gone.\xe2€": "“So,” he said, “it’s gone.”",
        "“So,\xe2€? he said, “it’s gone.\xe2€?": "“So,” he said, “it’s gone.”",
        "The length of the card is 9\xe2\xb3 or less.": "The length of the card is 9″ or less.",
    },
    intact=[
        "MISUT\xc2\xa0AJIKKO",
        "V\xc2N\N{LATIN CAPITAL LETTER A WITH BREVE}TOARE \xc2\xbb",
        "Z \xc2 │ E ¢",
        "la lettre \xc2 majuscule",
        "Priorit\xc3\x83\xc2\x83\xc3\x82\xc2\xa0 alta",
    ],
)
def circumflex_pair(text: str) -> Iterator[Edit]:
    """A mark lost only the middle of its bytes, or was misread as two characters.

    In UTF-8 `…`, `€`, `•` and `™` begin with the byte E2, `«`, `»` and the
    no-break space with C2.  Latin-1 shows these as `â` and `Â`.  The last byte
    is a character of its own, so the two together identify the mark.
    """
    from fixenc.channels.misreading.citation import with_citation
    from fixenc.punctuation.remains import beside_mojibake

    edits = list(_marks(text))
    parts = beside_mojibake(text, edits)
    for edit, is_cited in with_citation(text, edits):
        if not is_cited and edit not in parts:
            yield edit


def _marks(text: str) -> Iterator[Edit]:
    yield from _closing_marks(text)
    for match in _PAIR.finditer(text):
        if _is_part(text, *match.span()):
            continue
        found = _reading(text, match)
        if found:
            new, safety = found
            yield Edit(*match.span(), new, safety=safety)


def _closing_marks(text: str) -> Iterator[Edit]:
    """The mark ” as windows-1252 shows it: its last byte means nothing there.

    Inside a word it can have been a rare hyphen or a joiner, and beside
    letters that are written from right to left a mark of direction.  Where
    it would open a quotation that no other one closes, it can have been a
    dash.
    """
    found = list(_CLOSING.finditer(text))
    replaced = all(match[1] for match in found)
    open_ = set(unclosed(text, [match.start() for match in found]))
    for match in found:
        start, end = match.span() if replaced else (match.start(), match.start() + 2)
        before, after = text[max(0, start - 1) : start], text[end : end + 1]
        if _PART.match(before) or (before in _STRAIGHT and after in _STRAIGHT):
            continue  # part of something longer, or quoted as what it is
        joined = before.isalnum() and after.isalnum() and max(before, after) < "\u3000"
        foreign = any(unicodedata.bidirectional(c) in ("R", "AL") for c in before + after)
        unsafe = joined or foreign or start in open_
        yield Edit(start, end, "”", safety=Safety.UNSAFE if unsafe else Safety.SAFE)


def _is_part(text: str, start: int, end: int) -> bool:
    """Whether a pair stands inside mojibake that is longer."""
    while _PAIR.match(text, start - 2, start):
        start -= 2
    while _PAIR.match(text, end, end + 2):
        end += 2
    return bool(_PART.match(text[max(0, start - 1) : start]) or _PART.match(text, end))


def _reading(text: str, match: re.Match[str]) -> tuple[str, Safety] | None:
    start, end = match.span()
    before, after = text[start - 1 : start], text[end : end + 1]
    pair = match[0]
    if pair in _CERTAIN:
        return _CERTAIN[pair], Safety.SAFE
    symbol = pair[1]
    if pair[0] == "\xc2":
        if symbol == " " and not (after in _CLOSE_BY or (before.isdigit() and after.isdigit())):
            return None  # a letter that lost its second byte ends the word
        return _no_break(before, after) if symbol in "\xa0 " else _guillemet(text, start)
    if symbol == "\xa2":
        return ("™" if before.isalnum() and not after.isalnum() else "•"), Safety.SAFE
    if symbol in "\xb9\xba":
        return ("‹" if symbol == "\xb9" else "›"), Safety.UNSAFE
    if symbol == "\xaf":
        safe = after in tuple("»:;!?%€") or before in ("«", "\xab") or before.isdigit()
        return _NARROW_NBSP, Safety.SAFE if safe else Safety.UNSAFE
    if symbol == "\xa1":
        return "‡", Safety.UNSAFE
    digit = text[:start].rstrip(" \xa0")[-1:].isdigit() if symbol == "\xb0" else before.isdigit()
    new = {"\xb0": "‰", "\xb2": "′", "\xb3": "″"}[symbol]
    is_unit = symbol == "\xb0" and after.isalpha()  # a degree sign in small letters, as in 25 °c
    return new, Safety.SAFE if digit and not is_unit else Safety.UNSAFE


def _no_break(before: str, after: str) -> tuple[str, Safety] | None:
    """A no-break space, unless the letter belongs to a word in capitals or stands alone.

    Behind a control character it is the end of something longer that was misread.
    """
    if not before or before.isspace() or before == "\xc2" or "\x80" <= before <= "\x9f":
        return None
    if before.isupper() and after not in tuple(_CLOSE_BY + "\xc2"):
        return None
    return _NBSP, Safety.SAFE


def _guillemet(text: str, at: int) -> tuple[str, Safety] | None:
    """A guillemet, if its partner is damaged alike or the letter can't end the word before."""
    symbol, before = text[at + 1], text[at - 1 : at]
    if symbol == "\xbb" and before.islower():
        return symbol, Safety.SAFE
    line_start = text.rfind("\n", max(0, at - _REACH), at) + 1 or max(0, at - _REACH)
    line_end = text.find("\n", at, at + _REACH)
    line_end = line_end if line_end >= 0 else at + _REACH
    if symbol == "\xab":
        paired = text.find("\xc2\xbb", at, line_end) >= 0
    else:
        paired = text.find("\xc2\xab", line_start, at) >= 0
    return (symbol, Safety.SAFE) if paired else None
