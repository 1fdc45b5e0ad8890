"""Which of several lost marks closes a bracket of Chinese or Japanese.

The comma ``、`` and the closing marks ``」`` and ``』`` lose the same byte, so that they
look alike.  A quotation that was opened is closed once, where what stands around
suits that best.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

_OPENED_BY = {"」": "「", "』": "『", "】": "【", "》": "《", "）": "（"}
_UNPAIRED = 9.0  # bits for a closing mark that nothing opened
_LONGEST = 300  # characters of a quotation
_CLOSING = 8.0  # bits for or against the one of several marks that closes a quotation

_SAYING = "いし述答呼話語言"  # what follows the particle と behind what is quoted
_PARTICLES = "とはをのがにでもなやへし的"
_CLAUSE_ENDS = "はがでにてりばともし，"


def is_closing(character: str) -> bool:
    """Whether the character is the second of a pair."""
    return character in _OPENED_BY


def closing_bits(text: str, at: int, character: str, places: Sequence[int]) -> float:
    """The bits of a closing mark at ``at``, beside its own.

    ``places`` are those of all marks of the text that may close, in order.
    """
    opening = _OPENED_BY[character]
    line_start = max(text.rfind("\n", 0, at) + 1, at - _LONGEST)
    opened = text.rfind(opening, line_start, at)
    if opened < 0:
        return _UNPAIRED
    end = text.find("\n", at, opened + _LONGEST)
    end = opened + _LONGEST if end < 0 else end
    following = text.find(opening, at, end)
    end = following if following >= 0 else end
    rivals = places[bisect_left(places, opened) : bisect_left(places, end)]
    fits = {place: _fit(text, place, places) for place in rivals}
    best, *others = sorted(rivals, key=lambda place: -fits[place])
    if others and fits[others[0]] == fits[best]:
        return 0.0
    return -_CLOSING if best == at else _CLOSING


def _fit(text: str, at: int, places: Sequence[int]) -> int:
    """How well what stands around a mark suits one that closes a quotation."""
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    following = bisect_left(places, at + 1)
    if after in ("", "。", "\n") or places[following : following + 1] == [at + 1]:
        fit = 4
    elif after == "と":
        fit = 3 if text[at + 2 : at + 3] in _SAYING else 2
    else:
        fit = int(after in _PARTICLES)
    return fit - (before in _CLAUSE_ENDS)
