"""Hypotheses: the codecs that the stray bytes of a text may be in, and its languages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from fixenc import codecs
from fixenc.channels.misreading.readers import byte_costs, improbabilities
from fixenc.channels.mixed_bytes.mixture import separate
from fixenc.core.edits import apply
from fixenc.model.language import FEWEST, SAMPLE, name_of, priors
from fixenc.model.score import Bits
from fixenc.model.spelling import spelled_costs

STRAY = re.compile("[\udc80-\udcff]")
"""The lone surrogates that stand for bytes which were no UTF-8."""

CHUNK = re.compile(r"[^ \t\n\r\f\v]+")
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
"""Bits against a codec that the language of the text was not written in.  A codec of two
bytes a character takes letters of ASCII for halves of characters, and reads any byte somehow."""

_FOREIGN = 12.0
"""Bits against a second language beside that of the text around."""


@dataclass(frozen=True)
class Hypothesis:
    """The codec that stray bytes are in, the languages of the text, and the bits against it."""

    codec: str
    languages: tuple[int, ...]
    prior: float


@dataclass(frozen=True)
class Context:
    """The text without stray bytes: a sample, its costs, and the marks beyond ASCII in it."""

    sample: str
    bits: Bits
    marks: re.Pattern[str] | None


def context_of(text: str) -> Context:
    fine = " ".join(run for run in CHUNK.findall(text[:8000]) if not STRAY.search(run))[:SAMPLE]
    marks = sorted({c for c in fine if not (c.isascii() or c.isalpha()) or c in "ªº"})
    known = re.compile("[" + re.escape("".join(marks)) + "]") if marks else None
    return Context(fine, spelled_costs([fine])[0] + priors(), known)


def hypotheses_of(lines: Iterable[str], context: Context) -> list[Hypothesis]:
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


def _scored(codec: str, bits: Bits, context: Context) -> tuple[float, Hypothesis]:
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
    return cost, Hypothesis(codec, languages, against)


def _abroad(codec: str, languages: Sequence[str]) -> float:
    """The bits against a codec in a text in some languages."""
    row = codecs.codec(codec)
    if not row.languages or not set(languages).isdisjoint(row.languages):
        return 0.0
    return _ABROAD_WIDE if row.wide else _ABROAD


def _finalists(sample: Sequence[str], context: Context) -> list[str]:
    """The codecs whose byte pairs are likeliest in the chunks with stray bytes, and wide ones."""
    runs = [run for line in sample for run in CHUNK.findall(line) if STRAY.search(run)]
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
