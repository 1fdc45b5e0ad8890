"""Phrases: which renderings of damaged pieces belong to which fixed phrase."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache

from fixenc.fragments.table import rows

TARGETS = ("en", "es", "pt", "it")
"""The languages whose renderings the table has, in the order of its columns."""

_NAMES = {"fr": "French", "es": "Spanish", "pt": "Portuguese", "it": "Italian", "de": "German"}

RARE = 14.5
"""Bits of a rendering that is rare in its language.  Commoner ones are also how a sentence goes on
that an author begins in lower case."""


@dataclass(frozen=True)
class Rendering:
    """A rendering of the pieces of one or more phrases in a target language.

    ``common`` says that the target language says it on its own, too, and ``unbroken`` that it is
    looked for where no sentence breaks before it as well.
    """

    text: str
    target: str
    phrases: tuple[str, ...]
    language: str
    common: bool
    unbroken: bool

    @property
    def note(self) -> str:
        """The story of the damage in a few words."""
        name = _NAMES[self.language]
        return (
            f"“{self.text}” renders a piece of {name} “{self.phrases[0]}”, "
            "of which a letter was damaged before it was translated"
        )


@cache
def renderings(target: str) -> dict[str, Rendering]:
    """All renderings in a target language, in small letters."""
    column = 2 + TARGETS.index(target)
    found: dict[str, Rendering] = {}
    for cells in rows("phrases.tsv"):
        for cell in filter(None, cells[column].split("; ")):
            text, common = cell.rstrip("*+"), cell.endswith("*")
            unbroken = cell.endswith("+") or (" " in text and not common)
            before = found.get(text)
            phrases = (*before.phrases, cells[0]) if before else (cells[0],)
            language = before.language if before else cells[1]
            found[text] = Rendering(text, target, phrases, language, common, unbroken)
    return found


@cache
def alternatives(target: str, *, unbroken: bool = False) -> str:
    """A pattern of the renderings in a language; only of those looked for if ``unbroken``."""
    chosen = [one.text for one in renderings(target).values() if one.unbroken or not unbroken]
    return "|".join(sorted(chosen, key=len, reverse=True))


@lru_cache(maxsize=1 << 12)
def bits_of(text: str, language: str) -> float:
    """The cost of a rendering in its language, by the frequency of its words, in bits."""
    from math import log2

    from fixenc.model.vocabulary import frequency

    return sum(-log2(frequency(word, language) or 2.0**-24) for word in text.split())
