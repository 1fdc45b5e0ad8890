"""What a file, or its name, says of its encoding, and which programs are converted."""

from __future__ import annotations

from pathlib import Path

import pytest

from fixenc.files import read_document, target_of
from fixenc.files.encoding.declared import declaration_in_name, declarations

GERMAN = "Größe, Länge und Höhe der Türen und Fenster ändern; für alle Fälle prüfen.\n"


@pytest.mark.parametrize(
    ("data", "encoding", "way"),
    [
        (b'" Menus\n\nscriptencoding latin1\nmenu Gr\xf6\xdfe', "iso8859-1", "scriptencoding"),
        (b"\\documentclass{a}\n\\usepackage[latin2]{inputenc}\n\xb1", "iso8859-2", "inputenc"),
        (
            b'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=ISO-8859-15\\n"\n',
            "iso8859-15",
            "the catalogue's Content-Type",
        ),
    ],
)
def test_ways_to_declare(data: bytes, encoding: str, way: str) -> None:
    assert [(one.encoding, one.way) for one in declarations(data)] == [(encoding, way)]


@pytest.mark.parametrize(
    "data",
    [
        b"x = '<meta charset=cp1251>'\n",
        b"x = b'\\\\usepackage[latin2]{inputenc}'\n",
        b"In Vim there is scriptencoding latin1.\n",
    ],
)
def test_what_only_quotes_a_declaration_declares_nothing(data: bytes) -> None:
    assert list(declarations(data)) == []


@pytest.mark.parametrize(
    ("name", "encoding"),
    [
        ("menu_de_de.latin1.vim", "iso8859-1"),
        ("menu_sk.iso_8859-2.vim", "iso8859-2"),
        ("tutor.cs.cp1250", "cp1250"),
        ("Russian_koi8r.pm", "koi8-r"),
        ("a.windows-1251.txt", "cp1251"),
        ("de_DE.ISO8859-1", "iso8859-1"),
        ("tutor.ja.sjis", "shift_jis"),
    ],
)
def test_names_that_name_a_codec(name: str, encoding: str) -> None:
    found = declaration_in_name(f"folder.koi8-u/{name}")
    assert found is not None
    assert found.encoding == encoding


@pytest.mark.parametrize("name", ["cp1252.py", "notlatin1x.vim", "1250.txt", "report.pdf", ".gbkx"])
def test_names_that_name_none(name: str) -> None:
    assert declaration_in_name(name) is None


@pytest.mark.parametrize(
    ("name", "data", "encoding", "declared"),
    [
        ("menu.cp850.txt", GERMAN.encode("cp850"), "cp850", True),
        # A name is believed only where the bytes leave it open.
        ("test.cp850.txt", GERMAN.encode("utf-8"), "utf-8", False),
        ("test.big5.txt", "Größe und Länge".encode(), "utf-8", False),
        ("about.latin1.txt", b"plain", "utf-8", False),
    ],
)
def test_what_the_name_counts_for(
    tmp_path: Path, name: str, data: bytes, encoding: str, declared: bool
) -> None:
    (tmp_path / name).write_bytes(data)
    found = read_document(tmp_path / name)
    assert found is not None
    assert (found[1].encoding, found[1].declared) == (encoding, declared)
    assert not found[1].contradicted


@pytest.mark.parametrize(
    ("name", "text", "converted"),
    [
        ("a.c", f"/* {GERMAN} */\nint x;\n", True),
        ("a.c", f'/* {GERMAN} */\nchar *x = "Größe";\n', False),
        ("Month.pm", f"# {GERMAN}@MoY = qw(Jänner März);\n", False),
        ("a.txt", GERMAN, True),
        ("a.dic", "Größe/S 12\nLänge/NS 7\nTür/N 31\nfür/- 8\nHöhe/N 4\n" * 50, False),
        ("a.html", f"<p>{GERMAN}</p>", False),
        ("a.xml", f"<p>{GERMAN}</p>", True),
        ("a.eml", f"Subject: x\nContent-Type: text/plain; charset=iso-8859-1\n\n{GERMAN}", False),
    ],
)
def test_what_counts_on_its_bytes_is_not_converted_unasked(
    tmp_path: Path, name: str, text: str, converted: bool
) -> None:
    (tmp_path / name).write_bytes(text.encode("cp1252"))
    found = read_document(tmp_path / name)
    assert found is not None
    assert found[1].sure
    assert bool(target_of(found[1]).changes) is converted
    assert target_of(found[1], to_encoding="utf-8").changes
