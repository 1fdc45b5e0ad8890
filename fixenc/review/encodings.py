"""Readings: the first lines of a file that are not ASCII, as each likely codec reads them.

Whether a file was read with the right codec is seen from its words, and from nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass

from fixenc.core.document import Document

LINES = 2
"""Lines of a file that are displayed."""

MOST = 5
"""Codecs that are compared."""

_LONGEST = 140
"""Characters of a line that are displayed, around its first one that is not ASCII."""


@dataclass(frozen=True)
class Reading:
    """The lines of a file as one codec reads them.

    ``confidence`` is that of the detector, from 0 to 1, or ``None`` if it did not name the
    codec.  Each line stands behind its number, counted from 1.
    """

    encoding: str
    confidence: float | None
    lines: tuple[tuple[int, str], ...]


def readings(data: bytes, document: Document) -> list[Reading]:
    """The lines of ``data`` as the codec that read ``document`` has them, and then as others do.

    Codecs that read these lines alike are one reading, and one that cannot read the file as a
    whole is left out.
    """
    known = dict(document.candidates)
    ranked = sorted(known, key=lambda name: -known[name])
    found: dict[tuple[tuple[int, str], ...], Reading] = {}
    for encoding in dict.fromkeys((document.encoding, *ranked)):
        try:
            text = data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
        lines = tuple(_lines(text))
        if lines and lines not in found:
            found[lines] = Reading(encoding, known.get(encoding), lines)
    return list(found.values())[:MOST]


def _lines(text: str) -> list[tuple[int, str]]:
    found: list[tuple[int, str]] = []
    for number, line in enumerate(text.split("\n"), 1):
        if line.isascii():
            continue
        at = next(at for at, c in enumerate(line) if not c.isascii())
        start = max(0, at - _LONGEST // 4)
        part = line[start : start + _LONGEST].rstrip("\r")
        cut = start + _LONGEST < len(line)
        found.append((number, f"{'…' if start else ''}{part}{'…' if cut else ''}"))
        if len(found) == LINES:
            break
    return found
