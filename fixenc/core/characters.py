"""Characters by name: what a text consists of, for people who cannot see it."""

from __future__ import annotations

import unicodedata
from typing import NamedTuple


class Character(NamedTuple):
    """One character of a text: where it stands (in characters), and what Unicode calls it."""

    position: int
    character: str
    code_point: str
    name: str
    category: str
    utf8: str

    def __str__(self) -> str:
        shown = self.character if self.character.isprintable() else ascii(self.character)[1:-1]
        return f"{self.position:>4}  {self.code_point:<8}  {shown:<8}  {self.name}"


class Characters(tuple[Character, ...]):
    """The characters of a text; printed, one a line."""

    __slots__ = ()

    def __str__(self) -> str:
        return "\n".join(map(str, self))


def explain(text: str) -> Characters:
    """The characters of a text by position, code point and name.

    >>> print(explain("\\xc3\\u2019"))
       0  U+00C3    Ã         LATIN CAPITAL LETTER A WITH TILDE
       1  U+2019    ’         RIGHT SINGLE QUOTATION MARK
    """
    return Characters(_explained(at, character) for at, character in enumerate(text))


def _explained(at: int, character: str) -> Character:
    category = unicodedata.category(character)
    return Character(
        at,
        character,
        f"U+{ord(character):04X}",
        unicodedata.name(character, _NAMELESS.get(category, "unassigned")),
        category,
        character.encode("utf-8", "surrogatepass").hex(" "),
    )


_NAMELESS = {"Cc": "control character", "Cs": "half of a surrogate pair", "Co": "private use"}
"""Descriptions of characters that have no name, by category."""
