"""Lines of a document in the light of the lines around them."""

from __future__ import annotations

import pytest

from fixenc import fix_text


def _misread(text: str, writer: str, reader: str) -> str:
    """A text in one codec as another one shows it, with controls for what that leaves undefined."""
    data = text.encode(writer)
    return "".join(bytes([byte]).decode(reader, "ignore") or chr(byte) for byte in data)


SLOVENIAN = [
    "Njegovo delo je imelo močan vpliv na študij.",
    "Vse to je v tem času že zelo športno.",
    "Sočasno je zavrnil pritožbo in sodišče.",
    "Kdaj začne in kdaj konča?",
    "Tako se to tudi že pojavlja.",
]


def test_lines_favour_a_codec_that_others_read_alike() -> None:
    """windows-1252 shows the last two lines as windows-1250 does, and is the commoner one."""
    damaged = [_misread(line, "mac_latin2", "cp1250") for line in SLOVENIAN]
    assert _misread(SLOVENIAN[3], "mac_latin2", "cp1252") == damaged[3]
    assert fix_text("\n".join(damaged)) == "\n".join(SLOVENIAN)


ITALIAN = [
    "Questo succede perché ogni città è così, più o meno.",
    "Il re conquistò la piazza di notte.",
    "La situazione era più stupida.",
]


@pytest.mark.parametrize("line", ITALIAN[1:])
def test_marks_at_the_ends_of_words_are_letters_if_other_lines_say_so(line: str) -> None:
    damaged = [_misread(each, "mac_roman", "cp1252") for each in (ITALIAN[0], line)]
    assert fix_text(damaged[1]) == damaged[1]
    assert fix_text("\n".join(damaged)) == f"{ITALIAN[0]}\n{line}"


def test_marks_of_a_paragraph_are_those_of_its_language() -> None:
    text = (
        "The fact that this is standard means that you will still get it, as they said.\n"
        "Was ist ein \xe2Hash\xe2 und was ist er nicht, das wird hier erklärt.\n"
        "Most of the other lines are in the language of the first one, as you can see here."
    )
    assert "ein „Hash“ und" in fix_text(text)


def test_a_dash_in_a_word_is_a_letter_if_other_lines_say_so() -> None:
    spanish = ["Los métodos de la clase se usan aquí.", "Función principal"]
    damaged = [_misread(line, "mac_roman", "cp1252") for line in spanish]
    fine = "It is a well—known fact — and so on."
    assert fix_text("\n".join([*damaged, fine])) == "\n".join([*spanish, fine])
    assert fix_text("\n".join([damaged[1], fine])) == "\n".join([damaged[1], fine])
