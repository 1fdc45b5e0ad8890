"""Damage that machine translation, tokenizers and cut code points leave in text."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

from harm import Damage, space_before_closing

from fixenc.fragments.phrases import TARGETS as TARGETS
from fixenc.fragments.phrases import Rendering, renderings

CLITIC = r"(?<=[A-Za-z])['’](?=(?:s|t|ll|re|ve|d|m)\b)|(?<=\bO)['’](?=[A-Z])"
"""Apostrophes of English that join a word or a name."""

ELISION = r"(?<=[A-Za-z])['’](?=[^\W\d_])"
"""Apostrophes between two letters."""

_LOW_BYTES = {ord(mark): ord(mark) & 0xFF for mark in "–—‘’‚“”„"}
_PLACE = re.compile(r"(?<=[a-z]{4})(?= [a-z]+ [a-z])")


def _by_phrase(language: str) -> dict[str, list[Rendering]]:
    found: dict[str, list[Rendering]] = {}
    for one in renderings(language).values():
        found.setdefault(one.phrases[0].lower(), []).append(one)
    return found


def with_phrase(language: str) -> Callable[[str], str]:
    """Put a fixed phrase into a line, between two words in small letters."""
    phrases = sorted({one.phrases[0] for one in renderings(language).values()})

    def put(line: str) -> str:
        chance = Random(line)
        places = [match.start() for match in _PLACE.finditer(line)]
        if not places:
            return line
        at = chance.choice(places)
        return f"{line[:at]} {chance.choice(phrases)}{line[at:]}"

    return put


def fragment(language: str) -> Damage:
    """A phrase becomes the end of a sentence, and the translation of one of its pieces."""
    by_phrase = _by_phrase(language)
    every = sorted(map(re.escape, by_phrase), key=len, reverse=True)
    pattern = re.compile(rf" ?\b({'|'.join(every)})(?!\w)", re.IGNORECASE)

    def damage(line: str, chance: Random) -> str:
        def broken(match: re.Match[str]) -> str:
            return f". {chance.choice(by_phrase[match[1].lower()]).text}"

        return pattern.sub(broken, line)

    return damage


def spaced_apostrophes(pattern: str, form: str) -> Damage:
    """Apostrophes get spaces beside them."""
    compiled = re.compile(pattern)
    return lambda line, chance: compiled.sub(lambda match: form.format(match[0]), line)


def low_bytes(line: str, chance: Random) -> str:
    """Marks are cut to the low byte of their code point, a control character."""
    return line.translate(_LOW_BYTES)


def moved_then(damage: Damage) -> Damage:
    """The spaces behind closing marks go before them, then all marks are damaged."""
    return lambda line, chance: damage(space_before_closing(line, chance), chance)


def _opening_moved(line: str, chance: Random) -> str:
    return re.sub(r"(?<=[\w,.:]) ([“„])(?=\w)", r"\1 ", line)


def _inside(line: str, chance: Random) -> str:
    return re.sub(r"[“„](?=\w)", r"\g<0> ", line)


def _straight_opening_moved(line: str, chance: Random) -> str:
    pair = re.fullmatch(r"([^\"]*[^\W\d]) \"(\w[^\"]*[\w.,!?]\"[^\"\w][^\"]*)", line)
    return f'{pair[1]}" {pair[2]}' if pair else line


SIDES: dict[str, Damage] = {
    "opening mark's space moved": _opening_moved,
    "space inside the opening mark": _inside,
    "straight opening mark's space moved": _straight_opening_moved,
}
"""Spaces of quotation marks on the wrong side, by what happened."""
