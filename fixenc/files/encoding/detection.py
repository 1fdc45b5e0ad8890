"""Guess the codec of bytes that declare none: chardet proposes, the language model decides.

chardet compares the bytes with what it has learnt of each codec, and is right for 98 files in
a hundred.  Where it errs, it mostly takes one codec for a near twin (MacRoman for
windows-1252, cp437 for cp850) that differs in the few characters which carry the evidence.
So passages with rare bytes in them are decoded with each codec near the top of its list, and
the results are scored by :mod:`fixenc.model.spelling`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace

from fixenc import codecs
from fixenc.model.language import priors
from fixenc.model.spelling import spelled_costs

_NEAR = 0.05
"""Candidates this near to the best in chardet's confidence are scored."""

_MOST = 12
"""Candidates that are scored."""

_BITS_OF_CONFIDENCE = 1000.0
_BITS_TO_OVERRULE = 8.0
_BITS_PER_DIFFERENCE = 2.0
_BITS_OF_RARITY = 1.0
"""The lead that a codec needs over the default one: measured with
tests/bench/detection.py, where figures half and twice as large do no better."""

_SURE = 30.0
"""Bits by which the best must lead every other reading to be acted on unasked."""

_TOO_RARE = 7.0
"""Codecs as rare as this, those of mainframes among them, are never acted on unasked."""

_ENOUGH = 20
"""Bytes outside ASCII that make a codec sure to which chardet knows no rival."""

_TWINS = {
    "euc_jis_2004": ("euc_jp",),
    "euc_jisx0213": ("euc_jp",),
    "shift_jis_2004": ("shift_jis", "cp932"),
    "shift_jisx0213": ("shift_jis", "cp932"),
    "big5hkscs": ("big5",),
}
"""Codecs that others are a part of, for the texts that nearly all are in."""

_MOST_BROKEN = 0.1
"""Share of the words with letters outside ASCII that may have a symbol in their middle.  Of 960
texts in 16 codecs 6 have any, at most 6 %; MIK and VISCII, which Python does not know, have 32
and 19 % in the likeliest codec that it does know."""

_WORD = re.compile(r"[^\s.,;:!?()\[\]{}<>\"/|]+")
_SYMBOLS = frozenset(("Cc", "Cn", "Co", "Sc", "Sk", "Sm", "So"))

_SAMPLE = 6000
_SIGHTINGS = 6
"""Bytes that are read, and passages that are read of each byte outside ASCII."""

_PASSAGE = re.compile(rb"(?:[^\s]{1,40}[ \n])?[^\s]*[\x80-\xff][^\s]*(?:[ \n][\x21-\x7e]{1,40})?")
# A corner or a crossing of a frame has lines on its sides; alone, it is a letter misread.
_LONE_CORNER = re.compile(r"(?<![\u2500-\u257f])[\u250c-\u254b\u2552-\u256c](?![\u2500-\u257f])")
_BITS_OF_LONE_CORNER = 20.0


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
    near = [one for one in found if one.confidence >= found[0].confidence - _NEAR][:_MOST]
    readings = _readings(_sample(data), near)
    first = readings[0]
    best, most = first, 0.0
    for other in readings[1:]:
        gain = first.cost - other.cost
        gain -= _BITS_OF_CONFIDENCE * (first.candidate.confidence - other.candidate.confidence)
        rarity = max(0.0, _rarity(other.encoding) - _rarity(first.encoding))
        differences = _differences(first.text, other.text)
        needed = _BITS_TO_OVERRULE + _BITS_PER_DIFFERENCE * differences + _BITS_OF_RARITY * rarity
        if gain > max(needed, most):
            best, most = other, gain
    rivals = [each for each in readings if each is not best]
    chosen = _commonest(data, best.candidate)
    sure = bool(
        best is first
        and _rarity(chosen.encoding) < _TOO_RARE
        and "\ufffd" not in best.text
        and (rivals or _high_bytes(data) >= _ENOUGH)
        and all(each.cost > best.cost + _SURE for each in rivals)
        and _broken_words(best.text) <= _MOST_BROKEN
    )
    # Codecs that read the text alike are one candidate, under the name that comes first.
    sample = _sample(data)
    others: dict[str, Candidate] = {best.text: chosen}
    for one in found:
        others.setdefault(sample.decode(one.encoding, "replace"), one)
    return Guess(chosen.encoding, sure, tuple(others.values())[:5])


@dataclass(frozen=True)
class _Reading:
    """A sample as one codec reads it, and what that costs, in bits."""

    candidate: Candidate
    text: str
    cost: float

    @property
    def encoding(self) -> str:
        return self.candidate.encoding


def _readings(sample: bytes, candidates: Sequence[Candidate]) -> list[_Reading]:
    """The different readings of a sample, each in the first of the codecs that makes it."""
    found: dict[str, Candidate] = {}
    for candidate in candidates:
        found.setdefault(sample.decode(candidate.encoding, "replace"), candidate)
    bits = (spelled_costs(list(found)) + priors()).min(1).tolist()
    return [
        _Reading(candidate, text, cost + _BITS_OF_LONE_CORNER * len(_LONE_CORNER.findall(text)))
        for (text, candidate), cost in zip(found.items(), bits, strict=True)
    ]


def _commonest(data: bytes, candidate: Candidate) -> Candidate:
    """The candidate, under the name of the commonest codec that reads ``data`` just as it does."""
    text = data.decode(candidate.encoding)
    twins = [candidate.encoding, *_TWINS.get(candidate.encoding, ())]
    alike = [name for name in twins if _reads(data, name) and data.decode(name) == text]
    return replace(candidate, encoding=min(alike, key=_rarity))


def _broken_words(text: str) -> float:
    """The share of words with letters outside ASCII that have a symbol beside such a letter.

    Such a text reads like a language only in part: some of its bytes are other letters.
    """
    words = broken = 0
    for match in _WORD.finditer(text):
        word = match[0]
        if word.isascii() or not any(each.isalpha() for each in word):
            continue
        words += 1
        letters = [each.isalpha() for each in word]
        broken += any(
            unicodedata.category(each) in _SYMBOLS
            for before, each, after in zip(letters, word[1:], letters[2:], strict=False)
            if before and after
        )
    return broken / words if words else 0.0


def _reads(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except (UnicodeError, LookupError):
        return False
    return True


def _high_bytes(data: bytes) -> int:
    return len(data) - len(data.translate(None, bytes(range(128, 256))))


def _differences(one: str, other: str) -> int:
    if len(one) != len(other):
        return max(len(one), len(other))
    return sum(a != b for a, b in zip(one, other, strict=True))


def _rarity(encoding: str) -> float:
    return codecs.improbability(codecs.row_name(encoding) or encoding)


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
