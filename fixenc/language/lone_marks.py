"""What a lone `â` was: a quotation mark, an apostrophe, a dash, or the letter itself.

UTF-8 stores “ ” ‘ ’ „ – and — as three bytes of which the last two are control
characters when they are misread as Latin-1.  Where those were dropped, seven
characters have become one.  Their neighbours say which they can have been
(:mod:`~fixenc.language.mark_contexts`), the pairing of the quotations over the
paragraph says which they were (:mod:`~fixenc.language.pairing`), and the marks
that can't be letters speak for the damage of all others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from fixenc.language.circumflex import LETTER, doubtful
from fixenc.language.joints import spelled_with_circumflex
from fixenc.language.mark_contexts import Context, first_word, last_word, options
from fixenc.language.pairing import Mark, Option, Role, settle
from fixenc.language.paragraphs import Paragraph, paragraphs
from fixenc.language.typography import Typography, typography_of

# Nothing is lost of a letter before a symbol or a control character: the two
# are half of a mark, or part of mojibake that is whole.
_WHOLE = "\x80-\x9f\xa1-\xaa\xac-\xba\xbc-\xbf€\N{REPLACEMENT CHARACTER}"
_MARK = re.compile(rf"{LETTER}(?![{_WHOLE}]|\?\?)|[“”„‘‚]|(?<![^\W_])’|’(?![^\W_])")
MAX_RUN = 4
"""More lone letters in a row than this are no punctuation."""

_AT_HOME = 4
"""Times that the letter stands in words that are known, for each in one that is not."""

_NO_LETTER = 8.0  # from this cost on, the letter is out of the question


_LETTER = re.compile(LETTER)


def read_marks(text: str, lines: Sequence[tuple[int, int]] | None = None) -> Iterator[Mark]:
    """Every lone `â` of ``text`` that may be a mark, with the costs of its readings.

    ``lines`` are those in which one may be something else, if they are known.
    """
    if _too_many(text) or not _is_in_doubt(text, lines or [(0, len(text))]):
        return
    customs = typography_of(text)
    found = [
        (paragraph, _marks(Context(text, paragraph, customs)))
        for paragraph in paragraphs(text, _LETTER)
    ]
    _weigh_letter([mark for _, marks in found for mark in marks if mark.lost], customs)
    for paragraph, marks in found:
        settle(marks, unspaced=customs.unspaced, resumed=_resumed(text, paragraph.end))
        yield from (mark for mark in marks if mark.lost)


def _too_many(text: str) -> bool:
    """Whether the letter is so frequent that this is no prose, whatever it is."""
    times = text.count(LETTER)
    return times > 100 and times * 6 > len(text)


def _is_in_doubt(text: str, lines: Sequence[tuple[int, int]]) -> bool:
    """Whether any `â` in some lines may be a mark.

    Not in clean French, where each belongs to a word that is spelled with it.  Where
    most of them do, one in the middle of a word that no list has belongs there, too.
    """
    whole = Paragraph(0, len(text))
    words: list[str] = []
    for at in doubtful(text, lines):
        left, right = last_word(text, whole, at), first_word(text, whole, at)
        if not left or right == LETTER:
            if not spelled_with_circumflex(left + right):
                return True
        else:
            words.append(left + right)
    most = text.count(LETTER) // _AT_HOME
    if len(words) <= most:
        return False  # the lists need not even be read
    return sum(not spelled_with_circumflex(word) for word in words) > most


def _resumed(text: str, end: int) -> bool:
    """Whether the paragraph after this one begins with an opening mark."""
    following = text[end : end + 8].lstrip()
    return following[:1] in ("“", "„", "‘", LETTER) and following[1:2].isalnum()


def _weigh_letter(lost: Sequence[Mark], customs: Typography) -> None:
    """Let the marks that can't be letters speak against the letter in the others."""
    proofs = words = 0
    for mark in lost:
        letter = _letter_cost(mark)
        proofs += letter >= _NO_LETTER
        words += 0 < letter < _NO_LETTER and letter == min(option.cost for option in mark.options)
    if proofs > words:
        shift = 1 if customs.circumflex else 2
    elif words > 1 and not proofs:
        shift = -2
    else:
        return
    for mark in lost:
        if 0 < _letter_cost(mark) < _NO_LETTER:
            mark.options = [_shifted(option, shift) for option in mark.options]


def _letter_cost(mark: Mark) -> float:
    return next(option.cost for option in mark.options if option.role is Role.SPELL)


def _shifted(option: Option, shift: int) -> Option:
    """The option with the letter made less likely, or more, but never the expected one."""
    return (
        option._replace(cost=max(0, option.cost + shift)) if option.role is Role.SPELL else option
    )


def _marks(context: Context) -> list[Mark]:
    text, (start, end) = context.text, context.paragraph
    spans = [match.start() for match in _MARK.finditer(text, start, end)]
    marks: list[Mark] = []
    at = 0
    while at < len(spans):
        stop = at + 1
        while stop < len(spans) and spans[stop] == spans[stop - 1] + 1:
            stop += 1
        run = spans[at:stop]
        at = stop
        if len(run) > MAX_RUN:
            continue
        for place in run:
            lost = text[place] == LETTER
            found = list(options(context, place, run[0], run[-1] + 1))
            if not lost:
                # It is what it is: only its role is open.
                found = [option for option in found if option.char == text[place]]
                found = found or [Option(text[place], Role.JOIN, "", 0)]
            told = context.customs.known and not context.letters_spoken_of
            marks.append(Mark(place, lost, told, found, adjacent=place != run[0]))
    return marks
