"""Which files hold text, and of what kind."""

from __future__ import annotations

import pytest

from fixenc.core.document import Kind
from fixenc.files import is_binary, kind_of
from fixenc.files.encoding.wide import unmarked_wide_encoding


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("a.txt", Kind.PROSE),
        ("README", Kind.PROSE),
        ("a.md", Kind.PROSE),
        ("a.srt", Kind.PROSE),
        ("de.po", Kind.PROSE),
        ("a.unheard-of", Kind.PROSE),
        ("<stdin>", Kind.PROSE),
        ("a.py", Kind.CODE),
        ("a.c", Kind.CODE),
        ("Makefile", Kind.CODE),
        ("Makefile.in", Kind.CODE),
        ("config.h.in", Kind.CODE),
        ("site.yml.j2", Kind.DATA),
        ("a.txt.orig", Kind.PROSE),
        ("a.tcl", Kind.CODE),
        ("a.jsonl", Kind.DATA),
        ("a.unheard-of.in", Kind.PROSE),
        ("a.html", Kind.MARKUP),
        ("a.svg", Kind.MARKUP),
        ("a.json", Kind.DATA),
        ("a.csv", Kind.DATA),
        ("pyproject.toml", Kind.DATA),
        ("a.png", None),
        ("a.zip", None),
    ],
)
def test_names(path: str, kind: Kind | None) -> None:
    assert kind_of(path, b"some text") is kind


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"", Kind.PROSE),
        (b"#!/bin/sh\n", Kind.CODE),
        (b"\x7fELF\2\1\1\0\0\0\0\0\0\0\0\0\3\0\x3e\0", None),
        (b"\x01\x02\x03" * 5, None),
        (b"page one\f" + b"text " * 50 + b"\x01", Kind.PROSE),
        ("in UTF-16\r\n".encode("utf-16-le"), Kind.PROSE),
        ("in UTF-16\r\n".encode("utf-16"), Kind.PROSE),
        ("Грустный".encode("utf-16-be"), None),  # not one NUL says what it is, but controls do
        ("漢字 かな\n".encode("utf-32-le"), Kind.PROSE),
        (bytes(range(256)) * 4, None),
        (b"\0" * 100, None),
    ],
)
def test_heads(head: bytes, kind: Kind | None) -> None:
    assert kind_of("unnamed", head) is kind


@pytest.mark.parametrize(("controls", "binary"), [(2, False), (3, True)])
def test_more_controls_than_one_in_a_hundred_are_no_text(controls: int, binary: bool) -> None:
    assert is_binary(b"\x01" * controls + b"a" * (200 - controls)) is binary


def test_a_long_text_may_have_nul_bytes_on_both_sides() -> None:
    assert unmarked_wide_encoding(("一 " * 100).encode("utf-16-le")) == "utf-16-le"
    assert unmarked_wide_encoding(("一 " * 10).encode("utf-16-le")) is None
