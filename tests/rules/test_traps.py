"""The traps: text that looks damaged, and is not."""

from __future__ import annotations

import pytest
from traps import TRAPS

import fixenc


@pytest.mark.parametrize("text", TRAPS)
def test_a_trap_stays_as_it_is(text: str) -> None:
    assert fixenc.fix_text(text) == text


def test_traps_stay_as_they_are_together() -> None:
    document = "\n".join(TRAPS)
    assert fixenc.fix_text(document) == document
