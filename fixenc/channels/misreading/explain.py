"""Explain: for each line the likeliest of its candidates, and by how much it is likelier."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import attrgetter
from typing import NamedTuple

import numpy as np

from fixenc import codecs
from fixenc.channels.misreading.explanation import FIRST_IDEOGRAPH, Explained, count_open
from fixenc.channels.misreading.hypotheses import (
    STAY,
    Hypotheses,
    bits_against,
    hypotheses_of,
    proven_hypotheses,
)
from fixenc.channels.misreading.line import Candidate, Line
from fixenc.channels.misreading.lossy.changed_bytes import is_all_open
from fixenc.channels.misreading.lossy.dropped_bytes import control_bytes
from fixenc.channels.misreading.lossy.eastern import lacks_characters
from fixenc.channels.misreading.lossy.readers import lossy_readers
from fixenc.channels.misreading.undo import Misreading
from fixenc.channels.misreading.weak_evidence import FOREIGN, languages_of, with_doubt
from fixenc.core.edits import LOST
from fixenc.core.recent import Recent
from fixenc.decide.losses import FEW_LOST, FIRST_EMOJI, LEAD_OF_EMOJI
from fixenc.decide.misreadings import SAFE_LEAD, UNSAFE_GAIN, UNSAFE_LEAD, Reading, most_dense
from fixenc.model.score import costs, is_listed
from fixenc.model.tables import tables

_DASHES = str.maketrans("–", "—")


def explain(
    lines: Sequence[Line],
    favoured: Sequence[Mapping[Misreading, float]] = (),
    *,
    lossy: bool = True,
) -> list[Explained]:
    """The likeliest explanation of each line that has one.

    ``favoured`` are the bits that speak for misreadings in each line, beside what it shows.
    Misreadings that had bytes changed are left out unless ``lossy``.
    """
    favours = favoured or [{}] * len(lines)
    keys = [
        (line.form, frozenset(favour.items()), lossy)
        for line, favour in zip(lines, favours, strict=True)
    ]
    best = _recent.known(keys)
    fresh = {key: at for at, key in enumerate(keys) if key not in best}
    every = hypotheses_of([lines[at] for at in fresh.values()], lossy=lossy)
    for (key, at), hypotheses in zip(fresh.items(), every, strict=True):
        best[key] = _likeliest(lines[at].in_form, hypotheses, favours[at])
    _recent.keep({key: best[key] for key in fresh if len(key[0]) < _LONGEST})
    explained: list[Explained] = []
    for line, key in zip(lines, keys, strict=True):
        found = best[key]
        changed = None if found is None else line.from_form(found.changed)
        if found is not None and changed is not None:
            guesses = line.from_form(found.guesses) if found.guesses else None
            explained.append(found.of_line(line, changed, guesses or {}))
    return explained


_Key = tuple[str, frozenset[tuple[Misreading, float]], bool]
"""The form of a line, the bits that speak for misreadings in it, and whether lossy ones count."""

_LONGEST = 500
_recent: Recent[_Key, Explained | None] = Recent(1 << 12)
"""Lines whose explanations are kept, and their characters: all lines of a text are looked at again
when some of them were repaired."""


BATCH = 64
"""Lines that are scored together."""


def explain_each(lines: Sequence[str], *, lossy: bool = True) -> Iterator[Explained | None]:
    """The likeliest explanation of each of any number of lines, or nothing, in their order."""
    for first in range(0, len(lines), BATCH):
        batch = [
            Line(at, at + len(line), line) for at, line in enumerate(lines[first : first + BATCH])
        ]
        found = {each.line.start: each for each in explain(batch, lossy=lossy)}
        yield from map(found.get, range(len(batch)))


def bits_of_likeliest(lines: Sequence[str]) -> list[float]:
    """The bits by which a misreading that lost nothing explains each line best; 0 if none does.

    It counts whether or not it is good enough to repair the line.
    """
    return [max(0.0, each.gain) if each else 0.0 for each in explain_each(lines, lossy=False)]


_LEAST_SHARE = 0.8
"""Share of the runs outside ASCII that are restored at least of a line that a program of East Asia
showed, and lost bytes of: a word here and there is worse than none."""


_MOST_OPEN = 2
"""Characters of a word that may all stay open, beside others that are restored.

