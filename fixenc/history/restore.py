"""Restore: the edits that undo the damage a text took since an older version of it.

Channels are looked for until none explains what is left: a file can have been damaged in
several ways, a part of it at a time.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from fixenc.core.edits import Edit, Safety, apply, compose, merge_touching, order
from fixenc.decide.losses import BITS_OF_LOST_LETTER, decide_restored
from fixenc.history.forward import Channel
from fixenc.history.pairs import channels
from fixenc.history.spans import Damaged, Span, lines_of

RULE = "new-damage"
"""The rule under whose name the edits go."""

_CHANNEL = re.compile(r":\d+ \(([^()]+)\)")

_ROUNDS = 6
"""Channels by which one text is damaged, at most."""

_TRIED = 8
"""Channels that are tried in a round."""

_WEIGHED = 60
"""Different spans that are weighed: they decide, and thousands more would not add to that."""

_AROUND = 24
"""Characters on each side of a span that are weighed with it."""


def restore(text: str, before: str, name: str = "the text before") -> list[Edit]:
    """The edits that give ``text`` back what damage took since the version ``before``.

    ``name`` is how notes call that version: ``as in HEAD:src/app.ts:41``.  The edits are
    sorted and disjoint, and of what is only likely they are unsafe.
    """
    if before == text or before.isascii():
        return []
    if text.count("\r\n") * 2 > text.count("\n") and "\r\n" not in before:
        before = before.replace("\n", "\r\n")
    if "\r\n" in before and "\r\n" not in text:
        before = before.replace("\r\n", "\n")
    done: list[Edit] = []
    known: dict[Channel, None] = {}
    current = text
    for is_whole in (True, False):
        for _ in range(_ROUNDS):
            channel, found = _round(current, before, name, known, is_whole)
            if channel is None:
                break
            known[channel] = None
            done = compose(text, done, found)
            current = apply(text, done)
    return sorted(merge_touching(done), key=order)


def _round(
    text: str, before: str, name: str, known: Iterable[Channel], is_whole: bool
) -> tuple[Channel | None, list[Edit]]:
    """The channel that explains most lines, if it is likely enough, and the edits that undo it.

    Lines that are as a ``whole`` those of the old text come first, and those edited later: what
    damaged the others, the ``known`` channels, needs no further proof there.
    """
    best: tuple[int, Channel | None, list[Edit]] = (0, None, [])
    ranked = channels(before.split("\n"), text.split("\n"))[:_TRIED]
    for channel in dict.fromkeys((*known, *(each for each, _ in ranked))):
        damaged = Damaged(channel, before)
        spans = damaged.in_lines(text) if is_whole else damaged.in_edited_lines(text)
        size = sum(span.end - span.start for span in spans)
        if not spans or size < best[0] or (size == best[0] and best[1] is not None):
            continue
        prior = 0.0 if channel in known else channel.prior
        safety = decide_restored(gain(text, spans) - prior)
        if safety is not None:
            best = size, channel, list(_edits(spans, safety, before, name, channel))
    return best[1], best[2]


def _edits(
    spans: Sequence[Span], safety: Safety, before: str, name: str, channel: Channel
) -> Iterator[Edit]:
    places = lines_of((span.origin for span in spans), before)
    for span, line in zip(spans, places, strict=True):
        note = f"as in {name}:{line} ({channel})"
        yield Edit(span.start, span.end, span.old, (RULE,), safety, note)


def channels_of(edit: Edit) -> list[str]:
    """The names of the channels that an edit of :func:`restore` undoes."""
    return _CHANNEL.findall(edit.note)


def gain(text: str, spans: Sequence[Span]) -> float:
    """The bits by which the old text is likelier than the damaged text, over different spans."""
    from fixenc.model.score import costs

    damaged: dict[tuple[str, str], None] = {}
    for group in _neighbours(spans):
        lo = max(text.rfind("\n", 0, group[0].start) + 1, group[0].start - _AROUND)
        stop = text.find("\n", group[-1].end)
        hi = min(len(text) if stop < 0 else stop, group[-1].end + _AROUND)
        edits = [Edit(span.start - lo, span.end - lo, span.old) for span in group]
        damaged[text[lo:hi], apply(text[lo:hi], edits)] = None
        if len(damaged) == _WEIGHED:
            break
    pairs = list(damaged)
    bits = costs([each for pair in pairs for each in pair]).min(axis=1)
    by_model = float((bits[0::2] - bits[1::2]).sum())
    return max(by_model, BITS_OF_LOST_LETTER * _lost_letters(text, spans))


def _lost_letters(text: str, spans: Sequence[Span]) -> int:
    """How many letters and symbols of the old text became ``?`` or U+FFFD and nothing else.

    Marks do not count: people straighten quotation marks, and may put ``?`` for ``…``.
    """
    return sum(
        sum(not c.isascii() and unicodedata.category(c)[0] in "LS" for c in span.old)
        for span in spans
        if not text[span.start : span.end].strip("?\N{REPLACEMENT CHARACTER}")
    )


def _neighbours(spans: Sequence[Span]) -> Iterator[list[Span]]:
    """The spans in groups of those that stand close together."""
    group: list[Span] = []
    for span in spans:
        if group and span.start - group[-1].end > _AROUND:
            yield group
            group = []
        group.append(span)
    if group:
        yield group
