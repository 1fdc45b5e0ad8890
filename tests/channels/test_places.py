"""Characters that lost bytes, and that their place in the line tells."""

from __future__ import annotations

import pytest

from fixenc import fix_text
from fixenc.channels.misreading.lossy.places import Place, places_of, with_certain_marks
from tests.shown import shown_by_windows


@pytest.mark.parametrize(
    "text",
    [
        "He said “hello” and left.",
        "Use the “foo bar” option, not “baz”.",
        "Use it (“it is good”).",
        "don’t use “eval” here",
        "│   ├── a.py",
        "│   │   └── b.py",
        "你好世界。",
        "参数（可选的）",
    ],
)
def test_a_mark_that_its_place_tells_is_restored(text: str) -> None:
    damaged = shown_by_windows(text)
    assert "?" in damaged
    assert fix_text(damaged) == text


@pytest.mark.parametrize(
    "line",
    [
        "users\N{CJK UNIFIED IDEOGRAPH-9225}? data",  # a plural, or the end of a quotation
        "\N{CJK UNIFIED IDEOGRAPH-9239}?   src",  # no tree
    ],
)
def test_a_mark_that_its_place_does_not_tell_is_left(line: str) -> None:
    assert fix_text(line) == line


SPACE, LETTER = (" ",), ("a",)
DASH_OR_CLOSING = ("—", "”")
COMMA_OR_STOP = ("、", "。", "」")
TRUNK_OR_CORNER = ("┐", "│")


@pytest.mark.parametrize(
    ("pieces", "place", "last", "opened"),
    [
        ([("“",), LETTER, DASH_OR_CLOSING], Place(), ("”",), ""),
        ([LETTER, ("“",), LETTER, DASH_OR_CLOSING], Place(), DASH_OR_CLOSING, ""),  # it closes
        ([("“",), LETTER, SPACE, DASH_OR_CLOSING], Place(), DASH_OR_CLOSING, "“"),
        ([DASH_OR_CLOSING], Place("“"), DASH_OR_CLOSING, "“"),  # a run begins behind a space
        ([LETTER, DASH_OR_CLOSING], Place("“"), ("”",), ""),
        ([LETTER, DASH_OR_CLOSING], Place(), DASH_OR_CLOSING, ""),
        ([LETTER, ("“", "”", "—")], Place("„"), ("“", "”"), ""),
        ([LETTER, ("”",)], Place("“"), ("”",), ""),
        ([LETTER, ("”",)], Place("（“"), ("”",), "（"),
        ([LETTER, ("「",)], Place("“"), ("「",), "“「"),
        ([LETTER, COMMA_OR_STOP], Place(ends_line=True), ("。",), ""),
        ([LETTER, COMMA_OR_STOP], Place(is_unsure=True, ends_line=True), ("。", "」"), ""),
        ([LETTER, COMMA_OR_STOP], Place(), COMMA_OR_STOP, ""),
        ([COMMA_OR_STOP, LETTER], Place(ends_line=True), LETTER, ""),
        ([LETTER, COMMA_OR_STOP], Place("「", ends_line=True), ("」",), ""),
        ([LETTER, COMMA_OR_STOP], Place("「"), COMMA_OR_STOP, "「"),
        ([LETTER, COMMA_OR_STOP], Place("（", ends_line=True), ("。",), "（"),
        ([LETTER, ("，", "：", "？")], Place(ends_line=True), ("：", "？"), ""),
        ([TRUNK_OR_CORNER], Place(before_branch=True), ("│",), ""),
        ([TRUNK_OR_CORNER], Place(), TRUNK_OR_CORNER, ""),
        ([TRUNK_OR_CORNER, LETTER], Place(before_branch=True), LETTER, ""),
        ([LETTER, ("— ", "” ")], Place("“"), ("” ",), ""),
        ([("—", "— ", "–")], Place(), ("—", "–"), ""),
        ([("—", "— ", "–")], Place(swallows=True), ("—", "— ", "–"), ""),
        ([("—", "– ")], Place(), ("—", "– "), ""),
        ([("\u2000 ", "‗")], Place("“"), ("\u2000 ", "‗"), "“"),  # a space is no mark
    ],
)
def test_pieces_are_certain_where_their_place_tells_them(
    pieces: list[tuple[str, ...]], place: Place, last: tuple[str, ...], opened: str
) -> None:
    found, behind = with_certain_marks(pieces, place)
    assert (found[-1], behind.opened) == (last, opened)


BRANCH = [("├",), ("─",)]
TRUNK = [TRUNK_OR_CORNER]


@pytest.mark.parametrize(
    ("runs", "before_branch"),
    [
        ([(0, TRUNK), (1, BRANCH)], [True, False]),
        ([(0, TRUNK), (1, TRUNK), (2, BRANCH)], [True, True, False]),
        ([(0, BRANCH), (1, TRUNK)], [False, False]),
        ([(0, TRUNK), (1, TRUNK)], [False, False]),
        ([(0, TRUNK), (2, BRANCH)], [False, False]),  # a word of ASCII is between
        ([(1, TRUNK), (2, BRANCH)], [False, False]),
        ([(0, [*TRUNK, LETTER]), (1, BRANCH)], [False, False]),
        ([(0, [LETTER]), (1, BRANCH)], [False, False]),
        ([(0, TRUNK), (1, [("├", "┐")])], [False, False]),
        ([(0, []), (1, BRANCH)], [False, False]),
    ],
)
def test_trunks_of_a_tree_stand_before_a_branch(
    runs: list[tuple[int, list[tuple[str, ...]]]], before_branch: list[bool]
) -> None:
    assert [place.before_branch for place in places_of(runs, 9)] == before_branch


def test_places_are_those_of_a_line() -> None:
    runs = [(0, [("“",), LETTER]), (2, [LETTER]), (3, [LETTER, ("”",)])]
    assert [*places_of(runs, 3)] == [Place(), Place("“"), Place("“", ends_line=True)]


@pytest.mark.parametrize(
    ("piece", "swallows"), [(("— ", "– "), True), (("—", "– "), False), (("— ",), False)]
)
def test_a_line_shows_that_spaces_were_swallowed(piece: tuple[str, ...], swallows: bool) -> None:
    assert [place.swallows for place in places_of([(0, [LETTER]), (1, [piece])], 1)] == [
        swallows,
        swallows,
    ]


@pytest.mark.parametrize(
    ("piece", "is_unsure"),
    [(("「", "、"), True), (("」", "、"), True), (("。", "、"), False), (("「",), False)],
)
def test_a_lost_character_may_have_opened_or_closed_a_bracket(
    piece: tuple[str, ...], is_unsure: bool
) -> None:
    _, behind = with_certain_marks([LETTER, piece], Place())
    assert behind.is_unsure is is_unsure
    _, further = with_certain_marks([LETTER], behind)
    assert further.is_unsure is is_unsure
