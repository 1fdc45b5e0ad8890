"""What a lost mark can have been by its neighbours, as options with costs.

0 is what one expects there, 3 the unusual, 6 and more what hardly occurs.  The
costs are rough logarithms of how often each case is seen; only their order and
rough distance matter, since the pairing of the quotations decides most.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from fixenc.language.circumflex import LETTER
from fixenc.language.joints import NEVER, elides, is_word, joint, spelled_with_circumflex
from fixenc.language.pairing import Option, Role
from fixenc.language.paragraphs import Paragraph
from fixenc.language.typography import EM_DASH, EN_DASH, Typography

APOSTROPHE = "\N{RIGHT SINGLE QUOTATION MARK}"

_LETTERS = re.compile(r"[^\W_]*")
_NEAR = 30  # characters to either side in which a word is looked for

# The sides of a mark.
SPACE, WORD, POINT, BRACKET, DASHED, MARKED = "space", "word", "point", "bracket", "dash", "mark"
_BRACKETS = frozenset("([{<«‹¿¡/")
_DASHES = frozenset(f"-{EN_DASH}{EM_DASH}―⸺⸻")


_LEFT = {
    Role.OPEN: {SPACE: 0, WORD: 6, POINT: 5, BRACKET: 0, DASHED: 0.5, MARKED: 0},
    Role.CLOSE: {SPACE: 7, WORD: 0.5, POINT: 0, BRACKET: 9, DASHED: 0.5, MARKED: 0},
}
_RIGHT = {
    Role.OPEN: {SPACE: 6, WORD: 0, POINT: 4, BRACKET: 0, DASHED: 3, MARKED: 0},
    Role.CLOSE: {SPACE: 0, WORD: 5, POINT: 0, BRACKET: 3, DASHED: 0, MARKED: 0},
}
_DOUBLED = 3.0  # a letter beside its like inside a word

_QUOTED = {
    **{"'": "'", '"': '"', "“": "”", "‘": "’", "„": "“"},
    **{"«": "»", "(": ")", "[": "]", "/": "/"},
}
_SPOKEN_OF = re.compile(
    r"(?<!\w)[ăêîôûŵŷĂÊÎÔÛ](?!\w)|\b(?:[Ll]etters?|[Bb]uchstaben?|[Ll]ett(?:re|er[ae])s?|[Ll]etras?"
    r"|bokst[aä]v(?:en)?|kirjain|litera|litery|písmeno|harf[i]?|буква) â(?!\w)"
    r"|(?<!\w)[\"'(«“/] ?â ?[\"')»”/](?!\w)|(?<!\w)â[_^=]"
)
"""What shows that a paragraph speaks of letters."""

_WELSH = re.compile(r"['’](?:[imnruw]|ch|th)(?!\w)")
"""What is tied to the Welsh word `â`, *with*."""

_SHORTENED_WORDS = "tis twas twere twill em cause til till bout n s t round neath gainst cos"
_SHORTENED = frozenset(_SHORTENED_WORDS.split())


@dataclass
class Context:
    """One paragraph and what is known of it."""

    text: str
    paragraph: Paragraph
    customs: Typography
    letters_spoken_of: bool = False

    def __post_init__(self) -> None:
        self.letters_spoken_of = _SPOKEN_OF.search(self.text, *self.paragraph) is not None


@dataclass
class _Reading:
    """What a mark costs that does not quote."""

    apostrophe: float = NEVER
    letter: float = NEVER
    dashes: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class _Place:
    """A mark's place: its sides, and the words next to the run of marks that it stands in."""

    at: int
    left: str
    right: str
    last: str
    first: str
    word: str
    """The letters around the mark, itself included."""


def options(context: Context, at: int, run_start: int, run_end: int) -> Iterator[Option]:
    """Every reading of the mark at ``at``, which stands in a run of adjacent marks."""
    text, span = context.text, context.paragraph
    place = _Place(
        at,
        _side(context, at - 1, left=True) if at == run_start else MARKED,
        _side(context, at + 1, left=False) if at + 1 == run_end else MARKED,
        last_word(text, span, run_start),
        first_word(text, span, run_end),
        last_word(text, span, at) + first_word(text, span, at),
    )
    reading = _unquoting(context, place, leads=run_start == span.start)
    for char, cost in reading.dashes.items():
        yield Option(char, Role.DASH, "", cost)
    if reading.apostrophe < NEVER:
        yield Option(APOSTROPHE, Role.JOIN, "", reading.apostrophe)
    yield Option(LETTER, Role.SPELL, "", reading.letter)
    yield from _quoting(context, place, pair=run_end - run_start == 2)


