"""Hunks add up to both texts, for any text and any edits."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from fixenc.core.document import Document
from fixenc.core.edits import Edit, apply, disjoint
from fixenc.review.groups import Groups
from fixenc.review.hunks import Line, hunks, split_lines, trimmed

TEXTS = st.text(st.sampled_from("ab\n\r\x85"), max_size=40)


@st.composite
def edited(draw: st.DrawFn) -> tuple[str, list[Edit]]:
    text = draw(TEXTS)
    spans = draw(st.lists(st.tuples(st.integers(0, len(text)), st.integers(0, len(text)), TEXTS)))
    return text, disjoint(Edit(min(a, b), max(a, b), new[:5]) for a, b, new in spans)


@given(edited(), st.integers(0, 3))
@example(("a\n", [Edit(1, 2, ""), Edit(2, 2, "c")]), 0)
def test_hunks_add_up(case: tuple[str, list[Edit]], context: int) -> None:
    text, edits = case
    old, new = split_lines(text), split_lines(apply(text, edits))
    rebuilt: list[str] = []
    at = 0
    for hunk in hunks(text, edits, context):
        rebuilt += old[at : hunk.old_start]
        assert len(rebuilt) == hunk.new_start
        assert [line.text for line in hunk.lines if line.sign != "+"] == old[
            hunk.old_start : hunk.old_start + hunk.old_count
        ]
        for line in hunk.lines:
            assert line.text == (new if line.sign == "+" else old)[line.number]
        rebuilt += [line.text for line in hunk.lines if line.sign != "-"]
        at = hunk.old_start + hunk.old_count
    assert rebuilt + old[at:] == new


def test_what_is_added_at_the_end_of_a_text_is_marked_in_both_lines() -> None:
    [hunk] = hunks("a", [Edit(1, 1, "b")])
    assert [line.marks for line in hunk.lines] == [((1, 1),), ((1, 2),)]


@given(edited())
@example(("\n\n", [Edit(0, 1, "a"), Edit(1, 2, "\n\n")]))
@example(("a\na", [Edit(0, 2, ""), Edit(3, 3, "a\na")]))
def test_marked_characters_are_those_that_change(case: tuple[str, list[Edit]]) -> None:
    text, edits = case
    for hunk in hunks(text, edits, 0):
        left = {"-": "", "+": ""}
        for line in hunk.lines:
            at = 0
            for lo, hi in line.marks:
                assert at <= lo <= hi <= len(line.text)
                left[line.sign] += line.text[at:lo]
                at = hi
            for sign in left if line.sign == " " else line.sign:
                left[sign] += line.text[at:]
        assert left["-"] == left["+"]


def test_lines_that_change_stand_by_each_other() -> None:
    (hunk,) = hunks("â\nb\nâ\n", [Edit(0, 1, "’"), Edit(4, 5, "’")], 1)
    assert hunk.header == "@@ -1,3 +1,3 @@"
    assert hunk.lines == (
        Line("-", 0, "â\n", ((0, 1),)),
        Line("+", 0, "’\n", ((0, 1),)),
        Line(" ", 1, "b\n"),
        Line("-", 2, "â\n", ((0, 1),)),
        Line("+", 2, "’\n", ((0, 1),)),
    )


def test_far_changes_are_two_hunks() -> None:
    text = "a\n" * 20
    headers = [hunk.header for hunk in hunks(text, [Edit(0, 2, ""), Edit(38, 39, "b")])]
    assert headers == ["@@ -1,5 +1,4 @@", "@@ -17,4 +16,4 @@"]


@pytest.mark.parametrize(
    ("text", "edit", "expected"),
    [
        (" âsaid", Edit(0, 6, "” said"), (0, 2, "” ")),
        ("aa", Edit(0, 2, "a"), (1, 2, "")),
        ("a", Edit(0, 1, "a"), (1, 1, "")),
        ("ab", Edit(1, 1, "x"), (1, 1, "x")),
        (r"\u00c3\u00a9", Edit(0, 12, r"\u00e9"), (0, 12, r"\u00e9")),
    ],
)
def test_trimmed(text: str, edit: Edit, expected: tuple[int, int, str]) -> None:
    assert trimmed(text, edit) == expected


@pytest.mark.parametrize(("between", "number"), [(2, 1), (3, 2)])
def test_changes_are_of_one_hunk_if_their_contexts_touch(between: int, number: int) -> None:
    text = "â\n" + "b\n" * between + "â\n"
    edits = [Edit(0, 1, "’"), Edit(len(text) - 2, len(text) - 1, "’")]
    assert len(list(hunks(text, edits, 1))) == number


def test_a_mark_at_the_start_of_a_line_is_none_of_the_line_before() -> None:
    (hunk,) = hunks("âb\nâd\n", [Edit(0, 1, "’"), Edit(3, 4, "’")], 0)
    assert [line.marks for line in hunk.lines] == [((0, 1),)] * 4


def test_kinds_of_change_are_repeated_if_there_are_more_than_enough() -> None:
    groups = Groups(enough=2)
    document = Document("â" * 3)
    news = [groups.is_news(document, Edit(at, at + 1, "’", ("lost",))) for at in range(2)]
    assert (news, list(groups.repeated())) == ([True, True], [])
    assert not groups.is_news(document, Edit(2, 3, "’", ("lost",)))
    assert [group.times for _, group in groups.repeated()] == [3]
