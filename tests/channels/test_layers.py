"""Text that was misread more than once, and lost bytes."""

from __future__ import annotations

import pytest

from fixenc import codecs, fix_text, repair
from fixenc.channels.misreading.layers import _with_no_break_spaces
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
