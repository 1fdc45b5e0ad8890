"""The model tells languages, words and marks from what nobody writes."""

from __future__ import annotations

import numpy as np
import pytest

from fixenc.model import language
from fixenc.model.score import costs
from fixenc.model.suspicion import suspicious_lines
from fixenc.model.tables import tables


def language_of(text: str) -> str:
    return (*tables().languages, "unknown")[int(costs([text]).argmin())]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Der Zug fährt über die Brücke", "de"),
        ("Le garçon a été reçu", "fr"),
        ("Она живёт в большом городе", "ru"),
        ("Şimdi değil", "tr"),
        ("数据库路径", "zh"),
        ("그렇게 말했다", "ko"),
    ],
)
def test_a_text_is_cheapest_in_its_language(text: str, language: str) -> None:
    assert language_of(text) == language


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("→", "\xe2†’"),
        ("făcut", "f\xe3cut"),
        ("Мадрид", "\xccàäðèä"),
        ("数据库路径", "鏁版嵁搴撹矾寰"),
    ],
)
def test_what_is_right_costs_less(right: str, wrong: str) -> None:
    good, bad = costs([right, wrong]).min(1)
    assert good + 5 < bad


def test_texts_are_scored_apart() -> None:
    together = costs(["Straße", "", "→ x", "город"])
    alone = np.concatenate([costs([text]) for text in ("Straße", "", "→ x", "город")])
    assert np.allclose(together, alone)


def test_lines_with_odd_neighbours_are_suspicious() -> None:
    text = "fine\nschön\ncaf\xc3©\nÜber\n"
    assert suspicious_lines(text) == ((11, 16),)
    assert suspicious_lines("plain") == ()


@pytest.mark.parametrize(
    ("small", "written", "bits"),
    [
        ("ok", "OK", 5.5),
        ("okay", "OKAY", 5.5),
        ("a", "A", 2.5),
        ("okay", "Okay", 2.5),
        ("okay", "OKay", 2.5 + 6.0),
        ("okay", "okaY", 8.0),
        ("okay", "okAy", 8.0 + 6.0),
    ],
)
def test_capitals_cost_more(small: str, written: str, bits: float) -> None:
    before, after = costs([small, written])
    assert after - before == pytest.approx(bits)


def test_a_word_of_another_language_costs_no_more_than_a_switch() -> None:
    (bits,) = costs(["through"])
    assert bits.max() - bits.min() == pytest.approx(6.0)


def test_a_change_of_script_in_a_word() -> None:
    model = tables()
    letters = (int(model.generic_bits[ord("a")]) + int(model.generic_bits[ord("ж")])) / 8
    assert costs(["aж"])[0, -1] == pytest.approx(letters + 12.0 + 6.0)


def test_an_unlisted_word_costs_more_than_its_spelling(monkeypatch: pytest.MonkeyPatch) -> None:
    column = tables().languages.index("en")
    (bits,) = costs(["blorving"])
    monkeypatch.setattr("fixenc.model.score.UNLISTED", 0.0)
    assert bits[column] - costs(["blorving"])[0, column] == pytest.approx(4.5)


@pytest.mark.parametrize(("text", "name"), [("ett hus", "sv"), ("una mesa", "")])
def test_a_language_is_named_from_three_bits_on(text: str, name: str) -> None:
    assert language.language_of(text) == name
