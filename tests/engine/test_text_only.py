"""The repaired text or the applied edits only; and a prefilter never hides anything from a rule."""

from __future__ import annotations

from importlib import import_module

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fixenc.channels.by_hand.notation import channel_named
from fixenc.core.document import Document
from fixenc.core.edits import Safety
from fixenc.core.rule import Rule, Scope
from fixenc.engine.applied import editor
from fixenc.engine.policy import Policy
from fixenc.engine.repair import repair
from fixenc.engine.stages import found_in
from fixenc.engine.text_only import restorer
from fixenc.prefilter.prefilter import Prefilter
from fixenc.prefilter.suspects import Suspects, find_suspects
from fixenc.rules import every_rule

RULES = every_rule()
TEXT_RULES = tuple(rule for rule in RULES if rule.scope is Scope.TEXT)

each_rule = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)

CLEAN = [
    "It was a bright cold day, and the clocks were striking thirteen.",
    "“Go,” he said. “There is no support.” She’d left — it wasn’t late.",
    "“So it is.\n\n“And so it stays.”",
    "„Das ist über den Straßen“, sagte sie, „größer als Ähnliches.“",
    "« Où est le théâtre ? » Là-bas, à côté du château ; c’est l’âge d’or.",
    "”Det är så”, sade han. Åsa och Örjan.",
    "Când mâinile câinilor; đây là câu lâu.",
    "Это было в апреле, и часы били тринадцать: «да».",
    "Ήταν μια λαμπρή μέρα του Απρίλη.",
    "四月间，天气寒冷晴朗，钟敲了十三下。「そうですか」",
    "في يوم من أيام أبريل",
    "W kwietniu dzień był jasny, ul. Żółta 5, np. w domu.",
    "R&amp;D at AT&T: 100% of x=3D, \\u00e9, https://a.b/caf%C3%A9?q=1",
    "What? No! Index.php?id=3 and “why?” l'été?",
]
DAMAGED = sorted({text for rule in RULES for text in rule.damaged})
LINES = st.one_of(
    st.sampled_from(CLEAN),
    st.sampled_from(DAMAGED),
    st.sampled_from(CLEAN).map(lambda line: line.encode().decode("latin-1")),
    st.text(alphabet='aâÂÃÄsnt ,.?&;=%\\“”„’‘«»"\n\xa0\xa9\u2028\ufffd\udc92ÐÑ€', max_size=12),
    st.text(max_size=6),
)
MIXTURES = st.tuples(st.lists(LINES, max_size=6), st.sampled_from(["\n", "\n\n", " ", "\r\n"])).map(
    lambda drawn: drawn[1].join(drawn[0])
)
POLICIES = [
    Policy(),
    Policy(unsafe_fixes=True),
    Policy(select=frozenset(["normal-form", "mojibake"])),
]

SLOW = settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])


def _everything(prefilter: Prefilter, text: str, **_: bool) -> Suspects:
    """Suspects that hide nothing from any rule."""
    scanned = prefilter.scan_lines(text)
    return Suspects(prefilter, text, None, frozenset(prefilter.rules), scanned=scanned)


@SLOW
@given(text=MIXTURES, trusted=st.sampled_from([Safety.SAFE, Safety.UNSAFE]))
def test_the_prefilter_hides_nothing(text: str, trusted: Safety) -> None:
    filtered = found_in(text, Prefilter(TEXT_RULES), trusted)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(import_module("fixenc.engine.stages"), "find_suspects", _everything)
        patch.setattr(import_module("fixenc.prefilter.suspects"), "find_suspects", _everything)
        assert filtered == found_in(text, Prefilter(TEXT_RULES), trusted)


@SLOW
@given(text=MIXTURES, policy=st.sampled_from(POLICIES))
def test_the_same_text_as_by_its_edits(text: str, policy: Policy) -> None:
    restored = restorer(policy)(text)
    assert restored == repair(Document(text), policy).text


@SLOW
@given(text=MIXTURES, policy=st.sampled_from(POLICIES))
def test_the_applied_edits_are_those_of_a_repair(text: str, policy: Policy) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(import_module("fixenc.engine.blocks"), "BLOCK", 20)
        assert tuple(editor(policy)(text)) == repair(Document(text), policy).applied


@SLOW
@given(text=MIXTURES, policy=st.sampled_from(POLICIES))
def test_a_long_text_is_restored_in_the_same_blocks(text: str, policy: Policy) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(import_module("fixenc.engine.blocks"), "BLOCK", 20)
        assert restorer(policy)(text) == repair(Document(text), policy).text


@pytest.mark.parametrize(
    "text", ["", "plain", "über „alles“", "50 % & more", "x" * 100_000, "é" * 70_000]
)
def test_a_text_without_damage_comes_back_itself(text: str) -> None:
    assert restorer(Policy())(text) is text


def test_pragmas_and_lines_hold() -> None:
    text = "It wasn\xe2t me. fixenc: ignore\nIt wasn\xe2t me.\nIt wasn\xe2t me."
    assert restorer(Policy())(text) == text.replace("wasn\xe2t me.\n", "wasn’t me.\n").replace(
        "\nIt wasn\xe2t me.", "\nIt wasn’t me."
    )
    assert restorer(Policy(lines=((1, 2),)))("a\n" + text) == "a\n" + text
    channel = Policy(channel=channel_named("utf-8>cp1252"))
    for policy in (Policy(), Policy(lines=((2, 3),)), channel):
        for each in (text, "\ufeffcaf\xc3\xa9\n" + text, "caf\xc3\xa9\n\ufeffcaf\xc3\xa9"):
            assert tuple(editor(policy)(each)) == repair(Document(each), policy).applied


@each_rule
def test_the_condition_of_a_rule_holds_in_its_damage(rule: Rule) -> None:
    for text in rule.damaged:
        suspects = find_suspects(Prefilter((rule,)), text)
        assert suspects is not None
        assert rule in suspects.firing


@given(text=st.text(alphabet="aBt .,?!&;#x3=CD9%\\uz\"'-\n(/@", max_size=20))
def test_in_ascii_nothing_is_found_without_a_sign(text: str) -> None:
    for rule in RULES:
        if not any(sign in text for sign in rule.in_ascii):
            assert list(rule.find(text)) == [], rule.name
