"""Prefilter: what it sees in a text at first sight is what the rules' conditions say of it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fixenc.core.automaton import utf8
from fixenc.core.edits import Edit, apply, disjoint
from fixenc.core.rule import Rule, Scope
from fixenc.prefilter import prefilter, suspects
from fixenc.prefilter.prefilter import Prefilter, _occurs
from fixenc.prefilter.suspects import Suspects, find_suspects
from fixenc.rules import every_rule

RULES = tuple(rule for rule in every_rule() if rule.scope is Scope.TEXT)
PREFILTER = Prefilter(RULES)
DEFAULT = Prefilter(tuple(rule for rule in RULES if rule.default))

SIGNS = 'aâÂÃÄsnt ,.?&;=%\\“”„’"\n\xa0\xa9\ufffd\udc92ÐÑ€\x92é\r'
LINES = st.one_of(
    st.sampled_from(sorted({text for rule in RULES for text in rule.damaged})),
    st.text(alphabet=SIGNS, max_size=12),
    st.sampled_from(["schön", "plain", "", "„Ja“, sagte er.", "“Yes,” he said.", "x" * 40]),
)
TEXTS = st.lists(LINES, max_size=8).map("\n".join)
LONG_TEXTS = st.tuples(TEXTS, st.integers(0, 99)).map(
    lambda drawn: "schön\n" * drawn[1] + drawn[0] + "\nschön" * (99 - drawn[1])
)


@pytest.fixture(autouse=True, scope="module")
def no_text_is_short() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(prefilter, "SHORT", 0)
        patch.setattr(suspects, "SHORT", 0)
        patch.setattr(suspects, "_CHARACTERS_PER_EDIT", 10)
        yield


@given(text=TEXTS)
def test_a_condition_holds_in_a_text_if_it_does_in_a_line(text: str) -> None:
    # Of a text of a few lines less is asked than of each of many.
    for rule in (rule for rule in RULES if not rule.across_lines and not rule.suspects):
        lines = (text[max(0, start - 1) : end + 1] for start, end in _lines(text))
        assert rule.may_fire(text) == any(map(rule.may_fire, lines)), rule.name


@given(text=st.one_of(TEXTS, LONG_TEXTS))
def test_what_is_seen_is_what_the_conditions_say(text: str) -> None:
    for each in (PREFILTER, DEFAULT):
        found = find_suspects(each, text)
        firing = {rule for rule in each.rules if rule.may_fire(text)}
        assert (found is None) == (not firing)
        assert each.clears(text) == (not firing)
        assert each.clears_bytes(utf8(text)) == (not firing)
        if found:
            seen = set(found.firing)
            assert firing <= seen
            assert all(rule.across_lines for rule in seen - firing)


@given(text=st.one_of(TEXTS, LONG_TEXTS))
def test_the_lines_are_those_in_which_the_condition_holds(text: str) -> None:
    found = find_suspects(DEFAULT, text)
    for rule in (rule for rule in DEFAULT.rules if rule.by_line and not rule.suspects and found):
        lines = found.lines(rule) if found else None
        if lines is not None:
            assert list(lines) == [
                (start, end) for start, end in _lines(text) if rule.may_fire(text[start:end])
            ]


def _lines(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for line in text.split("\n"):
        yield start, start + len(line)
        start += len(line) + 1


def test_suspicious_lines_are_told_apart() -> None:
    mojibake = next(rule for rule in RULES if rule.name == "mojibake")
    found = find_suspects(DEFAULT, "caf\xc3\xa9\ncafé\nthé\n" * 100)
    assert found is not None
    assert len(found.lines(mojibake) or ()) == 100


EDITS = st.lists(
    st.tuples(st.integers(0, 700), st.integers(0, 9), st.text(alphabet=SIGNS, max_size=6)),
    max_size=4,
)


@given(text=LONG_TEXTS, drawn=EDITS)
def test_after_edits_the_same_is_seen_as_anew(text: str, drawn: list[tuple[int, int, str]]) -> None:
    edits = disjoint(
        Edit(start, min(start + length, len(text)), new)
        for start, length, new in drawn
        if start <= len(text)
    )
    edited = apply(text, edits)
    before, anew = find_suspects(DEFAULT, text), find_suspects(DEFAULT, edited)
    after = before.after(edits, edited) if before else anew
    for rule in DEFAULT.rules:
        assert _fires(after, rule) == _fires(anew, rule), rule.name
        if after and anew and rule.by_line and rule.may_fire(edited):
            assert after.lines(rule) == anew.lines(rule)


def _fires(found: Suspects | None, rule: Rule) -> bool:
    return found is not None and rule in found.firing


@pytest.mark.parametrize("text", ['"a', "„a“ b", "é\n“a”", '„"é'])
def test_signs_stand_where_a_rule_goes_on_across_lines(text: str) -> None:
    found = find_suspects(PREFILTER, text)
    for rule in (rule for rule in RULES if rule.across_lines):
        assert not rule.may_fire(text) or _fires(found, rule)


@pytest.mark.parametrize(
    ("sign", "text", "occurs"),
    [
        (" '", "it 's", True),
        (" '", "'s it's", False),
        ("' ", "it's", False),
        ("' ", "the boys' own", True),
        ("' ", "it's the boys'", False),
        (" '", "'", False),
        ("=", "a = b", True),
        ("=", "a b", False),
        (" ", "a b", True),
    ],
)
def test_signs_with_spaces_are_found(sign: str, text: str, occurs: bool) -> None:
    assert _occurs(sign, text) is occurs
    assert _occurs(sign.encode(), text.encode()) is occurs