Of 480 lines in 20 ways of losing bytes 310 are restored and 9 wrong; with one it is 294 and 8, with
three 312 and 9."""


class _Scored(NamedTuple):
    """A candidate, the runs that it changes, and their costs."""

    bits: float
    key: tuple[tuple[int, str], ...]
    misreading: Misreading
    changed: dict[int, str]
    certain: dict[int, str]
    """What is certain of the changed runs."""
    language: int
    density: float


def _likeliest(
    line: Line, hypotheses: Hypotheses | None, favoured: Mapping[Misreading, float]
) -> Explained | None:
    """The likeliest explanation of a line; if that reads like no language, the one of other lines.

    Letters at random cost less than ideographs, and few characters suggest any codec.
    """
    found = None if hypotheses is None else _best(line, hypotheses, favoured)
    if favoured and (found is None or _is_too_dense(found) or found.leaves_letters):
        proven = proven_hypotheses(line, favoured)
        found = (proven and _best(line, proven, favoured)) or found
    return found


def _best(
    line: Line, hypotheses: Hypotheses, favoured: Mapping[Misreading, float]
) -> Explained | None:
    every = sorted(_scored(line, hypotheses, favoured), key=attrgetter("bits"))
    scored = _without_refused(every, favoured)
    if not scored:
        return None
    best = scored[0]
    if _is_too_dense(best) and not codecs.codec(best.misreading.writer).wide:
        best = scored[0] = best._replace(density=_density_of_words(best))
    misreading = best.misreading
    from_eastern = misreading.reader in codecs.MULTI_BYTE
    explained = _explained_share(line, best.changed) if from_eastern else 1.0
    if explained < _LEAST_SHARE:
        return None
    changed = best.changed
    if not misreading.lossy:
        guessed = explained < 1 or _leaves_bytes_of(line, best)
    else:
        changed, scored = _leave_open(line, scored)
        least = _least_lead(changed.values(), from_eastern=from_eastern)
        # Where the byte of a dash was lost, which dash it was may be a guess.
        guessed = (
            explained < 1
            or (from_eastern and changed is best.changed)
            or _next_best(scored, {}) - best.bits < least
            or any(map(_has_rare, changed.values()))
            or any(lacks_characters(line.runs[at][2]) for at in changed)
            or _is_riddled((new, best.changed[at]) for at, new in changed.items())
        )
    return Explained(
        line,
        misreading,
        changed,
        float(hypotheses.as_it_stands.min()) - best.bits,
        _next_best(scored, _DASHES) - best.bits,
        (*tables().languages, "")[best.language],
        best.density,
        favoured.get(misreading, 0.0),
        guessed,
        {at: text for at, text in best.changed.items() if changed.get(at, text) != text},
    )


def _leave_open(line: Line, scored: list[_Scored]) -> tuple[dict[int, str], list[_Scored]]:
    """What the best reading changes for certain, and the readings that differ in that.

    It is all that it changes, and all readings, if what is open may not be left.  In a ``sure``
    run some characters are certain; the others are ``left``.  Of what a codec of single bytes
    showed, a run is left only if it shows by itself that it lost bytes: by its first bytes
    (``shown``), or because all of its characters are open.
    """
    best = scored[0]
    reader = best.misreading.reader
    sure = {at: new for at, new in best.certain.items() if new != line.runs[at][2]}
    left = best.changed.keys() - sure.keys()
    if reader in codecs.MULTI_BYTE:  # short words in which no character is certain
        may_leave = all(codecs.count_beyond_ascii(best.changed[at]) <= _MOST_OPEN for at in left)
    else:  # what is left must show by itself how it was damaged
        runs = {at: line.runs[at][2] for at in best.changed}
        shown = {at for at in left if reader in lossy_readers(runs[at], ())}
        # Where few bytes are lost, a line that leads as a whole has no open characters.
        doubtful = _next_best(scored, _DASHES) - best.bits < SAFE_LEAD
        may_leave = (
            (doubtful or len(control_bytes(reader)) > FEW_LOST)
            and all(is_all_open(runs[at], reader) for at in left - shown)
            and not _is_riddled(
                (sure.get(at, runs[at]), new) for at, new in best.changed.items() if at not in shown
            )
        )
    if not sure or not may_leave:
        return best.changed, scored
    return sure, [best, *(each for each in scored[1:] if not _is_doubtful(each, best, sure))]


def _without_refused(scored: list[_Scored], favoured: Mapping[Misreading, float]) -> list[_Scored]:
    """The candidates, without those that read like no language if other lines prove the first."""
    if not scored or scored[0].misreading not in favoured:
        return scored
    return [scored[0], *(each for each in scored[1:] if not _is_too_dense(each))]


def _is_too_dense(found: _Scored | Explained) -> bool:
    """Whether what a legacy codec makes of a line has more bits for a character than text has."""
    writer = codecs.codec(found.misreading.writer)
    if writer.is_utf8:
        return False
    reader = codecs.codec(found.misreading.reader)
    reading = Reading(found.density, reader, writer, symbols=False, known=True)
    return found.density > most_dense(reading)


def _density_of_words(best: _Scored) -> float:
    """The bits for a character of the words outside ASCII that a candidate makes of its runs.

    Code and paths stand in the same runs, and read like no language.  Words that have letters of
    ASCII are not told from these.
    """
    words = (word for new in best.changed.values() for word in _WORD.findall(new))
    text = " ".join(word for word in words if not word.isascii())
    if not text or _LATIN.search(text):
        return best.density
    return float(costs([text])[0, best.language]) / len(text)


_WORD = re.compile(r"[^\W\d_]+")
_LATIN = re.compile("[A-Za-z]")


def _least_lead(texts: Iterable[str], *, from_eastern: bool) -> float:
    """The bits by which a reading must lead if bytes were lost: more if it has emoji.

    Which emoji stands there, the text around says little about.  Of what a program of East Asia
    showed, the lead of each emoji was tested already.
    """
    has_emoji = any(each >= FIRST_EMOJI for text in texts for each in text)
    return LEAD_OF_EMOJI if has_emoji and not from_eastern else SAFE_LEAD


def _has_rare(text: str) -> bool:
    """Whether a text has ideographs that no language lists: where bytes are gone, any will do."""
    return any(each > FIRST_IDEOGRAPH and each.isalpha() and not is_listed(each) for each in text)


def _is_riddled(pairs: Iterable[tuple[str, str]]) -> bool:
    """Whether so much of a repair is open that a person should decide.

    The pairs are what is certain of each run, and its likeliest text.
    """
    lost = beyond = 0
    for certain, likeliest in pairs:
        lost += count_open(certain, likeliest)
        beyond += codecs.count_beyond_ascii(certain)
    return lost > _MOST_LOST * beyond


_MOST_LOST = 0.4
"""Share of the characters outside ASCII of a safe repair that may be open.

