"""The traps: text that looks damaged, and is not."""

from __future__ import annotations

import pytest
from traps import SAMPLES, TRAPS

import fixenc


@pytest.mark.parametrize("text", TRAPS)
def test_a_trap_stays_as_it_is(text: str) -> None:
    assert fixenc.fix_text(text) == text


def test_traps_stay_as_they_are_together() -> None:
    document = "\n".join(TRAPS)
    assert fixenc.fix_text(document) == document


UNDAMAGED = [
    "Le café de l’été, où l’on déjeune très bien, à l’ombre des platanes.",
    "Il a dit: «C’est déjà le mois de mai, et l’année va être belle»",
]


# Beside damage of this very kind `Â»` is more likely damaged than not.
DOUBTFUL = [text for text in TRAPS if text.endswith("Â»")]


@pytest.mark.parametrize("text", [one for one in TRAPS if one not in (*SAMPLES, *DOUBTFUL)])
def test_a_trap_stays_as_it_is_where_the_lines_around_are_repaired(text: str) -> None:
    damaged = [line.encode().decode("latin-1") for line in UNDAMAGED]
    document = "\n".join([*damaged, text, *damaged])
    assert fixenc.fix_text(document) == "\n".join([*UNDAMAGED, text, *UNDAMAGED])
