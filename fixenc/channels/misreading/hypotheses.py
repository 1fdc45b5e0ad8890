"""Hypotheses: the candidates of a line that may be likely enough to matter, and their costs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from fixenc import codecs
from fixenc.channels.misreading.candidates import candidates_of_each, proven_candidates
from fixenc.channels.misreading.line import Candidate, Line
from fixenc.channels.misreading.undo import Misreading
from fixenc.core.recent import Recent
from fixenc.decide.misreadings import COMMON, UNSAFE_GAIN, UNSAFE_LEAD
from fixenc.model.language import priors
from fixenc.model.score import Bits, costs

STAY = 8.0
"""Penalty, in bits, of a run that a misreading could change, and leaves as it is."""

MOST_LENT = 8.0
"""Bits that other lines can lend to a line, at most."""

_ALPHABETIC = "a-zA-Z\u00c0-\u024f\u0370-\u052f"
_WIDE = "\u2e80-\u9fff\uac00-\ud7a3\uff66-\uff9f"
_OF_OTHER_SCRIPTS = "\u0530-\u1cff"
_MIXED = re.compile(
    f"[{_ALPHABETIC}](?=[{_WIDE}{_OF_OTHER_SCRIPTS}])|[{_WIDE}](?=[a-z\u00df-\u024f\u0370-\u052f])"
    f"|[{_OF_OTHER_SCRIPTS}](?=[{_ALPHABETIC}])"
)
"""Where a Latin, Greek or Cyrillic letter and one of another script, or an ideograph, stand side by
side, in one word."""

MIXED, MIXED_AS_IT_STANDS = 20.0, 6.0
"""Bits of such a place, a change of script, in what a candidate makes of a line, and in a line as
it stands: technical text has it now and then."""


@dataclass(frozen=True, eq=False)
class Hypotheses:
    """The candidates of a line, and what they cost.

    A row is a run that a candidate changes.  The rows of a candidate follow each other.
    """

    candidates: Sequence[Candidate]
    run: NDArray[np.int64]
    """The run of each row."""
    owner: NDArray[np.int64]
    """The candidate of each row."""
    new: Bits
    """The cost of the text that a candidate makes of its run: rows by languages."""
    stands: Bits
    """The runs of the line cost as they stand: runs by languages."""
    bound: NDArray[np.float32]
    """No candidate is likelier than the line as it stands by more bits than these."""

    @cached_property
    def as_it_stands(self) -> Bits:
        """The costs of the line in each language."""
        line: Bits = self.stands.sum(0) + priors()
        return line


def _weight(_: tuple[str, bool], found: Hypotheses | None) -> int:
    return found.new.size + found.stands.size if found else 0


_LONGEST = 1000
_recent: Recent[tuple[str, bool], Hypotheses | None] = Recent(
    1 << 12, heaviest=1 << 22, weigh=_weight
)
"""Lines whose candidates are kept, the costs of these at four bytes each, and characters of lines
that have any: a line is looked at again in the light of others, and when others were repaired."""


def hypotheses_of(lines: Sequence[Line], *, lossy: bool) -> list[Hypotheses | None]:
    """The candidates of the form of each line, and their costs; nothing where none may be right."""
    recent = _recent.known((line.form, lossy) for line in lines)
    found = {form: those for (form, _), those in recent.items()}
    fresh = {line.form: line.in_form for line in lines if line.form not in found}
    every = candidates_of_each(list(fresh.values()), lossy=lossy)
    candidates = dict(zip(fresh, every, strict=True))
    texts: dict[str, int] = {}
    for form, those in candidates.items():
        if those:
            for _, _, run in fresh[form].runs:
                texts.setdefault(run, len(texts))
            for candidate in those:
                for new in candidate.changed.values():
                    texts.setdefault(new, len(texts))
    table = costs(list(texts))
    for form, those in candidates.items():
        found[form] = _promising(fresh[form], those, texts, table) if those else None
    _recent.keep(
        {(form, lossy): found[form] for form in fresh if not found[form] or len(form) < _LONGEST}
    )
    return [found[line.form] for line in lines]


def proven_hypotheses(line: Line, misreadings: Iterable[Misreading]) -> Hypotheses | None:
    """What misreadings that other lines prove make of a line, and the costs of that."""
    candidates = list(proven_candidates(line, misreadings))
    if not candidates:
        return None
    made = (text for each in candidates for text in each.changed.values())
    texts = dict.fromkeys((*(run for _, _, run in line.runs), *made))
    numbered = {text: at for at, text in enumerate(texts)}
    return _promising(line, candidates, numbered, costs(list(numbered)))


def _promising(
    line: Line, candidates: Sequence[Candidate], texts: Mapping[str, int], table: Bits
) -> Hypotheses | None:
    """The candidates that may be likelier than the line as it stands by enough to matter.

    ``table`` are the costs of ``texts`` in each language.  No language can make a candidate less
    costly than the language in which each of its runs costs least.
    """
    stands = table[[texts[run] for _, _, run in line.runs]]
    as_it_stands = stands.sum(0) + priors()
    run = np.array([at for each in candidates for at in each.changed])
    new = table[[texts[text] for each in candidates for text in each.changed.values()]]
    size = np.array([len(each.changed) for each in candidates])
    first = np.cumsum(size) - size
    kept = (as_it_stands - np.add.reduceat(stands[run], first)).min(1)
    least = np.add.reduceat(np.minimum(new.min(1), stands.min(1)[run] + STAY), first)
    bound = as_it_stands.min() - kept - least
    mixed = sum(len(_MIXED.findall(run)) for _, _, run in line.runs)
    at_least = [each.misreading.prior - MIXED_AS_IT_STANDS * mixed for each in candidates]
    likely = bound - np.array(at_least, np.float32) >= _LEAST_BOUND
    against = [
        bits_against(line, each) if may else np.inf
        for each, may in zip(candidates, likely.tolist(), strict=True)
    ]
    bound -= np.array(against, np.float32)
    likely = bound >= _LEAST_BOUND
    if not likely.any():
        return None
    owner = np.repeat(np.arange(len(candidates)), size)
    rows = likely[owner]
    return Hypotheses(
        [each for each, may in zip(candidates, likely, strict=True) if may],
        run[rows],
        (np.cumsum(likely) - 1)[owner[rows]],
        new[rows],
        stands,
        bound[likely],
    )


_LEAST_BOUND = UNSAFE_GAIN - UNSAFE_LEAD - MOST_LENT


def bits_against(line: Line, candidate: Candidate) -> float:
    """The bits that speak against what a candidate makes of a line, beside what its words cost."""
    bits = candidate.misreading.prior + _bits_of_mixed_words(line, candidate.changed)
    return bits + STAY * min(_MOST_FINE, _fine_words(line, candidate))


_MOST_FINE = 4
"""Fine words of a line that speak against a misreading of others, at most."""


def _fine_words(line: Line, candidate: Candidate) -> int:
    """How many words of the line a rare codec did not misread that misread UTF-8 in it.

    Those count as one that have no letter but those of Latin-1: other programs show these, too.

    A program that took UTF-8 for its national codec has shown all of the line so.  Western codecs
    are so common that fine words are often pasted beside what they misread.
    """
    reader = candidate.misreading.reader
    if candidate.misreading.writer != "utf-8" or reader not in codecs.SINGLE_BYTE:
        return 0
    if codecs.improbability(reader) <= COMMON:
        return 0
    fine = [run for at, (_, _, run) in enumerate(line.runs) if at not in candidate.changed]
    words = [word for word in _shown_beyond_ascii(fine, reader) if any(map(str.isalpha, word))]
    others = sum(any(c > "\xff" and c.isalpha() for c in word) for word in words)
    return max(others, min(1, len(words)))


def _shown_beyond_ascii(runs: Sequence[str], reader: str) -> Iterator[set[str]]:
    """The characters outside ASCII of those runs of which a codec has all."""
    for run in runs:
        beyond = {character for character in run if not character.isascii()}
        if beyond <= codecs.writable(reader):
            yield beyond


def _bits_of_mixed_words(line: Line, changed: Mapping[int, str]) -> float:
    """The bits of words that mix scripts: of those that a candidate makes, less those it undoes."""
    made = sum(len(_MIXED.findall(text)) for text in changed.values())
    undone = sum(len(_MIXED.findall(line.runs[at][2])) for at in changed)
    return MIXED * made - MIXED_AS_IT_STANDS * undone
