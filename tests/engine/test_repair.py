"""Repair: stages, rounds, what is applied and what only proposed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from importlib import import_module

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fixenc import repair as repair_text
from fixenc.core.document import Document, Kind
from fixenc.core.edits import Edit, Safety, flag
from fixenc.core.rule import Rule, Stage
from fixenc.engine.policy import Policy
from fixenc.engine.repair import repair
from fixenc.engine.stages import MAX_ROUNDS

BLOCKS = import_module("fixenc.engine.blocks")
POLICY = import_module("fixenc.engine.policy")
"""The module; as an attribute of the package, the name is a function."""

UseRules = Callable[..., None]

PROPERTY = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
"""The toy rules are the same for every example, so one fixture serves them all."""

TEXTS = st.text("aâ X\n", max_size=30)


def swap(
    old: str,
    new: str | None,
    *,
    stage: Stage = Stage.CHARACTER,
    safety: Safety = Safety.SAFE,
    default: bool = True,
) -> Rule:
    """A rule that puts ``new`` for ``old``, or flags it, and is called ``old``."""

    def find(text: str) -> Iterable[Edit]:
        at = text.find(old)
        while at >= 0:
            yield flag(at, at + len(old)) if new is None else Edit(at, at + len(old), new)
            at = text.find(old, at + len(old))

    return Rule(old, stage, safety, find, "A test.", old, {}, [], default)


@pytest.fixture
def use(monkeypatch: pytest.MonkeyPatch) -> UseRules:
    """Let the engine know these rules and no others."""

    def put(*rules: Rule) -> None:
        in_order = tuple(sorted(rules, key=lambda rule: (rule.stage, rule.name)))
        monkeypatch.setattr(POLICY, "every_rule", lambda: in_order)

    return put


def found(text: str, policy: Policy | None = None, kind: Kind = Kind.PROSE) -> Sequence[Edit]:
    return repair(Document(text, kind=kind), policy).edits


class TestStages:
    def test_each_works_on_what_the_one_before_left(self, use: UseRules) -> None:
        use(swap("a", "b", stage=Stage.MARKUP), swap("b", "c", stage=Stage.MOJIBAKE))
        assert found("xa") == (Edit(1, 2, "c", ("a", "b")),)

    def test_an_earlier_one_sees_in_the_next_round_what_a_later_one_left(
        self, use: UseRules
    ) -> None:
        use(swap("a", "b", stage=Stage.MOJIBAKE), swap("b", "c", stage=Stage.MARKUP))
        assert found("xa") == (Edit(1, 2, "c", ("a", "b")),)

    def test_rounds_go_on_until_nothing_changes(self, use: UseRules) -> None:
        use(swap("aa", "a"))
        assert repair_text("a" * 2 ** (MAX_ROUNDS - 1)).text == "a"

    def test_rounds_end(self, use: UseRules) -> None:
        use(swap("a", "ab"))
        assert len(repair_text("a").text) <= 1 + MAX_ROUNDS**2

    def test_the_safer_of_two_rules_of_a_stage_wins(self, use: UseRules) -> None:
        use(swap("ab", "X", safety=Safety.UNSAFE), swap("b", "Y"))
        assert repair_text("ab", unsafe_fixes=True).text == "aY"

    def test_edits_that_touch_are_one(self, use: UseRules) -> None:
        use(swap("a", "b"))
        assert found("aac") == (Edit(0, 2, "bb", ("a",)),)


class TestPolicy:
    def test_by_default_what_is_safe_is_applied_and_the_rest_proposed(self, use: UseRules) -> None:
        use(swap("a", "b"), swap("c", "d", safety=Safety.UNSAFE), swap("e", None))
        got = repair(Document("ace"))
        assert got.text == "bce"
        assert got.applied == (Edit(0, 1, "b", ("a",)),)
        assert got.proposed == (
            Edit(1, 2, "d", ("c",), Safety.UNSAFE),
            Edit(2, 3, None, ("e",), Safety.FLAG),
        )

    def test_unsafe_fixes(self, use: UseRules) -> None:
        use(swap("a", "b"), swap("c", "d", safety=Safety.UNSAFE), swap("e", None))
        got = repair(Document("ace"), Policy(unsafe_fixes=True))
        assert got.text == "bde"
        assert [edit.safety for edit in got.proposed] == [Safety.FLAG]

    def test_an_unsafe_repair_on_a_safe_one_is_unsafe_and_has_both_rules(
        self, use: UseRules
    ) -> None:
        use(swap("a", "b"), swap("b", "c", safety=Safety.UNSAFE))
        got = repair(Document("xa"))
        assert got.text == "xb"
        assert got.proposed == (Edit(1, 2, "c", ("a", "b"), Safety.UNSAFE),)
        assert got.apply(got.edits) == "xc"

    def test_select_and_ignore(self, use: UseRules) -> None:
        use(swap("a", "A"), swap("b", "B"), swap("c", "C", default=False))
        assert repair_text("abc").text == "ABc"
        assert repair_text("abc", select=frozenset("ac")).text == "AbC"
        assert repair_text("abc", ignore=frozenset("a")).text == "aBc"
        assert repair_text("abc", select=frozenset("ac"), ignore=frozenset("a")).text == "abC"

    @pytest.mark.parametrize("kind", [Kind.CODE, Kind.MARKUP, Kind.DATA])
    def test_prose_rules_look_at_prose_alone(self, use: UseRules, kind: Kind) -> None:
        use(swap("à", "À"), swap("b", "B", stage=Stage.QUOTES), swap("c", "C", stage=Stage.PROSE))
        assert repair(Document("# xàbc", path="x.py", kind=kind)).text == "# xÀbc"
        assert repair(Document("àbc")).text == "ÀBC"

    def test_a_rule_is_not_asked_about_text_without_its_condition(self, use: UseRules) -> None:
        def find(text: str) -> Iterable[Edit]:
            raise AssertionError(text)

        use(Rule("never", Stage.BYTES, Safety.SAFE, find, "A test.", "z", {}, []))
        assert found("abc") == ()


class TestPragmas:
    def test_protected_text_stays(self, use: UseRules) -> None:
        use(swap("a", "A"), swap("b", None))
        text = "a\nab fixenc: ignore\nb\nfixenc: off\nab\n"
        got = repair(Document(text))
        assert got.text == "A" + text[1:]
        assert [edit.start for edit in got.proposed] == [text.index("\nb\n") + 1]

    def test_a_pragma_protects_from_blocks_before_its_own(
        self, use: UseRules, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(BLOCKS, "BLOCK", 8)
        use(swap("a", "A"))
        text = "fixenc: off\n\n" + "a\n\n" * 9 + "fixenc: on\n\na"
        assert repair(Document(text)).text == text[:-1] + "A"


class TestRepair:
    @PROPERTY
    @given(text=TEXTS, data=st.data())
    def test_any_selection_of_edits_can_be_applied(
        self, toy_rules: tuple[Rule, ...], text: str, data: st.DataObject
    ) -> None:
        got = repair(Document(text))
        chosen = data.draw(st.lists(st.sampled_from(got.edits), unique=True)) if got.edits else []
        result = got.apply(chosen)
        refused_all = got.apply([])
        assert refused_all == text
        assert got.apply(got.applied) == got.text
        # Each toy rule shortens the text, or keeps its length, in its own places alone.
        spaces = sum(e.end - e.start - len(e.new) for e in chosen if e.new is not None)
        assert len(result) >= len(text) - spaces

    @PROPERTY
    @given(text=TEXTS, unsafe=st.booleans())
    def test_a_second_run_finds_nothing_more_to_apply(
        self, toy_rules: tuple[Rule, ...], text: str, unsafe: bool
    ) -> None:
        once = repair_text(text, unsafe_fixes=unsafe)
        again = repair_text(once.text, unsafe_fixes=unsafe)
        assert again.applied == ()
        assert len(again.proposed) == len(once.proposed)

    @PROPERTY
    @given(text=TEXTS)
    def test_edits_are_sorted_and_say_what_they_are(
        self, toy_rules: tuple[Rule, ...], text: str
    ) -> None:
        got = repair(Document(text))
        assert list(got.edits) == sorted(got.edits, key=lambda edit: (edit.start, edit.end))
        names = {rule.name for rule in toy_rules}
        assert all(edit.rules and set(edit.rules) <= names for edit in got.edits)
        assert all(edit.safety is Safety.SAFE for edit in got.applied)

    def test_an_accepted_proposal_takes_the_place_of_what_it_meets(self, use: UseRules) -> None:
        use(swap("b", "B"), swap("aBc", "-", stage=Stage.PROSE, safety=Safety.UNSAFE))
        got = repair(Document("abcb"))
        safe, other, proposal = got.applied[0], got.applied[1], got.proposed[0]
        assert got.text == "aBcB"
        assert got.apply([safe, other, proposal]) == "-B"
        assert got.apply([proposal]) == "-b"
        assert got.apply([safe]) == "aBcb"


class TestBlocks:
    @PROPERTY
    @given(text=TEXTS)
    def test_a_long_text_gives_the_same_as_its_parts_together(
        self, toy_rules: tuple[Rule, ...], text: str
    ) -> None:
        with pytest.MonkeyPatch.context() as patch:
            whole = repair(Document(text))
            patch.setattr(BLOCKS, "BLOCK", 4)
            parts = repair(Document(text))
        assert parts.edits == whole.edits
        assert parts.text == whole.text

    def test_lines_are_never_cut(self, use: UseRules, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(BLOCKS, "BLOCK", 4)
        use(swap("abcdef", "X"))
        assert repair_text("abcdefabcdef\nabcdef abcdef").text == "XX\nX X"

    def test_paragraphs_are_kept_together(
        self, use: UseRules, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(BLOCKS, "BLOCK", 6)
        use(swap("b\nc", "X"))
        assert repair_text("aaaaab\nc\n\nb\nc").text == "aaaaaX\n\nX"
