"""Unclosed: closing marks that would open a quotation."""

from __future__ import annotations

import pytest

from fixenc import fix_text
from fixenc.punctuation.unclosed import unclosed


@pytest.mark.parametrize(
    ("text", "marks", "found"),
    [
        ("”Hej,” sa han.", [0, 5], []),
        ("”Hej, sa han.", [0], [0]),
        ("a ”b c", [2], [2]),
        ("a” b", [1], []),
        ("a ”b\nc”", [2, 6], [2]),
        ("'”, x", [1], [1]),
        ("âHallo” sagte er.", [0], []),
        ("âHallo\n”", [0], [0]),
        ("", [], []),
    ],
)
def test_marks_that_open_and_are_not_closed(text: str, marks: list[int], found: list[int]) -> None:
    assert list(unclosed(text, marks)) == found


@pytest.mark.parametrize(
    "text", ["Test 8 \xe2€?`slots` of\N{NO-BREAK SPACE}a plug", "bullet: '\xe2€?,"]
)
def test_what_may_have_been_a_dash_is_not_made_a_closing_mark(text: str) -> None:
    assert fix_text(text) == text
