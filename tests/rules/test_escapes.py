"""Escapes left in prose, together with the mojibake that they hide."""

from __future__ import annotations

import pytest

import fixenc
from fixenc.core.edits import Safety
from fixenc.rules import html_entity
from fixenc.rules.percent_escape import percent_escape


@pytest.mark.parametrize(
    ("damaged", "repaired", "rules"),
    [
        ("caf&Atilde;&copy; du coin", "café du coin", ("html-entity", "mojibake")),
        ("CANCI&AMP;ATILDE;&AMP;SUP3;N", "CANCIóN", ("html-entity", "mojibake")),
        ("don&#226;&#8364;&#8482;t", "don’t", ("html-entity", "mojibake")),
        ("&Atilde;“scar et &Atilde;&copy;t&Atilde;&copy;", "Óscar et été", None),
        (r"le caf\u00c3\u00a9 du coin", "le café du coin", ("json-escape", "mojibake")),
        ("le caf=C3=A9 du coin", "le café du coin", ("quoted-printable",)),
        ("le caf%C3%A9 du coin", "le café du coin", ("percent-escape",)),
        ("%D0%9F%D1%80%D0%B8 %D1%8D%D1%82%D0%BE%D0%BC", "При этом", ("percent-escape",)),
    ],
)
def test_one_change_by_all_its_rules(
    damaged: str, repaired: str, rules: tuple[str, ...] | None
) -> None:
    found = fixenc.repair(damaged)
    assert found.text == repaired
    if rules is not None:
        assert {edit.rules for edit in found.edits} == {rules}


@pytest.mark.parametrize(
    "text",
    [
        "Write &eacute; for é, &#233; or &#xE9;.",
        "<p>Caf&eacute;&nbsp;&raquo; &mdash; l&agrave;&nbsp;&raquo;</p>",
        "Das macht Spa&szlig;&ldquo;",
        "AT&T; R&D; &unknown;&foo; &#0; &#55296; &#x110000; &#9999999;",
        "The entities &Atilde;&copy; are é misread.",
        r'{"name": "caf\u00e9", "face": "\ud83d\ude00"}',
        r"\u00e9\u00a0\u00bb",
        r"a regular expression: [\u0080-\u00ff]",
        "https://fr.wikipedia.org/wiki/Caf%C3%A9_au_lait",
        "[the menu](caf%C3%A9.md) and <a href='#caf%C3%A9'>",
        "search?q=caf%C3%A9",
        "curl -d name=caf%C3%A9 localhost",
        "GET /caf%C3%A9 HTTP/1.1",
        "caf%C3%A9%20cr%C3%A8me",
        "rose by 100%C3 and 20%A9",
        "=?utf-8?Q?caf=C3=A9?= wrote:",
        "Content-Transfer-Encoding: quoted-printable\n\nle caf=C3=A9 du coin",
        "le caf=C3=A9 du=\ncoin",
        "x =C3\ny =A9",
    ],
)
def test_what_is_meant_stays(text: str) -> None:
    assert fixenc.fix_text(text) == text


def test_a_word_that_may_be_an_address_is_not_changed_unasked() -> None:
    assert fixenc.fix_text("caf%C3%A9\nth%C3%A9\n") == "caf%C3%A9\nth%C3%A9\n"
    assert fixenc.fix_text("caf%C3%A9\nth%C3%A9\n", unsafe_fixes=True) == "café\nthé\n"


@pytest.mark.parametrize(
    ("words", "is_sample"),
    [(0, True), (190, True), (210, False)],
)
def test_only_what_is_near_speaks_of_an_escape(words: int, is_sample: bool) -> None:
    for about in ("the bytes of this: ", "é é é "):
        text = f"Hier, {about}{'word ' * words}=C3=A9 du coin"
        assert (fixenc.fix_text(text) == text) is is_sample
        text = f"Hier, le =C3=A9 {'word ' * words}{about}"
        assert (fixenc.fix_text(text) == text) is is_sample


@pytest.mark.parametrize(
    ("name", "character"),
    [
        ("#x80", "\x80"),
        ("#127", ""),
        ("#55295", "\ud7ff"),
        ("#xD800", ""),
        ("#xDFFF", ""),
        ("#xE000", "\ue000"),
        ("#1114111", "\U0010ffff"),
        ("#1114112", ""),
    ],
)
def test_references_to_what_is_no_character(name: str, character: str) -> None:
    assert html_entity._character(name) == character


def escaped(text: str) -> str:
    return "".join(f"&#{byte};" for byte in text.encode())


@pytest.mark.parametrize(
    ("text", "is_repaired"),
    [
        ("one &#197;&#145; two", False),
        ("Gr&#195;&#182; x", False),
        ("M&#195;&#188;", True),
        (f"the word {escaped('नमन')} here", False),
        (f"the word {escaped('नमनर')} here", True),
        (f"the word {escaped('世界和')} here", False),
        (f"the word {escaped('世界和平')} here", True),
    ],
)
def test_little_evidence_is_none(text: str, is_repaired: bool) -> None:
    assert (fixenc.fix_text(text) != text) is is_repaired


@pytest.mark.parametrize(
    ("before", "after"), [("Il y a" + 20 * " ", ""), ("", 20 * " " + "du coin"), (20 * " ", "")]
)
def test_a_word_is_alone_in_its_line_however_many_spaces_it_has(before: str, after: str) -> None:
    [edit] = percent_escape.edits(f"{before}caf%C3%A9{after}")
    is_alone = not (before + after).strip()
    assert edit.safety is (Safety.UNSAFE if is_alone else Safety.SAFE)
