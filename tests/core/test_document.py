"""Documents: where a character stands."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fixenc.core.document import Document


@pytest.mark.parametrize(
    ("text", "offset", "position"),
    [
        ("", 0, (1, 1)),
        ("ab", 1, (1, 2)),
        ("ab", 2, (1, 3)),
        ("a\nb", 1, (1, 2)),
        ("a\nb", 2, (2, 1)),
        ("a\n", 2, (2, 1)),
        ("\n\n\n", 2, (3, 1)),
        ("a\r\nb", 3, (2, 1)),
        # Python's splitlines ends lines here too; they can be mojibake.
        ("a\x85b\x0bc\x0cd\u2028e\rf", 11, (1, 12)),
        ("\U0001f600b", 1, (1, 2)),
    ],
)
def test_position(text: str, offset: int, position: tuple[int, int]) -> None:
    assert Document(text).position(offset) == position


@given(st.text("ab\n\r\x85"))
def test_every_character_has_its_own_position(text: str) -> None:
    document = Document(text)
    lines = text.split("\n")
    positions = [document.position(offset) for offset in range(len(text) + 1)]
    assert len(set(positions)) == len(positions)
    for character, (line, column) in zip(text, positions, strict=False):
        assert (lines[line - 1] + "\n")[column - 1] == character
