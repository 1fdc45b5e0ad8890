"""Pragmas: which parts of a text are left alone."""

from __future__ import annotations

import pytest

from fixenc.core.edits import Edit
from fixenc.core.pragmas import outside, protected

CASES = [
    ("nothing to see", []),
    ("a\n# fixenc: ignore\nb\n", ["# fixenc: ignore\n"]),
    ("a\nlast line, fixenc:ignore", ["last line, fixenc:ignore"]),
    ("a\nfixenc: off\nb\nfixenc: on\nc\n", ["fixenc: off\nb\nfixenc: on\n"]),
    ("fixenc: off\nb\n", ["fixenc: off\nb\n"]),
    (
        "fixenc: off\nfixenc: ignore\nb\nfixenc: on\nc",
        ["fixenc: off\nfixenc: ignore\nb\nfixenc: on\n"],
    ),
    ("fixenc: off\nfixenc: off\nfixenc: on\nc", ["fixenc: off\nfixenc: off\nfixenc: on\n"]),
    ("fixenc: on\nc", []),
    ("fixenc: ignore\nb\nfixenc: ignore\n", ["fixenc: ignore\n", "fixenc: ignore\n"]),
    ("prefixenc: ignore\nfixenc: ignored\nfixenc: offer\nfixenc:\nignore", []),
    ("fixenc:\t ignore", ["fixenc:\t ignore"]),
    ("one\x85two fixenc: ignore\r\nb", ["one\x85two fixenc: ignore\r\n"]),
]


@pytest.mark.parametrize(("text", "parts"), CASES)
def test_protected(text: str, parts: list[str]) -> None:
    assert [text[start:end] for start, end in protected(text)] == parts


@pytest.mark.parametrize(
    ("start", "end", "left"),
    [
        (0, 2, True),
        (1, 3, False),
        (2, 2, False),
        (4, 5, False),
        (5, 5, False),
        (6, 6, True),
        (6, 9, True),
        (1, 9, False),
    ],
)
def test_outside(start: int, end: int, left: bool) -> None:
    """An edit may end where the protected span 2..6 begins, and begin where it ends."""
    edit = Edit(start, end, "X")
    assert outside([edit], [(2, 6), (20, 30)]) == ([edit] if left else [])


def test_an_edit_after_the_last_span_stays() -> None:
    edits = [Edit(40, 41, "X"), Edit(0, 1, "Y")]
    assert outside(edits, [(2, 6), (20, 30)]) == edits
    assert outside(edits, []) == edits


def test_nothing_is_added_at_the_end_of_a_protected_last_line() -> None:
    text = "a fixenc: ignore"
    assert outside([Edit(len(text), len(text), "\n")], protected(text)) == []
