"""Whether bytes are UTF-8 and a legacy codec side by side, more than any one codec."""

from __future__ import annotations

import re

from fixenc.edits import apply
from fixenc.language.letters import bits
from fixenc.language.stray import oddities, stray

_UTF8_LINE = re.compile(
    rb"[^\n]*(?:[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3})[^\n]*"
)
_HIGH_LINE = re.compile(rb"[^\n]*[\x80-\xff][^\n]*")

_SAMPLE = 2000
"""Bytes that are read of lines with UTF-8 in them, and again of any others."""

_LONGEST = 600
"""Bytes of a line that are read."""

_BITS = 20.0
"""By so much the mixture must read better: in legacy text of East Asia a tenth of the
bytes are UTF-8 by chance, and to read them as such makes it worse by far more."""


def is_mixed(data: bytes, encoding: str) -> bool:
    """Whether ``data`` reads better as such a mixture than in ``encoding`` from end to end."""
    sample = _sample(data, _UTF8_LINE)
    if not sample:
        return False
    sample = [*sample, *(line for line in _sample(data, _HIGH_LINE) if line not in sample)]
    together = b"\n".join(sample)
    mixture = together.decode("utf-8", "surrogateescape")
    restored = apply(mixture, stray(mixture))
    whole = together.decode(encoding, "replace")
    return bits(restored) + oddities(restored) + _BITS < bits(whole) + oddities(whole)


def _sample(data: bytes, lines: re.Pattern[bytes]) -> list[bytes]:
    sample: list[bytes] = []
    size = 0
    for match in lines.finditer(data):
        sample.append(match[0][:_LONGEST])
        size += len(sample[-1])
        if size > _SAMPLE:
            break
    return sample
