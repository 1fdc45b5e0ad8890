"""Changes of form that are asked for."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fixenc.edits import apply
from fixenc.files import decode, encode
from fixenc.files.normalize import LineEnding, NormalForm, line_endings, normal_form, with_bom

SOME_TEXT = st.text(
    st.sampled_from("ae\u0301\u0323\xe9\u212bﬁ가\u1100\u1161\n <\u0338"), max_size=12
)


@given(SOME_TEXT | st.text(max_size=12), st.sampled_from(["NFC", "NFD", "NFKC", "NFKD"]))
def test_edits_make_the_normal_form(text: str, form: NormalForm) -> None:
    assert apply(text, normal_form(text, form)) == unicodedata.normalize(form, text)


@pytest.mark.parametrize(
    ("ending", "expected"), [("lf", "a\nb\nc\nd"), ("crlf", "a\r\nb\r\nc\r\nd")]
)
def test_line_endings(ending: LineEnding, expected: str) -> None:
    text = "a\nb\r\nc\rd"
    assert apply(text, line_endings(text, ending)) == expected


def test_byte_order_mark() -> None:
    plain = decode(b"a")
    assert encode("a", with_bom(plain, "add")) == b"\xef\xbb\xbfa"
    assert encode("a", with_bom(decode(b"\xef\xbb\xbfa"), "remove")) == b"a"
    wide = decode(b"\xff\xfea\0")
    assert with_bom(wide, "remove") is wide
    assert encode("a", with_bom(decode(b"a", encoding="cp1252"), "add")) == b"a"
