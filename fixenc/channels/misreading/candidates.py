"""Candidates: the texts that a line may have been before it was misread."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set
from functools import cache, cached_property
from itertools import chain
from math import inf

import numpy as np

from fixenc import codecs
from fixenc.channels.misreading.layers import candidates_in_utf8
from fixenc.channels.misreading.legacy import (
    candidates_in_legacy_codecs,
    candidates_of_misreading,
)
from fixenc.channels.misreading.line import SEPARATOR, Candidate, Line
from fixenc.channels.misreading.lossy.changed_bytes import unexplained
from fixenc.channels.misreading.lossy.readers import lossy_readers
from fixenc.channels.misreading.lossy.readings import lossy_readings, wanted_in_line
from fixenc.channels.misreading.lossy.search import LossyReading, Wanted
from fixenc.channels.misreading.readers import utf8_readers
from fixenc.channels.misreading.undo import Misreading
from fixenc.decide.misreadings import COMMON
from fixenc.model.plausible import is_plausible
from fixenc.model.score import costs


def candidates_of(line: Line, *, lossy: bool = True) -> list[Candidate]:
    """Every misreading that may explain a line; those with the same result are one candidate.

    The languages that the codec was used for must be the same, too, since they are evidence.
    """
    return candidates_of_each([line], lossy=lossy)[0]


def candidates_of_each(lines: Sequence[Line], *, lossy: bool) -> list[list[Candidate]]:
    """The same for each of some lines, which takes less time than one after the other."""
    drafts = [_Draft(line) for line in lines]
    if lossy:
        for draft in drafts:
            draft.find_losses()
        readings = lossy_readings(each for draft in drafts for each in draft.wanted())
        for draft in drafts:
            draft.add_losses(readings)
    return [draft.candidates() for draft in drafts]


class _Draft:
    """The candidates of a line, as they are found."""

    def __init__(self, line: Line) -> None:
        self._runs = [
            (at, run)
            for at, (_, _, run) in enumerate(line.runs)
            if not run.isascii() and not _QUOTED_LETTER.match(run)
        ]
        self._line = line
        self._every = list(candidates_in_utf8(self._runs)) if self._runs else []
        self._readers: list[str] = []
        self._is_open = bool(self._runs) and not any(
            _explains_all(self._runs, each) for each in self._every
        )

    def find_losses(self) -> None:
        """Find the codecs after which bytes of the line may have been changed."""
        self._readers = list(_lossy_readers_of(self._without_tails)) if self._is_open else []

    @cached_property
    def _tails(self) -> dict[int, str]:
        """What closes a string behind runs, from the mark on."""
        ends = {at: match for at, run in self._runs if (match := _CLOSES.search(run))}
        closing = {
            mark: _is_paired(mark, self._line.text) for mark in {m[1] for m in ends.values()}
        }
        return {
            at: match[0]
            for at, match in ends.items()
            if closing[match[1]] and (len(match[0]) > 1 or at == len(self._line.runs) - 1)
        }

    @cached_property
    def _without_tails(self) -> list[tuple[int, str]]:
        """The runs without the marks behind them that close a string."""
        return [(at, run.removesuffix(self._tails.get(at, ""))) for at, run in self._runs]

    @cached_property
    def _wanted(self) -> dict[str, list[Wanted]]:
        runs, last = self._without_tails, len(self._line.runs) - 1
        return {reader: list(wanted_in_line(runs, last, reader)) for reader in self._readers}

    def wanted(self) -> Iterator[Wanted]:
        """The runs that may be lossy, and the codecs that may have shown them."""
        return chain.from_iterable(self._wanted.values())

    def add_losses(self, readings: Mapping[Wanted, LossyReading]) -> None:
        """Add the candidates that had bytes changed."""
        for reader in self._readers:
            found = [readings.get(wanted) for wanted in self._wanted[reader]]
            for each in _with_losses(self._without_tails, reader, found):
                self._every.append(self._with_tails(each))

    def _with_tails(self, candidate: Candidate) -> Candidate:
        changed, certain = (
            {at: text + self._tails.get(at, "") for at, text in texts.items()}
            for texts in (candidate.changed, candidate.certain)
        )
        return Candidate(candidate.misreading, changed, certain)

    def candidates(self) -> list[Candidate]:
        """All candidates that make no text with stray accents."""
        best: dict[object, Candidate] = {}
        for candidate in (
            *self._every,
            *(candidates_in_legacy_codecs(self._runs) if self._is_open else ()),
        ):
            if any(map(_has_stray_accent, candidate.changed.values())):
                continue
            key = candidate.key, codecs.codec(candidate.misreading.writer).languages
            known = best.get(key)
            best[key] = candidate if known is None else _merged(known, candidate)
        return list(best.values())


_QUOTED_LETTER = re.compile("[‹«“„‘][^\\W\\d_][›»”“’]\\W*$")
"""A letter in quotation marks, which is all of a run: codecs make words of the three."""

_CLOSES = re.compile(r"""(?<=[?\x80-\U0010ffff])(["'])[,;:.)\]}>]*$""")


def _is_paired(mark: str, line: str) -> bool:
    """Whether as many straight marks of a line open a string as close one.

    Such a mark stands for no byte where the line goes on with punctuation behind it, or ends.
    """
    opening = len(re.findall(rf"(?<![^\s(\[{{=:,]){mark}(?=\S)", line))
    return opening == len(re.findall(rf"(?<=[^\s(\[{{=:,]){mark}(?![^\s,;:.)\]}}])", line))


def _has_stray_accent(text: str) -> bool:
    """Whether a text has a combining character that stands behind no letter, or is rare."""
    return bool(
        _ANY_ACCENT.search(text) and (STRAY_ACCENT.search(text) or _rare_accents().search(text))
    )


def proven_candidates(line: Line, misreadings: Iterable[Misreading]) -> Iterator[Candidate]:
    """What given misreadings make of a line, whether or not its own characters suggest them.

    They are those without losses, in legacy codecs or through a program of East Asia.
    """
    runs = [(at, run) for at, (_, _, run) in enumerate(line.runs) if not run.isascii()]
    for misreading in misreadings:
        if misreading.lossy or misreading.inner:
            continue
        if misreading.writer != "utf-8":
            yield from candidates_of_misreading(runs, misreading)
        elif misreading.reader in codecs.MULTI_BYTE:
            undone = {at: misreading.undo(run) for at, run in runs}
            changed = {at: new for at, new in undone.items() if new and new != line.runs[at][2]}
            if changed:
                yield Candidate(misreading, changed)


def _merged(one: Candidate, other: Candidate) -> Candidate:
    """The likelier of two candidates that make the same texts, with the misreadings of both."""
    if other.misreading.prior < one.misreading.prior:
        one, other = other, one
    if not one.misreading.lossy and not other.misreading.lossy:
        one.equal += [other.misreading, *other.equal]
    return one


def _explains_all(runs: Sequence[tuple[int, str]], candidate: Candidate) -> bool:
    """Whether all that is not ASCII was UTF-8, and is too much to be so by chance."""
    misreading, changed = candidate.misreading, candidate.changed
    if misreading.inner or misreading.reader not in codecs.SINGLE_BYTE or len(changed) < len(runs):
        return False
    shown = sum(codecs.count_beyond_ascii(run) for _, run in runs)
    return shown >= _PROOF and all(misreading.whole(run) == changed[at] for at, run in runs)


_PROOF = 8
"""Characters that are UTF-8 by no chance: in text in legacy codecs one of five pairs of characters
outside ASCII may be a sequence, so that four sequences in a row are one of 600."""

_ACCENTS = (
    "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf-\u05c7"
    "\u0610-\u061a\u064b-\u065f\u06d6-\u06dc\u06ea-\u06ed"
)
"""Combining characters of the alphabets."""

_ANY_ACCENT = re.compile(f"[{_ACCENTS}]")

STRAY_ACCENT = re.compile(rf"(?<![^\W\d_])(?<![{_ACCENTS}])[{_ACCENTS}]")
"""A combining character that no letter stands before: no text has it."""


@cache
def _rare_accents() -> re.Pattern[str]:
    """The combining characters for Latin letters that no letter of Unicode is composed with."""
    every = filter(str.isalpha, map(chr, range(0xC0, 0x1F00)))
    composed = {part for letter in every for part in unicodedata.normalize("NFD", letter)}
    rare = (c for c in map(chr, range(0x300, 0x370)) if c not in composed and not is_plausible(c))
    return re.compile(f"[{''.join(rare)}]")


def _lossy_readers_of(runs: Sequence[tuple[int, str]]) -> Iterator[str]:
    """The codecs after which bytes of some runs may have been changed, those that explain most."""
    text = SEPARATOR.join(run for _, run in runs)
    whole = frozenset(utf8_readers(text))
    readers = {reader for _, run in runs for reader in lossy_readers(run, whole)}
    return _most_explaining(text, readers - set(_shown_by_kin(text, readers)))


def _shown_by_kin(text: str, readers: Set[str]) -> Iterator[str]:
    """The codecs of Windows that lost all bytes by which their ISO 8859 kin differ from them.

    These have control characters for the bytes 80 to 9F, and programs lose all of them.  Where a
    codec of Windows shows none of its characters for these bytes, and kin explain as much of a
    text, it was shown by kin.
    """
    kin = {each: unexplained(text, each) for each in readers if each.startswith("iso8859")}
    for reader in readers - {"cp1252"} if kin else ():
        if reader.startswith("cp12"):
            rest = unexplained(text, reader)
            own = {c for c in codecs.shown(reader)[0x80:0xA0] if c >= "\xa0" and c in text}
            if any(kin[each] <= rest and own.issubset(codecs.shown(each)) for each in kin):
                yield reader


def _with_losses(
    runs: Sequence[tuple[int, str]], reader: str, readings: Sequence[LossyReading | None]
) -> Iterator[Candidate]:
    """Candidates that were UTF-8 and had bytes changed; the next likeliest text beside each.

    ``readings`` are those of the runs.
    """
    by_index = dict(runs)
    plain = Misreading(reader, "utf-8")
    best: dict[int, str] = {}
    others: dict[int, str] = {}
    certain: dict[int, str] = {}
    for (at, run), reading in zip(runs, readings, strict=True):
        undone = plain.undo(run)
        new = reading.best if reading else undone
        if new is not None and new != run:
            best[at] = new
            if reading and reading.other:
                others[at] = reading.other
            if reading and new != undone:
                certain[at] = reading.certain
    misreading = Misreading(reader, "utf-8", lossy=True)
    if best:
        yield Candidate(misreading, best, certain)
    for at in _most_doubtful(best, others):
        known = certain.get(at, best[at])
        known = known if known != best[at] else by_index[at]
        yield Candidate(misreading, {**best, at: others[at]}, {**certain, at: known})


def _most_explaining(text: str, readers: Collection[str]) -> Iterator[str]:
    """The few codecs that explain most of a text; of rare ones only those that explain the half.

    A rare codec is left out if a commoner one explains as much.
    A program that took UTF-8 for its national codec has shown all of the text so.
    """
    beyond = codecs.count_beyond_ascii(text)
    ranked: list[tuple[int, float, str]] = []
    for reader in sorted(readers):
        improbability = codecs.improbability(reader)
        if reader in codecs.MULTI_BYTE:
            yield reader
            continue
        rest = unexplained(text, reader)
        if 2 * rest <= beyond or improbability <= COMMON:
            ranked.append((rest, improbability, reader))
    tried = 0
    commonest = inf  # of the codecs that leave no more unexplained
    for _, improbability, reader in sorted(ranked):
        if tried < _MOST_LOSSY_READERS and improbability <= max(COMMON, commonest):
            tried += 1
            yield reader
        commonest = min(commonest, improbability)


_MOST_LOSSY_READERS = 5
"""Codecs after which bytes may have been changed that are tried: those that explain most, and of
them the commonest.  Each takes time, and rare ones show the same as common ones."""

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
