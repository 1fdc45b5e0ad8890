"""Evidence: what the engine finds in lines of which it is known what they were.

Lines that the model was not trained on are explained, each by itself and as a few words: damaged
ones, clean ones, and clean ones of a language that the model is made to forget.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import product
from math import inf
from pathlib import Path
from unittest.mock import patch

import corpus
import numpy as np
from channels import CHANNELS, CLEAN, Channel
from scoring import Line, edits_between, judged, samples
from shapes import SHAPES

from fixenc.channels.misreading import explain, hypotheses
from fixenc.channels.misreading.citation import is_cited
from fixenc.channels.misreading.document import reading_of
from fixenc.channels.misreading.explanation import Explained
from fixenc.channels.misreading.line import Line as Part
from fixenc.core.edits import Edit, apply
from fixenc.core.recent import Recent
from fixenc.decide import misreadings
from fixenc.model import score
from fixenc.model.suspicion import suspicious_lines
from fixenc.model.tables import tables

_DECIDED_ELSEWHERE = ("bytes", "escapes", "lost", "spacing", "bom", "clean")
_FORGOTTEN = 60.0


@dataclass(frozen=True)
class Record:
    """A line with its likeliest explanation, if it has one: what was found, and if it is right.

    ``kind`` is that of the line: damaged, clean or forgotten.  ``limit`` names the threshold
    of density that holds for the explanation.
    """

    kind: str
    source: str
    text: str
    result: str
    gain: float = -inf
    lead: float = 0.0
    density: float = 0.0
    limit: str = "DENSITY"
    right: bool = False
    restored: bool = False

    def passes(self, gain: float, lead: float, limits: dict[str, float]) -> bool:
        """Whether the repair is done at these thresholds."""
        return self.gain >= gain and self.lead >= lead and self.density <= limits[self.limit]


def is_lossy(channel: str) -> bool:
    """Whether bytes were lost, or so mixed with others that no single misreading explains them."""
    found = CHANNELS[channel]
    return not found.lossless and found.row not in ("symbols", "layers")


def limit_of(explained: Explained) -> str:
    """The name of the threshold of density that an explanation must keep to."""
    names = [name for name in vars(misreadings) if name.startswith("DENSITY")]
    numbers = {name: float(number) for number, name in enumerate(names)}
    with patch.multiple(misreadings, **numbers):
        return names[int(misreadings.most_dense(reading_of(explained)))]


def record(kind: str, source: str, line: Line) -> Record:
    """Explain a line."""
    text = str(line.damaged)
    found = [
        each
        for each in explain.explain(
            [Part(start, end, text[start:end]) for start, end in suspicious_lines(text)]
        )
        if not is_cited(each)
    ]
    if not found:
        return Record(kind, source, text, text)
    best = found[0]
    edits = [
        Edit(best.line.start + start, best.line.start + end, best.changed[at])
        for at, (start, end, _) in enumerate(best.line.runs)
        if at in best.changed
    ]
    result = apply(text, edits)
    restored = line.restored_by(result)
    [verdicts] = [[True]] if restored else judged([line], [result], edits_between(text, result))
    values = (best.gain, best.lead, best.density, limit_of(best))
    return Record(kind, source, text, result, *values, all(verdicts), restored)


@contextmanager
def forgetting(language: str) -> Iterator[None]:
    """Make the model forget a language: its column, and the words that it lists."""
    names = list(tables().languages)
    if language not in names:
        yield
        return
    column = names.index(language)
    costs, listed = score.costs, score._listed

    def costs_of_others(texts: Sequence[str]) -> score.Bits:
        table = costs(texts)
        if len(table):
            table[:, column] = table.min(1) + _FORGOTTEN
        return table

    def listed_by_others(model: object, numbers: object) -> tuple[np.ndarray, ...]:
        word, of, bits = listed(model, numbers)
        kept = of != column
        return word[kept], of[kept], bits[kept]

    with (
        patch.object(hypotheses, "costs", costs_of_others),
        patch.object(score, "_listed", listed_by_others),
        patch.object(hypotheses, "_recent", Recent(0)),
        patch.object(explain, "_recent", Recent(0)),
    ):
        yield


def damaged_lines(
    folder: Path, wanted: int, seed: str, only: Sequence[str] = ()
) -> Iterator[Record]:
    """Damaged lines of all channels, by themselves and as a few words."""
    for channel, kind in product(CHANNELS.values(), ("text", "tech")):
        if channel.row not in _DECIDED_ELSEWHERE and channel.is_named(only):
            for shape in ("line", "window"):
                for line in _lines(channel, folder, kind, shape, wanted, seed):
                    yield record("damaged", channel.name, line)


def clean_lines(folder: Path, wanted: int, seed: str) -> Iterator[Record]:
    """Clean lines of all texts, with and without what the model knows of their language."""
    for kind in ("text", "tech"):
        for name in corpus.texts(folder, kind):
            language = corpus.language_of(name)
            if name.endswith("*"):
                continue
            texts = {name: [t for t in corpus.lines(folder, name) if not t.isascii()]}
            for shape in ("line", "window") if texts[name] else ():
                share = max(1, wanted // 100)
                for sample in samples(CLEAN, texts, SHAPES[shape], share, f"{seed} {name}"):
                    yield record("clean", name, sample.lines[0])
                    if kind == "text":
                        with forgetting(language):
                            yield record("forgotten", name, sample.lines[0])


def _lines(
    channel: Channel, folder: Path, kind: str, shape: str, wanted: int, seed: str
) -> Iterator[Line]:
    texts = {name: corpus.lines(folder, name) for name in corpus.texts(folder, kind)}
    texts = {name: lines for name, lines in texts.items() if lines}
    for sample in samples(channel, texts, SHAPES[shape], wanted, f"{seed} {channel.name} {kind}"):
        yield sample.lines[0]