def _quoting(context: Context, place: _Place, *, pair: bool) -> Iterator[Option]:
    """The readings of a mark that opens or closes a quotation."""
    text, at, customs = context.text, place.at, context.customs
    opening = _LEFT[Role.OPEN][place.left] + _RIGHT[Role.OPEN][place.right]
    closing = _LEFT[Role.CLOSE][place.left] + _RIGHT[Role.CLOSE][place.right]
    before = text[max(context.paragraph.start, at - 2) : at]
    if len(before) == 2 and before[0] in ".,!?;:…\xa6" and before[1] == " ":
        # The space went to the wrong side of the closing mark: `so, âhe said`.
        closing = 4.0 if place.right == WORD else 3.0
        opening += 0.5 if place.first[:1].islower() and before[0] in ".,!?" else 0
    nested = 0.5
    if _is_unspaced(context, place):
        opening, closing = min(opening, 0.5), min(closing, 0.5)
        nested = 2.0
        if pair:  # Chinese doubles its dashes
            yield Option(EM_DASH, Role.DASH, "", 0.25)
    yield Option(customs.double[0], Role.OPEN, "d", opening)
    yield Option(customs.double[1], Role.CLOSE, "d", closing)
    yield Option(customs.single[0], Role.OPEN, "s", opening + nested)
    yield Option(customs.single[1], Role.CLOSE, "s", closing)


def _unquoting(context: Context, place: _Place, *, leads: bool) -> _Reading:
    """The costs of the readings that don't quote; ``leads``: nothing stands before the run."""
    left, right = place.left, place.right
    if left == right == WORD:
        reading = _inside(context, place)
    elif right == WORD and left != POINT:
        reading = _before_word(context, place, leads=leads)
    elif left == WORD:
        reading = _after_word(context, place)
    elif left == POINT:
        reading = _after_point(context, place)
    elif left == MARKED and right == MARKED:
        reading = _Reading(apostrophe=3, dashes={EM_DASH: 1.5})
    elif left == MARKED:
        reading = _Reading(apostrophe=4, dashes={EM_DASH: 3.0 if place.last else 1.5})
    elif left == SPACE:
        letter = 8 if right == SPACE else NEVER
        reading = _Reading(letter=letter, dashes=_between_spaces(context, place.at))
    else:
        reading = _Reading()
    if place.last[-1:].islower() and place.first[:1].islower() and MARKED in (left, right):
        reading.letter = min(reading.letter, _DOUBLED)
    if left != WORD and not place.first and _is_itself(context, place.at):
        reading.letter = -4.0
    return reading


def _inside(context: Context, place: _Place) -> _Reading:
    """Between two letters or digits."""
    customs, last, first = context.customs, place.last, place.first
    between = joint(last or "x", first or "x", place.word, customs)
    if last[-1:].isdigit() and first[:1].isdigit():
        # Russian publishers are divided between the two.
        dashes = {EN_DASH: 0.0, EM_DASH: -0.5 if customs.language == "ru" else 4.0}
    elif customs.joined_dash:
        dashes = {EM_DASH: between.dash, EN_DASH: between.dash + 2}
    else:
        dashes = {EN_DASH: between.dash, EM_DASH: between.dash + 1}
    apostrophe = 8 if _is_unspaced(context, place) else between.apostrophe
    return _Reading(apostrophe, between.letter, dashes)


def _before_word(context: Context, place: _Place, *, leads: bool) -> _Reading:
    """After a space, a bracket, a dash or another mark, and right before a word."""
    dashes = {}
    if place.left == MARKED and not leads:
        dashes = {EM_DASH: 1.0}
    elif place.left in (SPACE, BRACKET) and context.customs.language in ("ca", "es"):
        dashes = {EM_DASH: 2.5}  # it opens direct speech
    letter = _letter_at_edge(place.word, place.first, context.customs)
    return _Reading(_shortened(place.first), letter, dashes)


def _after_word(context: Context, place: _Place) -> _Reading:
    """Right after a word, and before no other."""
    right, last, customs = place.right, place.last, context.customs
    apostrophe = _trailing(last, customs, marked=right in (MARKED, BRACKET))
    letter = _letter_at_edge(place.word, last, customs) if right != MARKED else NEVER
    dash = 6.0
    if right == MARKED:
        dash = 1.5
    elif place.at + 1 >= context.paragraph.end:  # speech that breaks off
        dash = 2.5 if is_word(last, customs) else 4.5
    return _Reading(apostrophe, letter, {EM_DASH: dash})


