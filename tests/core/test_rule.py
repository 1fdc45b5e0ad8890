"""Rules: what the decorator makes of a function."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from fixenc.core.edits import Edit, Safety, flag
from fixenc.core.rule import Rule, Stage, rule


def made(safety: Safety, *edits: Edit) -> Rule:
    """A rule that wants these edits in any text with an x."""

    @rule(stage=Stage.CHARACTER, safety=safety, needs="x", damaged={"x": "y"}, intact=["y"])
    def some_damage(text: str) -> Iterator[Edit]:
        """How it happens,
        in two lines.

        And more.
        """
        yield from edits

    return some_damage


def test_the_function_names_and_explains_its_rule() -> None:
    made_rule = made(Safety.SAFE)
    assert made_rule.name == "some-damage"
    assert made_rule.summary == "How it happens, in two lines."
    assert made_rule.explanation.endswith("And more.")
    assert (made_rule.damaged, made_rule.intact) == ({"x": "y"}, ["y"])
    assert made_rule.default


def test_a_rule_without_explanation_is_refused() -> None:
    decorate = rule(stage=Stage.BYTES, safety=Safety.SAFE, needs="", damaged={}, intact=[])
    with pytest.raises(ValueError, match="needs a docstring"):
        decorate(lambda text: [])


@pytest.mark.parametrize(
    ("of_rule", "of_edit", "safety"),
    [
        (Safety.SAFE, Safety.SAFE, Safety.SAFE),
        (Safety.SAFE, Safety.UNSAFE, Safety.UNSAFE),
        (Safety.UNSAFE, Safety.SAFE, Safety.UNSAFE),
        (Safety.UNSAFE, Safety.UNSAFE, Safety.UNSAFE),
    ],
)
def test_an_edit_is_no_safer_than_its_rule(
    of_rule: Safety, of_edit: Safety, safety: Safety
) -> None:
    [edit] = made(of_rule, Edit(0, 1, "y", safety=of_edit, note="n", others=("z",))).edits("x")
    assert edit == Edit(0, 1, "y", ("some-damage",), safety, "n", ("z",))


def test_a_flag_stays_a_flag() -> None:
    [edit] = made(Safety.SAFE, flag(0, 1, "look")).edits("x")
    assert edit == Edit(0, 1, None, ("some-damage",), Safety.FLAG, "look")


def test_the_necessary_condition() -> None:
    made_rule = made(Safety.SAFE)
    assert made_rule.may_fire("a\nx")
    assert not made_rule.may_fire("a\nX")


def test_stages_are_in_the_order_that_keeps_evidence() -> None:
    assert [stage.name for stage in sorted(Stage)] == [
        "BYTES",
        "MARKUP",
        "MOJIBAKE",
        "LOST",
        "CHARACTER",
        "QUOTES",
        "PROSE",
        "FORM",
    ]