Of 640 short lines in 20 ways of losing bytes 415 are restored and 6 wrong; without it 439 and 9,
with a third 392 and 5.
"""


def _explained_share(line: Line, changed: Mapping[int, str]) -> float:
    """Which share of a line of which bytes were lost is explained, be it by a guess."""
    beyond = {at: run for at, (_, _, run) in enumerate(line.runs) if not run.isascii()}
    if not any(map(_LOST.search, beyond.values())):
        return 1.0
    # Runs in which nothing but the loss shows say nothing against it.
    gone = {at for at, run in beyond.items() if run.replace(LOST, "").isascii()} - changed.keys()
    return len(changed) / (len(beyond) - len(gone))


def _leaves_bytes_of(line: Line, scored: _Scored) -> bool:
    """Whether text of East Asia that another codec showed stays in parts, which lost bytes.

    What is next to them may have lost some, too: single bytes make other characters of it.
    """
    misreading = scored.misreading
    if misreading.writer not in codecs.MULTI_BYTE or misreading.reader in codecs.MULTI_BYTE:
        return False
    left = (run for at, (_, _, run) in enumerate(line.runs) if at not in scored.changed)
    return any(codecs.count_beyond_ascii(run) > _FEW_LEFT for run in left)


_FEW_LEFT = 3
"""Characters outside ASCII of a word beside text of East Asia that may be one of another language,
such as a name with accents."""

_LOST = re.compile(r"[^\x00-\x7f]\?|\?[^\x00-\x7f]|\N{REPLACEMENT CHARACTER}")


def _is_doubtful(other: _Scored, best: _Scored, sure: Mapping[int, str]) -> bool:
    """Whether a reading differs from the best one only in runs of which a part stays open.

    ``sure`` are the runs of which something is certain, with what is left of what is open.
    """
    return other.misreading == best.misreading and all(
        at not in sure or sure[at] != new
        for at, new in best.changed.items()
        if other.changed.get(at) != new
    )


def _scored(
    line: Line, hypotheses: Hypotheses, favoured: Mapping[Misreading, float]
) -> Iterator[_Scored]:
    """The cost of each candidate that may be likelier than the line as it stands."""
    every = [each.likeliest(favoured) for each in hypotheses.candidates]
    favour = np.array(
        [
            each.misreading.prior - own.prior + favoured.get(own, 0.0)
            for each, own in zip(hypotheses.candidates, every, strict=True)
        ],
        np.float32,
    )
    chosen = np.flatnonzero(hypotheses.bound + favour >= UNSAFE_GAIN - UNSAFE_LEAD)
    if not len(chosen):
        return
    is_chosen = np.zeros(len(every), np.bool_)
    is_chosen[chosen] = True
    rows = is_chosen[hypotheses.owner].nonzero()[0]
    run = hypotheses.run[rows]
    owner = np.searchsorted(chosen, hypotheses.owner[rows])
    candidates = [hypotheses.candidates[at] for at in chosen.tolist()]
    old = hypotheses.stands[run]
    home = np.array([languages_of(each) for each in candidates])
    proven = np.array([_is_proven_wide(every[at], favoured) for at in chosen])
    new = with_doubt(line, candidates, run, owner, hypotheses.new[rows], old, home, proven)
    first = np.flatnonzero(np.diff(owner, prepend=-1))
    total = hypotheses.as_it_stands - np.add.reduceat(old, first)
    total += np.add.reduceat(np.minimum(new, old + STAY), first) + np.where(home, 0, FOREIGN)
    language = total.argmin(1)
    at = np.arange(len(rows)), language[owner]
    changes = new[at] <= old[at] + STAY
    own: list[float] = np.add.reduceat(hypotheses.new[rows][at], first).tolist()
    ends = [*first.tolist(), len(rows)]
    may_change = changes.tolist()
    for index, candidate in enumerate(candidates):
        flags = may_change[ends[index] : ends[index + 1]]
        items = zip(candidate.changed.items(), flags, strict=True)
        changed = {place: text for (place, text), may in items if may}
        if changed:
            bits = float(total[index, language[index]])
            misreading = every[chosen[index]]
            bits += bits_against(line, Candidate(misreading, changed))
            bits -= favoured.get(misreading, 0.0)
            yield _Scored(
                bits,
                tuple(sorted(changed.items())),
                misreading,
                changed,
                {at: candidate.certain.get(at, text) for at, text in changed.items()},
                int(language[index]),
                own[index] / sum(map(len, candidate.changed.values())),
            )


def _is_proven_wide(misreading: Misreading, favoured: Mapping[Misreading, float]) -> bool:
    """Whether lines near by prove text of East Asia, in which single characters are words."""
    return misreading in favoured and misreading.writer in codecs.MULTI_BYTE


def _next_best(scored: Sequence[_Scored], equal: Mapping[int, int | str]) -> float:
    """The bits of the best candidate that makes another text than the first one."""
    same = _reading(scored[0].key, equal)
    return next((each.bits for each in scored[1:] if _reading(each.key, equal) != same), np.inf)


def _reading(
    key: tuple[tuple[int, str], ...], equal: Mapping[int, int | str]
) -> tuple[tuple[int, str], ...]:
    """The same for texts that differ only in ``equal`` characters, or in spaces beside marks."""
    return tuple(
        (at, _BEFORE_MARK.sub("", " ".join(text.translate(equal).split()))) for at, text in key
    )


_BEFORE_MARK = re.compile(r" (?=[^\w\s])")
