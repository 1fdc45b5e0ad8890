"""Misreadings: text that was stored in one codec and read with another.

The bytes of ``é`` in UTF-8 are C3 A9; a program that takes them for
windows-1252 shows ``Ã©``.  The bytes of ``привет`` in windows-1251, taken for
the same windows-1252, show ``ïðèâåò``.  A misreading is undone by going back:
encode with the codec that misread, decode with the one that wrote.

Which pair of codecs it was is found by trying all that can have produced the
characters and asking :mod:`fixenc.language.letters` which result reads like a
language.  A file is usually misread as a whole, so the evidence of a block of
text is pooled; and some files are stitched together from fine and damaged
parts, so each word is then judged for itself in the light of the others: the
cheapest path through *fine* and the few likely misreadings, where each change
between them costs something.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache

from fixenc.language import codecs
from fixenc.language.families import FAMILIES, family_of
from fixenc.language.letters import family, read
from fixenc.language.symbols import symbol_bits

CHUNK = re.compile(r"[^ \t\n\r]*[^\x00-\x7f][^ \t\n\r]*")
"""A run without white space that holds a character outside ASCII.  No codec but
UTF-16 gives a space another byte than ASCII does, so misread text can be cut there."""

_SAMPLE = 900  # characters of suspicious chunks that hypotheses are tried on
_CANDIDATES = 14  # pairs of codecs that pass from the count of bytes to the full reading
_HYPOTHESES = 4  # misreadings that every chunk of a block is tried with

# Costs in bits of the path through a block, and the thresholds for its result.
# Measured with tests/bench/accuracy.py.
_CHANGE_IN_LINE = 8.0
_CHANGE_AT_LINE = 3.0
_SUSPICIOUS = 7.0
_SAFE_GAIN = 14.0
_SAFE_RIVAL = 8.0


@dataclass(frozen=True)
class Misreading:
    """Text in the codec ``truth`` that was read with the codec ``reader``."""

    reader: str
    truth: str

    def __str__(self) -> str:
        return f"{codecs.display(self.truth)} read as {codecs.display(self.reader)}"

    @property
    def prior(self) -> float:
        """The bits that speak against it before the text is looked at."""
        return codecs.prior(self.reader) + codecs.prior(self.truth)

    def undo(self, chunk: str) -> str | None:
        """What ``chunk`` was before it was misread, or None if it can't have been."""
        if self.truth == "utf-8" and self.reader in codecs.SINGLE_BYTE:
            restored = "".join(new for _, _, new in self.sequences(chunk, whole=True))
            return restored if restored != chunk else None
        data = codecs.encode(chunk, self.reader)
        restored_or_none = None if data is None else codecs.decode(data, self.truth)
        if restored_or_none is None or not _is_text(restored_or_none):
            return None
        return restored_or_none if restored_or_none != chunk else None

    def sequences(self, chunk: str, whole: bool = False) -> Iterator[tuple[int, int, str]]:
        """The UTF-8 sequences in ``chunk`` as (start, end, character).

        With ``whole`` what stands between them comes too, as it is.
        """
        done = 0
        for match in codecs.utf8_sequence(self.reader).finditer(chunk):
            data = codecs.encode(match[0], self.reader)
            character = None if data is None else codecs.decode(data, "utf-8")
            if character is None or not _is_text(character):
                continue
            if whole and done < match.start():
                yield done, match.start(), chunk[done : match.start()]
            yield match.start(), match.end(), character
            done = match.end()
        if whole and done < len(chunk):
            yield done, len(chunk), chunk[done:]


@dataclass(frozen=True)
class Damage:
    """One chunk that was misread."""

    start: int
    end: int
    restored: str
    misreading: Misreading
    sure: bool


@lru_cache(maxsize=1 << 14)
def _is_character(character: str) -> bool:
    # C1 controls are the first half of a double misreading: they stay legal.
    return unicodedata.category(character) not in ("Cn", "Co", "Cs") and character != "\ufeff"


def _is_text(text: str) -> bool:
    """Whether a codec's answer holds nothing that no text holds."""
    return all(map(_is_character, text))


