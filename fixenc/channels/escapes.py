"""Escapes of other formats that were left in a text, and whether they are damage.

HTML, JSON, mail and URLs each spell characters in ASCII their own way.  In
prose such an escape can be a left-over, and it can be what the text speaks of:
nothing but its surroundings tell.  Two things prove a left-over.  Where the
characters that it stands for are themselves misread, nobody meant them.  And
where it spells the bytes of UTF-8 in the middle of a sentence, the sentence was
cut out of a mail or an address.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from fixenc import codecs
from fixenc.core.edits import Edit, Safety, apply, lift, order, overlap

if TYPE_CHECKING:
    from fixenc.channels.misreading.document import Found

CERTAIN = 30.0
"""Bits of evidence that characters which are spelled as escapes are misread."""

_ALPHABETS_END = "\u07ff"
"""The last character that UTF-8 has two bytes for."""

_MOST_ROUNDS = 4
"""Each round leaves out escapes that the one before did not explain; few texts take two."""

_ABOUT_ESCAPES = re.compile(
    r"encod(?:e[sdr]?|ings?)\b|\butf-?8|\bx?html|\bentit(?:y|ies)\b|\bunicode"
    r"|\bescape (?:char|seq|code)|\bbytes?\b|\bcharsets?\b|mojibake|\bascii\b"
    r"|\bur[li]s?\b|\bjson\b|\bhex|\bmime\b",
    re.IGNORECASE,
)
_NO_TEXT = ("Cc", "Cn", "Co")
_AROUND_SAMPLES = "\"'`‘’“”«»()[]<>"
ONE_MISREAD = 3
"""Characters that one character mostly becomes when its UTF-8 is misread, at most."""


def misread(text: str, escapes: Sequence[Edit]) -> Iterator[Edit]:
    """Those of ``escapes`` whose characters are misread, so that a misreading can be undone.

    ``escapes`` are edits, sorted and disjoint, from each escape to the one
    character that it stands for.  Where the misreading is not sure, an unsafe
    edit makes the whole repair at once: half of it would help nobody.
    """
    kept = list(escapes)
    for _ in range(_MOST_ROUNDS):
        if not kept:
            return
        explained, edits = _explained(text, kept)
        if len(explained) == len(kept):
            yield from edits
            return
        # The unexplained rest was part of the evidence for the others.
        kept = explained


def _explained(text: str, escapes: Sequence[Edit]) -> tuple[list[Edit], list[Edit]]:
    """The escapes that a misreading accounts for, and the edits to be made of them."""
    from fixenc.channels.misreading.document import misreadings
    from fixenc.model.suspicion import suspicious_lines

    unescaped = apply(text, escapes)
    explained: list[Edit] = []
    edits: list[Edit] = []
    unsafe: list[Edit] = []
    waiting = iter(_moved(escapes))
    escape = next(waiting, None)
    for found in misreadings(unescaped, suspicious_lines(unescaped)):
        is_open = found.safety is Safety.FLAG  # which characters were there
        if is_open or found.gain < CERTAIN or _is_by_chance(found):
            continue
        for whole in found.edits():
            while escape and escape[1].end <= whole.start:
                escape = next(waiting, None)
            inside: list[Edit] = []
            while escape and overlap(escape[1], whole):
                inside.append(escape[0])
                escape = next(waiting, None)
            if not inside:
                continue
            explained += inside
            if found.safety is Safety.SAFE:
                edits += inside
            else:
                unsafe.append(replace(whole, safety=Safety.UNSAFE, note=str(found.misreading)))
    return explained, sorted([*edits, *lift(text, escapes, unsafe)], key=order)


def _is_by_chance(found: Found) -> bool:
    """Whether all that a misreading explains is one character that few texts have alone."""
    made = [edit.new or "" for edit in islice(found.edits(), 4)]
    return len(made) <= 3 and all(
        len(new) == 1 and new > _ALPHABETS_END and new.isalpha() for new in made
    )


def _moved(escapes: Sequence[Edit]) -> Iterator[tuple[Edit, Edit]]:
    """Each escape, and the place of its character once all are unescaped."""
    shift = 0
    for escape in escapes:
        start = escape.start + shift
        yield escape, Edit(start, start + 1, escape.new)
        shift += 1 - (escape.end - escape.start)


def spelt_in_utf8(text: str, runs: re.Pattern[str]) -> Iterator[Edit]:
    """Edits from each of the ``runs`` to the characters whose bytes in UTF-8 it spells.

    ``runs`` matches one escape after the other, each of three characters, the
    last two of them a byte in hexadecimal.  A run that is not UTF-8 from end to
    end spells something else.
    """
    for match in runs.finditer(text):
        digits = [match[0][at + 1 : at + 3] for at in range(0, len(match[0]), 3)]
        spelt = codecs.decode(bytes.fromhex("".join(digits)), "utf-8")
        if spelt and all(unicodedata.category(one) not in _NO_TEXT for one in spelt):
            yield Edit(match.start(), match.end(), spelt)


def without_samples(text: str, edits: Iterable[Edit], *, longest: int = 1) -> Iterator[Edit]:
    """The edits of escapes, without those of a text that speaks of such escapes.

    These are ``longest`` characters at most, stand by themselves, and the text
    around shows the character too, or tells what it is about.  Longer ones are
    samples where the lines around show what they were meant to be.

    >>> list(without_samples("In HTML write &eacute; here.", [Edit(14, 22, "é")]))
    []
    """
    about: list[int] | None = None
    for run in _runs(edits):
        if sum(len(edit.new or "") for edit in run) > longest:
            is_sample = _is_shown_whole(text, run)
        else:
            if about is None:
                about = [match.start() for match in _ABOUT_ESCAPES.finditer(text)]
            is_sample = _is_sample(text, run, about)
        if not is_sample:
            yield from run


_AROUND = 1000
"""Characters to either side of an escape, of its line or those beside, that may speak of it."""


def _runs(edits: Iterable[Edit]) -> Iterator[list[Edit]]:
    """The edits, those that touch together."""
    run: list[Edit] = []
    for edit in edits:
        if run and run[-1].end != edit.start:
            yield run
            run = []
        run.append(edit)
    if run:
        yield run


def _is_shown_whole(text: str, run: Sequence[Edit]) -> bool:
    """Whether the same line, the one before or the one after shows what was misread."""
    new = "".join(edit.new or "" for edit in run)
    start, end = run[0].start, run[-1].end
    low, high = max(0, start - _AROUND), min(len(text), end + _AROUND)
    line_start, line_end = _line_around(text, start, end)
    first = max(low, text.rfind("\n", low, max(low, line_start - 1)) + 1)
    last = text.find("\n", line_end + 1, high)
    around = text[first:start] + text[end : last if last >= 0 else high]
    for codec in ("latin-1", "cp1252"):
        try:
            meant = new.encode(codec).decode("utf-8")
        except UnicodeError:
            continue
        if len(meant) > 1 and meant in around:
            return True
    return False


def _line_around(text: str, start: int, end: int) -> tuple[int, int]:
    """The line around a span, as far as it is near."""
    low, high = max(0, start - _AROUND), min(len(text), end + _AROUND)
    line_end = text.find("\n", end, high)
    return max(low, text.rfind("\n", low, start) + 1), line_end if line_end >= 0 else high


def _is_sample(text: str, run: Sequence[Edit], about: Sequence[int]) -> bool:
    """Whether the text around an escape shows its character or speaks of escapes.

    ``about`` are the places of the text where it does so.
    """
    start, end = run[0].start, run[-1].end
    before, after = text[start - 1 : start], text[end : end + 1]
    if before.isalnum() or after.isalnum():
        return False
    if before and after and before in _AROUND_SAMPLES and after in _AROUND_SAMPLES:
        return True
    line_start, line_end = _line_around(text, start, end)
    near = bisect_left(about, line_start)
    # The escape itself, as ``&#xc3;`` or ``=C3``, speaks of nothing.
    if any(not start <= place < end for place in about[near : bisect_left(about, line_end)]):
        return True
    new = "".join(edit.new or "" for edit in run)
    return new in text[line_start:start] or new in text[end:line_end]
