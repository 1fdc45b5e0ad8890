"""What a lone `â` was: a quotation mark, an apostrophe, a dash, or the letter itself.

UTF-8 stores “ ” ‘ ’ „ – and — as three bytes of which the last two are control
characters when they are misread as Latin-1.  Where those were dropped, seven
characters have become one.  Their neighbours say which they can have been, and
the pairing of the quotations over the paragraph says which they were.

Each mark has a few possible *roles* with costs by context.  The cheapest way
through all marks of a paragraph is found by dynamic programming over the open
quotations; running it from both ends gives, for every mark and every character,
the cost of the best reading with that character there.  The distance between
the two best is how sure one can be.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import IntEnum
from typing import NamedTuple

from fixenc.language.joints import LETTER, NEVER, elides, is_word, joint, spelled_with_circumflex
from fixenc.language.paragraphs import Paragraph, paragraphs
from fixenc.language.typography import EM_DASH, EN_DASH, Typography, typography_of

APOSTROPHE = "\N{RIGHT SINGLE QUOTATION MARK}"


class Role(IntEnum):
    """What a mark does where it stands."""

    OPEN = 0
    CLOSE = 1
    JOIN = 2
    DASH = 3
    SPELL = 4


class Option(NamedTuple):
    """One reading of a mark: its character, its role, its level of quotation, its cost."""

    char: str
    role: Role
    level: str
    cost: float


@dataclass
class Mark:
    """A mark in the text: lost if it is a lone `â`, else evidence for those that are.

    ``told`` says that the language, whose customs were followed, is known, and
    that the paragraph does not speak of letters and formulas.
    """

    at: int
    lost: bool
    told: bool
    options: list[Option]
    adjacent: bool = False  # to the mark before
    costs: dict[str, float] = field(default_factory=dict)

    @property
    def ranked(self) -> list[tuple[float, str]]:
        """The characters it can have been, likeliest first, with the cost of so reading."""
        return sorted((cost, char) for char, cost in self.costs.items())

    def strain(self, char: str) -> float:
        """What the character costs here by its neighbours alone."""
        return min(option.cost for option in self.options if option.char == char)


# Nothing is lost of a letter before a symbol or a control character: the two
# are half of a mark, or part of mojibake that is whole.
_WHOLE = "\x80-\x9f\xa1-\xaa\xac-\xba\xbc-\xbf€\N{REPLACEMENT CHARACTER}"
_MARK = re.compile(rf"{LETTER}(?![{_WHOLE}]|\?\?)|[“”„‘‚]|(?<![^\W_])’|’(?![^\W_])")
_TAIL = re.compile(r"[^\W_]{1,30}\Z")
_HEAD = re.compile(r"[^\W_]{1,30}")
_RUN = re.compile(rf"[^\W_]{{1,60}}")
MAX_RUN = 4
"""More lone letters in a row than this are no punctuation."""

# The sides of a mark.
SPACE, WORD, POINT, BRACKET, DASHED, MARKED = "space", "word", "point", "bracket", "dash", "mark"
_BRACKETS = frozenset("([{<«‹¿¡/")
_DASHES = frozenset(f"-{EN_DASH}{EM_DASH}―⸺⸻")

_QUOTED = {"'": "'", '"': '"', "“": "”", "‘": "’", "„": "“", "«": "»", "(": ")", "[": "]", "/": "/"}
_SPOKEN_OF = re.compile(
    r"(?<!\w)[ăêîôûŵŷĂÊÎÔÛ](?!\w)|\b(?:[Ll]etters?|[Bb]uchstaben?|[Ll]ett(?:re|er[ae])s?|[Ll]etras?"
    r"|bokst[aä]v(?:en)?|kirjain|litera|litery|písmeno|harf[i]?|буква) â(?!\w)"
    r"|(?<!\w)[\"'(«“/] ?â ?[\"')»”/](?!\w)|(?<!\w)â[_^=]"
)
"""What shows that a paragraph speaks of letters."""

_LEFT = {
    Role.OPEN: {SPACE: 0, WORD: 6, POINT: 5, BRACKET: 0, DASHED: 0.5, MARKED: 0},
    Role.CLOSE: {SPACE: 7, WORD: 0.5, POINT: 0, BRACKET: 9, DASHED: 0.5, MARKED: 0},
}
_RIGHT = {
    Role.OPEN: {SPACE: 6, WORD: 0, POINT: 4, BRACKET: 0, DASHED: 3, MARKED: 0},
    Role.CLOSE: {SPACE: 0, WORD: 5, POINT: 0, BRACKET: 3, DASHED: 0, MARKED: 0},
}
_ADJACENT = {
    (Role.OPEN, Role.OPEN): 0.0,
    (Role.OPEN, Role.CLOSE): 5.0,
    (Role.OPEN, Role.JOIN): 1.0,
    (Role.OPEN, Role.DASH): 3.0,
    (Role.CLOSE, Role.OPEN): 4.0,
    (Role.CLOSE, Role.CLOSE): 0.0,
    (Role.CLOSE, Role.JOIN): 4.0,
    (Role.CLOSE, Role.DASH): 0.5,
    (Role.JOIN, Role.OPEN): 1.0,
    (Role.JOIN, Role.CLOSE): 0.5,
    (Role.JOIN, Role.JOIN): 6.0,
    (Role.JOIN, Role.DASH): 3.0,
    (Role.JOIN, Role.SPELL): 0.0,
    (Role.OPEN, Role.SPELL): 0.0,
    (Role.DASH, Role.SPELL): 0.0,
    (Role.SPELL, Role.CLOSE): 0.0,
    (Role.SPELL, Role.SPELL): 0.0,
    (Role.DASH, Role.OPEN): 0.5,
    (Role.DASH, Role.CLOSE): 0.5,
    (Role.DASH, Role.JOIN): 4.0,
    (Role.DASH, Role.DASH): 5.0,
}
_ADJACENT_UNSPACED = _ADJACENT | {
    (Role.CLOSE, Role.OPEN): 0.5,
    (Role.DASH, Role.DASH): 0.0,
    (Role.DASH, Role.OPEN): 4.0,
    (Role.DASH, Role.CLOSE): 4.0,
    (Role.CLOSE, Role.DASH): 4.0,
}
_UNCLOSED = 4.0
_UNCLOSED_BUT_RESUMED = 1.0  # the next paragraph opens the same quotation again
_UNOPENED = 5.0
_SINGLE_OUTSIDE = 2.5
_SHORTENED = frozenset("tis twas twere twill em cause til till bout n s t round neath gainst cos".split())


@dataclass
class _Context:
    """One paragraph and what is known of the text around it."""

    text: str
    paragraph: Paragraph
    customs: Typography
    resumed: bool = False
    letters_spoken_of: bool = False


def read_marks(text: str) -> Iterator[Mark]:
    """Every lone `â` of ``text`` that may be a mark, with the costs of its readings."""
    customs = typography_of(text)
    whole = [p for p in paragraphs(text) if LETTER in text[p.start : p.end]]
    found: list[tuple[_Context, list[Mark]]] = []
    for paragraph in whole:
        start, end = paragraph
        spoken_of = _SPOKEN_OF.search(text, start, end) is not None
        context = _Context(text, paragraph, customs, _resumed(text, end), spoken_of)
        found.append((context, _marks(context)))
    lost = [mark for _, marks in found for mark in marks if mark.lost]
    _weigh_letter(lost, customs)
    for context, marks in found:
        if any(mark.lost for mark in marks):
            _settle(context, marks)
            yield from (mark for mark in marks if mark.lost)


def _resumed(text: str, end: int) -> bool:
    """Whether the paragraph after this one begins with an opening mark."""
    following = text[end : end + 8].lstrip()
    return following[:1] in ("“", "„", "‘", LETTER) and following[1:2].isalnum()


def _weigh_letter(lost: Iterable[Mark], customs: Typography) -> None:
    """Let the marks that can't be letters speak against the letter in the others."""
    marks = list(lost)
    letter_costs = [option.cost for m in marks for option in m.options if option.role is Role.SPELL]
    proofs = sum(cost >= 8 for cost in letter_costs)
    words = sum(
        min(option.cost for option in mark.options) == option.cost
        for mark in marks
        for option in mark.options
        if option.role is Role.SPELL and 0 < option.cost < 8
    )
    shift = 0.0
    if proofs > words:
        shift = 1 if customs.circumflex else 2
    elif words > 1 and not proofs:
        shift = -2
    for mark in marks:
        mark.options = [
            option._replace(cost=max(0, option.cost + shift))
            if option.role is Role.SPELL and 0 < option.cost < 8
            else option
            for option in mark.options
        ]


