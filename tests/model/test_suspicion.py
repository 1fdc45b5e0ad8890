"""Suspicion: which lines of a text may be damaged."""

from __future__ import annotations

import numpy as np
import pytest

from fixenc.model import suspicion
from fixenc.model.suspicion import Scan, suspicious_lines, suspicious_places

STEPS = 8
DAMAGED = "Le cafÃ© est lÃ ."
CLEAN = "Une phrase de plus, que l’on lit déjà sans peine, et sans un mot étranger.\n"


@pytest.mark.parametrize(
    ("bits", "makes"),
    [
        ([9 * STEPS], True),
        ([9 * STEPS - 1], False),
        ([7 * STEPS, 7 * STEPS], True),
        ([7 * STEPS, 7 * STEPS - 1], False),
        ([], False),
    ],
)
def test_one_pair_or_all_together_make_a_line_of_a_long_text_suspicious(
    bits: list[int], makes: bool
) -> None:
    scan = Scan(np.zeros(0, np.uint32), np.arange(len(bits)), np.array(bits, np.int16))
    assert scan.make_suspicious() is makes


def test_a_suspicious_triple_is_enough() -> None:
    assert suspicion.TRIPLE <= suspicion.ALONE
    text = f"{CLEAN * 20}Uciekaj¹ca ska³a\n{CLEAN * 20}"
    assert len(text) > suspicion.SHORT
    start = text.index("Uciekaj")
    assert suspicious_lines(text) == ((start, start + 16),)


@pytest.mark.parametrize("around", ["", CLEAN * 20])
def test_a_damaged_line_is_found_in_short_and_long_texts(around: str) -> None:
    text = f"{around}{DAMAGED}\n{around}"
    assert suspicious_lines(text) == ((len(around), len(around) + len(DAMAGED)),)


def test_long_words_and_the_edges_of_a_text_are_in_reach() -> None:
    word = "donaudampfschifffahrtsgesellschaftsÃ¼bung"
    for text in (word, f"{word}\n", f"x {word} y", "Ã©", "é"):
        places = suspicious_places(text)
        assert all(0 <= place < len(text) for place in places.tolist())


def test_places_in_a_long_text_are_those_in_the_line_alone() -> None:
    line = "raspi-config â†’ Camera"
    long = f"{CLEAN * 20}{line}\n{CLEAN * 20}"
    start = len(CLEAN) * 20
    alone = {start + place for place in suspicious_places(line).tolist()}
    assert set(suspicious_places(long).tolist()) <= alone
    assert suspicious_places(long).tolist()
