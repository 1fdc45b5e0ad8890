"""Document: what was misread in a text, line by line, in the light of the lines around.

A line that proves a misreading makes it likely in the lines around: what its own evidence
lacks, theirs makes up for.  It does so only near by, and only up to a limit: a line that
reads well as it stands stays as it is.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from fixenc import codecs
from fixenc.channels.misreading.citation import is_cited, subjects
from fixenc.channels.misreading.explain import BATCH, explain
from fixenc.channels.misreading.explanation import Explained
from fixenc.channels.misreading.lending import Lent, favoured, is_shown_by_others, lines_near
from fixenc.channels.misreading.line import Line
from fixenc.channels.misreading.undo import Misreading
from fixenc.core.edits import LOST, Edit, Safety, apply, changed_part
from fixenc.decide.misreadings import Reading, decide, reads_like_a_language
from fixenc.model.suspicion import Span

PROOF = 40.0
"""Bits of all lines together from which even weak ones prove a misreading."""

LONGEST = 4000
"""Characters of a line that are explained together: the costs of its words take memory."""


@dataclass(frozen=True)
class Found:
    """A misreading of some runs of a line: edits of the text, and how safe they are."""

    misreading: Misreading
    safety: Safety
    gain: float
    runs: tuple[tuple[int, str, str], ...]
    """Where each run begins, what it is, and what it was."""
    guesses: Mapping[int, str] = field(default_factory=dict)
    """The likeliest text of a run of which a part stays open, by the place where it begins."""

    def edits(self) -> Iterator[Edit]:
        """The edits that undo the misreading."""
        note = str(self.misreading)
        # A long line has the same runs again and again.
        parts_of: dict[tuple[str, str], Sequence[Edit]] = {}
        for start, run, new in self.runs:
            if self.safety is Safety.FLAG:
                note_ = f"{note}, or another way: which characters were here is open"
                yield Edit(start, start + len(run), None, safety=self.safety, note=note_)
                continue
            parts = parts_of.get((run, new))
            if parts is None:
                # What stands beside the part that changes says if it is meant.
                parts = self._parts(run, new) or (Edit(*changed_part(run, new)),)
                parts_of[run, new] = parts
            if start in self.guesses:  # which are texts of the whole run
                parts = (Edit(0, len(run), new),)
            for part in parts:
                lost = part.new is not None and LOST in part.new
                yield Edit(
                    start + part.start,
                    start + part.end,
                    part.new,
                    safety=self.safety,
                    note=f"{note}; U+FFFD stands for characters whose bytes are gone" * lost
                    or note,
                    others=(self.guesses[start],) if start in self.guesses else (),
                )

    def _parts(self, run: str, new: str) -> Sequence[Edit]:
        if self.misreading.writer != "utf-8" or self.misreading.lossy:
            return ()
        return _parts(self.misreading, run, new)


@lru_cache(maxsize=1 << 10)
def _parts(misreading: Misreading, run: str, new: str) -> Sequence[Edit]:
    """The edits of a run, one for each character that was misread; none if they do not make it."""
    parts = misreading.edits(run)
    return parts if apply(run, parts) == new else ()


@lru_cache(maxsize=2)
def misreadings(text: str, lines: tuple[Span, ...], *, lossy: bool = True) -> tuple[Found, ...]:
    """The misreadings in a text, of which ``lines`` are suspicious.

    Misreadings that had bytes changed are left out unless ``lossy``.
    """
    return tuple(_found(text, lines, lossy))


def _found(text: str, lines: tuple[Span, ...], lossy: bool) -> Iterator[Found]:
    explained = _explained(text, lines, {}, lossy)
    lent = _lent(explained)
    if lent:
        decided = {each.line.start: each for each in explained}
        weak = [
            line
            for line in lines_near(text, lines, lent)
            if line[0] not in decided or _decided(decided[line[0]]) is not Safety.SAFE
        ]
        decided |= {each.line.start: each for each in _explained(text, weak, lent, lossy)}
        explained = [decided[start] for start in sorted(decided)]
    whole = [(each, _in_whole_line(each, text)) for each in explained if _decided(each) is not None]
    proven = {
        each.misreading
        for each, line in whole
        if _decided(each) is Safety.SAFE
        and not each.lists_letters
        and not _is_cited(line, proven=False)
    }
    for each, line in whole:
        safety = _decided(each)
        is_proven = each.misreading in proven
        if safety is not None and not _is_cited(line, proven=is_proven):
            # A list of letters may be one of damage, and shown on purpose.
            least = Safety.UNSAFE if each.lists_letters and not is_proven else Safety.SAFE
            yield from _of_runs(each, max(safety, least))


def _of_runs(explained: Explained, safety: Safety) -> Iterator[Found]:
    """The misreadings in a line; runs of which a part stays as it is are proposed at most."""
    misreading = explained.misreading
    runs: dict[Safety, list[tuple[int, str, str]]] = defaultdict(list)
    guesses: dict[int, str] = {}
    for at, (first, _, run) in enumerate(explained.line.runs):
        if at in explained.changed:
            start = explained.line.start + first
            own = Safety.UNSAFE if misreading.leaves_first_bytes(run) else Safety.SAFE
            runs[max(own, safety)].append((start, run, explained.changed[at]))
            if at in explained.guesses:
                guesses[start] = explained.guesses[at]
    for each, those in runs.items():
        yield Found(misreading, each, explained.gain, tuple(those), guesses)


def _is_cited(explained: Explained, *, proven: bool) -> bool:
    key = f"is cited, {proven}: {explained.line.form} {subjects(explained.line.text)}"
    if key not in explained.shared:
        explained.shared[key] = is_cited(explained, proven=proven)
    return bool(explained.shared[key])


def _in_whole_line(explained: Explained, text: str) -> Explained:
    """The explanation of a part of a line as one of the whole line, or of what is near in it."""
    part = explained.line
    low, high = max(0, part.start - LONGEST), part.end + LONGEST
    start = text.rfind("\n", low, part.start) + 1
    end = text.find("\n", part.end, high)
    # Without the halves of runs at the edges.
    start = start or (text.find(" ", low, part.start) + 1 or part.start if low else 0)
    end = end if end >= 0 else len(text) if high >= len(text) else text.rfind(" ", part.end, high)
    end = max(end, part.end)
    if (start, end) == (part.start, part.end):
        return explained
    line = Line(start, end, text[start:end])
    index = {start + first: at for at, (first, _, _) in enumerate(line.runs)}
    changed, guesses = (
        {
            index[part.start + part.runs[at][0]]: new
            for at, new in texts.items()
            if part.start + part.runs[at][0] in index
        }
        for texts in (explained.changed, explained.guesses)
    )
    if not changed:
        return explained
    return replace(explained, line=line, changed=changed, guesses=guesses, shared={})


def reading_of(explained: Explained) -> Reading:
    """How what an explanation makes of a line reads; a chain is as certain as its rarest reader."""
    misreading = explained.misreading
    return Reading(
        explained.density,
        max(map(codecs.codec, misreading.readers), key=lambda reader: reader.improbability),
        codecs.codec(misreading.writer),
        symbols=explained.restores_symbols,
        known=explained.language != "",
        foreign=explained.makes_foreign_letters,
        letters=explained.lists_letters,
        lossy=misreading.lossy,
        rare=explained.rare,
        form=explained.bits_of_form,
        proven=_is_proven_by_others(explained),
    )


def _is_proven_by_others(explained: Explained) -> bool:
    """Whether lines near by prove the misreading, and this one need not.

    Lines around may be in another codec; what was UTF-8 shows so by itself, unless a program of
    East Asia made one character of a letter.
    """
    misreading = explained.misreading
    return explained.lent > 0 and not misreading.lossy and is_shown_by_others(misreading)


def _decided(explained: Explained) -> Safety | None:
    if "safety" not in explained.shared:
        explained.shared["safety"] = _decide(explained)
    safety = explained.shared["safety"]
    assert safety is None or isinstance(safety, Safety)
    return safety


def _decide(explained: Explained) -> Safety | None:
    lent = _is_proven_by_others(explained)
    if (
        (explained.changes_marks_only and not lent)
        or explained.leaves_letters
        or not reads_like_a_language(reading_of(explained))
    ):
        return None
    apostrophe = explained.restores_apostrophes
    formula = explained.restores_formula
    one_letter = explained.has_one_letter and not (lent or apostrophe or formula)
    gain = explained.gain
    if (
        one_letter
        and (explained.shows_formula or not any(map(str.isalpha, explained.changed_characters)))
        and len(explained.known_words) < 2
    ):
        # A mark that is met again is no more evidence, nor is one beside other marks.
        gain /= max(explained.occurrences, len(explained.changed_characters))
    if one_letter:
        gain *= explained.share_of_evidence
    no_word = explained.makes_no_known_word and not lent
    return decide(
        gain,
        explained.lead,
        one_letter=one_letter,
        no_word=no_word,
        guessed=explained.guessed,
        has_form=explained.misreading.writer == "utf-8"
        and (explained.restores_signs or explained.restores_lone_a),
        spaces=explained.restores_spaces,
        apostrophe=apostrophe,
        formula=formula,
        few_ideographs=explained.makes_few_ideographs and not lent,
    )


_BETWEEN_CELLS = re.compile(r"\t+| +[|│] +")


def _pieces(text: str, line: Span) -> Iterator[Span]:
    """The cells of a line, cut behind spaces into parts that are not too long.

    The cells of a table were often written by several programs and in several languages.
    """
    start, end = line
    for match in _BETWEEN_CELLS.finditer(text, start, end):
        yield from _parts_of(text, (start, match.start()))
        start = match.end()
    yield from _parts_of(text, (start, end))


def _parts_of(text: str, cell: Span) -> Iterator[Span]:
    start, end = cell
    while end - start > LONGEST:
        space = text.rfind(" ", start, start + LONGEST)
        cut = space + 1 if space > start else start + LONGEST
        yield start, cut
        start = cut
    yield start, end


def _explained(text: str, lines: Iterable[Span], lent: Lent, lossy: bool) -> list[Explained]:
    found: list[Explained] = []
    every = [
        Line(start, end, part)
        for line in lines
        for start, end in _pieces(text, line)
        if not (part := text[start:end]).isascii()
    ]
    for at in range(0, len(every), BATCH):
        batch = every[at : at + BATCH]
        found += explain(batch, [favoured(line.start, lent) for line in batch], lossy=lossy)
    return found


def _lent(explained: Sequence[Explained]) -> Lent:
    """The evidence that lines can lend to others, of misreadings that some lines prove."""
    lent: Lent = defaultdict(list)
    letters: dict[Misreading, set[str]] = defaultdict(set)
    proven: set[Misreading] = set()
    seen: set[int] = set()
    without_word: Counter[Misreading] = Counter()
    total: dict[Misreading, float] = defaultdict(float)
    for each in explained:
        safety = _decided(each)
        if safety in (Safety.SAFE, Safety.UNSAFE):
            lent[each.misreading].append((each.line.start, each.gain))
            total[each.misreading] += each.gain
            without_word[each.misreading] += each.makes_no_known_word
            if id(each.shared) not in seen:  # equal lines have the same characters
                seen.add(id(each.shared))
                letters[each.misreading] |= each.changed_characters
        if safety is Safety.SAFE or total[each.misreading] >= PROOF:
            proven.add(each.misreading)
    # A mark that is met again and again is no more evidence than one, nor is a letter of which
    # few words become words of a language.
    return {
        each: lent[each]
        for each in proven
        if (len(letters[each]) > 1 or all(map(str.isalpha, letters[each])))
        and 2 * without_word[each] <= len(lent[each])
    }
