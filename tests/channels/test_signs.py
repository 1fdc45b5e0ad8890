"""Signs: single ones that are all that was misread in a short line, and text that looks so."""

from __future__ import annotations

import pytest

from fixenc import fix_text
from fixenc.channels.misreading.undo import NBSP

MISREAD = [
    ("cp1252", "¿Ya no estaba?"),
    ("cp1252", 'msg = "¡Listo!"'),
    ("latin-1", "¡Hola amigos!"),
    ("cp1252", "Home · About"),
    ("latin-1", "· first point"),
    ("cp1252", "x→y"),
    ("latin-1", "x≤5"),
    ("latin-1", "1920×1080"),
    ("cp437", "1920×1080"),
    ("cp850", "3×4 cm"),
    ("cp1252", "la la ♫"),
    ("cp1251", "© 2020 Foo"),
    ("cp1251", "see §3"),
    ("cp1251", "20 °C"),
]


@pytest.mark.parametrize(("reader", "text"), MISREAD)
def test_a_single_sign_comes_back(reader: str, text: str) -> None:
    assert fix_text(text.encode().decode(reader)) == text


@pytest.mark.parametrize(
    "text",
    [
        "À · Á · Â · Ã",
        "À·Á·Â·Ã",
        "Di fâ…”",
        "Hâ…”",
        "220 В±10 %",
        "ПАВ®",
        "5 В° с. ш.",
        "├── été",
        "a├élan",
        "Â¿ Â¡",
        "ÂÂ¡",
        "‹ÿ›",
        "‹Ã› and ‹a›",
    ],
)
def test_a_letter_beside_a_sign_stays(text: str) -> None:
    assert fix_text(text) == text


def test_a_range_of_prices_is_not_proposed() -> None:
    """A dash and a pound sign are a Cyrillic letter in MacRoman."""
    text = "Tickets cost £5–£10, or €6–€12."
    assert fix_text(text, unsafe_fixes=True) == text


@pytest.mark.parametrize("text", ["Undra på att", "det går på tåg"])
def test_a_letter_that_a_macintosh_showed_is_no_space(text: str) -> None:
    damaged = text.encode("latin-1").decode("mac_roman")
    assert NBSP not in fix_text(damaged)


def test_a_space_behind_a_word_is_one() -> None:
    assert fix_text("the priceÂ of it") == f"the price{NBSP}of it"
