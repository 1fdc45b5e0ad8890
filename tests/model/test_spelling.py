"""Texts cost the same in each usual spelling."""

from __future__ import annotations

import re

import pytest

from fixenc.model.score import costs
from fixenc.model.spelling import KNOWN, POINT, spelled_costs
from fixenc.model.tables import tables


def cost(text: str, language: str, known: str = "") -> float:
    marks = re.compile(f"[{known}]") if known else None
    return float(spelled_costs([text], marks)[0, tables().languages.index(language)])


@pytest.mark.parametrize(
    ("text", "listed", "language", "bits"),
    [
        ("Straße", "Strasse", "de", 0.0),
        ("ştiinţă", "știință", "ro", 0.0),
        ("متقاعداً", "متقاعدا", "ar", POINT),
        ("şimdi", "şimdi", "tr", 0.0),
    ],
)
def test_spellings_that_are_not_listed(text: str, listed: str, language: str, bits: float) -> None:
    plain = float(costs([listed])[0, tables().languages.index(language)])
    assert cost(text, language) == pytest.approx(plain + bits)


def test_marks_of_the_text_around_are_not_rare() -> None:
    rare = cost("31.º lugar", "es")
    assert rare > cost("31.º lugar", "es", "º") == cost("31. lugar", "es") + KNOWN
