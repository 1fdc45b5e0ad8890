"""Which misreadings explain a text that reads like no language.

All pairs of codecs that can have produced the characters are tried, and
:mod:`fixenc.language.letters` says which result reads like a language.  There
are thousands of pairs: the counts of the bytes say which few are worth a full
reading.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from operator import itemgetter, mul

from fixenc.language import codecs
from fixenc.language.families import FAMILIES, family_of
from fixenc.language.letters import family, read
from fixenc.language.misreading import Misreading
from fixenc.language.passage import Chunk, bits_of, excess
from fixenc.language.symbols import is_frame, symbol_bits

# A byte of 80 to FF between two of ASCII; the borders of a chunk are spaces.
_BETWEEN_ASCII = re.compile(rb"(?<=([\x00-\x7f]))([\x80-\xff])(?=([\x00-\x7f]))")

# Whole characters of UTF-8, and bytes that can only be the rest of one but are not.
_SEQUENCE = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)
_STRAY = re.compile(rb"(?<![\x80-\xf4])[\x80-\xbf]")
_LOSSY = 0.4  # double-byte codecs look like UTF-8 in less than a quarter of their bytes

_CONTEXTS = 40  # such places that a pair of codecs is first tried on
_SAMPLE = 900  # characters of suspicious chunks that hypotheses are tried on
_CANDIDATES = 3  # truths for a reader that pass from the count of bytes to the full reading
_HYPOTHESES = 4  # misreadings that every chunk of a block is tried with

_PART = 5  # of the sample, for a first look
_SMALL = 12  # chunks
_FULLY_READ = 20  # misreadings
# A mark in the middle of a word: quotation marks turn and dashes join outside of it.
_TORN = re.compile(r"(?<=[^\W\d_])[“”„«»†‡•…](?=[^\W\d_])")
_DEEPEST = 3  # misreadings below the first one
_HEALED = 1.5  # bits a chunk,
_STILL_ODD = 0.1  # and share of those before
_LEFT = 0.8  # share of the characters: two or more bytes of UTF-8 become one
_WRITTEN = 0.7  # share of the letters
_ASCII_LETTER = 4.2  # bits
_OUTLANDISH = 10.0
_FRAME = 17.0  # the line of a box where letters should be


_Explanation = tuple[float, Misreading, tuple[str, ...]]
"""The bits that a sample costs after a misreading is undone, and what it is then."""


def sample_of(suspects: Iterable[Chunk]) -> Sequence[str]:
    """The most frequent suspicious chunks, of a size that many hypotheses can be tried on."""
    sample: list[str] = []
    size = 0
    for chunk, _ in Counter(chunk.text for chunk in suspects).most_common():
        sample.append(chunk)
        size += len(chunk)
        if size > _SAMPLE:
            break
    return sample


def explain(sample: Sequence[str], around: frozenset[str], depth: int = 0) -> list[Misreading]:
    """The misreadings that explain suspicious chunks best, at most a few, best first."""
    before = bits_of(sample, around)
    ranked: list[_Explanation] = []

    def consider(misreading: Misreading) -> None:
        restored = tuple(misreading.undo(chunk) or chunk for chunk in sample)
        cost = bits_of(restored, around) + misreading.prior + implausible(sample, restored)
        if cost < before:
            ranked.append((cost, misreading, restored))

    # Deep down only UTF-8 is looked for: any legacy codec there shows in the next
    # round, and is judged by itself.
    contenders = _contenders(sample, around)
    if depth > 1:
        contenders = [each for each in contenders if each.truth == "utf-8"]
    for misreading in _most_likely(contenders, sample, around):
        consider(misreading)
    ranked.sort(key=lambda item: item[0])
    # What was misread twice reads but little better after one step back.
    if depth < _DEEPEST and not (ranked and is_healed(sample, ranked[0][2], around)):
        outer = (item for item in ranked if item[1].truth == "utf-8" and _is_whole(item, sample))
        for _, misreading, restored in [*outer][:3]:
            deeper = [chunk for chunk in restored if excess(chunk, around) > 0]
            for inner in explain(deeper, around, depth + 1)[:1] if deeper else ():
                healed = [excess(inner.undo(chunk) or chunk, around) < 2.5 for chunk in deeper]
                if 2 * sum(healed) > len(healed):
                    consider(Misreading(misreading.reader, misreading.truth, inner))
    ranked.sort(key=lambda item: item[0])
    kept: dict[tuple[str, ...], Misreading] = {}
    for _, misreading, restored in ranked:
        kept.setdefault(restored, misreading)
    return list(kept.values())[:_HYPOTHESES]


def _most_likely(
    contenders: Sequence[Misreading], sample: Sequence[str], around: frozenset[str]
) -> list[Misreading]:
    """Those of many misreadings that explain a small part of the sample best."""
    part = sample[: len(sample) // _PART + 1]
    if len(contenders) <= _FULLY_READ or len(part) < _SMALL:
        return [*contenders]

    def bits(misreading: Misreading) -> float:
        restored = [misreading.undo(chunk) or chunk for chunk in part]
        return bits_of(restored, around) + misreading.prior + implausible(part, restored)

    likely = {misreading: bits(misreading) for misreading in contenders}
    return sorted(contenders, key=likely.__getitem__)[:_FULLY_READ]


def is_healed(
    sample: Sequence[str], restored: Sequence[str | None], around: frozenset[str]
) -> bool:
    """Whether what a misreading makes of a sample is hardly odd any more."""
    before = sum(max(0.0, excess(chunk, around)) for chunk in sample)
    odd = (excess(new or old, around) for old, new in zip(sample, restored, strict=True))
    return sum(each for each in odd if each > 0) < _HEALED * len(sample) + _STILL_ODD * before


def _is_whole(explanation: _Explanation, sample: Sequence[str]) -> bool:
    """Whether most of a sample was UTF-8: the outer one of two misreadings left nothing out."""
    left = sum(map(_outside_ascii, explanation[2]))
    return left < _LEFT * sum(map(_outside_ascii, sample))


def _outside_ascii(text: str) -> int:
    return sum(not character.isascii() for character in text)


def implausible(before: Iterable[str], after: Iterable[str]) -> float:
    """The bits that speak against a result for what it lacks and what it has new.

    ASCII letters that a codec took for halves of ideographs: a result is not
    better for being shorter.  Letters of scripts that no statistics tell of,
    and the lines of boxes: they are welcome where they stand, but not as the
    answer to a riddle.
    """
    before, after = " ".join(before), " ".join(after)
    lost = _ascii_letters(before) - _ascii_letters(after)
    new = sum(_is_outlandish(character) and character not in before for character in after)
    torn = len(_TORN.findall(after)) - len(_TORN.findall(before))
    return max(0, lost) * _ASCII_LETTER + (new + max(0, torn)) * _OUTLANDISH


@lru_cache(maxsize=1 << 14)
def _is_outlandish(character: str) -> bool:
    if character.isascii():
        return False
    if character == "\N{LATIN SMALL LETTER LONG S}":
        return True
    if not (character.isalnum() or unicodedata.combining(character)):
        return is_frame(character)
    return family_of(character) not in FAMILIES


def _ascii_letters(text: str) -> int:
    return len(re.findall("[A-Za-z]", text))


def _contenders(sample: Sequence[str], around: frozenset[str]) -> list[Misreading]:
    """The pairs of codecs that can have produced most of the sample.

    For legacy codecs, of which there are hundreds of pairs, the counts of the
    bytes say which few are worth a full reading.
    """
    size = sum(map(len, sample))
    seen: set[tuple[bytes | None, ...]] = set()
    contenders: list[Misreading] = []
    lossy = _is_lossy_utf8(sample)
    for reader in (*codecs.SINGLE_BYTE, *codecs.MULTI_BYTE):
        data = tuple(codecs.encode(chunk, reader) for chunk in sample)
        encoded = b" %s " % b" ".join(part for part in data if part is not None)
        if data in seen:
            continue
        if len(encoded) < 0.5 * size:
            # Text without spaces, fine in part: UTF-8 is found among the rest.
            if reader in codecs.SINGLE_BYTE and _shows_utf8(sample, reader):
                contenders.append(Misreading(reader, "utf-8"))
            continue
        seen.add(data)
        if _SEQUENCE.search(encoded):
            contenders.append(Misreading(reader, "utf-8"))
        if lossy:
            continue  # what lost bytes reads like no language, but like anything else
        contenders += [Misreading(reader, truth) for truth in codecs.MULTI_BYTE if truth != reader]
        contenders += _likely_truths(reader, encoded, around)
    return list(dict.fromkeys(contenders))


def _likely_truths(reader: str, data: bytes, around: frozenset[str]) -> Iterator[Misreading]:
    """The codecs with one byte a character in which the bytes 80 to FF cost least.

    Each byte costs what its letter does by itself, and again what it does between
    two letters of ASCII, where there are such places.
    """
    counts = Counter(data)
    high = [byte for byte in counts if byte >= 0x80]
    if not high:
        return
    times = [counts[byte] for byte in high]
    places = itemgetter(*(byte - 0x80 for byte in high), 0)  # always several
    between = Counter(_BETWEEN_ASCII.findall(data)).most_common(_CONTEXTS)
    alone: list[tuple[float, int]] = []
    in_context: list[tuple[float, int]] = []
    truths = _truths(reader)
    for at, misreading in enumerate(truths):
        prior = misreading.prior
        cost = sum(map(mul, times, places(_byte_costs(misreading.truth))))
        alone.append((cost + prior, at))
        if between:
            table = codecs.table(misreading.truth)
            cost = sum(
                count * _in_context(chr(a[0]), table[b[0]], chr(c[0]), around)
                for (a, b, c), count in between
            )
            in_context.append((cost + prior, at))
    for ranking in (alone, in_context):
        ranking.sort()
        yield from (truths[at] for _, at in ranking[:_CANDIDATES])
        # Several codecs of one alphabet must not leave out the one of another.
        others = {_alphabet(truths[at].truth): truths[at] for _, at in reversed(ranking)}
        yield from others.values()


@cache
def _alphabet(codec: str) -> str:
    """The script of most letters that a codec has outside ASCII."""
    scripts = Counter(map(family_of, filter(str.isalpha, codecs.table(codec)[128:])))
    return scripts.most_common(1)[0][0] if scripts else ""


@cache
def _truths(reader: str) -> tuple[Misreading, ...]:
    # ISO 8859-16 came when all went over to UTF-8; windows-1250 would have it as a rival.
    return tuple(
        Misreading(reader, truth)
        for truth in codecs.SINGLE_BYTE
        if truth not in (reader, "iso8859-16")
    )


def _shows_utf8(sample: Sequence[str], reader: str) -> bool:
    """Whether most of a sample that is neither ASCII nor East Asian is UTF-8 to a reader."""
    text = " ".join(sample)
    shown = sum(map(len, codecs.utf8_sequence(reader).findall(text)))
    return 2 * shown > sum("\x7f" < character < "\u2e80" for character in text)


def _is_lossy_utf8(sample: Sequence[str]) -> bool:
    """Whether most of the sample is UTF-8 read as a western codec, whole or with bytes lost."""
    data = b" ".join(filter(None, (codecs.encode(chunk, "cp1252") for chunk in sample)))
    high = sum(byte >= 0x80 for byte in data)
    sequences = _SEQUENCE.findall(data)
    if not high or sum(map(len, sequences)) <= _LOSSY * high:
        return False
    # The kana of EUC-JP look so, too, but as letters that no language has.
    letters = [*filter(str.isalpha, b"".join(sequences).decode("utf-8", "ignore"))]
    if sum(map(_is_written, letters)) < _WRITTEN * len(letters):
        return False
    return 20 * len(_STRAY.findall(data)) <= high


@lru_cache(maxsize=1 << 12)
def _is_written(letter: str) -> bool:
    """Whether one of the languages that have statistics has a letter."""
    name = family_of(letter)
    return name in FAMILIES and letter.lower() in family(name).singles


@lru_cache(maxsize=1 << 15)
def _in_context(before: str, character: str, after: str, around: frozenset[str]) -> float:
    """What a character costs between two others of ASCII."""
    if character == "\ufffe":
        return 30.0
    return read(before + character + after, around).bits


@cache
def _byte_costs(codec: str) -> tuple[float, ...]:
    """What each of the bytes 80 to FF costs in a codec, as a letter by itself."""
    return tuple(_alone(character) for character in codecs.table(codec)[128:])


def _alone(character: str) -> float:
    if character == "\ufffe":
        return 30.0
    if is_frame(character):
        return _FRAME
    name = family_of(character.lower()[:1])
    if character.isalpha() and name in FAMILIES:
        packed = family(name).singles.get(character.lower()[:1])
        return 20.0 if packed is None else family(name).least(packed)
    return 7.0 if character.isalpha() else symbol_bits(character)
