"""Guess the codec of bytes that declare none: chardet proposes, the language decides.

chardet compares the bytes with what it has learnt of each codec, and is right
for 98 files in a hundred.  Where it errs, it mostly takes one codec for a near
twin (MacRoman for windows-1252, cp437 for cp850) that differs in the few
characters which carry the evidence.  So those near the top of its list read the
passages with rare bytes in them, and :mod:`fixenc.language` says which result
reads like a language.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from fixenc import codecs
from fixenc.language import letters

_NEAR = 0.05
"""Candidates this near to the best in chardet's confidence are heard."""

_BITS_OF_CONFIDENCE = 1000.0
_BITS_TO_OVERRULE = 8.0
_BITS_PER_DIFFERENCE = 2.0
_BITS_OF_RARITY = 1.0
"""What must speak for another codec before it is taken: measured with
tests/bench/detection.py, where figures half and twice as large do no better."""

_SURE = 30.0
"""Bits by which the best must lead every other reading to be acted on unasked."""

_TOO_RARE = 7.0
"""Codecs as rare as this, those of mainframes among them, are never acted on unasked."""

_ENOUGH = 20
"""Bytes outside ASCII that make a codec sure to which chardet knows no rival."""

_SAMPLE = 6000
_SIGHTINGS = 6
"""Bytes that are read, and passages that are read of each byte outside ASCII."""

_PASSAGE = re.compile(rb"(?:[^\s]{1,40}[ \n])?[^\s]*[\x80-\xff][^\s]*(?:[ \n][\x21-\x7e]{1,40})?")
# A corner or a crossing of a frame has lines on its sides; alone, it is a letter misread.
_LONE_CORNER = re.compile(r"(?<![\u2500-\u257f])[\u250c-\u254b\u2552-\u256c](?![\u2500-\u257f])")
_BITS_OF_LONE_CORNER = 20.0
_LEGACY_ROMANIAN = str.maketrans("\u015f\u0163\u015e\u0162", "\u0219\u021b\u0218\u021a")


@dataclass(frozen=True)
class Candidate:
    """A codec that may be the right one, and chardet's confidence, 0 to 1."""

    encoding: str
    confidence: float


@dataclass(frozen=True)
class Guess:
    """The likeliest codec, whether that is sure, and the candidates, best first."""

    encoding: str
    sure: bool
    candidates: tuple[Candidate, ...]


def guess(data: bytes) -> Guess | None:
    """The likeliest codec of ``data``, a text; ``None`` if no codec fits."""
    import chardet

    found = [
        Candidate(answer["encoding"], answer["confidence"])
        for answer in chardet.detect_all(data, ignore_threshold=True, compat_names=False)
        if answer["encoding"] and _reads(data, answer["encoding"])
    ]
    if not found:
        return None
    near = [one for one in found if one.confidence >= found[0].confidence - _NEAR][:12]
    sample = _sample(data)
    first = near[0]
    text = sample.decode(first.encoding, "replace")
    cost = _cost(text)
    best, best_gain = first, 0.0
    gains: list[tuple[float, Candidate, str]] = [(0.0, first, text)]
    for other in near[1:]:
        reading = sample.decode(other.encoding, "replace")
        differences = _differences(text, reading)
        if not differences:
            continue
        gain = cost - _cost(reading)
        gains.append((gain, other, reading))
        gain -= _BITS_OF_CONFIDENCE * (first.confidence - other.confidence)
        rarity = max(0.0, _rarity(other.encoding) - _rarity(first.encoding))
        needed = _BITS_TO_OVERRULE + _BITS_PER_DIFFERENCE * differences + _BITS_OF_RARITY * rarity
        if gain > max(needed, best_gain):
            best, best_gain = other, gain
    own, _, chosen = next(entry for entry in gains if entry[1] is best)
    rivals = [gain for gain, one, reading in gains if one is not best and reading != chosen]
    sure = bool(
        best is first
        and _rarity(best.encoding) < _TOO_RARE
        and "\ufffd" not in chosen
        and (rivals or _high_bytes(data) >= _ENOUGH)
        and all(gain < own - _SURE for gain in rivals)
    )
    candidates = (best, *(one for one in found if one is not best))
    return Guess(best.encoding, sure, candidates[:5])


def _reads(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except (UnicodeError, LookupError):
        return False
    return True


def _high_bytes(data: bytes) -> int:
    return len(data) - len(data.translate(None, bytes(range(128, 256))))


def _cost(text: str) -> float:
    # No legacy codec but one has the letters of Romanian: it was written with cedillas.
    cost = min(letters.bits(text), letters.bits(text.translate(_LEGACY_ROMANIAN)))
    return cost + _BITS_OF_LONE_CORNER * len(_LONE_CORNER.findall(text))


def _differences(one: str, other: str) -> int:
    if len(one) != len(other):
        return max(len(one), len(other))
    return sum(a != b for a, b in zip(one, other, strict=True))


def _rarity(encoding: str) -> float:
    name = encoding.replace("mac-", "mac_")
    return codecs.improbability("latin-1" if name == "iso8859-1" else name)


def _sample(data: bytes) -> bytes:
    """Passages of ``data`` in which each byte outside ASCII is seen a few times."""
    if data.count(b" ") * 10 < data.count(b"\x40"):
        return data[:_SAMPLE]  # EBCDIC, in which the space is 40, is read as it comes
    sightings = [0] * 256
    passages: list[bytes] = []
    size = 0
    for match in _PASSAGE.finditer(data, 0, 200_000):
        passage = match[0][:400]
        high = {byte for byte in passage if byte > 127}
        if any(sightings[byte] < _SIGHTINGS for byte in high):
            for byte in high:
                sightings[byte] += 1
            passages.append(passage)
            size += len(passage)
            if size > _SAMPLE:
                break
    return b"\n".join(passages) or data[:_SAMPLE]
