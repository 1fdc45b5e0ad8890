"""Text that was misread more than once, and lost bytes."""

from __future__ import annotations

import pytest

from fixenc import codecs, fix_text, repair
from fixenc.channels.misreading.layers import (
    _are_text,
    _with_no_break_spaces,
    candidates_in_utf8,
)
from fixenc.channels.misreading.undo import Misreading
from fixenc.core.edits import Safety

NBSP = "\N{NO-BREAK SPACE}"


def misread(text: str, times: int = 2, reader: str = "cp1252") -> str:
    """What a codec shows for the UTF-8 of a text, again and again."""
    shown = codecs.shown(reader)
    for _ in range(times):
        text = "".join(map(shown.__getitem__, text.encode()))
    return text


@pytest.mark.parametrize("times", [2, 3])
@pytest.mark.parametrize(
    "text",
    [
        "déjà vu à Paris",
        "a → b",
        "Škoda à Šiauliai",
        "l’à-côté",
        "à la carte",
        "naïve → simple",
        "5 × 3 → 15",
        "« Voilà »",
        "✅ Done → next",
        "🔠 and 👆",
    ],
)
def test_no_break_spaces_of_layers_may_be_spaces(text: str, times: int) -> None:
    damaged = misread(text, times).replace(NBSP, " ")
    assert fix_text(damaged) == text


@pytest.mark.parametrize("reader", ["latin-1", "cp1250", "cp1251"])
def test_no_break_spaces_of_layers_may_be_spaces_in_each_codec(reader: str) -> None:
    text = "Je vais à Paris → là"
    damaged = misread(text, 2, reader).replace(NBSP, " ")
    assert damaged != misread(text, 2, reader)
    assert fix_text(damaged) == text


@pytest.mark.parametrize("text", ["déjà vu à Paris", "l’à-côté", "Les marchés à terme"])
def test_each_layer_may_have_lost_its_no_break_spaces(text: str) -> None:
    once = misread(text, 1).replace(NBSP, " ")
    assert fix_text(misread(once, 1)) == text


@pytest.mark.parametrize("text", ["il va à Paris", "voilà l’été", "c’est là où"])
def test_a_space_may_stand_for_a_byte_and_a_space(text: str) -> None:
    assert fix_text(misread(text).replace(NBSP, "")) == text


@pytest.mark.parametrize(
    "text",
    [
        misread("“hi” she said").replace("\x9d", ""),  # no dagger
        misread("⚠️ go").replace("\x8f", ""),  # no rare accent
        misread("Привет, мир").replace("\x90", "").replace("\x81", ""),  # no Latin letters
    ],
)
def test_what_lost_bytes_before_a_space_is_left(text: str) -> None:
    assert fix_text(text) == text
    assert all(edit.safety is not Safety.SAFE for edit in repair(text).edits)


def test_what_the_last_layer_left_whole_belongs_to_the_first() -> None:
    damaged = misread("Clásica").replace("Â", "")
    assert fix_text(damaged) == "Clásica"


def test_a_word_that_stays_takes_no_other_with_it() -> None:
    left = misread("—").replace("\x9d", "")
    assert fix_text(f"{misread('Reposição Logística')} {left} Alivvia") == (
        f"Reposição Logística {left} Alivvia"
    )


@pytest.mark.parametrize(
    ("run", "behind", "kept"),
    [
        ("jÃ vu", "", f"jÃ{NBSP}vu"),
        ("jÃ vu", " ", f"jÃ{NBSP} vu"),
        ("jÃ", " ", "jÃ"),
        ("Ã O", " ", f"Ã{NBSP}O"),  # a letter alone is no word that ends
        ("jÃ ", " ", f"jÃ{NBSP}"),
        ("Ã Ã©", " ", f"Ã{NBSP}Ã©"),  # nothing but ASCII may be the next word
        ("Ã -", " ", f"Ã{NBSP}-"),
        ("â€ â€™", " ", f"â€{NBSP}â€™"),
        ("× 3", "", "× 3"),  # a sign of its own
        ("x y", "", "x y"),
    ],
)
def test_spaces_that_complete_a_sequence_are_no_break_spaces(
    run: str, behind: str, kept: str
) -> None:
    assert _with_no_break_spaces(run, "cp1252", behind) == kept


TWICE = Misreading("cp1252", "utf-8", Misreading("cp1252", "utf-8"))


@pytest.mark.parametrize(
    ("text", "may_be"),
    [
        ("à", True),
        ("†", False),  # a mark that lost its last byte
        ("a\ufe20", False),  # a rare character with the byte A0
        ("a\ufe21", True),  # and one without it
        ("v\u1ee0", False),  # a capital behind a small letter
        ("V\u1ee0", True),
        ("àO", False),
        ("ào", True),
        (f"â€{NBSP} she", False),  # which can be undone again
        ("a \ud83d", False),
        ("à \udc9d", True),
    ],
)
def test_a_space_that_stands_for_a_byte_makes_text(text: str, may_be: bool) -> None:
    assert _are_text({0: text}, TWICE) is may_be


@pytest.mark.parametrize(
    ("readers", "may_be"),
    [
        (("cp1252", "latin-1"), True),
        (("cp1250", "cp1250"), True),
        (("cp1250", "cp1252"), True),
        (("cp1252", "iso8859-15"), False),
    ],
)
def test_a_rare_codec_misread_no_text_first(readers: tuple[str, str], may_be: bool) -> None:
    last, first = readers
    chain = Misreading(last, "utf-8", Misreading(first, "utf-8"))
    assert _are_text({0: "à"}, chain) is may_be


def test_text_misread_once_is_left_to_the_search_for_changed_bytes() -> None:
    every = [*candidates_in_utf8([(0, "voilÃ "), (1, "cafÃ©")])]
    assert every
    assert not any(candidate.misreading.lossy for candidate in every)


@pytest.mark.parametrize("text", ["Ã¢â€ \udc9d Ã¢â€ ", "Ãƒ \ud83d Ãƒ vu"])
def test_surrogates_beside_layers_raise_no_error(text: str) -> None:
    assert fix_text(text)


@pytest.mark.parametrize(
    ("chunk", "leaves"),
    [
        (misread("Привет").replace("\x90", "").replace("\x81", ""), True),
        (misread("Привет"), False),
        ("cafÃÂ©", False),  # Latin-1 drops the second byte of Ã
        ("ClÃƒ¡sica", False),  # what is left is no first byte
    ],
)
def test_what_is_left_of_a_character_is_no_other(chunk: str, leaves: bool) -> None:
    assert TWICE.leaves_first_bytes(chunk) is leaves


@pytest.mark.parametrize(
    ("surrogates", "whole"),
    [
        (b"\xed\xa0\xbd", True),
        (b"\xed\xb8\x8d", False),  # letters and signs, as in aí´´
        (b"\xed\xa0\xbd \xed\xb8\x8d", True),
        (b"\xed\xa0\xbd\xed\xb8\x8d", False),
        (b"\xed\x9f\xbf", False),  # a syllable
    ],
)
def test_half_of_a_pair_of_surrogates_stays_whole(surrogates: bytes, whole: bool) -> None:
    shown = codecs.shown("cp1252")
    once = "".join(map(shown.__getitem__, surrogates))
    twice = misread(once, 1)
    assert Misreading("cp1252", "utf-8").leaves_first_bytes(twice) is whole
    if whole:
        assert fix_text(twice) == twice
