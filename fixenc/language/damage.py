"""Damage: the parts of a text that were misread, and how.

A text is looked at in three steps, each for what the one before left open:

1. Lines without anything odd are fine: :mod:`fixenc.language.suspicion`.
2. Lines that are UTF-8 through and through, as windows-1252 shows it, prove
   that by themselves: hardly anything else decodes.
3. For the others the misreadings are found that explain them
   (:mod:`fixenc.language.hypotheses`), each word is assigned to one of them or
   to none (:mod:`fixenc.language.passage`), and what comes out is judged
   (:mod:`fixenc.language.verdict`).  A file is usually misread as a whole: where
   a sample of its lines agrees, the rest is only checked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache, partial
from itertools import groupby
from math import inf
from operator import attrgetter

from fixenc.language.evidence import CERTAIN
from fixenc.language.evident import PER_BYTE, WITH_EURO, evident_block, evident_lines
from fixenc.language.hypotheses import explain, implausible, is_healed, sample_of
from fixenc.language.letters import read, spoken
from fixenc.language.misreading import Misreading, may_be_utf8
from fixenc.language.passage import (
    Chunk,
    Span,
    bits_of,
    cheapest_path,
    chunks_of,
    context,
    in_ascii,
)
from fixenc.language.suspicion import is_chance, is_suspicious, suspicious_lines
from fixenc.language.verdict import WESTERN, Damage, judge

_ODD = 2.5  # bits of excess from which on a chunk is a suspect
_FEW = 4  # lines that do not tell whether all of a text was misread
_MISREAD_ALONE = 0.2  # share of the words that are odd at least in such lines
_MISREAD = 0.35  # share of the words that are odd at least where all were misread
_MOSTLY = 4  # lines for one that is suspicious, where all were misread
# Bits that all suspects need together, in a text that is mostly fine and has no UTF-8,
# and in any other.
_SUSPICIOUS = (12.0, 7.0)
_TELLING = 1200  # characters that tell the languages of a text
_MOST_LINES = 48  # that are weighed word by word; of more, a sample of
_SAMPLE = 16
_LANGUAGE_SAMPLE = 200  # chunks that tell the language

_MISPLACED = re.compile("[\xf5\xfb\xe3\xba]")  # where the language that is spoken has none
_LINE = re.compile(r"[^\n]+")
_AFTER_SMALL = re.compile(r"[a-z][\xc2-\xc5][^\x00-\x7f]")
_LEAD_IN_WORD = 8.0


@lru_cache(maxsize=4)
def damage(text: str, lines: tuple[Span, ...] | None = None) -> tuple[Damage, ...]:
    """The parts of ``text`` that were misread, in order.

    ``text`` is a block whose evidence is pooled; see :data:`fixenc.repair.BLOCK`.
    """
    whole = evident_block(text, lines)
    if whole:
        return (whole,)
    suspicious = list(suspicious_lines(text, lines))
    if not _is_everywhere(suspicious, text):
        suspicious = [line for line in suspicious if not is_chance(text[slice(*line)])]
    evident = evident_lines(text, suspicious)
    settled = {found.start for found in evident}
    open_lines = [line for line in suspicious if line[0] not in settled]
    proven = sum(found.gain for found in evident)
    found = _weighed(text, open_lines, proven, settled) if open_lines else []
    return tuple(sorted([*evident, *found], key=lambda each: each.start))


def _weighed(text: str, lines: list[Span], proven: float, settled: set[int]) -> list[Damage]:
    """What was misread in ``lines``, by all the evidence that there is."""
    everywhere = _is_everywhere(lines, text)
    # What is odd among fine lines is so in any language.
    around = context(text) if everywhere else frozenset[str]()
    chunks = chunks_of(text, _some(lines, _MOST_LINES), around)
    suspects = _suspects(chunks, len(lines), everywhere, proven > 0)
    if not suspects:
        return []
    if not everywhere:
        around = _spoken_beside(text, lines)
    hypotheses = _explained(suspects, around)
    if not hypotheses:
        return []
    weigh = partial(_word_by_word, text, hypotheses=hypotheses, around=around, proven=proven)
    if any(each != WESTERN for each in hypotheses):
        # Other codecs than windows-1252 give some words that are odd, and others that are not.
        outside = [line for line in _lines_outside_ascii(text) if line[0] not in settled]
        if (
            everywhere
            or len(outside) <= _MOST_LINES
            or any(_is_legacy(each.misreading) for each in weigh(_some(lines, _SAMPLE)))
        ):
            lines = outside
    if len(lines) <= _MOST_LINES:
        return weigh(lines)
    sample = _some(lines, _SAMPLE)
    found = weigh(sample)
    agreed = _agreed(found, len(sample))
    if agreed is None:
        return weigh(lines) if found else []
    checked, others = _checked(text, lines, agreed)
    return [*checked, *weigh(others, proven=sum(each.gain for each in found))]


def _is_everywhere(lines: Sequence[Span], text: str) -> bool:
    """Whether so many of the lines of a text are suspicious that all may be damaged."""
    at = 0
    for _ in range(_MOSTLY * len(lines)):  # to count them all takes longer
        at = text.find("\n", at) + 1
        if not at:
            return True
    return False


def _is_legacy(misreading: Misreading) -> bool:
    return misreading.truth != "utf-8"


def _explained(suspects: Sequence[Chunk], around: frozenset[str]) -> list[Misreading]:
    """The misreadings that explain the suspects; the commonest, if it explains all."""
    sample = sample_of(suspects)
    restored = [WESTERN.undo(chunk) for chunk in sample]
    # The words in ASCII of a damaged text are too few to tell its language well.
    alike = restored == [
        WITH_EURO.undo(chunk) or new for chunk, new in zip(sample, restored, strict=True)
    ]
    if any(restored) and alike and is_healed(sample, restored, frozenset()):
        return [WESTERN]
    return explain(sample, around)


def _spoken_beside(text: str, lines: Sequence[Span]) -> frozenset[str]:
    """The languages of the lines that nothing is wrong with."""
    fine: list[str] = []
    size = at = 0
    for start, end in [*lines, (len(text), len(text))]:
        fine.append(text[at : min(start, at + _TELLING)])
        size += len(fine[-1])
        at = end
        if size >= _TELLING:
            break
    return frozenset(read("".join(fine)).languages.values())


def _suspects(
    chunks: Iterable[Chunk], lines: int, everywhere: bool, proven: bool = False
) -> list[Chunk]:
    """The chunks that are odd, of the lines that may be damaged; none if hardly any are.

    A loan or a slip of the pen is one odd word in its line, and there is none in
    most other lines: codecs that are not UTF-8 leave few words as they were, or
    few lines.  UTF-8 can be anywhere, but it shows.  Where other lines are ``proven``
    to be UTF-8, little evidence is enough that these are.
    """
    suspects: list[Chunk] = []
    evidence: dict[str, float] = {}  # a word that comes again says no more
    needed = inf
    share = _MISREAD_ALONE if everywhere else _MISREAD
    several = lines > _FEW
    for _, line in groupby(chunks, key=attrgetter("line")):
        outside = [*line]
        shown = (
            chunk
            for chunk in outside
            if is_suspicious(f" {chunk.text} ") or (chunk.around and _MISPLACED.search(chunk.text))
        )
        odd = [chunk for chunk in shown if _oddity(chunk) > _ODD]
        if not odd:
            continue
        utf8 = any(may_be_utf8(chunk.text) for chunk in odd)
        strange = _strange(outside, 0.0 if utf8 or (everywhere and several) else share)
        if strange:
            suspects += strange
            evidence |= ((chunk.text, _oddity(chunk)) for chunk in odd)
            needed = 0.0 if utf8 and proven else min(needed, _SUSPICIOUS[utf8 or everywhere])
    return suspects if sum(evidence.values()) >= needed else []


def _strange(chunks: Sequence[Chunk], share: float) -> list[Chunk]:
    """The odd ones of the chunks of a line; none if they are a smaller share of them."""
    strange: list[Chunk] = []
    for seen, chunk in enumerate(chunks, 1):
        if _oddity(chunk) > _ODD:
            strange.append(chunk)
        elif seen - len(strange) > (1 - share) * len(chunks):
            return []
    return strange


def _oddity(chunk: Chunk) -> float:
    """The bits by which a chunk is stranger than a rare but clean one.

    What follows a small letter as a capital and a symbol or space is the most
    frequent form of damage, and costs little for what it is.
    """
    return chunk.excess + (_LEAD_IN_WORD if _AFTER_SMALL.search(chunk.text) else 0.0)


def _some(lines: list[Span], count: int) -> list[Span]:
    """About ``count`` of the lines, evenly taken."""
    return lines[:: max(1, len(lines) // count)]


def _agreed(found: Sequence[Damage], lines: int) -> Misreading | None:
    """The one misreading that a sample of lines speaks for, if there is one."""
    misreadings = {each.misreading for each in found}
    if len(misreadings) != 1 or not all(each.sure for each in found) or len(found) < lines:
        return None
    return misreadings.pop() if sum(each.gain for each in found) > 4 * CERTAIN else None


def _checked(
    text: str, lines: Iterable[Span], agreed: Misreading
) -> tuple[list[Damage], list[Span]]:
    """The lines that were misread as a sample of them was, and those that must be looked at."""
    checked: list[Damage] = []
    others: list[Span] = []
    for start, end in lines:
        restored = agreed.whole(text[start:end])
        if restored is None or is_suspicious(restored):
            others.append((start, end))
        else:
            checked.append(Damage(start, end, agreed, PER_BYTE, sure=True))
    return checked, others


def _word_by_word(
    text: str,
    lines: Sequence[Span],
    hypotheses: Sequence[Misreading],
    around: frozenset[str],
    proven: float,
) -> list[Damage]:
    """The chunks in ``lines`` that were misread."""
    chunks = list(chunks_of(text, lines, around))
    if not chunks:
        return []
    # UTF-8 proves itself, whatever the words are.
    proves_itself = all(hypothesis == WESTERN for hypothesis in hypotheses)
    if proves_itself and around:
        spoken_here = in_ascii("\n".join([text[slice(*line)] for line in lines]))
        favoured = around.union(read(spoken_here).languages.values())
    else:
        favoured = around | _languages(text, chunks, hypotheses[0])
    for chunk in chunks:
        chunk.cost = bits_of([chunk.text], favoured)
        chunk.restored = [
            None
            if new is None
            else (new, bits_of([new], favoured) + implausible([chunk.text], [new]))
            for new in (hypothesis.undo(chunk.text) for hypothesis in hypotheses)
        ]
    languages = favoured if proves_itself else spoken(text[:6000], favoured)
    path = cheapest_path(chunks, hypotheses)
    return list(judge(chunks, path, hypotheses, languages, text, proven))


def _languages(text: str, chunks: Sequence[Chunk], best: Misreading) -> frozenset[str]:
    """The languages of the block, as it stands and under the best hypothesis."""
    plain = in_ascii(text)
    fine = [chunk.text for chunk in chunks if chunk.excess <= 0][:_LANGUAGE_SAMPLE]
    restored = [best.undo(chunk.text) or chunk.text for chunk in chunks[:_LANGUAGE_SAMPLE]]
    as_it_stands = read(" ".join([plain, *fine]))
    as_it_was = read(" ".join([plain, *restored]))
    return frozenset([*as_it_stands.languages.values(), *as_it_was.languages.values()])


def _lines_outside_ascii(text: str) -> Iterator[Span]:
    for match in _LINE.finditer(text):
        if not match[0].isascii():
            yield match.span()
