"""Letter loss: letters outside ASCII of which U+FFFD or a question mark is left.

The letter is gone; which one it was is guessed from the language, so that this is never more
than a proposal.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import numpy as np

from fixenc.channels.loss.completion import complete
from fixenc.channels.loss.damaged_line import Completed
from fixenc.channels.loss.losses import REPLACEMENT, Site
from fixenc.channels.loss.traces import LATIN
from fixenc.channels.loss.words import MARKS, QUESTION
from fixenc.core.edits import Edit
from fixenc.decide.losses import decide_lost_letter
from fixenc.model.tables import tables

_WITHIN = re.compile(rf"\?(?<=[{LATIN}]\?)(?=[{LATIN}]| [a-z])")
_SHARE_WITHIN = 3
"""Of the question marks of a text in which others are letters, one in so many at least stands
where nothing is asked."""

FOREIGN = 10.0
"""Bits by which a language may be less likely than the likeliest one: so many letters are
possible that they are guessed in few languages."""

_QUERY = re.compile(r"[^\s?]*\?[\w.%-]+=")
_LONG = 500  # characters of an address that are looked at
_ASKED = re.compile(r"[^\w\s,;]*(?:\s*\Z|\s+[^\sa-z\xdf-\xf6\xf8-\xff?])")
"""The characters behind a question mark where something may be asked."""
_MARKS = re.compile(r"\N{REPLACEMENT CHARACTER}+|\?")
_LINE = re.compile(r"[^\n]+")
_OTHER_SCRIPT = re.compile(rf"[^\x00-\x7f{LATIN}\N{{REPLACEMENT CHARACTER}}\u2010-\u2027«»\xa0]")


def edits(text: str) -> Iterator[Edit]:
    """The letters that U+FFFD or a question mark may stand for."""
    marks = [REPLACEMENT] if REPLACEMENT in text else []
    if _is_riddled(text):
        marks.append("?")
    lines = [match for match in _LINE.finditer(text) if any(mark in match[0] for mark in marks)]
    sites = [list(_sites(match[0], marks)) for match in lines]
    completed = complete(
        [(match[0], found) for match, found in zip(lines, sites, strict=True)], FOREIGN
    )
    asked = {word.stands: _gain(word) for words in completed for word in words}
    total = sum(gain for stands, gain in asked.items() if "?" in stands)
    for match, words in zip(lines, completed, strict=True):
        for word in words:
            start, end = match.start() + word.start, match.start() + word.end
            safety = decide_lost_letter(_gain(word), total, REPLACEMENT in word.stands)
            if safety is None or word.texts[0] == word.stands or _is_in_address(text, start, end):
                continue
            if not any(map(str.isalpha, word.stands)) and not _is_between_words(text, start, end):
                continue  # any letters would do
            mark = "U+FFFD" if REPLACEMENT in word.stands else "question marks"
            yield Edit(
                start,
                end,
                word.texts[0],
                safety=safety,
                note=f"letters lost to {mark}",
                others=tuple(other for other in word.texts[1:] if other != word.stands),
            )


def _is_between_words(text: str, start: int, end: int) -> bool:
    """Whether what is lost is a word of its own: letters stand before or behind the spaces."""
    before, behind = text[max(0, start - 2) : start], text[end : end + 2]
    if before[-1:].strip() or behind[:1].strip():
        return False
    return before[:1].isalpha() or behind[1:].isalpha()


def _gain(word: Completed) -> float:
    """The bits by which a word is likelier than as it stands, in a text with lost letters."""
    return word.gain + QUESTION * word.stands.count("?")


def _sites(line: str, marks: list[str]) -> Iterator[Site]:
    for match in _MARKS.finditer(line):
        if match[0][0] in marks:
            yield from _replaced(line, *match.span()) if match[0] != "?" else _asked(line, match)


def _replaced(line: str, start: int, end: int) -> Iterator[Site]:
    """The sites of a run of U+FFFD; none beside another script: only Latin letters are guessed."""
    if _OTHER_SCRIPT.search(line[max(0, start - 1) : start] + line[end : end + 1]):
        return
    for at in range(start, end):
        inside = all(c.isalpha() or c == REPLACEMENT for c in line[at - 1 : at + 2]) and at > 0
        yield Site(at, at + 1, _letters_and("’" if inside else MARKS))


def _asked(line: str, mark: re.Match[str]) -> Iterator[Site]:
    at = mark.start()
    if _is_beside_letter(line, at):
        asked = _ASKED.match(line, at + 1) is not None
        yield Site(at, at + 1, _letters_or_question() if asked else _letters())


def _is_beside_letter(line: str, at: int) -> bool:
    """Whether a question mark stands beside a letter, or another one; or by itself."""
    beside = line[at - 1 : at] + line[at + 1 : at + 2]
    return any(c.isalpha() or c == "?" for c in beside) or beside.isspace()


@cache
def _letters() -> tuple[str, ...]:
    """The letters outside ASCII that languages in Latin letters use."""
    model = tables()
    latin = model.script[ord("a")]
    codes = np.arange(0x80, 0x2000)
    small = model.lower[codes]
    used = (model.letter[small] > 0) & (model.script[small] == latin)
    return (*map(chr, codes[used].tolist()), "ß")


@cache
def _letters_and(marks: str) -> tuple[str, ...]:
    return (*_letters(), *marks)


@cache
def _letters_or_question() -> tuple[str, ...]:
    return ("?", *_letters())


def _is_riddled(text: str) -> bool:
    """Whether so many question marks stand where nothing is asked that others may be letters.

    In French that lost its accents it is every second one; in a program, an address or a
    command it is one among many that ask or choose.
    """
    within = sum(not _is_in_address(text, *mark.span()) for mark in _WITHIN.finditer(text))
    return within > 0 and within * _SHARE_WITHIN >= text.count("?")


def _is_in_address(text: str, start: int, end: int) -> bool:
    """Whether what stands there is, or has, the question mark before the query of an address."""
    line_start = text.rfind("\n", 0, start) + 1
    before = text[max(line_start, start - _LONG) : start].rpartition(" ")[2]
    after = text[start : end + _LONG].partition("\n")[0]
    return "://" in before or _QUERY.match(after) is not None
