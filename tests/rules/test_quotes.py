"""Quotation marks: what is changed unasked, what is only proposed, and what is left."""

from __future__ import annotations

import pytest

import fixenc
from fixenc.core.edits import Safety

RULES = frozenset({"quote-spacing", "straight-quote-spacing", "quote-direction", "quote-pair"})


@pytest.mark.parametrize(
    ("text", "repaired"),
    [
        ("“It is only formal, ”said the official.", "“It is only formal,” said the official."),
        ("“We will be paralyzed. ”", "“We will be paralyzed.”"),
        ("“Go,” he said, “there is no support “.", "“Go,” he said, “there is no support”."),
        ('An official said: “It is only formal."', "An official said: “It is only formal.”"),
        ("Er sagte: „Das ist wahr, “und ging.", "Er sagte: „Das ist wahr,“ und ging."),
    ],
)
def test_damage_is_repaired(text: str, repaired: str) -> None:
    assert fixenc.repair(text, select=RULES).text == repaired


@pytest.mark.parametrize(
    ("text", "repaired"),
    [
        # A line that is all quotation may have been cut out of anything.
        ('“There is nothing to be done."', "“There is nothing to be done.”"),
        ('The so-called “end" of it.', "The so-called “end” of it."),
        ('"It is only formal,” he said.', "“It is only formal,” he said."),
        # Some writers set “ on both sides.
        ("Choose “main“ or “other” here.", "Choose “main” or “other” here."),
        ('"Es verdad, "dijo.', '"Es verdad," dijo.'),
    ],
)
def test_what_a_writer_may_have_meant_is_proposed(text: str, repaired: str) -> None:
    found = fixenc.repair(text, select=RULES)
    assert found.text == text
    assert [edit.safety for edit in found.edits] == [Safety.UNSAFE]
    assert fixenc.repair(text, unsafe_fixes=True, select=RULES).text == repaired


@pytest.mark.parametrize(
    "text",
    [
        "Choose “main“ or “other“ here.",
        "„Haupt“ oder „Neben“, und “main“.",
        "”Det är så”, sade hon, ”och det blir så.”",
        "He said “so: ”he” is a word” and left.",
        'A 5" pipe, “so he said”, and a 6" one.',
    ],
)
def test_a_way_of_writing_is_left(text: str) -> None:
    assert fixenc.repair(text, unsafe_fixes=True, select=RULES).edits == ()


@pytest.mark.parametrize(("end", "safety"), [(".", Safety.SAFE), ("", Safety.UNSAFE)])
def test_a_quotation_that_no_stop_ends_may_go_on(end: str, safety: Safety) -> None:
    [edit] = fixenc.repair(f'He said: “It is only formal{end}"', select=RULES).edits
    assert (edit.new, edit.safety) == ("”", safety)
