"""How files are written: codec, declaration and byte order mark, whole and in pieces."""

from __future__ import annotations

import pytest

from fixenc.files import FileProblem, decode, encode, target_of
from fixenc.files.target import Bom, with_bom

TEXT = "<?xml version='1.0' encoding='cp1252'?>\n<a>caf\xe9</a>\n"
BOM = b"\xef\xbb\xbf"


@pytest.mark.parametrize(
    ("data", "to_encoding", "bom", "after", "changes"),
    [
        (b"a", None, "keep", b"a", []),
        (b"a", None, "add", BOM + b"a", ["bom: absent → present"]),
        (BOM + b"a", None, "add", BOM + b"a", []),
        (BOM + b"a", None, "remove", b"a", ["bom: present → absent"]),
        (b"\xff\xfea\0", None, "remove", b"\xff\xfea\0", []),
        (
            b"\xff\xfea\0",
            "utf-8",
            "keep",
            BOM + b"a",
            ["encoding: utf-16-le → utf-8 (byte order mark)"],
        ),
        (
            b"\xff\xfea\0",
            "utf-8",
            "remove",
            b"a",
            ["encoding: utf-16-le → utf-8 (byte order mark)", "bom: present → absent"],
        ),
        (
            b"a",
            "utf-16",
            "keep",
            b"\xff\xfea\0",
            ["encoding: utf-8 → utf-16-le (plain ASCII)"],
        ),
        (
            TEXT.encode("cp1252"),
            "utf-8",
            "keep",
            TEXT.replace("cp1252", "utf-8").encode(),
            ["encoding: cp1252 → utf-8 (declared by XML declaration)"],
        ),
    ],
)
def test_what_is_written(
    data: bytes, to_encoding: str | None, bom: Bom, after: bytes, changes: list[str]
) -> None:
    document = decode(data)
    target = target_of(document, to_encoding=to_encoding, bom=bom)
    assert [str(change) for change in target.changes] == changes
    assert target.encode(document.text) == after
    half = len(document.text) - 1
    pieces = target.pieces([document.text[:half], document.text[half:]])
    assert b"".join(pieces) == after
    assert b"".join(target.pieces([])) == target.encode("")


def test_what_looks_like_a_declaration_further_on_stays() -> None:
    target = target_of(decode(TEXT.encode("cp1252")), to_encoding="utf-8")
    assert b"".join(target.pieces(["x\n", TEXT])) == b"x\n" + TEXT.encode()


def test_a_byte_without_a_character_stops_the_conversion_of_any_piece() -> None:
    stray = decode(b"a\x81", path="x", encoding="cp1252")
    target = target_of(stray, to_encoding="utf-8")
    with pytest.raises(FileProblem, match="x: holds bytes that are not"):
        target.encode(stray.text)
    with pytest.raises(FileProblem, match="x: holds bytes that are not"):
        list(target.pieces(["fine", "a\udc81"]))


def test_byte_order_mark() -> None:
    assert encode("a", with_bom(decode(b"a", encoding="cp1252"), "add")) == b"a"


@pytest.mark.parametrize(
    ("path", "data", "to_encoding", "bom", "problem"),
    [
        ("a.py", b"a = 1\n", "utf-16", "keep", "is a Python program, which cannot be in utf-16"),
        ("a.pyi", b"a = 1\n", "utf-32-be", "keep", "which cannot be in utf-32-be"),
        ("a", b"#!/usr/bin/env python3\n", "utf-16", "keep", "is a Python program"),
        ("a.py", b"# coding: latin-1\na = '\xc3\xa9'", None, "add", "other than utf-8"),
        ("a.py", b"#!/bin/x\n# coding: utf8\n", None, "add", "other than utf-8"),
        ("a.py", b"a = '\xc3\xa9'", "cp1252", "keep", "does not say that it is in cp1252"),
        ("a.py", b"\n\n# coding: utf-8\na = '\xc3\xa9'", "cp1252", "keep", "does not say"),
        ("a.py", b"# coding: utf-8\na = '\xc3\xa9'", "cp1252", "keep", None),
        ("a.txt", b"a = '\xc3\xa9'", "cp1252", "keep", None),
        ("a.txt", b"a = 1\n", "utf-16", "keep", None),
        ("a.txt", b"# coding: latin-1\na = '\xc3\xa9'", None, "add", None),
        ("a.py", b"a = 1\n", None, "add", None),
        ("a.py", b"# coding: utf-8\n", None, "add", None),
        ("a.py", b"#\n#\n# coding: latin-1\n", None, "add", None),
        ("a.py", b"# coding: latin-1\na = '\xe9'", "utf-8", "add", None),
        # What Python refuses already is left to be repaired.
        ("a.py", b"\xff\xfea\0", None, "keep", None),
        ("a.py", BOM + b"# coding: utf8\n", None, "keep", None),
        ("a.py", BOM + b"# coding: utf8\n", None, "remove", None),
    ],
)
def test_what_python_would_refuse(
    path: str, data: bytes, to_encoding: str | None, bom: Bom, problem: str | None
) -> None:
    encoding = "utf-8" if b"\xc3" in data else None
    document = decode(data, path=path, encoding=encoding)
    target = target_of(document, to_encoding=to_encoding, bom=bom)
    if problem is None:
        assert (target.encode(document.text) != data) == bool(target.changes)
        return
    for write in (target.encode, lambda text: list(target.pieces([text]))):
        with pytest.raises(FileProblem, match=f"^{path}: .*{problem}"):
            write(document.text)
