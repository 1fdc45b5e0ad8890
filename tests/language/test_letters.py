"""Words are read in one step where they can be, and letter by letter elsewhere, to one end."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fixenc.language import letters
from fixenc.language.families import FAMILIES
from fixenc.language.letters import bits, fold, read, word_cost


@given(
    st.text("aeßłğxq", min_size=1, max_size=8)
    | st.text("аяжё\u04ff", min_size=1, max_size=8)
    | st.text("かな漢字", min_size=1, max_size=8)
    | st.text("한국어", min_size=1, max_size=8)
    | st.text("סלאםכ", min_size=1, max_size=8)
)
def test_a_word_of_one_script_costs_what_its_letters_do(word: str) -> None:
    assert word_cost(word) == letters._letter_by_letter(fold(word), letters._case_bits(word))


@pytest.mark.parametrize("name", FAMILIES)
def test_a_letter_never_seen_costs_more_than_any_that_is(name: str) -> None:
    family = letters.family(name)
    rarest = max(map(family.least, family.singles.values()))
    unseen = next(
        letter
        for letter in map(chr, range(0xC0, 0xD800))
        if letters.family_of(letter) == name and letter.isalpha() and letter not in family.singles
    )
    assert family.least(family.costs[letters.EDGE + unseen]) >= min(rarest, 20.0)


@pytest.mark.parametrize(
    ("likely", "unlikely"),
    [
        ("Привет", "oPXBET"),
        ("été", "étÿ"),
        ("שָׁלוֹם", "ша́לוֹם"),
        ("naïve", "na\u0456ve"),
    ],
)
def test_spelling_tells(likely: str, unlikely: str) -> None:
    assert bits(likely) < bits(unlikely)


def test_a_language_of_the_text_around_goes_first() -> None:
    assert read("où", frozenset({"fr"})).languages == {"LATIN": "fr"}
    assert read("für", {"de"} | frozenset()).bits <= read("für").bits + 12
