"""The candidates for a lone `â`, with the cost of each where it stands, in bits.

The candidates are the letter itself and the marks that lost their last two bytes: quotation
marks, apostrophes and dashes.  The language model says what each costs between the words and
marks around it.  A mark that opens or closes a quotation costs what “ and ” cost in English,
whatever shape it has in the language of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from fixenc.channels.misreading.hypotheses import MIXED
from fixenc.model.apostrophes import apostrophe_bits, before, behind, ending, starting
from fixenc.model.score import SCRIPT_CHANGE, SWITCH, costs, is_listed
from fixenc.model.tables import tables
from fixenc.punctuation.context import Context
from fixenc.punctuation.doubt import LETTER
from fixenc.punctuation.pairing import Mark, Option, Role
from fixenc.punctuation.place import Place, places_of
from fixenc.punctuation.usage import EM_DASH, EN_DASH, Usage, usage_in

Bits = NDArray[np.float32]

APOSTROPHE = "\N{RIGHT SINGLE QUOTATION MARK}"


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

_CONSONANT = re.compile("[b-df-hj-np-tv-z]")  # by itself no word, but what is left of one: t’other
_UNSPACED = "\u0e00-\u0e7f\u3000-\u9fff\uac00-\ud7a3\uff01-\uff65"
_IS_UNSPACED = re.compile(f"[{_UNSPACED}]")
_DECADE = re.compile("[0-9]0s")


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
    places: list[list[Place]] = []
    for context, marks in contexts:
        found = list(places_of(context.text, context.paragraph, marks))
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
        equal: dict[tuple[Place, str], list[Option]] = {}
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


def _options(context: Context, place: Place, scores: _Scores) -> Iterator[Option]:
    """The candidates of one mark, each with what it costs beyond the rest of the paragraph."""
    base = context.base
    least = float(base.min())
    language = (*tables().languages, None)[int(base.argmin())]

    def bits(mark: str, more: Bits | float = 0.0) -> float:
        return float((base + scores[place.left + mark + place.right] + more).min()) - least

    yield from _quotation_marks(context, place, scores)
    yield Option(
        APOSTROPHE, Role.JOIN, "", bits(APOSTROPHE, _bits_of_apostrophe(place, scores, language))
    )
    if place.before_mark and place.last:
        joined = (
            scores[f"{place.left}{APOSTROPHE}{_ANY_LETTER}"]
            - scores[_ANY_LETTER]
            + _bits_of_apostrophe(place, scores, language)
        )
        yield Option(APOSTROPHE, Role.ELIDE, "", float((base + joined).min()) - least)
    elided = _CONSONANT.fullmatch(place.left) is not None and place.first != ""
    dashes = (bits(dash) + WRONG_DASH * elided for dash in (EN_DASH, EM_DASH))
    for char, cost in _dashes(context, place, *dashes):
        yield Option(char, Role.DASH, "", cost)
    foreign = _bits_of_letter(place, scores)
    if elided:  # no mark makes a word of what stands behind it
        foreign = foreign - _unknown_rest(place.first, language)
    yield Option(LETTER, Role.SPELL, "", bits(LETTER, foreign))


def _bits_of_letter(place: Place, scores: _Scores) -> Bits:
    """The bits to add for the letter itself in each language."""
    foreign = np.where(_is_foreign(), np.float32(SCRIPT_CHANGE), np.float32(0))
    if _IS_UNSPACED.match(place.left[-1:]) or _IS_UNSPACED.match(place.right[:1]):
        foreign = foreign + MIXED
    if not place.left.strip() and not place.right.strip():
        foreign = foreign + BARE * (scores[LETTER] > scores[LETTER].min() + SWITCH - 0.5)
    return foreign


@lru_cache(maxsize=1 << 10)
def most_gained(place: Place) -> Bits | None:
    """The most bits by which a mark is likelier there than the letter, or nothing if that is open.

    By the language of the paragraph, if it is in no other, whatever stands around.  No mark costs
    less than in the language where it costs least.
    """
    if place.moved or place.before_mark:
        return None
    scores = _Scores()
    scores.add(*(place.left + mark + place.right for mark in _SCORED))
    scores.add(place.last, place.first, LETTER)

    def least(marks: str, more: Bits | float = 0.0) -> float:
        return min(float((scores[place.left + m + place.right] + more).min()) for m in marks)

    of_marks = min(
        least(EN_DASH + EM_DASH),
        least(APOSTROPHE, _bits_of_apostrophe(place, scores, None)),
        least("“‘", MISPLACED * (not place.right.strip())),
        least("”’", MISPLACED * (not place.left.strip())),
    )
    of_letter: Bits = scores[place.left + LETTER + place.right] + _bits_of_letter(place, scores)
    return of_letter - of_marks


def _quotation_marks(context: Context, place: Place, scores: _Scores) -> Iterator[Option]:
    """The quotation marks that a mark can be, each in the languages that have its shape."""
    usage = context.usage
    base = context.base if usage.seen else context.of_usage
    base = base - base.min()
    of_double: dict[Role, Bits] = {}
    for (role, level), canonical in _CANONICAL.items():
        bits = scores[place.left + canonical + place.right]
        if role is Role.CLOSE and place.moved:
            moved = scores[place.moved + "”"] - scores[place.moved] + scores[place.right]
            bits = np.minimum(bits, moved + MOVED + MOVED_SINGLE * (level == "s"))
        inner = place.right if role is Role.OPEN else place.left
        bits = base + bits + MISPLACED * (not inner.strip())
        shapes = _shapes(usage, role, level)
        if level == "d":
            of_double[role] = bits
            if "„" in shapes:  # where it opens a quotation, “ closes one: its bits say little
                low = base + scores[place.left + "„" + place.right]
                of_double[role] = np.where(shapes["„"] == 0, np.maximum(bits, low), bits)
        # Inside double marks a single one stands where a double one would outside.
        nested = np.minimum(bits, of_double[role])
        for shape, more in shapes.items():
            cost = float((bits + more).min())
            yield Option(
                shape, role, level, cost, float((nested + more).min()) if level == "s" else None
            )


@lru_cache(maxsize=64)
def _shapes(usage: Usage, role: Role, level: str) -> dict[str, Bits]:
    """The shapes of a quotation mark, and the bits of each in each language.

    A text that has quotations has all of them with these marks, whatever its language is.
    """
    if usage.seen:
        return {_shape(usage, role, level): np.zeros(len(tables().languages) + 1, np.float32)}
    return _shapes_of_languages(role, level)


def _shape(usage: Usage, role: Role, level: str) -> str:
    return (usage.double if level == "d" else usage.single)[role is Role.CLOSE]


@cache
def _shapes_of_languages(role: Role, level: str) -> dict[str, Bits]:
    found: dict[str, Bits] = {}
    names = (*tables().languages, "")
    for column, usage in enumerate(map(usage_in, names)):
        shapes = dict.fromkeys(_SHAPES[role, level], OTHER_SHAPE) if usage.divided else {}
        for shape, bits in (shapes | {_shape(usage, role, level): 0.0}).items():
            found.setdefault(shape, np.full(len(names), np.inf, np.float32))[column] = bits
    return found


@cache
def _is_foreign() -> NDArray[np.bool_]:
    """Which languages are not written in Latin letters."""
    model = tables()
    latin = model.script[ord("a")]
    found: NDArray[np.bool_] = np.append(model.language_script != latin, False)
    return found


def _unknown_rest(first: str, language: str | None) -> float:
    """The bits of a piece behind an apostrophe that is neither an ending nor a word."""
    return UNKNOWN_REST * (len(first) > _LONGEST_ENDING and not is_listed(first, language))


def _bits_of_apostrophe(place: Place, scores: _Scores, language: str | None) -> Bits:
    """The bits to add for an apostrophe, by the pieces of words beside it.

    ``language`` is the likeliest one of the paragraph, if the model has it.
    """
    last, first, limit = place.last, place.first, UNSEEN_PIECE
    elided = _CONSONANT.fullmatch(place.left) is not None
    unknown = 0.0 if elided else _unknown_rest(first, language)
    if _IS_UNSPACED.match(last[-1:]) or _IS_UNSPACED.match(first):
        return np.full(len(tables().languages) + 1, UNSEEN_PIECE, np.float32)
    if last and (first or place.before_mark):
        beside = apostrophe_bits(before(last)) - scores[last]
        if first and (first != "t" or last[-1] == "n"):  # of "not" both letters are left
            beside = np.minimum(beside, apostrophe_bits(behind(first)) - scores[first])
        if not first:  # an article is elided before a quotation, or a word ends there
            limit = UNSEEN_ENDING
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
    context: Context, place: Place, en_bits: float, em_bits: float
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
        # A dash joins names and numbers; what it stands before is no ending.
        ending = WRONG_DASH * (place.first.isalpha() and len(place.first) <= _LONGEST_ENDING)
        least = min(en_bits, em_bits + OTHER_DASH) + ending
        worse = OTHER_DASH if usage.long_range else WRONG_DASH
        return iter([(EN_DASH, least), (EM_DASH, em_bits + worse + ending)])
    return iter([(EM_DASH, em_bits), (EN_DASH, en_bits)])