def _marks(context: _Context) -> list[Mark]:
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
            options = list(_options(context, place, run[0], run[-1] + 1))
            if not lost:
                options = [o for o in options if o.char == text[place]] or [
                    Option(text[place], Role.JOIN, "", 0)
                ]
            known = context.customs.known and not context.letters_spoken_of
            marks.append(Mark(place, lost, known, options, adjacent=place != run[0]))
    return marks


def _side(text: str, at: int, context: _Context, *, left: bool) -> str:
    start, end = context.paragraph
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
        return WORD if text[at - 1 : at] != " " else POINT
    return POINT


def _options(context: _Context, at: int, run_start: int, run_end: int) -> Iterator[Option]:
    """Every reading of the mark at ``at``, which stands in a run of adjacent marks."""
    text, customs = context.text, context.customs
    start, end = context.paragraph
    left = _side(text, at - 1, context, left=True) if at == run_start else MARKED
    right = _side(text, at + 1, context, left=False) if at + 1 == run_end else MARKED
    before = text[max(start, run_start - 30) : run_start]
    after = text[run_end : min(end, run_end + 30)]
    tail, head = _TAIL.search(before), _HEAD.match(after)
    last = tail[0] if tail else ""
    first = head[0] if head else ""
    unspaced = customs.unspaced or _unspaced(last[-1:]) or _unspaced(first[:1])

    letter = NEVER
    apostrophe = NEVER
    dashes: dict[str, float] = {}
    word = _word_around(text, at, start, end)
    if left == right == WORD:
        between = joint(last or "x", first or "x", word, customs)
        apostrophe, letter = between.apostrophe, between.letter
        if last[-1:].isdigit() and first[:1].isdigit():
            dashes = {EN_DASH: 0.0, EM_DASH: -0.5 if customs.language == "ru" else 4.0}
        elif customs.joined_dash:
            dashes = {EM_DASH: between.dash, EN_DASH: between.dash + 2}
        else:
            dashes = {EN_DASH: between.dash, EM_DASH: between.dash + 1}
        if unspaced:
            apostrophe = 8
    elif right == WORD and left in (SPACE, BRACKET, DASHED, MARKED):
        apostrophe = _shortened(first)
        letter = _letter_at_edge(word, first, customs)
        if left in (DASHED, MARKED):
            dashes = {EM_DASH: 1.0} if left == MARKED and run_start > start else {}
        elif customs.language in ("ca", "es"):
            dashes = {EM_DASH: 2.5}
    elif left == WORD:
        if not text[at + 1 : at + 2].strip() or right in (POINT, MARKED, DASHED, BRACKET):
            apostrophe = _trailing(last, customs, marked=right in (MARKED, BRACKET))
        letter = _letter_at_edge(word, last, customs) if right != MARKED else NEVER
        dashes = _broken_off(right, last, customs, at_end=at + 1 >= end)
    elif left == POINT and right in (WORD, MARKED, SPACE):
        apostrophe = 4 if right != WORD else 5
        letter = 3.0 if text[at - 1] == "'" and right == WORD else NEVER
        if letter < NEVER and spelled_with_circumflex(word):
            letter = -4.0
        if right == WORD:
            dashes = {EM_DASH: 1.0 if customs.joined_dash else 4.0}
        else:
            dashes = {EM_DASH: 5.0 if right != MARKED else 3.5 if text[at - 1] in ",." else 2.0}
    elif left == MARKED and right == MARKED:
        dashes = {EM_DASH: 1.5}
        apostrophe = 3
    elif left == MARKED:
        apostrophe = 4
        dashes = {EM_DASH: 1.5 if not last else 3.0}
    elif left == SPACE:
        letter = 8 if right == SPACE else NEVER
        dashes = _between_spaces(context, at)
    if last[-1:].islower() and first[:1].islower() and MARKED in (left, right):
        letter = min(letter, 3.0)  # a doubled letter
    if left != WORD != right and _is_itself(context, at):
        letter = -4.0
    for char, cost in dashes.items():
        yield Option(char, Role.DASH, "", cost)
    if apostrophe < NEVER:
        yield Option(APOSTROPHE, Role.JOIN, "", apostrophe)
    yield Option(LETTER, Role.SPELL, "", letter)

    opening = _LEFT[Role.OPEN][left] + _RIGHT[Role.OPEN][right]
    closing = _LEFT[Role.CLOSE][left] + _RIGHT[Role.CLOSE][right]
    if left == SPACE and at - 2 >= start and text[at - 2] in ".,!?;:…\xa6" and text[at - 1] == " ":
        # The space went to the wrong side of the closing mark: `so, âhe said`.
        closing = 4.0 if right == WORD else 3.0
        opening += 0.5 if first[:1].islower() and text[at - 2] in ".,!?" else 0
    nested = 0.5
    if unspaced:
        opening, closing = min(opening, 0.5), min(closing, 0.5)
        nested = 2.0
        if run_end - run_start == 2:
            yield Option(EM_DASH, Role.DASH, "", 0.25)
    yield Option(customs.double[0], Role.OPEN, "d", opening)
    yield Option(customs.double[1], Role.CLOSE, "d", closing)
    yield Option(customs.single[0], Role.OPEN, "s", opening + nested)
    yield Option(customs.single[1], Role.CLOSE, "s", closing)


