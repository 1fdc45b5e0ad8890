"""Characters that stand as HTML writes them, in a text that is no HTML."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from functools import lru_cache
from html.entities import html5

from fixenc.core.edits import Edit
from fixenc.core.rule import Safety, Stage, rule

_REFERENCE = re.compile(r"&(#?[0-9A-Za-z]{1,24});")


@rule(
    stage=Stage.MARKUP,
    safety=Safety.SAFE,
    needs=r"&#?[0-9A-Za-z]+;",
    in_ascii=("&",),
    damaged={
        "Broken text&hellip; it&#x2019;s": "Broken text… it’s",
        "P&EACUTE;REZ &amp;amp; Co": "PÉREZ & Co",
    },
    intact=["Q&A; this&not that", "<p>caf&eacute; &lt;3</p>", "&unheardof;"],
    default=False,
)
def character_reference(text: str) -> Iterator[Edit]:
    """Text was copied out of HTML with its escapes: ``&eacute;`` where é was meant.

    It may also be on its way into a page, where it needs them. So nothing is changed
    unasked, and never where a ``<`` shows that the text is HTML.
    """
    return iter(()) if "<" in text else unescape(text)


def unescape(text: str) -> Iterator[Edit]:
    """The edits that replace every character reference, in HTML too.

    Only names that end in a semicolon and that HTML knows; in capitals also those that
    HTML knows in small letters, since they grew with the text around them.

    >>> [(e.start, e.end, e.new) for e in unescape("<b>&NTILDE;")]
    [(3, 11, 'Ñ')]
    """
    for match in _REFERENCE.finditer(text):
        character = _character(match[1])
        if character is not None:
            yield Edit(match.start(), match.end(), character)


@lru_cache(maxsize=1 << 10)
def _character(name: str) -> str | None:
    """The character that the named reference stands for; ``None`` if HTML has no such name."""
    reference = f"&{name};"
    if name.startswith("#"):
        character = html.unescape(reference)
        # Where HTML reads only a part of it as a number, it was no reference.
        return None if ";" in character else character
    known = html5.get(f"{name};")
    if known is None and name.isupper() and html.unescape(reference) == reference:
        known = html5.get(f"{name.lower()};", "").upper() or None
    return known
