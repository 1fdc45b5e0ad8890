"""Which encoding a file is taken to be in, and why."""

from __future__ import annotations

from pathlib import Path

import pytest

from fixenc.files import read_document
from fixenc.files.encoding.declared import redeclared
from fixenc.files.encoding.evidence import reading_of
from fixenc.files.encoding.identify import detect_bytes

RUSSIAN = (
    "Всё смешалось в доме Облонских. Жена узнала, что муж был в связи с бывшею гувернанткой.\n"
)


@pytest.mark.parametrize(
    ("data", "encoding", "evidence"),
    [
        (b"\xff\xfeh\0", "utf-16-le", "byte order mark"),
        (b"# -*- coding: koi8-r -*-\n" + RUSSIAN.encode("koi8-r"), "koi8-r", "coding comment"),
        (b"#!/bin/x\n# vim: set fileencoding=cp1252 :\n\xe9", "cp1252", "coding comment"),
        (b'<?xml version="1.0" encoding="ISO-8859-2"?>\n<a>\xb1', "iso8859-2", "XML declaration"),
        (b"<html><meta charset=windows-1251>\xe0", "cp1251", "HTML meta charset"),
        (
            b'<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1">\x93a\x94',
            "cp1252",
            "HTML meta charset",
        ),
        (b'@charset "latin-1";\n/* \xe9 */', "iso8859-1", "CSS @charset"),
        (b"plain", "utf-8", "plain ASCII"),
        ("d\xe9j\xe0".encode(), "utf-8", "valid UTF-8"),
        ("こんにちは、世界。".encode("iso2022_jp"), "iso2022_jp_2", "escape sequences"),
        ("\xe9\xe8\xea".encode() + b"\x93", "utf-8", "mostly valid UTF-8"),
        (RUSSIAN.encode("cp1251"), "cp1251", "it alone reads like a language"),
        # Coloured output of a terminal, and home folders, are not Japanese or Chinese.
        (b"\x1b[31mred\x1b[0m ~{user}", "utf-8", "plain ASCII"),
    ],
)
def test_evidence(data: bytes, encoding: str, evidence: str) -> None:
    reading = reading_of(data)
    assert reading.encoding == encoding
    assert evidence in reading.evidence


@pytest.mark.parametrize(
    ("data", "encoding", "contradicted"),
    [
        ("# coding: cp1252\n\u20ac \xe9".encode(), "utf-8", "cp1252 by coding comment"),
        (
            b"<meta charset=utf-8>" + RUSSIAN.encode("cp1251"),
            "cp1251",
            "utf-8 by HTML meta charset",
        ),
        (b'<?xml version="1.0" encoding="utf-16"?><a/>', "utf-8", "utf-16 by XML declaration"),
        (b'<?xml version="1.0" encoding="utf-16"?><a />', "utf-8", "utf-16 by XML declaration"),
        ("<meta charset=utf-16>d\xe9j\xe0".encode(), "utf-8", "utf-16 by HTML meta charset"),
    ],
)
def test_bytes_that_contradict_what_is_declared_win(
    data: bytes, encoding: str, contradicted: str
) -> None:
    reading = reading_of(data)
    assert (reading.encoding, reading.contradicted) == (encoding, contradicted)
    assert not reading.declared


def test_too_little_to_tell_by_is_not_sure() -> None:
    reading = reading_of(b"caf\xe9 \xa4")
    assert not reading.sure
    assert len(reading.candidates) > 1


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_ideographs_without_a_nul_may_be_utf_16(codec: str) -> None:
    reading = reading_of("他们说这本书很有意思，可是我还没有读过。".encode(codec))
    assert (reading.encoding, reading.sure) == (codec, False)


def test_what_the_project_declares(tmp_path: Path) -> None:
    (tmp_path / ".editorconfig").write_text(
        "root = true\n[*]\ncharset = utf-8\n[*.{ini,cfg}]\ncharset = latin1\n"
        "[*.u16]\ncharset = utf-16le\n"
    )
    (tmp_path / ".gitattributes").write_text(
        "*.ru working-tree-encoding=koi8-r\n*.git working-tree-encoding=UTF-16\n"
    )
    folder = tmp_path / "sub"
    folder.mkdir()
    for name, data, encoding, declared in [
        ("a.cfg", b"caf\xe9", "iso8859-1", True),
        ("a.ru", RUSSIAN.encode("koi8-r"), "koi8-r", True),
        ("a.txt", b"caf\xc3\xa9", "utf-8", True),
        ("b.ru", RUSSIAN.encode("utf-16-le"), "utf-16-le", False),
        ("b.txt", RUSSIAN.encode("cp1251"), "cp1251", False),
        ("a.u16", "こんにちは、世界。\n".encode("utf-16-le"), "utf-16-le", True),
        ("b.u16", b"ASCII!", "utf-8", False),
        ("a.git", RUSSIAN.encode("utf-16-be"), "utf-16-be", True),
    ]:
        (folder / name).write_bytes(data)
        found = read_document(folder / name)
        assert found is not None
        assert (found[1].encoding, found[1].declared) == (encoding, declared)


def test_a_declaration_is_renamed_where_it_stands() -> None:
    data = b'<?xml version="1.0" encoding="cp1252"?>\n<p>encoding="cp1252"</p>'
    expected = b'<?xml version="1.0" encoding="utf-8"?>\n<p>encoding="cp1252"</p>'
    assert redeclared(data, "utf-8") == expected
    assert b"<meta charset=windows-1252>" in redeclared(b"<meta charset=latin1>", "cp1252")
    assert redeclared(rb"\usepackage[latin1]{inputenc}", "utf-8") == rb"\usepackage[utf8]{inputenc}"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [("Größe und Äpfel", "cp1252"), ("Ночь, улица", "koi8-r"), ("été", "cp850")],
)
def test_candidates_are_named_by_their_confidence(text: str, encoding: str) -> None:
    data = text.encode(encoding)
    found = detect_bytes(data)
    shares = [confidence for _, confidence in found.candidates]
    assert shares == sorted(shares, reverse=True)
    readings = [data.decode(name) for name, _ in found.candidates]
    assert len(set(readings)) == len(readings)
    assert found.encoding in dict(found.candidates)
