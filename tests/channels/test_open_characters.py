"""Characters whose lost byte is open: what is restored beside them, and what is proposed."""

from __future__ import annotations

import pytest

from fixenc import fix_text, repair
from fixenc.core.edits import Safety


def safe(text: str) -> list[str | None]:
    """What the edits that are done unasked write."""
    return [edit.new for edit in repair(text).edits if edit.safety is Safety.SAFE]


@pytest.mark.parametrize(
    "text",
    [
        # Too much is open, or what would stay does not show how it was damaged.
        '\u039e\u2022\u039e\xbb\u039e\xbb\u039e\xac\u039e\u0384\u039e\xb1 \u03b2\u20ac" '
        "\u039e'\u039e\u0398\u039e\xae\u039e\xbd\u039e\xb1 "
        "\u03b2\u20ac?\u039e\u038e\u039f?\u039e\xbb\u039e\u038f\u03b2\u20ac\u2122",
        "\u015fark\u0131, \u0393\u2021a\u0394?r\u0394\xb1 \u0395?ark\u0394\xb1",
        # Which emoji it was is open.
        "Wir h\xf6ren \xf0\u0178\u017d? Musik",
        "on y \xc3  bien",
    ],
)
def test_nothing_is_done_unasked(text: str) -> None:
    assert safe(text) == []


def test_cells_of_a_row_are_judged_where_they_stand() -> None:
    row = (
        "x\tx\tx\tx\t\u015fark\u0131\tT\xc3\xbcrkiye'de ya\xc5?ayan \xc3\xa7ocuklar "
        "\xc4\xb0stanbul'da \xc5?ark\xc4\xb1 s\xc3\xb6yl\xc3\xbcyor"
    )
    cells = "x\tx\tx\tx\tşarkı\tTürkiye'de yaşayan çocuklar İstanbul'da şarkı söylüyor"
    assert fix_text(row) == cells


@pytest.mark.parametrize("stand_in", ["?", "\ufffd"])
def test_both_stand_ins_are_one_open_character(stand_in: str) -> None:
    text = "Zażółć gęślą jaźń, a potem świeże jabłka."
    damaged = "".join(
        stand_in if "\x80" <= c < "\xa0" else c for c in text.encode().decode("latin-1")
    )
    assert fix_text(damaged) != damaged