def _is_itself(context: _Context, at: int) -> bool:
    """Whether a letter that stands alone means just that: a word, a quoted letter, a variable."""
    text, (start, end) = context.text, context.paragraph
    around = text[max(start, at - 2) : at], text[at + 1 : min(end, at + 3)]
    return (
        context.customs.language == "cy"
        or around[0][-1:] in _QUOTED and _QUOTED[around[0][-1:]] == around[1][:1]
        or around[0] == "= "
        or around[1][:1] in ("=", "_", "^")
        or around[1] == " ="
        or context.letters_spoken_of and around[0][-1:] in (" ", "(", "") and around[1] != ""
    )


def _unspaced(char: str) -> bool:
    """Whether the character is of a script that writes no spaces around quotations."""
    return "\u3040" <= char <= "\u9fff" or "\uac00" <= char <= "\ud7a3" or "\u0e00" <= char < "\u0e80"


def _word_around(text: str, at: int, start: int, end: int) -> str:
    tail = _TAIL.search(text[max(start, at - 30) : at])
    head = _HEAD.match(text[at : min(end, at + 30)])
    return (tail[0] if tail else "") + (head[0] if head else "")


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
    if not near or near > "\u0370" and not "\u1e00" <= near < "\u1f00":
        return NEVER
    if near.isdigit() or near.isupper() and word[:1] == LETTER:
        return 10.0
    return 3.0 if customs.circumflex or not customs.known else 4.0


