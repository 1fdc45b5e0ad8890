"""The candidates for a lone `â`, with the cost of each where it stands, in bits.

The candidates are the letter itself and the marks that lost their last two bytes: quotation
marks, apostrophes and dashes.  The language model says what each costs between the words and
marks around it.  A mark that opens or closes a quotation costs what “ and ” cost in English,
whatever shape it has in the language of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np
from numpy.typing import NDArray

from fixenc.channels.misreading.hypotheses import MIXED
from fixenc.model.apostrophes import apostrophe_bits, before, behind, ending, starting
from fixenc.model.score import SCRIPT_CHANGE, SWITCH, costs, is_listed
from fixenc.model.tables import tables
from fixenc.punctuation.context import TAG, Context
from fixenc.punctuation.doubt import LETTER
from fixenc.punctuation.pairing import Mark, Option, Role
from fixenc.punctuation.usage import EM_DASH, EN_DASH

Bits = NDArray[np.float32]

APOSTROPHE = "\N{RIGHT SINGLE QUOTATION MARK}"

_BESIDE = "\N{LEFT DOUBLE QUOTATION MARK}"
"""A stand-in for an unknown mark beside another one: any mark of its class does."""

_ANY_LETTER = "a"

MOVED = 10.0
"""Bits of a closing mark whose space is on the wrong side: ``so, ”he said``."""

MOVED_SINGLE = 6.0
"""The same of a single closing mark, beyond the bits of a double one."""

MISPLACED = 8.0
"""Bits of a space between a quotation mark and what it encloses."""

OTHER_SHAPE = 1.5
"""Bits of another shape of quotation mark, where it is not known which ones a text uses."""

OTHER_DASH, WRONG_DASH = 1.5, 6.0
"""Bits of the dash that a language uses less, or hardly at all."""

UNSEEN_PIECE = 8.0
"""Bits of an apostrophe between pieces that hardly ever stand beside one, at most."""

UNSEEN_ENDING = 14.0
"""The same for an apostrophe that ends a word."""

LAST_LETTER = 7.0
"""Bits that the last letter of a word says of an apostrophe behind it, beside its own."""

UNKNOWN_REST, _LONGEST_ENDING = 12.0, 3
"""Bits of a piece behind an apostrophe that is no word of the language of the paragraph, and
longer than endings are: foreign names seem to begin with an elided article (*Sâmirî*)."""

DECADE = 6.0
"""Bits of a decade behind an apostrophe, as in *the ’90s*."""

BARE = 6.0
"""Bits of a letter by itself in a language that does not list it: there are few such words."""

_REACH = 30  # characters to either side
_CONSONANT = re.compile("[b-df-hj-np-tv-z]")  # by itself no word, but what is left of one: t’other
_STOPS = frozenset(".,!?;:…")
_UNSPACED = "\u0e00-\u0e7f\u3000-\u9fff\uac00-\ud7a3\uff01-\uff65"
_IS_UNSPACED = re.compile(f"[{_UNSPACED}]")
_LETTERS = re.compile(r"[^\W_]*")
_DECADE = re.compile("[0-9]0s")
_SPACE = re.compile(r"\s")
_LONGEST_TAG = 200  # characters
_INLINE = frozenset(
    "a abbr b bdi bdo big cite code del dfn em font i ins kbd label mark q s samp small span strike"
    " strong sub sup time tt u var wbr".split()
)
"""Tags that stand inside of words and sentences (HTML Living Standard, phrasing content)."""


@dataclass(frozen=True)
class _Place:
    """The text on either side of a mark, up to a space or another mark."""

    left: str
    right: str
    moved: str
    """The text before the space on the left, if that is on the wrong side of the mark."""
    before_mark: bool
    ends: bool
    """Whether nothing of the paragraph follows."""

    @property
    def last(self) -> str:
        """The letters right before the mark."""
        found = _LETTERS.match(self.left[::-1])
        return found[0][::-1].lower() if found else ""

    @property
    def first(self) -> str:
        """The letters right after it."""
        found = _LETTERS.match(self.right)
        return found[0].lower() if found else ""


class _Scores:
    """The costs of texts in each language; all are scored together, when the first is asked for."""

    def __init__(self) -> None:
        self._number: dict[str, int] = {}

    def add(self, *texts: str) -> None:
        for text in texts:
            self._number.setdefault(text, len(self._number))

    @cached_property
    def _table(self) -> Bits:
        table: Bits = costs(list(self._number))
        return table

    def __getitem__(self, text: str) -> Bits:
        bits: Bits = self._table[self._number[text]]
        return bits


_CANONICAL = {
    (Role.OPEN, "d"): "“",
    (Role.CLOSE, "d"): "”",
    (Role.OPEN, "s"): "‘",
    (Role.CLOSE, "s"): "’",
}
_SHAPES = {
    (Role.OPEN, "d"): "“„",
    (Role.CLOSE, "d"): "”“",
    (Role.OPEN, "s"): "‘‚",
    (Role.CLOSE, "s"): "’‘",
}
_SCORED = f"“”‘’„{EN_DASH}{EM_DASH}{LETTER}"


def fill_in(contexts: Sequence[tuple[Context, Sequence[Mark]]]) -> None:
    """Fill in the options of the marks of paragraphs, all scored together."""
    scores = _Scores()
    places: list[list[_Place]] = []
    for context, marks in contexts:
        found = list(_places(context, marks))
        places.append(found)
        for place in dict.fromkeys(found):
            scores.add(*(place.left + mark + place.right for mark in _SCORED))
            scores.add(place.last, place.first, place.right, LETTER)
            if place.before_mark:
                scores.add(f"{place.left}{APOSTROPHE}{_ANY_LETTER}", _ANY_LETTER)
            if place.moved:
                scores.add(place.moved, place.moved + "”")
    for (context, marks), found in zip(contexts, places, strict=True):
        # A long paragraph has the same marks between the same words again and again.
        equal: dict[tuple[_Place, str], list[Option]] = {}
        for mark, place in zip(marks, found, strict=True):
            char = "" if mark.lost else context.text[mark.at]
            options = equal.get((place, char))
            if options is None:
                options = list(_options(context, place, scores))
                if char:  # it is what it is: only its role is open
                    options = [option for option in options if option.char == char]
                    options = options or [Option(char, Role.JOIN, "", 0)]
                equal[place, char] = options
            mark.options = options


def _places(context: Context, marks: Sequence[Mark]) -> Iterator[_Place]:
    text, (start, end) = context.text, context.paragraph
    last = start + len(text[start:end].rstrip()) - 1
    for number, mark in enumerate(marks):
        at = mark.at
        before_mark = number + 1 < len(marks) and marks[number + 1].adjacent
        lowest = marks[number - 1].at + 1 if number else start
        highest = marks[number + 1].at if number + 1 < len(marks) else end
        left_end, starts = _before_tags(text, lowest, at)
        right_start, ends = _behind_tags(text, at + 1, highest)
        low, high = max(lowest, left_end - _REACH), min(highest, right_start + _REACH)
        left = "" if starts else _SPACE.split(text[low:left_end])[-1]
        right = "" if ends else _SPACE.split(text[right_start:high], maxsplit=1)[0]
        moved = ""
        if text[max(start, at - 1) : at] == " " and text[max(start, at - 2) : at - 1] in _STOPS:
            moved = _SPACE.split(text[low : at - 1])[-1]
        if not starts and number and len(left) == left_end - low and low == lowest:
            left = _BESIDE + left
        elif starts or (not left and left_end == start):
            left = "\n"
        if (
            not ends
            and number + 1 < len(marks)
            and len(right) == high - right_start
            and high == highest
        ):
            right += _BESIDE
        yield _Place(left, right, moved, before_mark, at >= last)


def _before_tags(text: str, start: int, at: int) -> tuple[int, bool]:
    """Where the tags begin that stand right before a place, and whether they end a line there."""
    while text[at - 1 : at] == ">":
        begins = text.rfind("<", max(start, at - _LONGEST_TAG), at)
        tag = TAG.fullmatch(text, begins, at) if begins >= 0 else None
        if tag is None:
            break
        if tag[1].lower() not in _INLINE:
            return at, True
        at = begins
    return at, False


def _behind_tags(text: str, at: int, end: int) -> tuple[int, bool]:
    """Where the tags end that begin at a place, and whether a line ends there."""
    while tag := TAG.match(text, at, min(end, at + _LONGEST_TAG)):
        if tag[1].lower() not in _INLINE:
            return at, True
        at = tag.end()
    return at, False


def _options(context: Context, place: _Place, scores: _Scores) -> Iterator[Option]:
    """The candidates of one mark, each with what it costs beyond the rest of the paragraph."""
    base = context.base
    least = float(base.min())
    language = (*tables().languages, None)[int(base.argmin())]

    def bits(mark: str, more: Bits | float = 0.0) -> float:
        return float((base + scores[place.left + mark + place.right] + more).min()) - least

    usage = context.usage
    of_double: dict[Role, float] = {}
    for (role, level), canonical in _CANONICAL.items():
        shapes = usage.double if level == "d" else usage.single
        inner = place.right if role is Role.OPEN else place.left
        cost = bits(canonical) + MISPLACED * (not inner.strip())
        if role is Role.CLOSE and place.moved:
            shifted = scores[place.moved + "”"] - scores[place.moved] + scores[place.right]
            single = level == "s"
            cost = min(cost, float((base + shifted).min()) - least + MOVED + MOVED_SINGLE * single)
        shape = shapes[role is Role.CLOSE]
        # Inside double marks a single one stands where a double one would outside.
        nested = min(cost, of_double[role]) if level == "s" else None
        if level == "d":  # where „ opens a quotation, “ closes one, so that its bits say little
            of_double[role] = max(cost, bits(shape)) if shape == "„" else cost
        yield Option(shape, role, level, cost, nested)
        if usage.divided:
            for other in _SHAPES[role, level].replace(shape, ""):
                more = None if nested is None else nested + OTHER_SHAPE
                yield Option(other, role, level, cost + OTHER_SHAPE, more)
    yield Option(
        APOSTROPHE, Role.JOIN, "", bits(APOSTROPHE, _bits_of_apostrophe(place, scores, language))
    )
    if place.before_mark and place.last:
        elided = (
            scores[f"{place.left}{APOSTROPHE}{_ANY_LETTER}"]
            - scores[_ANY_LETTER]
            + _bits_of_apostrophe(place, scores, language)
        )
        yield Option(APOSTROPHE, Role.ELIDE, "", float((base + elided).min()) - least)
    elided_bits = WRONG_DASH * (_CONSONANT.fullmatch(place.left) is not None and place.first != "")
    dashes = (bits(dash) + elided_bits for dash in (EN_DASH, EM_DASH))
    for char, cost in _dashes(context, place, *dashes):
        yield Option(char, Role.DASH, "", cost)
    foreign = SCRIPT_CHANGE * _is_foreign()
    if _IS_UNSPACED.match(place.left[-1:]) or _IS_UNSPACED.match(place.right[:1]):
        foreign = foreign + MIXED
    if not place.left.strip() and not place.right.strip():
        foreign = foreign + BARE * (scores[LETTER] > scores[LETTER].min() + SWITCH - 0.5)
    yield Option(LETTER, Role.SPELL, "", bits(LETTER, foreign))


@cache
def _is_foreign() -> NDArray[np.bool_]:
    """Which languages are not written in Latin letters."""
    model = tables()
    latin = model.script[ord("a")]
    found: NDArray[np.bool_] = np.append(model.language_script != latin, False)
    return found


def _bits_of_apostrophe(place: _Place, scores: _Scores, language: str | None) -> Bits:
    """The bits to add for an apostrophe, by the pieces of words beside it.

    ``language`` is the likeliest one of the paragraph, if the model has it.
    """
    last, first, limit = place.last, place.first, UNSEEN_PIECE
    unknown = UNKNOWN_REST * (len(first) > _LONGEST_ENDING and not is_listed(first, language))
    if _IS_UNSPACED.match(last[-1:]) or _IS_UNSPACED.match(first):
        return np.full(len(tables().languages) + 1, UNSEEN_PIECE, np.float32)
    if last and (first or place.before_mark):
        beside = apostrophe_bits(before(last)) - scores[last]
        if first and (first != "t" or last[-1] == "n"):  # of "not" both letters are left
            beside = np.minimum(beside, apostrophe_bits(behind(first)) - scores[first])
    elif last:
        beside = apostrophe_bits(ending(last)) - scores[last]
        if not place.ends:
            beside = np.minimum(beside, apostrophe_bits(ending(f"-{last[-1]}")) - LAST_LETTER)
        limit = UNSEEN_ENDING
    elif first:
        beside = apostrophe_bits(starting(first)) - scores[first]
        if _DECADE.fullmatch(first):
            beside = DECADE - scores[first]
    else:
        beside = np.full(len(tables().languages) + 1, UNSEEN_PIECE, np.float32)
    found: Bits = np.minimum(beside, limit) + unknown
    return found


def _dashes(
    context: Context, place: _Place, en_bits: float, em_bits: float
) -> Iterator[tuple[str, float]]:
    usage = context.usage
    if place.last[-1:].isdigit() and place.first[:1].isdigit():
        least = min(en_bits, em_bits)
        worse = OTHER_DASH if usage.long_range else WRONG_DASH
        return iter([(EN_DASH, least), (EM_DASH, least + worse)])
    if place.left.strip("\n") == place.right.strip("\n") == "":
        least = min(en_bits, em_bits) + WRONG_DASH * place.ends
        worse = WRONG_DASH if usage.sure_dash else OTHER_DASH
        other = EN_DASH if usage.dash == EM_DASH else EM_DASH
        return iter([(usage.dash, least), (other, least + worse)])
    if (usage.joined_dash and not (place.first and not place.left.strip())) or usage.unspaced:
        return iter([(EM_DASH, em_bits), (EN_DASH, en_bits + OTHER_DASH)])
    if place.first and not place.last:  # no dash has its space on the one side alone
        return iter([(EM_DASH, em_bits + WRONG_DASH), (EN_DASH, en_bits + WRONG_DASH)])
    if place.last and place.first:
        least = min(en_bits, em_bits + OTHER_DASH)
        return iter([(EN_DASH, least), (EM_DASH, em_bits + WRONG_DASH)])
    return iter([(EM_DASH, em_bits), (EN_DASH, en_bits)])
