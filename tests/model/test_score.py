"""The model tells languages, words and marks from what nobody writes."""

from __future__ import annotations

import numpy as np
import pytest

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