@dataclass
class _Chunk:
    start: int
    end: int
    text: str
    line: int
    cost: float = 0.0
    excess: float = 0.0
    restored: list[tuple[str, float] | None] = field(default_factory=list)


@lru_cache(maxsize=4)
def damage(text: str) -> tuple[Damage, ...]:
    """The chunks of ``text`` that were misread, in order.

    ``text`` is a block whose evidence is pooled; see :data:`fixenc.repair.BLOCK`.
    """
    chunks = _chunks(text)
    suspects = [chunk for chunk in chunks if chunk.excess > 0]
    if sum(chunk.excess for chunk in suspects) < _SUSPICIOUS:
        return ()
    hypotheses = _hypotheses(suspects)
    if not hypotheses:
        return ()
    favoured = _languages(text, chunks, hypotheses)
    for chunk in chunks:
        chunk.cost = read(chunk.text, favoured).bits
        chunk.restored = [
            None if new is None else (new, read(new, favoured).bits)
            for new in (hypothesis.undo(chunk.text) for hypothesis in hypotheses)
        ]
    return tuple(_judge(chunks, _path(chunks, hypotheses), hypotheses))


def _chunks(text: str) -> list[_Chunk]:
    chunks: list[_Chunk] = []
    line = 0
    done = 0
    for match in CHUNK.finditer(text):
        line += text.count("\n", done, match.start())
        done = match.start()
        chunk = _Chunk(match.start(), match.end(), match[0], line)
        # A clean letter costs about 4 bits, a rare but clean word up to 7 a letter.
        chunk.excess = read(match[0]).bits - 6.5 * sum(map(_counts, match[0])) - 3.0
        chunks.append(chunk)
    return chunks


def _counts(character: str) -> bool:
    return character.isalpha() or character > "\x7f"


def _languages(text: str, chunks: list[_Chunk], hypotheses: list[Misreading]) -> frozenset[str]:
    """The languages of the block, as it stands and under the best hypotheses."""
    fine = " ".join(chunk.text for chunk in chunks if chunk.excess <= 0)
    ascii_part = CHUNK.sub(" ", text[:4000])
    languages = set(read(fine[:2000]).languages.values()) if fine else set()
    for hypothesis in hypotheses[:2]:
        restored = (hypothesis.undo(chunk.text) or chunk.text for chunk in chunks[:200])
        languages |= set(read(" ".join(restored) + ascii_part).languages.values())
    return frozenset(languages)


def _hypotheses(suspects: list[_Chunk]) -> list[Misreading]:
    """The misreadings that explain the suspicious chunks best, at most a few."""
    counted = Counter(chunk.text for chunk in suspects)
    sample: list[str] = []
    size = 0
    for chunk, _ in counted.most_common():
        sample.append(chunk)
        size += len(chunk)
        if size > _SAMPLE:
            break
    scored: list[tuple[float, Misreading]] = []
    seen: set[tuple[bytes | None, ...]] = set()
    for reader in (*codecs.SINGLE_BYTE, *codecs.MULTI_BYTE):
        data = tuple(codecs.encode(chunk, reader) for chunk in sample)
        encoded = b" ".join(part for part in data if part is not None)
        if data in seen or len(encoded) < 0.5 * size:
            continue
        seen.add(data)
        high = Counter(byte for byte in encoded if byte >= 0x80)
        scored.append((0.0, Misreading(reader, "utf-8")))
        scored += [(0.0, Misreading(reader, truth)) for truth in codecs.MULTI_BYTE if truth != reader]
        scored += [
            (
                sum(n * cost for n, cost in ((n, _byte_costs(truth)[b - 128]) for b, n in high.items()))
                + codecs.prior(truth) + codecs.prior(reader),
                Misreading(reader, truth),
            )
            for truth in codecs.SINGLE_BYTE
            if truth != reader
        ]
    legacy = sorted((pair for pair in scored if pair[1].truth in codecs.SINGLE_BYTE), key=lambda p: p[0])
    contenders = [m for _, m in scored if m.truth not in codecs.SINGLE_BYTE]
    contenders += [m for _, m in legacy[:_CANDIDATES]]
    before = [read(chunk).bits for chunk in sample]
    ranked: list[tuple[float, Misreading, tuple[str, ...]]] = []
    for misreading in contenders:
        restored = tuple(misreading.undo(chunk) or chunk for chunk in sample)
        if sum(new != old for new, old in zip(restored, sample, strict=True)) == 0:
            continue
        gain = sum(before) - read(" ".join(restored)).bits - misreading.prior
        if gain > 0:
            ranked.append((gain, misreading, restored))
    ranked.sort(key=lambda item: -item[0])
    kept: list[Misreading] = []
    results: set[tuple[str, ...]] = set()
    for _, misreading, restored in ranked:
        if restored not in results:
            results.add(restored)
            kept.append(misreading)
    return kept[:_HYPOTHESES]


