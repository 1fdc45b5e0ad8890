"""Formulas: single Greek letters, which are symbols in technical text of any language."""

from __future__ import annotations

import re

import pytest

from fixenc import codecs, fix_text
from fixenc.model.characters import GREEK_SYMBOL, is_formula_letter
from fixenc.model.score import JOINED_SYMBOL, costs

LINES = [
    "lambda = microliter = λ",
    "turn = 2 * π * radian",
    "The standard deviation σ of this distribution",
    "# same as above, but using -exp(x) = exp(x + πi)",
    "a resistor of 50 Ω",
    "5 µm",
    "β1 integrin",
    "the γ-ray telescope",
    "assert pretty(Symbol('beta')) == 'β'",
    'return ("0", "π/2", "π")[n]',
    "# (a1^(-1/θ) (1 - t)^(-1/θ - 1) - a2^(-1/θ) t^(-1/θ - 1))*",
    "vacuum = e ** 2 / (2 * α * ℎ * c) = ε_0",
]

READERS = [
    "cp1252",
    "latin-1",
    "cp1250",
    "cp1251",
    "mac_roman",
    "cp437",
    "cp850",
    "cp866",
    "koi8-r",
]


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("line", LINES)
def test_a_symbol_that_was_misread_is_restored(line: str, reader: str) -> None:
    shown = codecs.decode(line.encode(), reader)
    if shown is None or CYRILLIC.search(shown):
        pytest.skip("the codec leaves a byte undefined, or shows two Cyrillic letters")
    assert fix_text(shown) == line


CYRILLIC = re.compile("[\u0400-\u04ff]{2}")
"""Two Cyrillic letters, which may be a word: ЮВ is the Russian abbreviation of south-east."""


@pytest.mark.parametrize("line", LINES)
def test_a_formula_stays(line: str) -> None:
    assert fix_text(line, unsafe_fixes=True) == line


@pytest.mark.parametrize(
    ("text", "symbols"),
    [("2πr", "π"), ("µm", "µ"), ("kΩ", "Ω"), ("αβ", ""), ("λόγος", ""), ("ά", ""), ("x", "")],
)
def test_a_greek_letter_beside_no_other_is_a_symbol(text: str, symbols: str) -> None:
    assert "".join(GREEK_SYMBOL.findall(text)) == symbols


@pytest.mark.parametrize(
    ("character", "expected"),
    [("ℓ", True), ("ℝ", True), ("ₑ", True), ("ᴴ", True), ("ª", True), ("ʷ", False), ("K", False),
     ("e", False), ("ﬁ", False)],
)  # fmt: skip
def test_letters_of_formulas(character: str, expected: bool) -> None:
    assert is_formula_letter(character) is expected


def test_the_micro_sign_costs_what_the_letter_does() -> None:
    signs, letters = costs(["5 \xb5m", "5 \N{GREEK SMALL LETTER MU}m"])
    assert signs.tolist() == letters.tolist()


@pytest.mark.parametrize("word", ["Δx", "xΔ"])
def test_a_symbol_and_the_letter_beside_it_are_two_words(word: str) -> None:
    joined, apart = costs([word, " ".join(word)]).min(1)
    assert joined == pytest.approx(apart + JOINED_SYMBOL)
    assert costs(["Δδx"]).min() > costs(["Δδ x"]).min() + JOINED_SYMBOL


def test_a_question_mark_of_greek_is_no_letter() -> None:
    assert costs(["x\N{GREEK QUESTION MARK}y"]).shape[0] == 1


@pytest.mark.parametrize(
    "text",
    [
        "47° ЮВ",
        "SE = ЮВ",
        "1нё",
        "The letter ‹\xd1› is rare.",
        "# ‘Г’",
        "«Š»",
        "Progress: █▒ 10%",
        "10 s\xe2»\xc2¹",
        "█░ █▒ █▓",
        "√\xc5 kΩ",
        "√° (angle)",
        'for exp in ("1Δ°C", "1 Δ°C", "ΔdegC", "delta_°C"):',
        "ΔT in Δ°C",
        "Δ°C/min",
        "￥ \xa5",
    ],
)
def test_a_letter_or_a_pair_of_signs_stays(text: str) -> None:
    assert fix_text(text) == text


@pytest.mark.parametrize("text", ["рџЋ® x", "\xf0\x9f\x8e\xae x"])
def test_the_form_of_an_emoji_is_enough(text: str) -> None:
    assert fix_text(text) == "🎮 x"


def test_greek_with_accents_has_no_symbols() -> None:
    assert not GREEK_SYMBOL.search("ἐν ἀρχῇ ἦν")
    assert not GREEK_SYMBOL.search("α\N{COMBINING ACUTE ACCENT}")
