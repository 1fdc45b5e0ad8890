"""Mojibake that was then written as HTML entities."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from html.entities import html5

from fixenc.channels.escapes import ONE_MISREAD, misread, without_samples
from fixenc.core.edits import Edit
from fixenc.core.rule import Safety, Stage, rule

# The ampersand of an entity may have become an entity itself, more than once.
_ENTITY = re.compile(
    r"&(?:amp;){0,3}(#[0-9]{2,7}|#[xX][0-9a-fA-F]{2,6}|[A-Za-z]{2,24}[0-9]{0,2});", re.I
)


@rule(
    stage=Stage.MARKUP,
    safety=Safety.SAFE,
    needs=r"&(?:[Aa][Mm][Pp];)?(?:#[0-9xX]|[A-Za-z][A-Za-z])[0-9A-Za-z]*;",
    in_ascii=("&",),
    damaged={
        "caf&Atilde;&copy; cr&Atilde;&uml;me": "caf\xc3\xa9 cr\xc3\xa8me",
        "CANCI&AMP;ATILDE;&AMP;SUP3;N": "CANCI\xc3\xb3N",
        "caf&#195;&#169;, don&#226;&#8364;&#8482;t": "caf\xc3\xa9, don\xe2€™t",
    },
    intact=[
        "In HTML write &eacute; for é, &lt; for < and &amp; for itself.",
        "The entities &Atilde;&copy; are what mojibake of é looks like.",
        "caf&eacute;&nbsp;&raquo;",
        "Spa&szlig;&ldquo;",
        "1: a test \u6f22\u8a9e\n2: a test &aelig;&frac14;&cent;&egrave;&ordf;&#158;\n",
    ],
)
def html_entity(text: str) -> Iterator[Edit]:
    """Mojibake was written as HTML, each wrong character as an entity.

    A program that fears everything outside ASCII turns the two wrong
    characters of an ``é`` into ``&Atilde;&copy;``.  They become characters
    again where they are misread ones, and are then repaired like these.
    Entities that stand for what was meant are left: the text may be on its
    way to a browser.
    """
    entities = [
        Edit(match.start(), match.end(), character)
        for match in _ENTITY.finditer(text)
        if (character := _character(match[1]))
    ]
    return without_samples(text, misread(text, entities), longest=ONE_MISREAD)


@lru_cache(maxsize=1 << 10)
def _character(name: str) -> str:
    """The character outside ASCII that an entity stands for; otherwise nothing.

    Where a text was made upper case, so were the names: ``&EACUTE;``.
    """
    if name.startswith("#"):
        number = int(name[2:], 16) if name[1] in "xX" else int(name[1:])
        legal = 0x80 <= number < 0xD800 or 0xDFFF < number < 0x110000
        return chr(number) if legal else ""
    character = html5.get(f"{name};") or (
        html5.get(f"{name.lower()};", "").upper() if name.isupper() or name[:-1].isupper() else ""
    )
    return character if len(character) == 1 and not character.isascii() else ""
