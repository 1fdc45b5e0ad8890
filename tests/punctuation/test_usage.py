"""The language of a text, and the marks that come with it."""

from __future__ import annotations

import pytest

from fixenc.model.language import language_of
from fixenc.punctuation.doubt import without_doubt
from fixenc.punctuation.usage import usage_of

SENTENCES = {
    "en": "What she is saying and what they are doing is not the same.",
    "de": "Das ist nicht so, wie es in der Zeitung mit dem Bild war.",
    "fr": "Il est dans la ville avec les autres, mais elle ne le sait pas.",
    "pl": "Nie wiem, czy to jest tak, jak on mówi, ale się nie boję.",
    "sv": "Det var inte så att han hade ett hus som de ville ha.",
    "cs": "Byl to jeden z těch dnů, které se mu líbily, ale ne moc.",
    "tr": "Bu çok güzel bir gün ve o da bizim için geldi.",
    "ru": "Он не знал, что это было не так, как она говорила.",
    "uk": "Він не знав, що це було не так, і що її там немає.",
    "zh": "他说这不是真的。",
    "ja": "それはそうではないと言った。",
    "ko": "그는 그렇지 않다고 말했다.",
    "el": "Δεν ξέρω τι λέει.",
}


@pytest.mark.parametrize(("language", "sentence"), SENTENCES.items())
def test_a_sentence_tells_its_language(language: str, sentence: str) -> None:
    assert language_of(sentence) == language


def test_foreign_names_do_not_outvote_the_script() -> None:
    assert (
        language_of("他写了“The Wind of the Sea and of the Land”这本书，很有名的一本书。") == "zh"
    )


def test_words_around_a_lost_apostrophe_count() -> None:
    assert language_of(without_doubt("C\xe2est qu\xe2il n\xe2y en a plus de nos jours")) == "fr"


@pytest.mark.parametrize("empty", ["", " ", "1 + 1", "\n"])
def test_no_words_tell_nothing(empty: str) -> None:
    assert language_of(empty) == ""


@pytest.mark.parametrize(
    ("language", "double"),
    [("en", "“”"), ("de", "„“"), ("cs", "„“"), ("pl", "„”"), ("sv", "””"), ("ru", "„“")],
)
def test_a_language_has_its_marks(language: str, double: str) -> None:
    assert "".join(usage_of(SENTENCES[language]).double) == double


def test_the_marks_of_the_text_outweigh_its_language() -> None:
    usage = usage_of("Das ist nicht „so”, wie es in der Zeitung mit dem Bild war.")
    assert usage.double == ("„", "”")


def test_the_dashes_of_the_text_outweigh_its_language() -> None:
    assert usage_of(SENTENCES["en"]).dash == "\N{EN DASH}"
    usage = usage_of("What she is saying \N{EM DASH} and they too \N{EM DASH} is not the same.")
    assert usage.dash == "\N{EM DASH}"
    assert usage.sure_dash


def test_a_text_with_both_dashes_uses_neither_for_sure() -> None:
    assert not usage_of("What she is \N{EM DASH} and they \N{EN DASH} is not the same.").sure_dash


@pytest.mark.parametrize(("quoted", "divided"), [("to tak", True), ("„to tak“", False)])
def test_its_own_marks_say_which_way_a_text_quotes(quoted: str, divided: bool) -> None:
    """Books in Slovak quote in several ways."""
    usage = usage_of(f"Povedal, že je {quoted} a nie inak, lebo to videl na vlastné oči.")
    assert usage.language == "sk"
    assert usage.divided is divided
