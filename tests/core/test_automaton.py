"""Automata: regular conditions mean what they mean to :mod:`re`, and are told together."""

from __future__ import annotations

import re
import sys

import pytest
import re2
from hypothesis import given
from hypothesis import strategies as st

from fixenc.core.automaton import Conditions, compiled, holds, lines_holding, utf8

EVERY_CHARACTER = "".join(map(chr, range(sys.maxunicode + 1)))

CONDITIONS = [
    r"\s\S",
    r"[^\s“”]\s",
    r"(?:^|[\s(])“[^“”]*“",
    r"“[^“”\"]*\"",
    "[\udc80-\udcff]",
    r"[\ud800-\udbff]x",
    r"\\u[0-9a-f]{2}",
    r"[\xc2-\xf4][^\x00-\x7f]",
    r"[\[(]a|\]",
    r"[a-z]\. [a-z]",
]

TEXTS = st.text(alphabet='a.“”"( \n\xa0\x85\u2028\xc3\xe9\udc9f\ud83d[]x\\u1f', max_size=12)


@pytest.mark.parametrize("condition", [r"\s", r"\S", r"[\sx]", r"[^\sx]", "[\ud800-\udfff]"])
def test_classes_are_those_of_python(condition: str) -> None:
    found = compiled(condition).findall(utf8(EVERY_CHARACTER))
    assert b"".join(found) == utf8("".join(re.findall(condition, EVERY_CHARACTER)))


@given(text=TEXTS)
def test_conditions_hold_where_they_hold_for_python(text: str) -> None:
    held = [re.search(condition, text) is not None for condition in CONDITIONS]
    assert [holds(condition, text) for condition in CONDITIONS] == held


LARGE = "|".join(f"a{character}" for character in "“é \n" + EVERY_CHARACTER[0x4E00:0x5600])
"""A condition of many states."""

TOGETHER = Conditions([*CONDITIONS, LARGE, CONDITIONS[0]])


@given(text=TEXTS)
def test_together_as_alone(text: str) -> None:
    alone = [holds(condition, text) for condition in [*CONDITIONS, LARGE, CONDITIONS[0]]]
    assert TOGETHER.holding(text) == tuple(index for index, held in enumerate(alone) if held)


@given(text=TEXTS)
def test_the_lines_in_which_a_condition_holds(text: str) -> None:
    condition = r"[a“]\S"
    found = [text[start:end] for start, end in lines_holding(condition, text)]
    assert found == [line for line in text.split("\n") if holds(condition, line)]


@pytest.mark.parametrize("condition", [r"\w", r"[\d]", r"\b", r"[^\S]"])
def test_what_would_mean_something_else_is_refused(condition: str) -> None:
    with pytest.raises(ValueError, match="spell out"):
        holds(condition, "")


def test_what_is_not_regular_is_refused() -> None:
    with pytest.raises(re2.error, match="invalid perl operator"):
        holds("(?=a)", "")
