"""Every rule's examples hold, and what every rule promises holds on them."""

from __future__ import annotations

import re
from itertools import combinations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from fixenc.core.automaton import compiled, utf8
from fixenc.core.edits import Edit, apply, disjoint
from fixenc.core.rule import Rule, Scope, Stage
from fixenc.rules import every_rule

RULES = every_rule()
EXAMPLES = sorted({text for r in RULES for text in (*r.damaged, *r.damaged.values(), *r.intact)})

each_rule = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)


def replacements(rule: Rule, text: str) -> list[Edit]:
    return disjoint(edit for edit in rule.edits(text) if edit.new is not None)


def alone(rule: Rule, text: str) -> str:
    """What the rule makes of the text by itself, unsafe edits included."""
    for _ in range(8):
        before, text = text, apply(text, replacements(rule, text))
        if text == before:
            return text
    raise AssertionError(f"{rule.name} does not come to rest on {text!r}")


@pytest.mark.parametrize(
    ("rule", "damaged", "repaired"),
    [
        pytest.param(rule, damaged, repaired, id=f"{rule.name}: {damaged!r}")
        for rule in RULES
        for damaged, repaired in rule.damaged.items()
    ],
)
def test_a_damaged_example_is_repaired(rule: Rule, damaged: str, repaired: str) -> None:
    assert list(rule.edits(damaged)), "the rule finds nothing"
    assert alone(rule, damaged) == repaired


@pytest.mark.parametrize(
    "rule", [rule for rule in RULES if not rule.in_ascii], ids=lambda rule: rule.name
)
def test_a_rule_that_is_not_at_home_in_ascii_never_fires_there(rule: Rule) -> None:
    ascii_ = [chr(code) for code in range(128)]
    every_pair = "".join(one + other for one in ascii_ for other in ascii_)
    assert not rule.may_fire(every_pair)
    assert not rule.may_fire(" ".join(ascii_))
    assert not any(rule.may_fire(f"{one} {other}") for one in ascii_ for other in ".a\n")


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        pytest.param(rule, text, id=f"{rule.name}: {text!r}")
        for rule in RULES
        for text in rule.intact
    ],
)
def test_an_intact_example_stays(rule: Rule, text: str) -> None:
    assert list(rule.edits(text)) == []


@each_rule
def test_a_rule_has_examples_and_a_docstring(rule: Rule) -> None:
    # What the rule of the version before finds is no matter of one text.
    assert rule.damaged or rule.name == "new-damage"
    assert rule.intact
    assert rule.summary


@each_rule
def test_a_repair_is_final(rule: Rule) -> None:
    for text in EXAMPLES:
        once = alone(rule, text)
        assert alone(rule, once) == once


@each_rule
def test_edits_are_of_the_text_and_change_it(rule: Rule) -> None:
    for text in EXAMPLES:
        for edit in rule.edits(text):
            assert edit.end <= len(text)
            assert edit.rules == (rule.name,)
            assert edit.new != text[edit.start : edit.end]


@pytest.mark.parametrize("stage", Stage, ids=lambda stage: stage.name)
def test_rules_of_one_stage_commute(stage: Stage) -> None:
    rules = [rule for rule in RULES if rule.stage is stage]
    for one, other in combinations(rules, 2):
        if {one.scope, other.scope} == {Scope.TEXT, Scope.CODE}:
            continue  # they are never shown the same text
        for text in EXAMPLES:
            assert alone(other, alone(one, text)) == alone(one, alone(other, text)), (
                f"{one.name} and {other.name} disagree on {text!r}"
            )


@each_rule
def test_without_its_condition_a_rule_finds_nothing(rule: Rule) -> None:
    for text in EXAMPLES:
        # Cut the examples down to the stretches in which the condition does not hold.
        for piece in text.split() if rule.suspects else _apart(text, rule.condition):
            if piece and not rule.may_fire(piece):
                assert list(rule.edits(piece)) == []


def _apart(text: str, condition: str) -> list[str]:
    """What stands between the matches of a condition."""
    pieces = compiled(condition).split(utf8(text))
    return [piece.decode("utf-8", "surrogatepass") for piece in pieces if piece]


PIECES = st.lists(
    st.one_of(
        st.sampled_from([word for text in EXAMPLES for word in re.split(r"(\s+)", text) if word]),
        st.text(alphabet='aâÂs ,."“”„’‘«»\n\xa0\xa6', max_size=4),
    ),
    max_size=12,
).map("".join)


@given(PIECES)
@example("sâ«a")
@example("” a”")
def test_the_condition_is_necessary(text: str) -> None:
    for rule in RULES:
        if not rule.may_fire(text):
            assert list(rule.edits(text)) == [], rule.name


@given(PIECES)
def test_edits_never_leave_the_text(text: str) -> None:
    for rule in RULES:
        edits = list(rule.edits(text))
        assert all(edit.end <= len(text) for edit in edits), rule.name
        apply(text, disjoint(edit for edit in edits if edit.new is not None))