@cache
def _byte_costs(codec: str) -> tuple[float, ...]:
    """What each of the bytes 80 to FF costs in a codec, as a letter by itself."""
    return tuple(_alone(character) for character in codecs.table(codec)[128:])


def _alone(character: str) -> float:
    if character == "\ufffe":
        return 30.0
    name = family_of(character.lower()[:1])
    if character.isalpha() and name in FAMILIES:
        packed = family(name).singles.get(character.lower()[:1])
        return 20.0 if packed is None else family(name).least(packed)
    return 7.0 if character.isalpha() else symbol_bits(character)


def _path(chunks: list[_Chunk], hypotheses: list[Misreading]) -> list[int]:
    """For each chunk the state on the cheapest path: -1 for fine, or a hypothesis.

    This is the Viterbi algorithm: at every chunk, for every state, the cheapest
    way to have come there.
    """
    states = range(-1, len(hypotheses))
    costs = [0.0, *(hypothesis.prior for hypothesis in hypotheses)]
    came_from: list[list[int]] = []
    line = chunks[0].line if chunks else 0
    for chunk in chunks:
        change = _CHANGE_IN_LINE if chunk.line == line else _CHANGE_AT_LINE
        line = chunk.line
        cheapest = min(states, key=lambda state: costs[state + 1])
        best = costs[cheapest + 1] + change
        origins: list[int] = []
        following: list[float] = []
        for state in states:
            stay = costs[state + 1]
            origins.append(state if stay <= best else cheapest)
            option = (chunk.text, chunk.cost) if state < 0 else chunk.restored[state]
            # Where a misreading has nothing to undo the chunk stands as it is.
            following.append(min(stay, best) + (chunk.cost if option is None else option[1]))
        came_from.append(origins)
        costs = following
    state = min(states, key=lambda state: costs[state + 1])
    path: list[int] = []
    for origins in reversed(came_from):
        path.append(state)
        state = origins[state + 1]
    return path[::-1]


def _judge(
    chunks: list[_Chunk], path: list[int], hypotheses: list[Misreading]
) -> Iterator[Damage]:
    """The damaged chunks on the path, and of each whether it is sure."""
    gain_in: Counter[tuple[int, int]] = Counter()
    support: Counter[int] = Counter()
    rivals: Counter[tuple[int, int]] = Counter()
    changed = [
        (chunk, state, chunk.restored[state]) for chunk, state in zip(chunks, path, strict=True) if state >= 0
    ]
    for chunk, state, option in changed:
        if option is None:
            continue
        gain = chunk.cost - option[1]
        gain_in[chunk.line, state] += gain
        support[state] += gain
        for rival in range(len(hypotheses)):
            other = chunk.restored[rival] or (chunk.text, chunk.cost)
            if rival != state and other[0] != option[0]:
                rivals[state, rival] += other[1] - option[1]
    for chunk, state, option in changed:
        if option is None:
            continue
        gain = gain_in[chunk.line, state]
        sure = gain > _SAFE_GAIN or support[state] > 4 * _SAFE_GAIN and gain > -3
        for rival in range(len(hypotheses)):
            other = chunk.restored[rival]
            if other is not None and other[0] != option[0] and rivals[state, rival] < _SAFE_RIVAL:
                sure = False
        yield Damage(chunk.start, chunk.end, option[0], hypotheses[state], sure)
