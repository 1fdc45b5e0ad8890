"""Characters that lost bytes, and that their place in the line tells."""

from __future__ import annotations

import pytest

from fixenc import fix_text
from fixenc.channels.misreading.lossy.places import certain_pieces
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
BRANCH = [("├",), ("─",)]

Run = list[tuple[str, ...]]


def told(*runs: Run, last: int = 9) -> list[Run]:
    """The pieces of the runs of a line, with those that their place tells."""
    certain = certain_pieces(list(enumerate(runs)), last)
    return [
        [dict(own).get(at, piece) for at, piece in enumerate(run)]
        for run, own in zip(runs, certain, strict=True)
    ]


@pytest.mark.parametrize(
    ("run", "last"),
    [
        ([("“",), LETTER, DASH_OR_CLOSING], ("”",)),
        ([("„",), LETTER, ("“", "”", "—")], ("“", "”")),
        ([("“",), LETTER, ("— ", "” ")], ("” ",)),
        ([LETTER, DASH_OR_CLOSING], DASH_OR_CLOSING),  # nothing is open
        ([LETTER, ("“",), LETTER, DASH_OR_CLOSING], DASH_OR_CLOSING),  # the mark closes
        ([("“",), LETTER, SPACE, DASH_OR_CLOSING], DASH_OR_CLOSING),
        ([("“",), LETTER, ("a", "— "), DASH_OR_CLOSING], DASH_OR_CLOSING),  # perhaps a space
        ([("“",), LETTER, ("”",), LETTER, DASH_OR_CLOSING], DASH_OR_CLOSING),
        ([("“",), LETTER, DASH_OR_CLOSING, LETTER, DASH_OR_CLOSING], DASH_OR_CLOSING),  # or ’
        ([("“",), LETTER, DASH_OR_CLOSING, ("“",), LETTER, DASH_OR_CLOSING], ("”",)),
        ([("“",), DASH_OR_CLOSING, LETTER, ("”",)], ("”",)),
        ([("b", "“"), ("“",), LETTER, DASH_OR_CLOSING], DASH_OR_CLOSING),  # perhaps in a word
        ([("“",), LETTER, ("\u2000 ", "‗")], ("\u2000 ", "‗")),  # a space is no mark
    ],
)
def test_a_quotation_is_closed_by_the_mark_that_alone_can(run: Run, last: Run) -> None:
    assert told(run)[0][-1] == last


@pytest.mark.parametrize("last", [("”",), DASH_OR_CLOSING])
def test_a_mark_stays_open_if_another_one_may_close(last: tuple[str, ...]) -> None:
    run = [("“",), LETTER, DASH_OR_CLOSING, LETTER, last]
    assert told(run) == [run]


def test_a_quotation_may_go_on_in_other_runs() -> None:
    assert told([("“",), LETTER], [LETTER, DASH_OR_CLOSING])[1][-1] == ("”",)
    # A run begins behind a space.
    assert told([("“",), LETTER], [DASH_OR_CLOSING])[1][-1] == DASH_OR_CLOSING


@pytest.mark.parametrize(
    ("run", "end"),
    [
        ([("中",), COMMA_OR_STOP], ("。",)),
        ([("は",), COMMA_OR_STOP], COMMA_OR_STOP),  # Japanese is wrapped behind commas
        ([("\u30ff",), COMMA_OR_STOP], COMMA_OR_STOP),
        ([("\u3100",), COMMA_OR_STOP], ("。",)),
        ([("「",), LETTER, COMMA_OR_STOP], ("」",)),
        ([("「",), LETTER, ("」",), COMMA_OR_STOP], ("。",)),
        ([("〈",), LETTER, ("〉", "、")], ("〉",)),
        ([("【",), LETTER, ("】", "、")], ("】",)),
        ([("（",), LETTER, COMMA_OR_STOP], ("。", "」")),
        ([COMMA_OR_STOP, LETTER, COMMA_OR_STOP], ("。", "」")),  # one may have closed a bracket
        ([COMMA_OR_STOP, ("〜", "〝"), LETTER, COMMA_OR_STOP], ("。", "」")),
        ([("〜", "〝"), LETTER, COMMA_OR_STOP], ("。",)),
        ([LETTER, ("，", "：", "？")], ("：", "？")),
        ([LETTER, ("（", "：", "「")], ("：",)),
        ([LETTER, ("（", "，")], ("（", "，")),  # nothing would be left
        ([LETTER, ("中",)], ("中",)),
    ],
)
def test_the_end_of_a_line_tells_what_it_is(run: Run, end: tuple[str, ...]) -> None:
    assert told(run, last=0)[0][-1] == end
    assert told(run)[0][-1] == run[-1]  # another run follows


def test_a_run_that_was_not_misread_may_end_a_line() -> None:
    assert told([LETTER, COMMA_OR_STOP], [], last=1) == [[LETTER, COMMA_OR_STOP], []]
    assert told() == []


@pytest.mark.parametrize(
    ("pieces", "kept"),
    [
        ([("—", "— ", "–")], [("—", "–")]),
        ([("—", "— ", "–"), ("— ", "– ")], [("—", "— ", "–"), ("— ", "– ")]),  # it swallows
        ([("—", "– ")], [("—", "– ")]),
        ([("a ",)], [("a ",)]),
    ],
)
def test_a_space_is_added_only_where_the_line_swallows_them(pieces: Run, kept: Run) -> None:
    assert told(pieces) == [kept]


@pytest.mark.parametrize(
    ("runs", "trunks"),
    [
        ([(0, [TRUNK_OR_CORNER]), (1, BRANCH)], 1),
        ([(0, [("┐", "│ ")]), (1, [TRUNK_OR_CORNER]), (2, BRANCH)], 2),
        ([(0, BRANCH), (1, [TRUNK_OR_CORNER])], 0),
        ([(0, [TRUNK_OR_CORNER]), (1, [TRUNK_OR_CORNER])], 0),
        ([(0, [TRUNK_OR_CORNER]), (2, BRANCH)], 0),  # a word of ASCII is between
        ([(1, [TRUNK_OR_CORNER]), (2, BRANCH)], 0),
        ([(0, [TRUNK_OR_CORNER, LETTER]), (1, BRANCH)], 0),
        ([(0, [LETTER]), (1, BRANCH)], 0),
        ([(0, [TRUNK_OR_CORNER]), (1, [("├", "┐")])], 0),
        ([(0, []), (1, BRANCH)], 0),
    ],
)
def test_trunks_of_a_tree_stand_before_a_branch(runs: list[tuple[int, Run]], trunks: int) -> None:
    certain = certain_pieces(runs, 9)
    assert [bool(each) for each in certain] == [True] * trunks + [False] * (len(runs) - trunks)
    assert all(own[0][1][0].strip() == "│" for own in certain[:trunks])


def test_a_mark_that_closes_a_string_follows_what_is_lost() -> None:
    damaged = shown_by_windows("title: '整合快速筆記'")
    assert damaged.endswith("?'")
    assert fix_text(damaged) == "title: '整合快速筆記'"
