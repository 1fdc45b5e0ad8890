"""Weak evidence: runs that hardly speak for the legacy codec in which they make sense."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import islice, pairwise

import numpy as np
from numpy.typing import NDArray

from fixenc import codecs
from fixenc.channels.misreading.explanation import FIRST_IDEOGRAPH
from fixenc.channels.misreading.line import Candidate, Line
from fixenc.channels.misreading.undo import COMPLETED
from fixenc.model.score import Bits
from fixenc.model.tables import tables

FOREIGN = 14.0
"""Bits of a run in a legacy codec in a line of a language that was not written in it."""

LONE_LETTER = 4.0
"""Bits that a run with a single letter can speak for a legacy codec, at most."""


def with_doubt(
    line: Line,
    candidates: Sequence[Candidate],
    run: NDArray[np.int64],
    owner: NDArray[np.int64],
    new: Bits,
    old: Bits,
    home: NDArray[np.bool_],
    proven: NDArray[np.bool_],
) -> Bits:
    """The costs of what codecs make of runs that are little evidence for them.

    Of UTF-8 that a rare codec showed these are runs that may be left of UTF-8 that lost bytes.

    ``new`` and ``old`` are costs of rows by languages, ``home`` are the languages that were
    written in the codec of each candidate.  Candidates that are ``proven`` by other lines need no
    evidence of their runs, but what may be left of UTF-8 never speaks for them.
    """
    legacy = np.logical_not(home.all(1))
    doubtful = legacy | np.array([each.misreading.reader not in COMPLETED for each in candidates])
    if not doubtful.any():
        return new
    native = home[owner]
    abroad = np.where(native, new, np.inf).min(1, keepdims=True) + FOREIGN
    new = np.where(native, new, abroad)
    remains_of = [_are_remains(text) for _, _, text in line.runs]
    remains = np.array([all(remains_of[at] for at in each.changed) for each in candidates])
    again = np.array([_repeated(text) or _is_quoted_letter(text) for _, _, text in line.runs])
    alone = [_is_alone(each, text) for each in candidates for text in each.changed.values()]
    few = again[run] | np.array(alone)
    weak = doubtful[owner] & remains[owner] | (legacy & ~proven)[owner] & few
    weak |= proven[owner] & np.array(remains_of)[run]
    new[weak] = np.maximum(new[weak], old[weak] - LONE_LETTER)
    return new


def _is_alone(candidate: Candidate, text: str) -> bool:
    """Whether a run became so few letters that it is little evidence for the codec."""
    misreading = candidate.misreading
    if codecs.codec(misreading.writer).wide and has_one_ideograph(text):
        return True
    # Two characters of one codec of East Asia that are two of another one are more evidence.
    is_wide = codecs.codec(misreading.writer).wide and codecs.codec(misreading.reader).wide
    return is_one_letter(text) and not is_wide


def is_one_letter(text: str) -> bool:
    """Whether a run has one letter, or two beyond ASCII: any codec may show so few for marks."""
    letters = list(islice(filter(str.isalpha, text), 3))
    return len(letters) < 2 or (len(letters) == 2 and not any(map(str.isascii, letters)))


def has_one_ideograph(text: str) -> bool:
    """Whether a run has a single ideograph or syllable: any two characters may be one."""
    return sum(character.isalpha() for character in text if character >= FIRST_IDEOGRAPH) == 1


_QUOTED_LETTER = re.compile("[«»“”‘’„‚][^\\W\\d_][«»“”‘’]")


def _is_quoted_letter(run: str) -> bool:
    """Whether a run has nothing outside ASCII but single letters in quotation marks."""
    return not run.isascii() and _QUOTED_LETTER.sub("", run).isascii()


_HALF_LOST = re.compile("\xe2[¦¬¢¹º°²³¡¯€]|\xc2[\xa0 «»]")
"""The rest of a mark that lost one of its bytes."""

_FIRST_BYTES = re.compile("[\xc2\xc3\xe2]")
"""What the first bytes of most characters of UTF-8 are shown as, whose others may be lost."""

_PARTS = re.compile("(?:\xf0[\xa0-\xbf]{1,2}|[\xe0-\xef][\xa0-\xbf])(?![\xa0-\xbf])")
"""What is left of characters with three or four bytes where control characters were dropped."""


def _are_remains(run: str) -> bool:
    """Whether all that is not ASCII in a run may be left of UTF-8 that lost bytes."""
    rest = _FIRST_BYTES.sub("", _PARTS.sub("", run))
    # Of some emoji the first byte is left.
    return (rest.replace("\xf0", "") if _PARTS.search(run) else rest).isascii()


def _repeated(run: str) -> bool:
    """Whether a run is mostly the same characters again and again: a line or a pattern.

    So is a run that has no more than half of a damaged mark, and a list of letters: each of them
    once in small and once as a capital, or at least half of them behind the code point before.
    """
    if _HALF_LOST.search(run) and _HALF_LOST.sub("", run).isascii():
        return True
    beyond = [character for character in run if not character.isascii()]
    kinds = len(set(beyond))
    if kinds == 1:
        return len(beyond) > 2
    if len(beyond) > 4 and kinds == len(beyond):
        next_ones = sum(ord(b) - ord(a) == 1 for a, b in pairwise(beyond))
        return (
            2 * next_ones >= kinds or 2 * len({character.lower() for character in beyond}) == kinds
        )
    few = kinds < 3 or 3 * kinds < len(beyond)
    return len(beyond) > 4 and few and kinds < _KINDS_OF_TEXT


_KINDS_OF_TEXT = 8
"""Characters outside ASCII that differ, from which on a run is text: many words that were misread
are one run if no-break spaces join them, and repeat the letters of their alphabet."""


def languages_of(candidate: Candidate) -> NDArray[np.bool_]:
    """Which languages a candidate may be in: those that were written in its codec.

    Programs of East Asia write marks in English in their codecs, too.
    """
    writer = candidate.misreading.writer
    letters = (c for text in candidate.changed.values() for c in text if not c.isascii())
    if codecs.codec(writer).wide and not any(map(str.isalpha, letters)):
        return written_languages("utf-8")
    return written_languages(writer)


@cache
def written_languages(writer: str) -> NDArray[np.bool_]:
    """Which languages were written in a codec: all, unless the registry says otherwise."""
    names = (*tables().languages, "")
    languages = codecs.codec(writer).languages
    return np.array([not languages or name in languages for name in names])
