"""What is known of languages is forgotten when it has become much, and not before."""

from __future__ import annotations

import pytest

from fixenc.language import letters, memory


@pytest.mark.parametrize(("most", "kept"), [(0, False), (1 << 60, True)])
def test_what_is_much_is_forgotten(most: int, kept: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    cost = letters.word_cost("Stra\xdfe")
    monkeypatch.setattr(memory, "_MOST", most)
    memory.relieve()
    assert bool(letters.word_cost.cache_info().currsize) == kept
    assert letters.word_cost("Stra\xdfe") == cost