def _after_point(context: Context, place: _Place) -> _Reading:
    """Right after punctuation."""
    before = context.text[place.at - 1]
    if place.right == WORD:
        letter = 3.0 if before == "'" else NEVER
        if letter < NEVER and spelled_with_circumflex(place.word):
            letter = -4.0
        return _Reading(5, letter, {EM_DASH: 1.0 if context.customs.joined_dash else 4.0})
    if place.right == MARKED:
        return _Reading(4, NEVER, {EM_DASH: 3.5 if before in ",." else 2.0})
    return _Reading(4, NEVER, {EM_DASH: 5.0}) if place.right == SPACE else _Reading()


def _side(context: Context, at: int, *, left: bool) -> str:
    """What stands at ``at``, to the left or to the right of a mark."""
    text, (start, end) = context.text, context.paragraph
    char = text[at] if start <= at < end else "\n"
    if char.isspace():
        return SPACE
    if char.isalnum() or char in "$€£&@\xac" or (char in "#*%'" and not left):
        return WORD
    if char in _BRACKETS:
        return BRACKET
    if char in _DASHES:
        return DASHED
    if char == '"' or char in "“”„‘‚’":
        return MARKED
    if not left and (text.startswith("...", at) or text.startswith("…", at)):
        return WORD  # a quotation that begins with an ellipsis
    return POINT


def _is_itself(context: Context, at: int) -> bool:
    """Whether a letter that stands alone means just that: a word, a quoted letter, a variable."""
    text, (start, end) = context.text, context.paragraph
    if _WELSH.match(text, at + 1, end):
        return True
    around = text[max(start, at - 2) : at], text[at + 1 : min(end, at + 3)]
    return (
        context.customs.language == "cy"
        or (around[0][-1:] in _QUOTED and _QUOTED[around[0][-1:]] == around[1][:1])
        or around[0] == "= "
        or around[1][:1] in ("=", "_", "^")
        or around[1] == " ="
        or (context.letters_spoken_of and around[0][-1:] in (" ", "(", "") and around[1] != "")
    )


def _is_unspaced(context: Context, place: _Place) -> bool:
    """Whether no spaces are written around quotations here."""
    return context.customs.unspaced or any(map(_unspaced, (place.last[-1:], place.first[:1])))


def _unspaced(char: str) -> bool:
    """Whether the character is of a script that writes no spaces around quotations."""
    return (
        "\u3040" <= char <= "\u9fff" or "\uac00" <= char <= "\ud7a3" or "\u0e00" <= char < "\u0e80"
    )


def last_word(text: str, span: Paragraph, at: int) -> str:
    """The letters and digits right before a place."""
    letters = _LETTERS.match(text[max(span.start, at - _NEAR) : at][::-1])
    return letters[0][::-1] if letters else ""


def first_word(text: str, span: Paragraph, at: int) -> str:
    """The letters and digits right after a place."""
    letters = _LETTERS.match(text, at, min(span.end, at + _NEAR))
    return letters[0] if letters else ""


def _shortened(first: str) -> float:
    """The cost of an apostrophe before a word, as in *’tis* or *’90s*."""
    if first.lower() in _SHORTENED or re.fullmatch(r"\d\ds?", first):
        return 0.5 if len(first) > 1 else 1.0
    return 7.0


def _trailing(last: str, customs: Typography, *, marked: bool) -> float:
    """The cost of an apostrophe after a word, as in *the boys’ books*."""
    if marked and elides(last, customs):
        return 0
    lower = last.lower()
    if lower.endswith("s") and len(lower) > 2:
        return 1.5
    if customs.language in ("en", "") and lower.endswith("in") and len(lower) > 3:
        return 2.0
    if customs.language == "it" and lower in ("po", "mo", "fa", "di", "va", "da", "sta", "be"):
        return 0
    return 5.0


def _letter_at_edge(word: str, rest: str, customs: Typography) -> float:
    """The cost of the letter at the beginning or the end of a word."""
    if spelled_with_circumflex(word) and (customs.circumflex or not is_word(rest, customs)):
        return -4.0
    near = rest[:1] if word.startswith(LETTER) else rest[-1:]
    if not near or (near > "\u0370" and not "\u1e00" <= near < "\u1f00"):
        return NEVER
    if near.isdigit() or (near.isupper() and word[:1] == LETTER):
        return 10.0
    return 3.0 if customs.circumflex or not customs.known else 4.0


def _between_spaces(context: Context, at: int) -> dict[str, float]:
    """Spaces, or the ends of the paragraph, on both sides."""
    customs, (start, end) = context.customs, context.paragraph
    other = EN_DASH if customs.dash == EM_DASH else EM_DASH
    cost = 1.0 if at == start else 0.0
    if at + 1 >= end:
        cost = 5.0
    elif context.text[at + 1] != " ":
        cost = 3.0
    return {customs.dash: cost, other: cost + (3.0 if customs.sure_dash else 0.5)}