def _broken_off(
    right: str, last: str, customs: Typography, *, at_end: bool
) -> dict[str, float]:
    """A dash right after a word: speech that breaks off."""
    if right == MARKED:
        return {EM_DASH: 1.5}
    if not at_end:
        return {EM_DASH: 6.0}
    return {EM_DASH: 2.5 if is_word(last, customs) else 4.5}


def _between_spaces(context: _Context, at: int) -> dict[str, float]:
    customs, (start, end) = context.customs, context.paragraph
    other = EN_DASH if customs.dash == EM_DASH else EM_DASH
    cost = 1.0 if at == start else 0.0
    if at + 1 >= end:
        cost = 5.0
    elif context.text[at + 1] != " ":
        cost = 3.0
    return {customs.dash: cost, other: cost + (3.0 if customs.sure_dash else 0.5)}


# What is open, outermost first: d a double, s a single quotation.
_State = tuple[str, int]
_AFTER_OPEN = {("", "d"): "d", ("", "s"): "s", ("d", "s"): "ds", ("s", "d"): "sd"}
_AFTER_CLOSE = {
    ("d", "d"): "",
    ("s", "s"): "",
    ("ds", "s"): "d",
    ("sd", "d"): "s",
}


def _turn(stack: str, option: Option) -> tuple[str, float]:
    """What is open after the option, and what that costs."""
    if option.role is Role.OPEN:
        after = _AFTER_OPEN.get((stack, option.level))
        if after is not None:
            return after, _SINGLE_OUTSIDE if after == "s" else 0
        return option.level if option.level == "d" else stack or "s", _UNCLOSED
    if option.role is Role.CLOSE:
        after = _AFTER_CLOSE.get((stack, option.level))
        if after is not None:
            return after, 0
        if option.level == "d":
            return "", _UNOPENED if not stack else _UNCLOSED
        return stack, _UNOPENED
    return stack, 0


def _settle(context: _Context, marks: list[Mark]) -> None:
    """Fill in the costs of each mark's characters, by two passes over the paragraph."""
    adjacent = _ADJACENT_UNSPACED if context.customs.unspaced else _ADJACENT
    steps: list[list[tuple[_State, _State, str, float]]] = []
    ahead: dict[_State, float] = {("", -1): 0.0}
    forward = [ahead]
    for mark in marks:
        step: list[tuple[_State, _State, str, float]] = []
        reached: dict[_State, float] = {}
        for state, so_far in ahead.items():
            stack, last = state
            for option in mark.options:
                after, cost = _turn(stack, option)
                cost += option.cost
                if mark.adjacent:
                    cost += adjacent.get((Role(last), option.role), 6.0)
                target = (after, int(option.role))
                step.append((state, target, option.char, cost))
                if so_far + cost < reached.get(target, float("inf")):
                    reached[target] = so_far + cost
        steps.append(step)
        ahead = reached
        forward.append(ahead)
    left_open = _UNCLOSED_BUT_RESUMED if context.resumed else _UNCLOSED
    behind = {state: len(state[0]) * left_open for state in ahead}
    for mark, step, ahead in zip(reversed(marks), reversed(steps), forward[-2::-1], strict=True):
        before: dict[_State, float] = {}
        for state, target, char, cost in step:
            rest = cost + behind[target]
            if rest < before.get(state, float("inf")):
                before[state] = rest
            whole = ahead[state] + rest
            if whole < mark.costs.get(char, float("inf")):
                mark.costs[char] = whole
        behind = before
