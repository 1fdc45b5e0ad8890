"""Candidates: the texts that a line may have been before it was misread.

A line is cut into runs without white space, since no codec but UTF-16 gives a space another
byte than ASCII does.  A candidate is a misreading and what it makes of each run: another
text, or nothing where it can't have been.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from math import inf
from operator import itemgetter

import numpy as np

from fixenc import codecs
from fixenc.channels.misreading.lossy import lossy_readers, lossy_readings
from fixenc.channels.misreading.readers import byte_costs, improbabilities, readers_of, utf8_readers
from fixenc.channels.misreading.undo import Misreading
from fixenc.model.score import costs
from fixenc.model.suspicion import share_of_suspicious_pairs

_MOST_WRITERS = 5
"""Legacy codecs that are scored in full for one way of encoding a line again."""

_MOST_ENCODINGS = 3
"""Ways of encoding a line again that are tried, those of the commonest codecs.  Of 800 short
lines in 20 ways of misreading the right one was among the first two."""

_MOST_PAIRS = 16
_BEHIND = 16.0
"""Pairs of codecs that are scored in full, and by how many bits their bytes may cost more than
those of the likeliest pair: the right one was behind by more in 3 of the 800 lines."""

_LONGEST = 2000
"""Bytes from which the legacy codecs are chosen."""


_SHOW_SPACES = ("cp1252", "latin-1", "cp1250", "cp1251", "cp1254", "cp1257", "iso8859-2")
"""Codecs after which a space may be the no-break space that the byte A0 was shown as."""


def _shown_for(first: int, last: int) -> str:
    """The characters that these codecs show for some bytes."""
    return "".join(sorted({c for n in _SHOW_SPACES for c in codecs.shown(n)[first : last + 1]}))


_LEADS, _TAILS = _shown_for(0xC2, 0xF4), _shown_for(0x80, 0xBF)
_RUN = re.compile(f"(?:[{_LEADS}][{_TAILS}]{{0,2}} |[^ \\t\\n\\r])+")


@dataclass
class Line:
    """A line: its half-open span in characters, and its runs."""

    start: int
    end: int
    text: str
    runs: list[tuple[int, int, str]] = field(default_factory=list)
    """Spans in the line, and their texts."""

    def __post_init__(self) -> None:
        self.runs = [(match.start(), match.end(), match[0]) for match in _RUN.finditer(self.text)]


@dataclass
class Candidate:
    """A misreading, and the runs of a line that it changes: their indices, and what they were."""

    misreading: Misreading
    changed: dict[int, str]

    @property
    def key(self) -> tuple[tuple[int, str], ...]:
        """The same for candidates that make the same text of a line."""
        return tuple(sorted(self.changed.items()))


def candidates_of(line: Line, *, lossy: bool = True) -> list[Candidate]:
    """Every misreading that may explain a line; of those with the same result the likeliest."""
    runs = [(at, run) for at, (_, _, run) in enumerate(line.runs) if not run.isascii()]
    if not runs:
        return []
    best: dict[tuple[tuple[int, str], ...], Candidate] = {}
    losses = _with_losses(runs) if lossy else ()
    for candidate in (*_in_utf8(runs), *losses, *_in_legacy_codecs(runs)):
        if any(map(_STRAY_ACCENT.search, candidate.changed.values())):
            continue
        known = best.get(candidate.key)
        if known is None or candidate.misreading.prior < known.misreading.prior:
            best[candidate.key] = candidate
    return list(best.values())


_ACCENTS = "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a\u064b-\u065f"
"""Combining characters of the alphabets."""

_STRAY_ACCENT = re.compile(rf"(?<![^\W\d_])(?<![{_ACCENTS}])[{_ACCENTS}]")
"""A combining character that no letter stands before: no text has it."""


def _in_utf8(runs: Sequence[tuple[int, str]]) -> Iterator[Candidate]:
    """Candidates that were UTF-8, and perhaps misread more than once."""
    for misreading, changed in _layers(dict(runs), None, 0):
        yield Candidate(misreading, changed)


def _with_losses(runs: Sequence[tuple[int, str]]) -> Iterator[Candidate]:
    """Candidates that were UTF-8 and had bytes changed; the next likeliest text beside each."""
    whole = frozenset(utf8_readers(_SEPARATOR.join(run for _, run in runs)))
    readers = dict.fromkeys(reader for _, run in runs for reader in lossy_readers(run, whole))
    for reader in sorted(readers, key=codecs.improbability)[:_MOST_LOSSY_READERS]:
        plain = Misreading(reader, "utf-8")
        best: dict[int, str] = {}
        others: dict[int, str] = {}
        found = lossy_readings((run for _, run in runs), reader)
        for at, run in runs:
            readings = found[run]
            new = readings[0] if readings else plain.undo(run)
            if new is not None and new != run:
                best[at] = new
                if len(readings) > 1:
                    others[at] = readings[1]
        misreading = Misreading(reader, "utf-8", lossy=True)
        if best:
            yield Candidate(misreading, best)
        for at in _most_doubtful(best, others):
            yield Candidate(misreading, {**best, at: others[at]})


_MOST_LOSSY_READERS = 5
"""Codecs after which bytes may have been changed that are tried, the commonest: each takes time,
and rare ones show the same as common ones."""

_MOST_OTHERS = 8
"""Runs of which the next likeliest text is scored, those where it is likeliest: how sure a repair
is depends on the likeliest other text alone."""


def _most_doubtful(best: dict[int, str], others: dict[int, str]) -> list[int]:
    """The runs whose other text is least unlikelier than the best, equal ones once."""
    places = {(best[at], other): at for at, other in reversed(others.items())}
    if len(places) <= _MOST_OTHERS:
        return sorted(places.values())
    bits = costs([text for pair in places for text in pair]).min(1)
    order = np.argsort(bits[1::2] - bits[::2], kind="stable")[:_MOST_OTHERS]
    every = list(places.values())
    return sorted(every[at] for at in order)


def _layers(
    runs: dict[int, str], outer: Misreading | None, depth: int
) -> Iterator[tuple[Misreading, dict[int, str]]]:
    """The misreadings of UTF-8 that some runs allow, and what these make of the runs.

    Only those readers are taken that leave the fewest characters unexplained, and of those
    that make the same text the likeliest.
    """
    text = _SEPARATOR.join(runs.values())
    seen: dict[tuple[tuple[int, str], ...], tuple[int, float, str]] = {}
    encodings: set[bytes] = set()
    for reader in sorted(_utf8_readers(text), key=codecs.improbability):
        data = codecs.encode(text, reader)
        if data in encodings:
            continue
        if data is not None:
            encodings.add(data)
        undone = Misreading(reader, "utf-8")
        new = undone.undo(text)
        if new is None:
            continue
        key = tuple(
            (at, after)
            for (at, run), after in zip(runs.items(), new.split(_SEPARATOR), strict=True)
            if after != run and not _is_as_meant(run, undone)
        )
        if key:
            size = sum(len(after) for _, after in key) - sum(len(runs[at]) for at, _ in key)
            entry = (size, codecs.improbability(reader), reader)
            seen[key] = min(entry, seen.get(key, entry))
    shortest = min((size for size, _, _ in seen.values()), default=0)
    for key, (size, _, reader) in sorted(seen.items(), key=itemgetter(1))[: _MOST_READERS[depth]]:
        misreading = _inside(outer, Misreading(reader, "utf-8"))
        yield misreading, dict(key)
        if size == shortest and depth + 1 < len(_MOST_READERS):
            beyond = {at: new for at, new in key if not new.isascii()}
            for chain, changed in _layers(beyond, misreading, depth + 1):
                if 2 * len(changed) >= len(beyond):  # the file, and no word, was misread again
                    yield chain, {**dict(key), **changed}


# A letter, the no-break space that French puts before a guillemet, and that; a single character
# in quotation marks; a capital before the apostrophe of a genitive; a number times a price.
_AS_MEANT = re.compile(
    "[\xe0-\xef]\xa0[\xab\xbb]|“[\xc2-\xf4]”|‘[\xc2-\xf4]’|[\xc2-\xde]’s\\b|[0-9]\xd7[£¥€¢]"
)


def _is_as_meant(run: str, misreading: Misreading) -> bool:
    """Whether all that looks misread in a run is punctuation behind a letter or a sign."""
    return _AS_MEANT.search(run) is not None and misreading.undo(_AS_MEANT.sub("", run)) is None


def _inside(outer: Misreading | None, inner: Misreading) -> Misreading:
    """The misreading that ``outer`` was done to."""
    if outer is None:
        return inner
    return Misreading(outer.reader, outer.truth, _inside(outer.inner, inner))


def _utf8_readers(text: str) -> Iterator[str]:
    """The codecs that can have shown a part of the text for a character of UTF-8."""
    yield from utf8_readers(text)
    yield from _wide_readers(text)


def _wide_readers(text: str) -> Sequence[str]:
    """The codecs of East Asia, if they may have shown the ideographs of a text: rare ones."""
    ideographs = len(_EASTERN.findall(text))
    if not ideographs:
        return ()
    if _IN_WORDS.search(text) and _FEW * ideographs < len(text):
        return codecs.MULTI_BYTE
    if share_of_suspicious_pairs(text) * len(text) >= _SUSPICIOUS * ideographs:
        return codecs.MULTI_BYTE
    return ()


_MOST_READERS = (3, 2, 1, 1, 1, 1)
"""Readers of UTF-8 that are tried for each misreading over the one before, those that shorten the
text most.  Five misreadings one over the other have been seen in public."""


_EASTERN = re.compile("[\u2e80-\u9fff\uac00-\ud7a3\ue000-\uf8ff\uff00-\uffef]")


def _in_legacy_codecs(runs: Sequence[tuple[int, str]]) -> Iterator[Candidate]:
    """Candidates that were written in one legacy codec and read as another."""
    text = _SEPARATOR.join(run for _, run in runs)
    wide = _wide_readers(text)
    readers = wide if wide or _EASTERN.search(text) else readers_of(text)
    seen: dict[bytes, str] = {}
    for reader in sorted(readers, key=codecs.improbability):
        data = _encoded(text, reader)
        if data is not None:
            seen.setdefault(data, reader)
    least = inf
    pairs: list[tuple[float, bytes, str, str]] = []
    encodings = list(seen.items())[:_MOST_ENCODINGS]
    for data, reader in encodings:
        present = data.replace(_NOTHING, b"")[:_LONGEST]
        if len(present.translate(None, _ASCII)) >= _PROOF and _is_utf8(present):
            continue
        bits = byte_costs(present)
        if reader in codecs.SINGLE_BYTE and _NOTHING not in data:
            own = float(bits[codecs.SINGLE_BYTE.index(reader)])
            least = min(least, own + codecs.improbability(reader))
        bits = bits + improbabilities() + codecs.improbability(reader)
        pairs += [
            (float(bits[at]), data, reader, codecs.SINGLE_BYTE[at])
            for at in np.argsort(bits)[:_MOST_WRITERS]
        ]
    pairs.sort(key=itemgetter(0))
    for bits_, data, reader, writer in pairs[:_MOST_PAIRS]:
        if bits_ < least + _UNLIKELIER and bits_ < pairs[0][0] + _BEHIND and writer != reader:
            yield from _legacy_candidate(runs, text, data, Misreading(reader, writer))
    for data, reader in encodings:
        if _may_be_wide(data):
            for writer in codecs.MULTI_BYTE:
                yield from _legacy_candidate(runs, text, data, Misreading(reader, writer))


def _legacy_candidate(
    runs: Sequence[tuple[int, str]], text: str, data: bytes, misreading: Misreading
) -> Iterator[Candidate]:
    changed = dict(_decoded(runs, text, data, misreading))
    if changed:
        yield Candidate(misreading, changed)


_SEPARATOR = "\n"
"""What stands between runs that are encoded and decoded together: no run has it."""

_NOTHING = b"\x00"
"""What stands for a run that a codec does not have."""


def _encoded(text: str, reader: str) -> bytes | None:
    """The bytes of runs in a codec; nothing if it has none of them."""
    data = codecs.encode(text, reader)
    if data is not None and data.count(b"\n") == text.count(_SEPARATOR):
        return data
    runs = [codecs.encode(run, reader) for run in text.split(_SEPARATOR)]
    return None if set(runs) == {None} else b"\n".join(_NOTHING if r is None else r for r in runs)


def _may_decode(data: bytes, codec: str) -> bool:
    """Whether most of the characters of some bytes may be text in a codec of East Asia."""
    text = data.decode(codec, "replace")
    beyond = len(text) - len(text.encode("ascii", "ignore"))
    return 2 * text.count("\N{REPLACEMENT CHARACTER}") <= beyond


def _decoded(
    runs: Sequence[tuple[int, str]], text: str, data: bytes, misreading: Misreading
) -> Iterator[tuple[int, str]]:
    """The runs that can have been misread, and what they were."""
    restored = None if _NOTHING in data else misreading.restored(text, data)
    if restored is not None:
        for (at, run), new in zip(runs, restored.split(_SEPARATOR), strict=True):
            if new != run:
                yield at, new
        return
    if misreading.truth in codecs.MULTI_BYTE and not _may_decode(data, misreading.truth):
        return
    for (at, run), one in zip(runs, data.split(b"\n"), strict=True):
        own = None if one == _NOTHING else misreading.restored(run, one)
        if own is not None:
            yield at, own


_IN_WORDS = re.compile("[a-z][\u2e80-\u9fff\uac00-\ud7a3]|[\u2e80-\u9fff\uac00-\ud7a3][a-z]")
_FEW = 4
"""Characters of words for each of their ideographs, if an alphabet was misread as these."""

_SUSPICIOUS = 0.15
"""Share of the ideographs of a text that stand suspiciously beside others, if it was misread."""

_HIGH = re.compile(rb"[\x80-\xff]+")


def _may_be_wide(data: bytes) -> bool:
    """Whether the bytes can be text in a codec of East Asia: few of them stand alone there."""
    stretches = _HIGH.findall(data)
    alone = sum(len(stretch) == 1 for stretch in stretches)
    return 2 * alone < sum(map(len, stretches))


_UNLIKELIER = 4.0
"""Bits by which the bytes of a text may cost more in another codec, if that is scored in full:
what follows only the byte before is little evidence.  In 4 of the 800 lines they cost more."""

_ASCII = bytes(range(128))
_PROOF = 4
"""Bytes outside ASCII that are UTF-8 by no chance."""


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
