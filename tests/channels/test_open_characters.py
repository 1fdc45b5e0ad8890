"""Characters whose lost byte is open: what is restored beside them, and what is proposed."""

from __future__ import annotations

import pytest

from fixenc import fix_text, repair
from fixenc.channels.misreading.candidates import _shown_by_kin
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


@pytest.mark.parametrize(
    ("text", "written"),
    [
        # A straight mark, too, may be one of the bytes of the last word.
        (
            "\u03bd\u2022?\u03ba\xb5\xad\u03bc\u2013\u0384 "
            "\u03b2\u20ac?\u03bc\u2022?\u03bb\u2026\u2022\u03b2\u20ac? "
            '\u03bc\u0386\u2039\u03bc\u2022\u201e\u03bc?"',
            [],
        ),
        # Of the last word one letter is certain.
        (
            "\xce\xbc\xce\xbf\xce\xb9\xce\xac\xce\xb6\xce\xbf\xcf?\xce\xbd "
            "\xce\xbc\xce\xb5\xcf?\xce\xb1\xce\xbe\xcf? \xcf?\xce\xbf\xcf?\xcf?.",
            ["μοιάζουν μεταξύ", "\xcf?ο\xcf?\xcf?."],
        ),
    ],
)
def test_what_is_certain_of_words_is_done_unasked(text: str, written: list[str]) -> None:
    assert safe(text) == written


def test_a_misreading_is_likelier_than_a_loss_that_makes_the_same() -> None:
    [edit] = repair("Gr\xc3\xb6\xc3?e").edits
    assert edit.new == "öß"
    assert edit.rules == ("mojibake",)


@pytest.mark.parametrize(
    ("reader", "kin"), [("cp1250", "iso8859-2"), ("cp1253", "iso8859-7"), ("cp1254", "iso8859-9")]
)
def test_kin_that_explain_as_much_showed_what_has_no_mark_of_windows(reader: str, kin: str) -> None:
    text = "\xc4?"
    assert list(_shown_by_kin(text, {reader, kin})) == [reader]
    assert list(_shown_by_kin(f"{text}\u2026", {reader, kin})) == []
    assert list(_shown_by_kin(text, {reader})) == []


def test_a_row_that_shows_mojibake_beside_what_it_was_stays() -> None:
    row = "\u015fark\u0131\t\u0393\u2021a\u0394?r\u0394\xb1 \u0395?ark\u0394\xb1"
    assert fix_text(row) == row
