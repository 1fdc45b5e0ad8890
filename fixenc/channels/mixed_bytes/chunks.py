"""Chunks: what each hypothesis makes of the runs around stray bytes, and by how much it leads."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import inf

from fixenc.channels.mixed_bytes.hypotheses import CHUNK, STRAY, Context, Hypothesis
from fixenc.channels.mixed_bytes.mixture import of_strays_alone, separate
from fixenc.core.edits import Edit, Safety, apply
from fixenc.decide.misreadings import decide_bytes
from fixenc.model.spelling import spelled_costs

_NOISE = 8.0
"""Bits of a byte that is no text: one of 256."""


@dataclass(frozen=True)
class Option:
    """The reading of a chunk by one hypothesis: the edits, the result, and its cost."""

    edits: tuple[Edit, ...]
    after: str
    cost: float


@dataclass(frozen=True)
class Chunk:
    """A run without white space that some hypothesis changes, and what each makes of it.

    ``noise`` is what it costs if its stray bytes are no text.
    """

    text: str
    options: tuple[Option, ...]
    noise: tuple[float, ...]


def chunks_of(
    lines: Iterable[str], hypotheses: Sequence[Hypothesis], context: Context
) -> dict[str, tuple[tuple[int, Chunk], ...]]:
    """For each line its chunks that have stray bytes, or are changed by a hypothesis."""
    pieces: dict[str, list[tuple[int, str, list[tuple[_Edits, _Edits]]]]] = {}
    for line in lines:
        found = [separate(line, one.codec) for one in hypotheses]
        pieces[line] = [
            (match.start(), match[0], _readings(match[0], inside, hypotheses))
            for match in CHUNK.finditer(line)
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
    chunk: str, inside: Sequence[_Edits], hypotheses: Sequence[Hypothesis]
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
    texts: Sequence[str], hypotheses: Sequence[Hypothesis], context: Context
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
) -> Chunk:
    options: list[Option] = []
    for at, two in enumerate(readings):
        found = [Option(edits, after := apply(text, edits), bits[after][at]) for edits in two]
        # The way through the whole line does not know the words.
        options.append(min(reversed(found), key=lambda option: option.cost))
    rest = STRAY.sub("", text)
    noise = (len(text) - len(rest)) * _NOISE
    return Chunk(text, tuple(options), tuple(cost + noise for cost in bits[rest]))


def cheapest(chunks: Iterable[Chunk], costs: Sequence[float]) -> int:
    """The hypothesis that explains some chunks best; ``costs`` is what speaks against each."""
    for chunk in chunks:
        costs = [cost + option.cost for cost, option in zip(costs, chunk.options, strict=True)]
    return costs.index(min(costs))


def leads_of(
    chosen: Iterable[tuple[Chunk, int]], against: Sequence[float]
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


def _gain(chunk: Chunk, state: int) -> float:
    """By how many bits a chunk is likelier to be text than noise."""
    return chunk.noise[state] - chunk.options[state].cost


def totals_of(chosen: Iterable[tuple[Chunk, int]], against: Sequence[float]) -> list[float]:
    """By how many bits all chunks of a hypothesis are likelier to be text than noise."""
    totals = [-prior for prior in against]
    for chunk, state in chosen:
        totals[state] += _gain(chunk, state)
    return totals


def safety_of(
    chunk: Chunk, state: int, totals: Sequence[float], leads: dict[tuple[int, int], float]
) -> Safety | None:
    """How safe the result for a chunk is; nothing if it is better left as it is."""
    own = chunk.options[state]
    if STRAY.search(own.after):
        return None
    rivals = (at for at, option in enumerate(chunk.options) if option.after != own.after)
    lead = min((leads[state, rival] for rival in rivals), default=inf)
    return decide_bytes(_gain(chunk, state), totals[state], lead)
