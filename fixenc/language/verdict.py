"""Whether what a misreading explains convinces, and is sure enough to be changed."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from fixenc.automaton import holds
from fixenc.language import codecs
from fixenc.language.evidence import CERTAIN, Evidence, is_disfigured, letters_in
from fixenc.language.misreading import Misreading
from fixenc.language.passage import Chunk

# Bits of evidence without which a misreading is no finding at all, and with
# which it is safe in a line.  UTF-8 proves itself; pairs of legacy codecs are so
# many that one of them makes sense of any rare word.
_THRESHOLDS = {True: (9.0, 13.0), False: (14.0, 22.0)}
WESTERN = Misreading("cp1252", "utf-8")
"""By far the commonest misreading, which Latin-1 for windows-1252 is part of."""

# Words of those who write about encodings, and show what damage looks like.
_ABOUT_ENCODINGS = (
    r"(?i)(?:^|[^a-z])(?:mojibake|encod(?:ed|ing)s?|decod(?:ed|ing)|codecs?|charsets?|bytes?"
    r"|unicode|utf-?8|latin-?1|iso[- ]?8859|windows-?125[0-9]|cp125[0-9]|ascii)(?:[^a-z]|$)"
    r"|where you see|the string"
)
_SYMBOLS = 2.0  # bits that a change among symbols must save by itself
_OUTSIDE = 0.25  # share of the words that the reader can't have produced
_LEAST = 4.0  # bits that UTF-8 must gain in a line by itself, however certain the rest is
_SAFE_RIVAL = 8.0
_NEAR = 200  # characters of a line, to either side


@dataclass(frozen=True)
class Damage:
    """One chunk that was misread."""

    start: int
    end: int
    misreading: Misreading
    gain: float  # bits that the text becomes cheaper
    sure: bool


def is_about_encodings(line: str) -> bool:
    """Whether a line may show what damage looks like, to those who read about it."""
    return holds(_ABOUT_ENCODINGS, line)


def _is_quoted(text: str, chunk: Chunk, misreading: Misreading, supported: float) -> bool:
    """Whether a chunk may be meant as it stands, by one who writes about such things.

    A capital before a capital ``Â`` is more likely a Romanian than a damaged word.
    """
    line = _line_of(chunk, text)
    at = chunk.text.find("Â") if misreading == WESTERN else -1
    if at > 0 and chunk.text[at - 1].isupper() and chunk.text.count("Â") == 1:
        return True
    if misreading == WESTERN and _is_shown_beside(line, chunk.text):
        return True
    if supported > 4 * CERTAIN:
        return False
    if is_about_encodings(line):
        return True
    return chunk.text in ("Â»", "Â«") and codecs.encode(line, "cp1252") is None


def _line_of(chunk: Chunk, text: str) -> str:
    """The line around a chunk; of a long one what is near."""
    near = max(0, chunk.start - _NEAR)
    start = text.rfind("\n", near, chunk.start) + 1 or near
    return text[start : chunk.end + _NEAR].partition("\n")[0]


def _is_shown_beside(line: str, chunk: str) -> bool:
    """Whether the one character that is damaged in a chunk stands there whole, too."""
    edits = WESTERN.edits(chunk)
    if len(edits) != 1:
        return False
    [edit] = edits
    whole = re.escape(edit.new or "")
    return _is_alone(chunk, edit.start, edit.end) and any(
        _is_alone(line, *found.span()) for found in re.finditer(whole, line)
    )


def _is_alone(text: str, start: int, end: int) -> bool:
    return not (text[max(0, start - 1) : start].isalnum() or text[end : end + 1].isalnum())


def _outside(chunks: Sequence[Chunk], hypothesis: Misreading) -> float:
    """The share of the chunks that prove that not all was read with a legacy pair's reader.

    UTF-8 may stand beside anything: lines are often glued together.
    """
    if hypothesis.truth == "utf-8":
        return 0.0
    strangers = sum(codecs.encode(chunk.text, hypothesis.reader) is None for chunk in chunks)
    return strangers / len(chunks)


def judge(
    chunks: Sequence[Chunk],
    path: Sequence[int],
    hypotheses: Sequence[Misreading],
    languages: frozenset[str],
    text: str,
    proven: float = 0.0,
) -> Iterator[Damage]:
    """The damaged chunks on the path, and of each whether it is sure.

    A word that comes again and again is one piece of evidence, not many.
    ``proven`` are the bits that other lines say for UTF-8 read as windows-1252.
    """
    in_line: defaultdict[tuple[int, int], float] = defaultdict(float)
    in_block = [Evidence(languages) for _ in hypotheses]
    ahead_of: defaultdict[tuple[int, int], float] = defaultdict(float)
    changed = [
        (chunk, state, option)
        for chunk, state in zip(chunks, path, strict=True)
        if state >= 0 and (option := chunk.restored[state]) is not None
    ]
    seen: set[tuple[str, int]] = set()
    shown = [0.0] * len(hypotheses)  # bits of lines that may show damage on purpose
    for chunk, state, (after, cost) in changed:
        gain = chunk.cost - cost
        in_line[chunk.line, state] += gain
        if (chunk.text, state) in seen:
            continue
        seen.add((chunk.text, state))
        if is_about_encodings(_line_of(chunk, text)):
            shown[state] += gain
        in_block[state].add(chunk, after, cost, hypotheses[state].truth != "utf-8")
        for rival in range(len(hypotheses)):
            other = chunk.restored[rival] or (chunk.text, chunk.cost)
            if rival != state and other[0] != after:
                ahead_of[state, rival] += other[1] - cost
    outside = [_outside(chunks, hypothesis) for hypothesis in hypotheses]
    convincing = [
        evidence.words > 0 and evidence.convinces(hypothesis)
        for evidence, hypothesis in zip(in_block, hypotheses, strict=True)
    ]
    for chunk, state, (after, cost) in changed:
        hypothesis = hypotheses[state]
        plausible, safe = _THRESHOLDS[hypothesis.truth == "utf-8"]
        evidence = in_block[state]
        supported = evidence.gain - hypothesis.prior + (proven if hypothesis == WESTERN else 0.0)
        if supported < plausible or not convincing[state]:
            continue
        if not letters_in(after) and chunk.cost - cost < _SYMBOLS:
            continue
        if outside[state] > _OUTSIDE and in_line[chunk.line, state] < CERTAIN:
            continue
        elsewhere = supported - shown[state]
        sure = elsewhere > CERTAIN or in_line[chunk.line, state] - hypothesis.prior > safe
        if hypothesis.truth == "utf-8" and in_line[chunk.line, state] < _LEAST:
            sure = False
        for rival in range(len(hypotheses)):
            answer = chunk.restored[rival]
            unlikelier = max(0.0, hypotheses[rival].prior - hypothesis.prior)
            ahead = ahead_of[state, rival] + unlikelier
            if answer and answer[0] != after and ahead < _SAFE_RIVAL:
                sure = False
        if sure and _is_quoted(text, chunk, hypothesis, elsewhere):
            sure = False
        if hypothesis != WESTERN and is_disfigured(chunk.text, after):
            sure = False
        yield Damage(chunk.start, chunk.end, hypothesis, chunk.cost - cost, sure)
