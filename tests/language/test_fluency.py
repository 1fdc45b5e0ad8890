"""Only where the words of a text are of its language is it known what a mark was."""

from __future__ import annotations

import pytest

from fixenc.language.fluency import Fluency

FLUENT = [
    "It was the boysâ first day in the old house by the river.",
    "Das Dorf â es ist klein â liegt in der Ebene an einem Fluss.",
    "La città â disse â è molto grande e molto bella, ma il paese è piccolo.",
    "так,â сказал он и ушёл",
    "他说â我不知道，然后就走了",
]
FOREIGN = [
    "Indiche se la sbare di fâ e je visibile o no tal barcon principâl dal program",
    "No tu âs i permès par eliminâ contats in cheste rubriche",
    "Mae dyn â gwallt golau yn y tŷ ac mae hi wedi mynd ar y bws",
    "Sên-Vensäan na âGrenadîni",
    "Ma âkâ",
    "â",
]


@pytest.mark.parametrize("text", FLUENT)
def test_its_words_are_known(text: str) -> None:
    assert Fluency(text).at(text.index("â"))


@pytest.mark.parametrize("text", FOREIGN)
def test_its_words_are_of_another_language(text: str) -> None:
    assert not Fluency(text).at(text.index("â"))


def test_a_foreign_line_in_a_known_text() -> None:
    text = "\n".join([FLUENT[0]] * 8 + ["Sên-Vensäan na âGrenadîni"])
    fluency = Fluency(text)
    assert fluency.at(text.index("â"))
    assert not fluency.at(text.rindex("â"))


@pytest.mark.parametrize(
    ("text", "owned"),
    [
        ("It was the boysâ first day in the old house.", True),
        ("It was Brianâs first day in the old house.", True),
        ("It was the vignarâs first day in the old house.", False),
        ("It was the âs first day in the old house.", False),
        ("Het was âs avonds in het oude huis.", True),
        ("La parola visâ vuol dire qualcuno in tempo.", False),
        ("Voglio un poâ di acqua per la cena.", True),
    ],
)
def test_what_stands_before_an_apostrophe(text: str, owned: bool) -> None:
    assert Fluency(text).owns(text.index("â")) == owned
