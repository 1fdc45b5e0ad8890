"""Forms that are asked for: normal form and line endings."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fixenc.core.document import Document, Kind
from fixenc.core.edits import Edit, apply
from fixenc.engine.policy import Policy
from fixenc.engine.repair import repair
from fixenc.rules.line_ending import LineEnding, edits_to
from fixenc.rules.normal_form import NormalForm, edits_into

FORMS: list[NormalForm] = ["NFC", "NFD", "NFKC", "NFKD"]
SOME_TEXT = st.text(
    st.sampled_from("ae\u0301\u0323\xe9\u212b\ufb01\uac00\u1100\u1161\n <\u0338"), max_size=12
)


@given(SOME_TEXT | st.text(max_size=12), st.sampled_from(FORMS))
def test_edits_make_the_normal_form(text: str, form: NormalForm) -> None:
    assert apply(text, edits_into(form, text)) == unicodedata.normalize(form, text)


@pytest.mark.parametrize(
    ("ending", "expected"), [("lf", "a\nb\nc\nd"), ("crlf", "a\r\nb\r\nc\r\nd")]
)
def test_line_endings(ending: LineEnding, expected: str) -> None:
    text = "a\nb\r\nc\rd"
    assert apply(text, edits_to(ending, text)) == expected


@pytest.mark.parametrize("kind", Kind)
def test_forms_are_composed_with_the_repairs(kind: Kind) -> None:
    text = "# caf\xc3\xa9 cr\xc3\xa8me, re\u0301sume\u0301\r\n"
    asked = Policy(normal_form="NFD", line_ending="lf")
    found = repair(Document(text, path="x.txt", kind=kind), asked)
    expected = unicodedata.normalize("NFD", "# café crème, résumé\n")
    if kind is Kind.PROSE:
        assert found.text == expected
        assert ("mojibake", "normal-form") in {edit.rules for edit in found.edits}
    assert unicodedata.is_normalized("NFD", found.text)
    assert repair(Document(found.text, path="x.txt", kind=kind), asked).applied == ()


def test_nothing_is_brought_into_a_form_unasked() -> None:
    text = "caf\u0301e cafe\u0301 \u212b \ufb01\r\nb\n"
    assert repair(Document(text)).applied == ()


def test_what_is_protected_keeps_its_form() -> None:
    text = "cafe\u0301\r\ncafe\u0301  # fixenc: ignore\r\n"
    asked = Policy(normal_form="NFC", line_ending="lf")
    assert repair(Document(text), asked).text == "café\ncafe\u0301  # fixenc: ignore\r\n"


def test_more_accents_than_any_language_has_stay() -> None:
    towering = "e" + "\u0323\u0301" * 200_000
    assert list(edits_into("NFC", f"cafe\u0301 {towering}")) == [Edit(3, 5, "\xe9")]
