"""The pairs of codecs that can have produced a text, the likeliest first.

UTF-8 shows in any reader's bytes.  Of the pairs of legacy codecs, of which there
are hundreds, :mod:`fixenc.language.glance` says which few are worth a full reading.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from operator import add, itemgetter

from fixenc.language import codecs
from fixenc.language.families import FAMILIES, family_of
from fixenc.language.glance import TENTHS, glance, glances
from fixenc.language.letters import family
from fixenc.language.misreading import Misreading

# Whole characters of UTF-8, and bytes that can only be the rest of one but are not.
_SEQUENCE = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)
_STRAY = re.compile(rb"(?<![\x80-\xf4])[\x80-\xbf]")
_LOSSY = 0.4  # double-byte codecs look like UTF-8 in less than a quarter of their bytes
_WRITTEN = 0.7  # share of the letters
_PROOF = 4  # sequences of UTF-8 with nothing else, which no legacy codec gives by chance

_SHOWN = 0.5  # share of the sample that a reader can have shown
_GLANCED_AT = 200  # characters
_OF_A_READER = 8  # pairs
_LEGACY = 12  # pairs in all,
_TRIED = 1200  # or as many as have so many characters together,
_MOST = 44  # but no more
_HALF = 42  # tenths of bits, for one that is half of an ideograph

_UNDECODED = 0.1  # share of the characters that are none
_PRIORS = [round(codecs.prior(codec) * TENTHS) for codec in codecs.SINGLE_BYTE]

_SCRIPTS = (
    (0xC3, 0xC9),  # Latin; C2, E2 and EF are symbols and signs, CC and CD accents
    (0xCE, 0xCF),  # Greek
    (0xD0, 0xD3),  # Cyrillic
    (0xD4, 0xD5),  # Armenian
    (0xD6, 0xD7),  # Hebrew
    (0xD8, 0xDF),  # Arabic and its neighbours
    (0xE0, 0xE0),  # the scripts of India, Thai, Lao
    (0xE4, 0xE9),  # Chinese characters
    (0xEA, 0xED),  # Hangul
    (0xC0, 0xC1),  # none: these two and the last begin no character that is written
    (0xF1, 0xFF),
)
"""The first bytes of the characters of each script in UTF-8."""

_SCRIPT_OF = bytes(
    sum(at for at, (first, last) in enumerate(_SCRIPTS, 1) if first <= byte <= last)
    for byte in range(0x100)
)

_ASCII = bytes(range(0x80))
_NO_LETTERS = bytes(byte for byte in _ASCII if not chr(byte).isalpha())


@dataclass(frozen=True)
class _Encoded:
    """The bytes that a reader made a sample from, but for the chunks that it can't have shown."""

    reader: str
    shown: str
    data: bytes
    left: str


