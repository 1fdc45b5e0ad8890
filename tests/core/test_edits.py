"""Edits: the laws of apply, compose, lift, disjoint and merge_touching, on any text."""

from __future__ import annotations

from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fixenc.core.edits import (
    Edit,
    Safety,
    apply,
    compose,
    disjoint,
    flag,
    guessed,
    lift,
    merge_touching,
    order,
    overlap,
    within,
)

TEXTS = st.text("abc", max_size=8)
REPLACEMENTS = st.text("XYZ", max_size=3)
SAFETIES = st.sampled_from([Safety.SAFE, Safety.UNSAFE])
RULES = st.sampled_from("rst").map(lambda name: (name,))


@st.composite
def some_edits(draw: st.DrawFn, text: str) -> list[Edit]:
    """Any edits of a text, in any order, overlapping or not."""
    places = st.integers(0, len(text))
    spans = st.tuples(places, places).map(sorted)
    return [
        Edit(lo, hi, draw(REPLACEMENTS), draw(RULES), draw(SAFETIES))
        for lo, hi in draw(st.lists(spans, max_size=6))
    ]


@st.composite
def fitting_edits(draw: st.DrawFn, text: str) -> list[Edit]:
    """Sorted and disjoint edits of a text; insertions and touching edits are likely."""
    places = sorted(draw(st.lists(st.integers(0, len(text)), max_size=10)))
    edits: list[Edit] = []
    for lo, hi in zip(places[::2], places[1::2], strict=False):
        edit = Edit(lo, hi, draw(REPLACEMENTS), draw(RULES), draw(SAFETIES))
        if not edits or not overlap(edits[-1], edit):
            edits.append(edit)
    return edits


@st.composite
def two_generations(draw: st.DrawFn) -> tuple[str, list[Edit], list[Edit]]:
    """A text, edits of it, and edits of what they make of it."""
    text = draw(TEXTS)
    first = draw(fitting_edits(text))
    return text, first, draw(fitting_edits(apply(text, first)))


def applied_from_the_end(text: str, edits: list[Edit]) -> str:
    """What apply does, the slow way: from the last edit to the first, none moves another."""
    for edit in reversed(edits):
        if edit.new is not None:
            text = text[: edit.start] + edit.new + text[edit.end :]
    return text


def pairwise_disjoint(edits: list[Edit]) -> bool:
    return not any(overlap(one, other) for one, other in combinations(edits, 2))


@pytest.mark.parametrize(("start", "end"), [(-1, 0), (2, 1)])
def test_an_edit_has_a_span(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="not a span"):
        Edit(start, end, "")


@pytest.mark.parametrize(
    ("new", "safety"), [(None, Safety.SAFE), (None, Safety.UNSAFE), ("", Safety.FLAG)]
)
def test_flags_alone_have_no_replacement(new: str | None, safety: Safety) -> None:
    with pytest.raises(ValueError, match="FLAG"):
        Edit(0, 1, new, safety=safety)


@given(TEXTS.flatmap(lambda text: st.tuples(st.just(text), fitting_edits(text))))
def test_apply(case: tuple[str, list[Edit]]) -> None:
    text, edits = case
    assert apply(text, edits) == applied_from_the_end(text, edits)


@pytest.mark.parametrize(
    "edits",
    [
        [Edit(0, 2, "X"), Edit(1, 3, "Y")],
        [Edit(1, 1, "X"), Edit(1, 1, "Y")],
        [Edit(2, 3, "X"), Edit(0, 1, "Y")],
        [Edit(2, 4, "X")],
    ],
    ids=["overlapping", "two insertions in one place", "out of order", "beyond the end"],
)
def test_apply_refuses(edits: list[Edit]) -> None:
    with pytest.raises(ValueError, match="overlap or leave"):
        apply("abc", edits)


def test_flags_change_nothing_and_may_overlap() -> None:
    assert apply("abc", [flag(0, 3), Edit(1, 2, "X"), flag(1, 2)]) == "aXc"


@given(two_generations())
def test_compose(case: tuple[str, list[Edit], list[Edit]]) -> None:
    text, first, second = case
    composed = compose(text, first, second)
    assert apply(text, composed) == apply(apply(text, first), second)
    assert composed == sorted(composed, key=order)
    assert pairwise_disjoint(composed)
    assert all(edit.new != text[edit.start : edit.end] for edit in composed)


@given(two_generations())
def test_a_composed_edit_names_rules_and_is_no_safer_than_they(
    case: tuple[str, list[Edit], list[Edit]],
) -> None:
    text, first, second = case
    for edit in compose(text, first, second):
        assert edit.rules
        # Insertions at its border may have been undone, or stand apart.
        inside = [made for made in first if within(made, edit) and made.start < made.end]
        assert all(edit.safety >= made.safety for made in inside)
        assert {rule for made in inside for rule in made.rules} <= set(edit.rules)


