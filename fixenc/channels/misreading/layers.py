"""Layers: candidates that were UTF-8, and perhaps misread more than once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from operator import itemgetter

from fixenc import codecs
from fixenc.channels.misreading.eastern import eastern_readers
from fixenc.channels.misreading.line import SEPARATOR, Candidate
from fixenc.channels.misreading.readers import utf8_readers
from fixenc.channels.misreading.undo import Misreading


def candidates_in_utf8(runs: Sequence[tuple[int, str]]) -> Iterator[Candidate]:
    """Candidates that were UTF-8, and perhaps misread more than once."""
    for misreading, changed in _layers(dict(runs), None, 0):
        yield Candidate(misreading, changed)


def _layers(
    runs: dict[int, str], outer: Misreading | None, depth: int
) -> Iterator[tuple[Misreading, dict[int, str]]]:
    """The misreadings of UTF-8 that some runs allow, and what these make of the runs.

    Only those readers are taken that leave the fewest characters unexplained, and of those
    that make the same text the likeliest.
    """
    text = SEPARATOR.join(runs.values())
    plain = dict(zip(runs, without_meant(text).split(SEPARATOR), strict=True))
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
            for (at, run), after in zip(runs.items(), new.split(SEPARATOR), strict=True)
            if after != run and (plain[at] == run or undone.undo(plain[at]) is not None)
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
                if 2 * len(changed) < len(beyond):  # the file, and no word, was misread again
                    continue
                if outer is None and any(_passes_by(runs[at], chain) for at in changed):
                    continue
                yield chain, {**dict(key), **changed}


def _passes_by(run: str, chain: Misreading) -> bool:
    """Whether the inner misreading of two explains characters that the outer one does not."""
    if chain.inner is None or chain.reader not in codecs.SINGLE_BYTE:
        return False
    rest = chain.rest_of(run)
    return not rest.isascii() and chain.inner.undo(rest) is not None


# A letter, the no-break space that French puts before a guillemet, and that; a single character
# in quotation marks; a capital before the apostrophe of a genitive; a number times a price.
_AS_MEANT = re.compile(
    "[\xe0-\xef]\xa0[\xab\xbb]|“[\xc2-\xf4]”|‘[\xc2-\xf4]’|[\xc2-\xde]’s\\b|[0-9]\xd7[£¥€¢]"
)


_QUOTED = (
    re.compile("((?<!\xc2)«[^«»]*)[\xc2-\xf4]»(?!\\w)"),
    re.compile("((?<!\xc2)»[^«»]*)[\xc2-\xf4]«(?!\\w)"),
)
"""A letter before the closing one of two guillemets, of which the opening one was not misread."""


def without_meant(text: str) -> str:
    """The text without what looks misread, but is punctuation behind a letter or a sign."""
    if "«" in text:
        for pattern in _QUOTED:
            text = pattern.sub(r"\1", text)
    return _AS_MEANT.sub("", text)


def _inside(outer: Misreading | None, inner: Misreading) -> Misreading:
    """The misreading that ``outer`` was done to."""
    if outer is None:
        return inner
    return Misreading(outer.reader, outer.truth, _inside(outer.inner, inner))


def _utf8_readers(text: str) -> Iterator[str]:
    """The codecs that can have shown a part of the text for a character of UTF-8."""
    yield from utf8_readers(text)
    yield from eastern_readers(text)


_MOST_READERS = (3, 2, 1, 1, 1, 1)
"""Readers of UTF-8 that are tried for each misreading over the one before, those that shorten the
text most.  Five misreadings one over the other have been seen in public."""
