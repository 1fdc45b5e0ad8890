"""Results that are kept for the next time."""

from __future__ import annotations

from fixenc.core.recent import Recent


def test_what_is_kept_is_known_even_if_it_is_nothing() -> None:
    recent: Recent[str, int | None] = Recent(4)
    recent.keep({"a": 1, "b": None})
    assert recent.known(["a", "b", "c"]) == {"a": 1, "b": None}


def test_all_is_dropped_once_there_are_more_results_than_the_bound() -> None:
    recent: Recent[str, int] = Recent(2)
    recent.keep({"a": 1, "b": 2})
    recent.keep({"c": 3})  # two were not too many
    assert recent.known("abc") == {"a": 1, "b": 2, "c": 3}
    recent.keep({"d": 4})
    assert recent.known("abcd") == {"d": 4}


def test_all_is_dropped_once_the_results_are_too_heavy() -> None:
    recent: Recent[str, int] = Recent(100, heaviest=10, weigh=lambda key, value: value)
    recent.keep({"a": 10})
    recent.keep({"b": 1})
    assert recent.known("ab") == {"a": 10, "b": 1}
    recent.keep({"c": 1})
    assert recent.known("abc") == {"c": 1}
    recent.keep({"d": 9})  # of what was dropped the weight no longer counts
    assert recent.known("cd") == {"c": 1, "d": 9}