def test_compose_joins_what_meets_and_keeps_apart_what_does_not() -> None:
    text = "&Atilde;&copy; b"
    first = [
        Edit(0, 8, "Ã", ("entity",), note="an entity"),
        Edit(8, 14, "\N{COPYRIGHT SIGN}", ("entity",), note="an entity"),
    ]
    second = [
        Edit(0, 2, "é", ("mojibake",), Safety.UNSAFE, "as cp1252"),
        Edit(3, 4, "c", ("letter",), others=("d",)),
    ]
    assert compose(text, first, second) == [
        Edit(0, 14, "é", ("entity", "mojibake"), Safety.UNSAFE, "an entity; as cp1252"),
        Edit(15, 16, "c", ("letter",), others=("d",)),
    ]


def test_an_edit_that_is_taken_back_is_gone() -> None:
    assert compose("a", [Edit(0, 1, "b", ("r",))], [Edit(0, 1, "a", ("s",))]) == []


@given(two_generations())
def test_a_lifted_finding_stands_in_the_place_of_what_it_meets(
    case: tuple[str, list[Edit], list[Edit]],
) -> None:
    text, first, findings = case
    middle = apply(text, first)
    for finding in findings:
        [lifted] = lift(text, first, [finding])
        beside = [edit for edit in first if not within(edit, lifted)]
        got = apply(text, sorted([*beside, lifted], key=order))
        assert got == apply(middle, [finding])
        assert set(finding.rules) <= set(lifted.rules)
        assert lifted.safety >= finding.safety


@given(two_generations())
def test_a_lifted_flag_covers_what_was_flagged(case: tuple[str, list[Edit], list[Edit]]) -> None:
    text, first, spans = case
    middle = apply(text, first)
    for span in spans:
        [lifted] = lift(text, first, [flag(span.start, span.end, "look")])
        assert (lifted.new, lifted.note) == (None, "look")
        inside = [e.moved(-lifted.start) for e in first if within(e, lifted)]
        shown = apply(text[lifted.start : lifted.end], inside)
        assert middle[span.start : span.end] in shown


@given(TEXTS.flatmap(lambda text: st.tuples(some_edits(text), fitting_edits(text))))
def test_disjoint(case: tuple[list[Edit], list[Edit]]) -> None:
    wanted, taken = case
    kept = disjoint(wanted, taken)
    assert kept == sorted(kept, key=order)
    assert pairwise_disjoint([*taken, *kept])
    for at, edit in enumerate(wanted):
        if edit in kept:
            continue
        # What is left out lost to one that was there before, is safer, or came first.
        rivals = [
            other
            for place, other in enumerate(wanted)
            if other in kept and (other.safety, place) < (edit.safety, at)
        ]
        assert any(overlap(edit, other) for other in [*taken, *rivals])


def test_the_safer_of_two_is_kept_then_the_first() -> None:
    unsafe, safe = Edit(0, 2, "X", safety=Safety.UNSAFE), Edit(1, 3, "Y")
    assert disjoint([unsafe, safe]) == [safe]
    assert disjoint([safe, Edit(1, 3, "Z")]) == [safe]


@given(TEXTS.flatmap(lambda text: st.tuples(st.just(text), fitting_edits(text))))
def test_merging_changes_no_text(case: tuple[str, list[Edit]]) -> None:
    text, edits = case
    merged = merge_touching(edits)
    assert apply(text, merged) == apply(text, edits)
    for one, other in pairwise(merged):
        same = (one.rules, one.safety) == (other.rules, other.safety)
        assert not (one.end == other.start and same)


def test_merging_keeps_apart_what_differs() -> None:
    one = Edit(0, 1, "X", ("r",))
    for other in (
        Edit(1, 2, "Y", ("s",)),
        Edit(1, 2, "Y", ("r",), Safety.UNSAFE),
        Edit(1, 2, "Y", ("r",), note="another"),
        Edit(2, 3, "Y", ("r",)),
        flag(1, 2),
    ):
        assert merge_touching([one, other]) == [one, other]
    assert merge_touching([flag(0, 1), flag(1, 2)]) == [flag(0, 1), flag(1, 2)]


@given(some_edits("abc"), st.integers(0, 9))
def test_moved(edits: list[Edit], offset: int) -> None:
    for edit in edits:
        moved = edit.moved(offset)
        assert (moved.start, moved.end) == (edit.start + offset, edit.end + offset)
        assert moved.moved(-offset) == edit


@pytest.mark.parametrize(
    ("new", "others", "guess"),
    [
        ("路\ufffd", ("路径",), "路径"),
        ("路\ufffd", ("路径", "路徑"), "路径"),
        ("路\ufffd", (), None),
        ("路\ufffd", ("路\ufffd\ufffd",), None),
        ("路\ufffd", ("径\ufffd",), None),
        ("\ufffd\ufffd", ("路\ufffd",), "路\ufffd"),
        ("路径", ("路徑",), None),
    ],
)
def test_a_guess_takes_the_place_of_what_is_lost(
    new: str, others: tuple[str, ...], guess: str | None
) -> None:
    edit = Edit(0, 3, new, ("r",), others=others)
    if guess is None:
        assert guessed(edit) is edit
    else:
        assert guessed(edit) == Edit(0, 3, guess, ("r",), Safety.UNSAFE, others=(new, *others[1:]))
    assert guessed(flag(0, 3)) == flag(0, 3)
