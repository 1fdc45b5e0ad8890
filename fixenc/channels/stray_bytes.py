"""Stray bytes: bytes in a text that were no UTF-8, and the legacy codec that they are in.

Two files were joined, a mail was quoted by one program in the codec of another, or a log has
many writers: lines and words in a legacy codec stand in a file of UTF-8.  They are short and
there are few of them, so the codec is decided for a block of text together, in the light of
the language of the text around.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from math import inf

import numpy as np

from fixenc import codecs
from fixenc.channels.misreading.readers import byte_costs, improbabilities
from fixenc.channels.mixture import of_strays_alone, separate
from fixenc.core.edits import Edit, Safety, apply
from fixenc.decide import decide_bytes
from fixenc.model.language import FEWEST, SAMPLE, name_of, priors
from fixenc.model.score import Bits
from fixenc.model.spelling import spelled_costs

STRAY = re.compile("[\udc80-\udcff]")
"""The lone surrogates that stand for bytes which were no UTF-8."""

_HALF_PAIR = re.compile("[\ud800-\udc7f\udd00-\udfff]")
"""Surrogates that stand for no byte: with them around, none may."""

_LINE = re.compile(r"[^\n]{1,2000}(?!\S)|[^\n]{1,2000}")
"""A line, or a part of one that is too long to be read at once."""

_CHUNK = re.compile(r"[^ \t\n\r\f\v]+")
_EASTERN = re.compile("[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7a3]")

_CODEC_SAMPLE = 1200
"""Characters of lines with stray bytes on which codecs are compared."""

_FINALISTS = 5
"""Codecs with one byte a character that are scored by the language model, by each ranking."""

_HYPOTHESES = 4
"""Codecs in which every line is read."""

_TOO_UNLIKELY = 30.0
"""Bits by which a codec explains the sample worse than the best one, if no line is read in it."""

_ABROAD, _ABROAD_WIDE = 6.0, 18.0
"""Bits against a codec that the language of the text was not written in.  One of two bytes a
character takes letters of ASCII for halves of characters, and has some reading for any byte."""

_FOREIGN = 12.0
"""Bits against a second language beside that of the text around."""

_ANOTHER_CODEC = 20.0
"""Bits against a line in another codec than that of the rest of the block: text of one file
has many writers much more seldom than one."""

_LETTERS = 3
"""Letters of all words with stray bytes, if these are to be read unasked: one is no word."""

_NOISE = 8.0
"""Bits of a byte that is no text: one of 256."""


@dataclass(frozen=True)
class _Hypothesis:
    """The codec that stray bytes are in, the languages of the text, and the bits against it."""

    codec: str
    languages: tuple[int, ...]
    prior: float


@dataclass(frozen=True)
class _Context:
    """The text without stray bytes: a sample, its costs, and the marks beyond ASCII in it."""

    sample: str
    bits: Bits
    marks: re.Pattern[str] | None


@dataclass(frozen=True)
class _Option:
    """What a chunk is by one hypothesis: the edits, the result, and what that costs."""

    edits: tuple[Edit, ...]
    after: str
    cost: float


@dataclass(frozen=True)
class _Chunk:
    """A run without white space that some hypothesis changes, and what each makes of it.

    ``noise`` is what it costs if its stray bytes are no text.
    """

    text: str
    options: tuple[_Option, ...]
    noise: tuple[float, ...]


def stray_bytes(text: str) -> Iterator[Edit]:
    """What to replace in ``text`` to read its stray bytes in the codec that they are in.

    ``text`` is a block whose evidence is added up.
    """
    lines = [
        (match.start(), match[0])
        for match in _LINE.finditer(text)
        if STRAY.search(match[0]) and not _HALF_PAIR.search(match[0])
    ]
    if not lines:
        return
    context = _context(text)
    hypotheses = _hypotheses([line for _, line in lines], context)
    chunks = _chunks(dict.fromkeys(line for _, line in lines), hypotheses, context)
    whole = dict.fromkeys(chunk for found in chunks.values() for _, chunk in found)
    against = [hypothesis.prior for hypothesis in hypotheses]
    common = _cheapest(whole, against)
    apart = [0.0 if at == common else _ANOTHER_CODEC for at in range(len(hypotheses))]
    chosen = {
        line: _cheapest((chunk for _, chunk in found), apart) for line, found in chunks.items()
    }
    each = dict.fromkeys(
        (chunk, chosen[line]) for line, found in chunks.items() for _, chunk in found
    )
    leads = _leads(each, against)
    totals = _totals(each, against)
    letters = sum(
        character.isalpha() for chunk, state in each for character in chunk.options[state].after
    )
    safest = Safety.SAFE if letters >= _LETTERS else Safety.UNSAFE
    for start, line in lines:
        state = chosen[line]
        note = f"bytes of {codecs.display(hypotheses[state].codec)}"
        safeties = [_safety(chunk, state, totals, leads) for _, chunk in chunks[line]]
        # Noise makes sense in places.
        least = Safety.UNSAFE if None in safeties else safest
        for (at, chunk), safety in zip(chunks[line], safeties, strict=True):
            if safety is not None:
                for edit in chunk.options[state].edits:
                    moved = edit.moved(start + at)
                    yield replace(moved, safety=max(safety, least), note=note)


def _context(text: str) -> _Context:
    fine = " ".join(run for run in _CHUNK.findall(text[:8000]) if not STRAY.search(run))[:SAMPLE]
    marks = sorted({c for c in fine if not (c.isascii() or c.isalpha()) or c in "ªº"})
    known = re.compile("[" + re.escape("".join(marks)) + "]") if marks else None
    return _Context(fine, spelled_costs([fine])[0] + priors(), known)


def _hypotheses(lines: Iterable[str], context: _Context) -> list[_Hypothesis]:
    """The codecs that make most sense of the stray bytes, best first."""
    sample: list[str] = []
    size = 0
    for line, _ in Counter(lines).most_common():
        sample.append(line[:_CODEC_SAMPLE])
        size += len(sample[-1])
        if size > _CODEC_SAMPLE:
            break
    restored: dict[tuple[str, ...], str] = {}
    for codec in _finalists(sample, context):
        after = tuple(apply(line, separate(line, codec)) for line in sample)
        known = restored.setdefault(after, codec)
        if codecs.improbability(codec) < codecs.improbability(known):
            restored[after] = codec
    bits = spelled_costs(["\n".join(after) for after in restored], context.marks)
    ranked = [
        _scored(codec, own, context) for codec, own in zip(restored.values(), bits, strict=True)
    ]
    ranked.sort(key=lambda pair: pair[0])
    least = ranked[0][0]
    return [one for cost, one in ranked[:_HYPOTHESES] if cost <= least + _TOO_UNLIKELY]


def _scored(codec: str, bits: Bits, context: _Context) -> tuple[float, _Hypothesis]:
    """The cost of a sample that is in a codec, and the hypothesis with its languages."""
    together = int((bits + context.bits).argmin())
    languages: tuple[int, ...] = (together,)
    against = 0.0
    own = int((bits + priors()).argmin())
    if sum(map(str.isalpha, context.sample)) < FEWEST:
        languages = (own,)
    elif bits[own] + _FOREIGN < bits[together]:
        languages, against = (together, own), _FOREIGN
    against += codecs.improbability(codec) + _abroad(codec, [*map(name_of, languages)])
    cost = float(bits[list(languages)].min()) + against
    return cost, _Hypothesis(codec, languages, against)


def _abroad(codec: str, languages: Sequence[str]) -> float:
    """The bits against a codec in a text in some languages."""
    row = codecs.codec(codec)
    if not row.languages or not set(languages).isdisjoint(row.languages):
        return 0.0
    return _ABROAD_WIDE if row.wide else _ABROAD


def _finalists(sample: Sequence[str], context: _Context) -> list[str]:
    """The codecs whose byte pairs are likeliest in the chunks with stray bytes, and wide ones."""
    runs = [run for line in sample for run in _CHUNK.findall(line) if STRAY.search(run)]
    raw = " ".join(runs).encode("utf-8", "surrogateescape")
    strays = re.sub("[^\x00-\x7f\udc80-\udcff]", " ", " ".join(runs))
    around = name_of(int(context.bits.argmin()))
    against = improbabilities() + [_abroad(codec, (around,)) for codec in codecs.SINGLE_BYTE]
    found: dict[str, None] = {}
    for data in (raw, strays.encode("utf-8", "surrogateescape")):
        order = np.argsort(byte_costs(data) + against, kind="stable")
        found.update((codecs.SINGLE_BYTE[at], None) for at in order[:_FINALISTS])
    alone = len(re.findall(rb"(?<![\x80-\xff])[\x80-\xff](?![\x80-\xff])", raw))
    is_wide = 2 * alone < len(raw) - len(raw.translate(None, bytes(range(128, 256))))
    if is_wide or _EASTERN.search(context.sample):
        found.update(dict.fromkeys(codecs.MULTI_BYTE))
    return list(found)


def _chunks(
    lines: Iterable[str], hypotheses: Sequence[_Hypothesis], context: _Context
) -> dict[str, tuple[tuple[int, _Chunk], ...]]:
    """For each line its chunks that have stray bytes, or are changed by a hypothesis."""
    pieces: dict[str, list[tuple[int, str, list[tuple[_Edits, _Edits]]]]] = {}
    for line in lines:
        found = [separate(line, one.codec) for one in hypotheses]
        pieces[line] = [
            (match.start(), match[0], _readings(match[0], inside, hypotheses))
            for match in _CHUNK.finditer(line)
            if any(inside := tuple(_within(edits, match.start(), match.end()) for edits in found))
            or STRAY.search(match[0])
        ]
    every = [(text, inside) for found in pieces.values() for _, text, inside in found]
    texts = dict.fromkeys(STRAY.sub("", text) for text, _ in every)
    texts |= dict.fromkeys(
        apply(text, one) for text, inside in every for two in inside for one in two
    )
    bits = _bits(list(texts), hypotheses, context)
    return {
        line: tuple((start, _chunk(text, inside, bits)) for start, text, inside in found)
        for line, found in pieces.items()
    }


_Edits = tuple[Edit, ...]


def _readings(
    chunk: str, inside: Sequence[_Edits], hypotheses: Sequence[_Hypothesis]
) -> list[tuple[_Edits, _Edits]]:
    """For each hypothesis the edits of the likeliest way through a line, and the fewest."""
    return [
        (edits, tuple(of_strays_alone(chunk, one.codec)))
        for edits, one in zip(inside, hypotheses, strict=True)
    ]


def _within(edits: Iterable[Edit], start: int, end: int) -> tuple[Edit, ...]:
    """Those of the edits of a line that lie in a chunk, as edits of the chunk."""
    return tuple(edit.moved(-start) for edit in edits if start <= edit.start < end)


_AT_ONCE = 1024
"""Texts that are scored at once: a megabyte of costs."""


def _bits(
    texts: Sequence[str], hypotheses: Sequence[_Hypothesis], context: _Context
) -> dict[str, tuple[float, ...]]:
    """For each text what it costs in the languages of each hypothesis."""
    found: dict[str, tuple[float, ...]] = {}
    for start in range(0, len(texts), _AT_ONCE):
        part = texts[start : start + _AT_ONCE]
        bits = spelled_costs(part, context.marks)
        columns = [bits[:, list(one.languages)].min(1).tolist() for one in hypotheses]
        found.update(zip(part, zip(*columns, strict=True), strict=True))
    return found


def _chunk(
    text: str,
    readings: Sequence[tuple[_Edits, _Edits]],
    bits: dict[str, tuple[float, ...]],
) -> _Chunk:
    options: list[_Option] = []
    for at, two in enumerate(readings):
        found = [_Option(edits, after := apply(text, edits), bits[after][at]) for edits in two]
        # What the whole line is cut by does not know the words.
        options.append(min(reversed(found), key=lambda option: option.cost))
    rest = STRAY.sub("", text)
    noise = (len(text) - len(rest)) * _NOISE
    return _Chunk(text, tuple(options), tuple(cost + noise for cost in bits[rest]))


def _cheapest(chunks: Iterable[_Chunk], costs: Sequence[float]) -> int:
    """The hypothesis that explains some chunks best; ``costs`` is what speaks against each."""
    for chunk in chunks:
        costs = [cost + option.cost for cost, option in zip(costs, chunk.options, strict=True)]
    return costs.index(min(costs))


def _leads(
    chosen: Iterable[tuple[_Chunk, int]], against: Sequence[float]
) -> dict[tuple[int, int], float]:
    """By how many bits a hypothesis is likelier than another one where the two differ."""
    leads = {
        (state, rival): theirs - own
        for state, own in enumerate(against)
        for rival, theirs in enumerate(against)
    }
    for chunk, state in chosen:
        own = chunk.options[state]
        for rival, option in enumerate(chunk.options):
            if option.after != own.after:
                leads[state, rival] += option.cost - own.cost
    return leads


def _gain(chunk: _Chunk, state: int) -> float:
    """By how many bits a chunk is likelier to be text than noise."""
    return chunk.noise[state] - chunk.options[state].cost


def _totals(chosen: Iterable[tuple[_Chunk, int]], against: Sequence[float]) -> list[float]:
    """By how many bits all chunks of a hypothesis are likelier to be text than noise."""
    totals = [-prior for prior in against]
    for chunk, state in chosen:
        totals[state] += _gain(chunk, state)
    return totals


def _safety(
    chunk: _Chunk, state: int, totals: Sequence[float], leads: dict[tuple[int, int], float]
) -> Safety | None:
    """How safe the result for a chunk is; nothing if it is better left as it is."""
    own = chunk.options[state]
    if STRAY.search(own.after):
        return None
    rivals = (at for at, option in enumerate(chunk.options) if option.after != own.after)
    lead = min((leads[state, rival] for rival in rivals), default=inf)
    return decide_bytes(_gain(chunk, state), totals[state], lead)
