"""Which misreadings explain a text that reads like no language.

Of all pairs of codecs that can have produced the characters, the likeliest
(:mod:`fixenc.language.contenders`) are tried, and :mod:`fixenc.language.letters`
says which result reads like a language.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from operator import itemgetter

from fixenc.language.contenders import ascii_letters, contenders, first
from fixenc.language.families import FAMILIES, family_of
from fixenc.language.letters import read
from fixenc.language.misreading import Misreading
from fixenc.language.passage import Chunk, excess
from fixenc.language.symbols import is_frame

_SAMPLE = 600  # characters of suspicious chunks that hypotheses are tried on
_HYPOTHESES = 4  # misreadings that every chunk of a block is tried with

_LONG = 300  # characters: of more, a part is looked at first
_PART = 200
_FULLY_READ = 5  # misreadings
# A mark in the middle of a word: quotation marks turn and dashes join outside of it.
_TORN = re.compile(r"[“”„«»†‡•…](?<=[^\W\d_].)(?=[^\W\d_])")
_DEEPEST = 3  # misreadings below the first one
_NO_RIVAL = 30.0  # bits by which another explanation is too far behind one that heals all
_OUTER = 3  # misreadings that are taken for the later of two
_HEALED = 1.5  # bits a chunk,
_STILL_ODD = 0.1  # and share of those before
_LEFT = 0.8  # share of the characters: two or more bytes of UTF-8 become one
_ASCII_LETTER = 4.2  # bits
_OUTLANDISH = 10.0
_ORDINAL = "ªº"  # of no script, but at home in Spanish, Portuguese and Italian
_WELL = 2.5  # bits of excess that a chunk may keep

_Explanation = tuple[float, Misreading, str]
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
    # Deep down only UTF-8 is looked for: any legacy codec there shows in the next
    # round, and is judged by itself.
    likely = contenders(sample, legacy=depth <= 1)
    if sum(map(len, sample)) > _LONG:
        likely = _most_likely(likely, sample, around)
    ranked = _explanations(likely, sample, around)
    if _is_best_healed(ranked, sample, around):
        least = ranked[0][0] + _NO_RIVAL
        ranked = [each for each in ranked if each[0] < least]
    elif depth < _DEEPEST:
        ranked += _twice(ranked, sample, around, depth)
        ranked.sort(key=itemgetter(0))
    kept: dict[str, Misreading] = {}
    for _, misreading, restored in ranked:
        kept.setdefault(restored, misreading)
    return [*kept.values()][:_HYPOTHESES]


def _explanations(
    misreadings: Iterable[Misreading], sample: Sequence[str], around: frozenset[str]
) -> list[_Explanation]:
    """What explains a sample, best first; of those with the same result the least unlikely."""
    text = " ".join(sample)
    before = read(text, around, words=True).bits
    results: dict[str, Misreading] = {}
    for misreading in misreadings:
        restored = misreading.whole(text) or misreading.undo(text)
        if restored is None:
            continue
        known = results.setdefault(restored, misreading)
        if misreading.prior < known.prior:
            results[restored] = misreading
    ranked: list[_Explanation] = []
    for restored, misreading in results.items():
        cost = read(restored, around, words=True).bits + misreading.prior
        if cost < before:
            cost += implausible([text], [restored])
            ranked.append((cost, misreading, restored))
    ranked.sort(key=itemgetter(0))
    return [each for each in ranked if each[0] < before]


def _most_likely(
    likely: Iterable[Misreading], sample: Sequence[str], around: frozenset[str]
) -> list[Misreading]:
    """Those of many misreadings that explain a small part of the sample best."""
    part = first(sample, _PART)
    return [misreading for _, misreading, _ in _explanations(likely, part, around)][:_FULLY_READ]


def _twice(
    once: Sequence[_Explanation], sample: Sequence[str], around: frozenset[str], depth: int
) -> list[_Explanation]:
    """What explains a sample that was misread twice: that reads but little better for one step."""
    found: list[_Explanation] = []
    outer = [each for each in once if each[1].truth == "utf-8" and _is_whole(each, sample)]
    for _, misreading, restored in sorted(outer[:_OUTER], key=lambda each: each[1].prior):
        inner = _inner(restored.split(" "), around, depth + 1)
        both = [Misreading(misreading.reader, misreading.truth, each) for each in inner]
        found += _explanations(both, sample, around)
        if _is_best_healed(found, sample, around):
            break
    return found


def _inner(chunks: Sequence[str], around: frozenset[str], depth: int) -> list[Misreading]:
    """What explains most of the chunks that are odd after one misreading was undone."""
    odd = [chunk for chunk in chunks if excess(chunk, around) > 0]
    for inner in explain(odd, around, depth)[:1] if odd else ():
        well = [excess(inner.undo(chunk) or chunk, around) < _WELL for chunk in odd]
        if 2 * sum(well) > len(well):
            return [inner]
    return []


def _is_best_healed(
    ranked: Sequence[_Explanation], sample: Sequence[str], around: frozenset[str]
) -> bool:
    return bool(ranked) and is_healed(sample, ranked[0][2].split(" "), around)


def is_healed(
    sample: Sequence[str], restored: Sequence[str | None], around: frozenset[str]
) -> bool:
    """Whether what a misreading makes of a sample is hardly odd any more."""
    before = sum(max(0.0, excess(chunk, around)) for chunk in sample)
    odd = (excess(new or old, around) for old, new in zip(sample, restored, strict=True))
    return sum(each for each in odd if each > 0) < _HEALED * len(sample) + _STILL_ODD * before


def _is_whole(explanation: _Explanation, sample: Sequence[str]) -> bool:
    """Whether most of a sample was UTF-8: the outer one of two misreadings left nothing out."""
    left = _outside_ascii(explanation[2])
    return left < _LEFT * sum(map(_outside_ascii, sample))


def _outside_ascii(text: str) -> int:
    return len(text) - len(text.encode("ascii", "ignore"))


def implausible(before: Iterable[str], after: Iterable[str]) -> float:
    """The bits that speak against a result for what it lacks and what it has new.

    ASCII letters that a codec took for halves of ideographs: a result is not
    better for being shorter.  Letters of scripts that no statistics tell of,
    and the lines of boxes: they are welcome where they stand, but not as the
    answer to a riddle.
    """
    old, letters, torn_before = _features(" ".join(before))
    text = " ".join(after)
    characters, letters_after, torn_after = _features(text)
    new = sum(text.count(each) for each in characters - old if _is_outlandish(each))
    lost = max(0, letters - letters_after)
    return lost * _ASCII_LETTER + (new + max(0, torn_after - torn_before)) * _OUTLANDISH


@lru_cache(maxsize=1 << 10)
def _features(text: str) -> tuple[frozenset[str], int, int]:
    """The characters of a text, how many of them are letters of ASCII, and how many torn marks."""
    return frozenset(text), ascii_letters(text), len(_TORN.findall(text))


@lru_cache(maxsize=1 << 14)
def _is_outlandish(character: str) -> bool:
    if character.isascii() or character in _ORDINAL:
        return False
    if character == "\N{LATIN SMALL LETTER LONG S}":
        return True
    if not (character.isalnum() or unicodedata.combining(character)):
        return is_frame(character)
    return family_of(character) not in FAMILIES
