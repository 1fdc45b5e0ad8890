"""Detect the encoding of bytes, and say how it is known: what ``chardetect`` is looked up for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from fixenc.core.arguments import as_bytes
from fixenc.files.encoding.declared import Declaration
from fixenc.files.encoding.decode import error_handler
from fixenc.files.encoding.evidence import Reading, reading_of

CERTAIN, DECLARED = 1.0, 0.99
"""Confidence in what the bytes prove, and in a declaration that they do not contradict."""

_SAMPLE = 20_000
"""Characters from the first one outside ASCII on that the language is detected in."""


@dataclass(frozen=True)
class Detection:
    """The encoding of some bytes.

    ``encoding`` is Python's name of the codec, ``confidence`` is from 0 to 1, and
    ``evidence`` says how the encoding is known.  ``sure`` is whether fixenc would convert such
    a file unasked.  ``language`` is a code such as ``fr``, empty if unclear,
    ``line_ending`` one of ``lf``, ``crlf``, ``cr``, ``mixed`` and ``none``, and ``bom``
    whether a byte order mark stands in front.  ``candidates`` are the likeliest
    encodings with the confidence in each, best first.
    """

    encoding: str
    confidence: float
    language: str = ""
    evidence: str = ""
    candidates: tuple[tuple[str, float], ...] = ()
    sure: bool = True
    line_ending: str = "none"
    bom: bool = False


def detect(data: bytes | bytearray | memoryview) -> Detection:
    """The encoding of ``data``, by a byte order mark, a declaration in it, or its bytes.

    Empty and binary data have an answer, too: the codec that loses nothing of them.
    Raises :exc:`TypeError` if ``data`` are no bytes.

    >>> detect("Жена узнала, что муж был в связи с гувернанткой".encode("koi8-r")).encoding
    'koi8-r'
    """
    return detect_bytes(as_bytes(data))


def detect_bytes(data: bytes, *, declared: Iterable[Declaration] = ()) -> Detection:
    """The encoding of ``data``; ``declared`` is what a project says of it."""
    reading = reading_of(data, declared)
    text = data[len(reading.bom) :].decode(reading.encoding, _handler(reading.encoding))
    ranked = sorted(reading.candidates, key=lambda one: -one.confidence)
    candidates = tuple((one.encoding, one.confidence) for one in ranked)
    confidence = _confidence(reading)
    return Detection(
        reading.encoding,
        confidence,
        _language(text),
        reading.evidence,
        candidates or ((reading.encoding, confidence),),
        reading.sure,
        line_ending(text),
        bool(reading.bom),
    )


def _handler(encoding: str) -> str:
    return "replace" if error_handler(encoding) == "strict" else "surrogateescape"


def _confidence(reading: Reading) -> float:
    if reading.candidates:
        return reading.candidates[0].confidence
    if not reading.sure:
        return 0.0
    return DECLARED if reading.declared and not reading.bom else CERTAIN


def _language(text: str) -> str:
    from fixenc.model.language import FEWEST, language_of

    first = next((at for at, c in enumerate(text) if not c.isascii()), 0)
    start = text.rfind("\n", 0, first) + 1
    sample = text[start : start + _SAMPLE]
    letters = sum(map(str.isalpha, sample))
    return language_of(sample) if letters >= FEWEST else ""


def line_ending(text: str) -> str:
    """The line ending of a text: ``lf``, ``crlf``, ``cr``, ``mixed`` or ``none``.

    >>> line_ending("a\\r\\nb\\r\\n"), line_ending("a\\nb\\r\\n")
    ('crlf', 'mixed')
    """
    pairs = text.count("\r\n")
    counts = {
        "crlf": pairs,
        "lf": text.count("\n") - pairs,
        "cr": text.count("\r") - pairs,
    }
    used = [name for name, number in counts.items() if number]
    return used[0] if len(used) == 1 else "mixed" if used else "none"
