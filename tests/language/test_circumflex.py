"""Where `â` is at home, and where a mark may have been lost."""

from __future__ import annotations

import pytest

from fixenc.automaton import holds
from fixenc.language.circumflex import ELSEWHERE, doubtful


@pytest.mark.parametrize(
    "text",
    [
        "À l’âge de dix ans, les âmes ; un homme âgé, une femme âgée.",
        "Le bâtard de Pâques n’a pas pris le bâton.",
        "A Tanzânia e a Goiânia orgânica",
        "Câteva mâini au câștigat râul, luând hotărârea bătrânului român.",
        "Hâlâ bir hikâye, kâr ve rüzgâr; imkânı yok.",
        "Cây, dây và Tây; âm thanh; châu Âu",
    ],
)
def test_words_that_are_spelled_with_the_letter(text: str) -> None:
    assert not holds(ELSEWHERE, text)


@pytest.mark.parametrize(
    "text",
    [
        "He said, âget out.",  # as in âge, but that another letter follows
        "a badâge",  # âge is a word, and badâge none
        "Erikâyou know",  # as in hikâye
        "the weekânot the year",  # as in mekân
        "so heâlet us go",  # as in hâl
        "wasnât",
        "Iâm",
        "goodâ",
        "â",
    ],
)
def test_what_a_lost_mark_may_be(text: str) -> None:
    assert holds(ELSEWHERE, text)


def test_doubtful_letters_are_looked_for_in_some_lines() -> None:
    text = "wasnât\nâge âge wasnât ïâ\nisnât"
    assert list(doubtful(text, [(7, 24)])) == [19, 23]
    assert list(doubtful(text, [(0, len(text))])) == [4, 19, 23, 28]