def contenders(sample: Sequence[str], *, legacy: bool = True) -> list[Misreading]:
    """The pairs of codecs that can have produced most of the sample.

    Those with UTF-8 come first, all of them; then, unless UTF-8 is certain, the
    best of the others, or none without ``legacy``.
    """
    encoded = [*_encoded(sample)]
    found = [Misreading(each.reader, "utf-8") for each in encoded if _SEQUENCE.search(each.data)]
    part = first(sample, _GLANCED_AT)
    found += (Misreading(reader, "utf-8") for reader in _in_part(part, encoded))
    # What lost bytes reads like no language, but like anything else.
    if not legacy or any(map(_is_utf8, encoded)) or _is_lossy_utf8(sample):
        return found
    if len(part) < len(sample):
        encoded = [*_encoded(part)]
    ranked = [pair for each in encoded for pair in _legacy(each)]
    ranked.sort(key=itemgetter(0))
    most = min(max(_LEGACY, _TRIED // sum(map(len, part))), _MOST)
    return [*found, *(misreading for _, misreading in ranked[:most])]


def first(sample: Sequence[str], size: int) -> Sequence[str]:
    """The first chunks of a sample, with so many characters or a few more."""
    for count, chunk in enumerate(sample, 1):
        size -= len(chunk)
        if size <= 0:
            return sample[:count]
    return sample


def _encoded(sample: Sequence[str]) -> Iterator[_Encoded]:
    """What each reader that can have shown most of the sample made it from.

    Of the readers that agree it is the first.
    """
    size = sum(map(len, sample))
    characters = frozenset().union(*sample)
    seen: set[tuple[bytes, str]] = set()
    for reader in (*codecs.SINGLE_BYTE, *codecs.MULTI_BYTE):
        strangers = _strangers(sample, characters, reader)
        shown = " ".join(chunk for chunk in sample if chunk not in strangers)
        data = codecs.encode(f" {shown} ", reader)
        if data is None or len(data) < _SHOWN * size:
            continue
        left = " ".join(strangers)
        if (data, left) not in seen:
            seen.add((data, left))
            yield _Encoded(reader, shown, data, left)


def _strangers(sample: Sequence[str], characters: frozenset[str], reader: str) -> dict[str, None]:
    """The chunks that a reader can't have shown, in their order."""
    if reader in codecs.SINGLE_BYTE:
        strange = characters - codecs.writable(reader)
        if not strange:
            return {}
        return dict.fromkeys(chunk for chunk in sample if not strange.isdisjoint(chunk))
    if codecs.encode(" ".join(sample), reader) is not None:
        return {}
    return dict.fromkeys(chunk for chunk in sample if codecs.encode(chunk, reader) is None)


def _in_part(sample: Sequence[str], encoded: Sequence[_Encoded]) -> Iterator[str]:
    """The other readers to which most of what is neither ASCII nor East Asian is UTF-8.

    They are for text without spaces that is fine in part.
    """
    text = " ".join(sample)
    characters = frozenset(text)
    half = sum("\x7f" < character < "\u2e80" for character in text) / 2
    for reader in codecs.SINGLE_BYTE:
        if any(each.reader == reader for each in encoded):
            continue
        if characters.isdisjoint(_first_bytes(reader)):
            continue
        if sum(map(len, codecs.utf8_sequence(reader).findall(text))) > half:
            yield reader


@cache
def _first_bytes(reader: str) -> frozenset[str]:
    """What a reader shows for the bytes that a character of UTF-8 begins with."""
    two, three, four, _ = codecs.utf8_bytes(reader)
    return frozenset(two + three + four)


def _legacy(encoded: _Encoded) -> Iterator[tuple[int, Misreading]]:
    """The likeliest pairs of a reader with legacy codecs, and what they cost at a glance."""
    own = round(codecs.prior(encoded.reader) * TENTHS) + glance(f" {encoded.left} ")
    high = encoded.data.translate(None, _ASCII)
    ranked = sorted(zip(map(add, glances(encoded.data), _PRIORS), codecs.SINGLE_BYTE, strict=True))
    results = {codecs.decode(high, encoded.reader)}
    for cost, truth in ranked:
        result = codecs.decode(high, truth)
        if result not in results:
            results.add(result)
            yield own + cost, Misreading(encoded.reader, truth)
            if len(results) > _OF_A_READER:
                break
    letters = ascii_letters(encoded.shown)
    for truth in codecs.MULTI_BYTE:
        if truth != encoded.reader:
            restored = encoded.data.decode(truth, "replace")
            if restored.count("\N{REPLACEMENT CHARACTER}") > _UNDECODED * len(restored):
                continue
            halves = max(0, letters - ascii_letters(restored))
            cost = glance(restored) + halves * _HALF + round(codecs.prior(truth) * TENTHS)
            yield own + cost, Misreading(encoded.reader, truth)


def ascii_letters(text: str) -> int:
    """How many letters of ASCII a text has."""
    return len(text.encode("ascii", "ignore").translate(None, _NO_LETTERS))


def _is_utf8(encoded: _Encoded) -> bool:
    """Whether all that a reader showed is UTF-8, and enough of it to be no chance."""
    if encoded.left:
        return False
    text = codecs.decode(encoded.data, "utf-8")
    if text is None:
        return False
    outside = [character for character in text if not character.isascii()]
    return len(outside) >= _PROOF and _is_readable(outside)


def may_have_lost_bytes(word: str) -> bool:
    """Whether a word may be what is left of UTF-8 read as a western codec.

    The first byte of a character is never lost, and tells its script: a word is in one.
    """
    data = codecs.encode(word, "cp1252")
    return data is None or len(set(data.translate(_SCRIPT_OF)) - {0}) < 2


def _is_lossy_utf8(sample: Sequence[str]) -> bool:
    """Whether most of the sample is UTF-8 read as a western codec, whole or with bytes lost."""
    data = b" ".join(filter(None, (codecs.encode(chunk, "cp1252") for chunk in sample)))
    high = len(data.translate(None, _ASCII))
    sequences = _SEQUENCE.findall(data)
    if not high or sum(map(len, sequences)) <= _LOSSY * high:
        return False
    # The kana of EUC-JP look so, too, but as letters that no language has.
    if not _is_readable(b"".join(sequences).decode("utf-8", "ignore")):
        return False
    return 20 * len(_STRAY.findall(data)) <= high


def _is_readable(text: Iterable[str]) -> bool:
    """Whether most letters of a text are those of a language that has statistics."""
    letters = [*filter(str.isalpha, text)]
    return sum(map(_is_written, letters)) >= _WRITTEN * len(letters)


@lru_cache(maxsize=1 << 12)
def _is_written(letter: str) -> bool:
    """Whether one of the languages that have statistics has a letter."""
    name = family_of(letter)
    return name in FAMILIES and letter.lower() in family(name).singles
