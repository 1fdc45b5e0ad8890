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


def test_a_memo_asks_once_and_forgets_when_it_is_full() -> None:
    asked: list[int] = []

    def double(number: int) -> int:
        asked.append(number)
        return 2 * number

    memo = memory.Memo(double, most=3)
    assert [*map(memo.__getitem__, [1, 2, 1, 3, 3])] == [2, 4, 2, 6, 6]
    assert asked == [1, 2, 3]
    assert memo[4] == 8
    assert memo[1] == 2
    assert asked == [1, 2, 3, 4, 1]
    memo.cache_clear()
    assert not memo
