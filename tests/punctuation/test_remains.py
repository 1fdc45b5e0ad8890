"""Remains: no edit is made inside of mojibake that stays."""

from __future__ import annotations

import pytest

from fixenc import fix_text
from fixenc.core.edits import Edit
from fixenc.model.suspicion import most_suspicious
from fixenc.punctuation.remains import REMAINS, beside_mojibake


def test_mojibake_that_was_lowercased_stays_whole() -> None:
    text = "\xe3†\xe2€™\xe3ƒ\xe2€ \xe3\xa2\xe2‚\xac\xe2„\xa2\xe3ƒ\xe6’\xe3‚\xe2\xa2"
    assert fix_text(text) == text


def test_what_two_readings_explain_stays_whole() -> None:
    one = "It\xc3?\xc2\xa2\xe2?\xac\xe2?\xa2s"
    text = f"{one} classic. {one} epic. {one} ELIZABETH BENNET for goodness{one[2:-1]} sake!"
    assert fix_text(text) == text


@pytest.mark.parametrize(
    ("text", "is_part"),
    [("5 \xe2\xac, so", False), ("\xe3ƒ\xe2\xa2\xe3‚ x", True), ("\xe3ƒ \xe2\xa2 x", False)],
)
def test_an_edit_is_a_part_of_what_else_is_damaged_in_its_word(text: str, is_part: bool) -> None:
    at = text.index("\xe2")
    edit = Edit(at, at + 2, "•")
    assert beside_mojibake(text, [edit]) == ({edit} if is_part else set())


def test_what_is_edited_is_not_asked() -> None:
    text = "Unicode\xe2\xa2 is"
    assert most_suspicious(text) >= REMAINS > most_suspicious("Unicode  is")
    assert not beside_mojibake(text, [Edit(7, 9, "™")])


def test_long_words_are_looked_at_without_any_of_their_edits() -> None:
    text = "a" * 60 + "\xe2\xa2" + "a" * 60 + "\xe2\xa2" + "a" * 60
    edits = [Edit(60, 62, "•"), Edit(122, 124, "•")]
    assert beside_mojibake(text, edits) == set()


def test_as_many_bits_are_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fixenc.punctuation.remains.most_suspicious", lambda _: REMAINS)
    edit = Edit(2, 4, "€")
    assert beside_mojibake("é \xe2\xacé", [edit]) == {edit}


@pytest.mark.parametrize("space", " \t\n\r")
def test_words_end_at_white_space(space: str) -> None:
    text = f"\xe3ƒ{space}\xe2\xa2{space}\xe3‚"
    assert beside_mojibake(text, [Edit(3, 5, "•")]) == set()
