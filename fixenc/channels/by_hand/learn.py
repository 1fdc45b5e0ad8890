"""Learn the channel that made one text out of another: by which codecs, and what was lost.

The good text is sent through every pair of codecs, then through UTF-8 and a second and a third
reader, until the bad text comes out; also up to the changes that programs make of characters
which no keyboard has (:data:`LOSSES`).
"""

from __future__ import annotations

import codecs as python_codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from itertools import product

from fixenc import codecs
from fixenc.channels.by_hand.notation import notation_of
from fixenc.channels.misreading.undo import Misreading

SAMPLE = 2000
"""Characters of lines that are not all ASCII that the channels are tried on."""

_MOST_INNER = 400
"""Different texts, those of the likeliest channels, that are sent on through another."""

_USUAL = 3.0
"""Bits of improbability of a codec up to which it is tried in a third misreading."""

_C1 = re.compile("[\x80-\x9f]")
_STRAIGHT = str.maketrans("“”„‘’‚«»", '"""\'\'\'""')

LOSSES = (
    {"": None, "control characters dropped": (_C1, ""), "control characters made ?": (_C1, "?"),
     "control characters made spaces": (_C1, " ")},
    {"": None, "no-break spaces made spaces": (re.compile("\xa0"), " "),
     "no-break spaces dropped": (re.compile("\xa0"), "")},
    {"": None, "undefined bytes made ?": (re.compile("\ufffd+"), "?"),
     "undefined bytes dropped": (re.compile("\ufffd"), "")},
)  # fmt: skip
"""The stand-ins of programs for characters that they cannot show, one of each kind."""

_QUOTES = "curly quotation marks made straight"


@dataclass(frozen=True)
class Learned:
    """A channel that makes the bad text of the good one.

    ``channel`` is written as ``--channel`` takes it.  ``losses`` name what was lost beside,
    which undoing the channel cannot bring back.  ``confidence``, 0 to 1, is that of the
    channel among all that make the same text, ``others``, the likeliest first.
    """

    channel: str
    losses: tuple[str, ...]
    confidence: float
    others: tuple[str, ...] = ()


def learn(good: str, bad: str, levels: int = 3) -> Learned | None:
    """The likeliest channel that made ``bad`` of ``good``; ``None`` if none is found.

    Channels of up to so many ``levels``, of misreadings over each other, are tried.

    Raises :exc:`ValueError` if the texts are no evidence: all ASCII, equal, or of
    different numbers of lines.
    """
    good, bad = _sample(good, bad)
    for level in range(1, levels + 1):
        exact: dict[Misreading, tuple[str, ...]] = {}
        lossy: dict[Misreading, tuple[str, ...]] = {}
        for channel, made in _sent(good, level):
            if made == bad:
                exact[channel] = ()
            elif not exact and _loose(made) == _loose(bad):
                losses = _losses(made, bad)
                known = lossy.get(channel)
                if losses is not None and (known is None or len(losses) < len(known)):
                    lossy[channel] = losses
        if exact or lossy:
            return _likeliest(exact or lossy)
    return None


def _sample(good: str, bad: str) -> tuple[str, str]:
    """Lines of both texts that differ, or are not all ASCII; as many as are needed."""
    pairs = good.removesuffix("\n").split("\n")
    others = bad.removesuffix("\n").split("\n")
    if good == bad:
        raise ValueError("both texts are the same: nothing was misread")
    if len(pairs) != len(others):
        raise ValueError(
            f"the texts must be the same line by line: one has {len(pairs):,} lines, "
            f"the other {len(others):,}"
        )
    both = [
        (one.rstrip("\r"), other.rstrip("\r"))
        for one, other in zip(pairs, others, strict=True)
        if not (one.isascii() and one == other)
    ]
    if all(one.isascii() for one, _ in both):
        raise ValueError("the good text is all ASCII, which every codec reads alike")
    size = 0
    chosen: list[tuple[str, str]] = []
    for one, other in both:
        chosen.append((one, other))
        size += len(one)
        if size > SAMPLE:
            break
    return "\n".join(one for one, _ in chosen), "\n".join(other for _, other in chosen)


def _sent(text: str, level: int) -> Iterator[tuple[Misreading, str]]:
    """Every channel of so many misreadings, and what it makes of a text."""
    if level == 1:
        for row in codecs.CODECS:
            data = codecs.encode(text, row.name)
            if data is not None:
                yield from _read(data, row.name, None)
        return
    seen: dict[str, Misreading] = {}
    for channel, made in _sent(text, level - 1):
        usual = level < 3 or _is_usual(channel)
        if made != text and usual and (made not in seen or channel.prior < seen[made].prior):
            seen[made] = channel
    likeliest = sorted(seen.items(), key=lambda each: each[1].prior)[:_MOST_INNER]
    for made, inner in likeliest:
        data = codecs.encode(made, "utf-8")
        if data is not None:
            yield from _read(data, "utf-8", inner)


def _is_usual(channel: Misreading) -> bool:
    return codecs.improbability(channel.reader) <= _USUAL and channel.writer == "utf-8"


def _read(data: bytes, stored: str, inner: Misreading | None) -> Iterator[tuple[Misreading, str]]:
    """The text that each codec but the one that stored it reads in some bytes.

    Some programs show U+FFFD for a byte that a codec leaves undefined, others keep it.
    """
    for row in codecs.CODECS:
        if row.name == stored:
            continue
        if row.wide:
            kept = codecs.decode(data, row.name)
        else:
            kept = python_codecs.charmap_decode(data, "replace", codecs.shown(row.name))[0]
        replaced = data.decode(row.name, "replace")
        for made in dict.fromkeys((replaced, kept or replaced)):
            yield Misreading(row.name, stored, inner), made


_UNCERTAIN = re.compile("[\x80-\xa0\ufffd? ]")


def _loose(text: str) -> str:
    """The text without all that may be lost."""
    return _UNCERTAIN.sub("", text.translate(_STRAIGHT))


def _losses(made: str, bad: str) -> tuple[str, ...] | None:
    """The losses that make ``bad`` of what a channel made; ``None`` if there are no such."""
    for quotes in (False, True):
        straight = made.translate(_STRAIGHT) if quotes else made
        for names in product(*LOSSES):
            steps = [LOSSES[at][name] for at, name in enumerate(names)]
            if reduce(_replaced, steps, straight) == bad:
                return (*filter(None, names), *([_QUOTES] if quotes else []))
    return None


def _replaced(text: str, step: tuple[re.Pattern[str], str] | None) -> str:
    return text if step is None else step[0].sub(step[1], text)


def _likeliest(found: dict[Misreading, tuple[str, ...]]) -> Learned:
    ranked = sorted(found, key=lambda channel: (len(found[channel]), channel.prior))
    weights = [2.0**-channel.prior for channel in ranked]
    best = ranked[0]
    return Learned(
        notation_of(best),
        found[best],
        weights[0] / sum(weights),
        tuple(map(notation_of, ranked[1:])),
    )
