"""Declarations by format: the file keeps its encoding, and a conversion changes both or neither."""

from __future__ import annotations

from pathlib import Path

import pytest

from fixenc.cli import main
from fixenc.files import read_document, target_of

RUSSIAN = "Всё смешалось в доме Облонских. Жена узнала, что муж был в связи с гувернанткой.\n" * 3
FRENCH = "Là-bas, l'été dernier, ils ont déjà mangé à la française près de la forêt.\n" * 3
MAIL = "From: a@example.org\nTo: b@example.org\nSubject: x\n"
TYPE = "Content-Type: text/plain; charset={}\nContent-Transfer-Encoding: 8bit\n"
LICENCE = "# ...\n" * 900

WAYS = [
    # name of the file, text, codec, and what the declaration becomes; None: it is refused
    ("a.po", LICENCE + 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; '
     f'charset=CP1251\\n"\n\nmsgid "a"\nmsgstr "{RUSSIAN[:50]}"\n', "cp1251", "charset=utf-8\\n"),
    ("a.Rd", f"\\name{{a}}\n\\encoding{{latin1}}\n{FRENCH}", "iso8859-1", "\\encoding{utf-8}"),
    ("a.texi", f"\\input texinfo\n@documentencoding ISO-8859-1\n{FRENCH}", "iso8859-1",
     "@documentencoding utf-8"),
    ("a.aff", f"SET KOI8-R\nTRY абв\n# {RUSSIAN}", "koi8-r", "SET UTF-8"),
    ("hyph_a.dic", f"ISO8859-1\n{FRENCH}", "iso8859-1", "UTF-8\n"),
    ("a.desktop", f"[Desktop Entry]\nEncoding=KOI8-R\nComment={RUSSIAN}", "koi8-r",
     "Encoding=UTF-8"),
    ("a.rc", f"#pragma code_page(1251)\n// {RUSSIAN}", "cp1251", "code_page(65001)"),
    ("a.sql", f"/*!40101 SET NAMES koi8r */;\n-- {RUSSIAN}", "koi8-r", "SET NAMES utf8mb4 */"),
    ("b.sql", f"SET client_encoding = 'WIN1251';\n-- {RUSSIAN}", "cp1251", "= 'utf8'"),
    ("c.sql", f"\\encoding LATIN9\n-- {FRENCH}", "iso8859-15", "\\encoding utf8"),
    ("a.ged", f"0 HEAD\n1 CHAR ANSI\n1 NOTE {FRENCH}", "cp1252", "1 CHAR UTF-8"),
    ("a.tex", f"% !TEX encoding = Windows Latin 1\n{FRENCH}", "cp1252", "= utf-8 unicode"),
    ("b.tex", f"\\usepackage[foo,latin1]{{inputenc}}\n{FRENCH}", "iso8859-1", "[foo,utf8]"),
    ("c.tex", f"\\inputencoding{{cp1251}}\n{RUSSIAN}", "cp1251", "\\inputencoding{utf8}"),
    ("d.tex", "\\begin{CJK*}{GBK}{song}\n" + "真是倒霉，越是想上的越选不上啊，\n" * 3, "gbk",
     "{UTF8}"),
    ("a.pl", f"use encoding 'koi8-r';\n# {RUSSIAN}", "koi8-r", "'utf-8'"),
    ("a.pod", f"=encoding koi8-r\n\n=head1 A\n\n{RUSSIAN}", "koi8-r", "=encoding utf-8"),
    ("a.rb", f"# encoding: koi8-r\n# {RUSSIAN}", "koi8-r", "encoding: utf-8"),
    ("a.1", f'.\\" -*- coding: latin-1 -*-\n.TH A 1\n{FRENCH}', "iso8859-1", "coding: utf-8"),
    ("a.org", f"{FRENCH}\n# Local Variables:\n# coding: latin-1-unix\n# End:\n", "iso8859-1",
     "coding: utf-8"),
    ("b.txt", f"{FRENCH}\nvim: set ts=2 fileencoding=latin1 :\n", "iso8859-1", "encoding=utf-8"),
    ("a.vcf", f"BEGIN:VCARD\nFN;CHARSET=ISO-8859-1:{FRENCH}END:VCARD\n", "iso8859-1", None),
    ("a.ics", f"BEGIN:VCALENDAR\nSUMMARY;CHARSET=KOI8-R:{RUSSIAN}", "koi8-r", None),
    ("a.rtf", f"{{\\rtf1\\ansi\\ansicpg1251 {RUSSIAN}}}", "cp1251", None),
    ("b.rtf", f"{{\\rtf1\\mac {FRENCH}}}", "mac-roman", None),
    ("1234.M5P6.host:2,S", f"{MAIL}{TYPE.format('koi8-r')}\n{RUSSIAN}", "koi8-r", None),
    ("Inbox", f"From a Mon Jan  1 00:00:00 2001\n{MAIL}{TYPE.format('koi8-r')}\n{RUSSIAN}",
     "koi8-r", None),
    ("mail.txt", f"{MAIL}{TYPE.format('koi8-r')}\n{RUSSIAN}", "koi8-r", None),
    ("a.mht", f"{MAIL}{TYPE.format('koi8-r')}\n{RUSSIAN}", "koi8-r", None),
    ("dump", f"HTTP/1.1 200 OK\nServer: x\n{TYPE.format('koi8-r')}\n{RUSSIAN}", "koi8-r", None),
    ("a.warc", f"WARC/1.0\nWARC-Type: response\n\nHTTP/1.1 200 OK\n{TYPE.format('koi8-r')}"
     f"Content-Length: 8\n\n{RUSSIAN}", "koi8-r", None),
]  # fmt: skip


def written(tmp_path: Path, name: str, data: bytes) -> Path:
    path = tmp_path / name
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(("name", "text", "codec", "after"), WAYS, ids=[way[0] for way in WAYS])
def test_a_declared_file_keeps_its_encoding(
    tmp_path: Path, name: str, text: str, codec: str, after: str | None
) -> None:
    data = text.encode(codec)
    path = written(tmp_path, name, data)
    assert main(["-iq", str(tmp_path)]) == 0
    assert path.read_bytes() == data
    found = read_document(path)
    assert found is not None
    assert (found[1].encoding, found[1].declared) == (codec, True)


@pytest.mark.parametrize(("name", "text", "codec", "after"), WAYS, ids=[way[0] for way in WAYS])
def test_the_declaration_follows_or_the_file_is_refused(
    tmp_path: Path,
    name: str,
    text: str,
    codec: str,
    after: str | None,
    capfd: pytest.CaptureFixture[str],
) -> None:
    data = text.encode(codec)
    path = written(tmp_path, name, data)
    status = main(["-iq", "--to-encoding", "utf-8", str(tmp_path)])
    if after is None:
        assert (status, path.read_bytes()) == (2, data)
        error = capfd.readouterr().err
        assert error.count("\n") == 1
        assert "which cannot be made to say utf-8" in error or "Content-Length" in error
    else:
        assert status == 0
        assert after in path.read_text("utf-8")
        found = read_document(path)
        assert found is not None
        assert (found[1].encoding, found[1].contradicted) == ("utf-8", "")


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("a.ged", f"0 HEAD\n1 CHAR ANSEL\n1 NOTE {RUSSIAN}", "ANSEL by CHAR"),
        ("a.sql", f"SET NAMES binary;\n-- {RUSSIAN}", "binary by SET NAMES"),
        ("b.sql", f"SET client_encoding = 'SQL_ASCII';\n-- {RUSSIAN}", "SQL_ASCII"),
        ("a.html", f"<meta charset=x-viscii><p>{RUSSIAN}", "x-viscii by HTML meta charset"),
        ("b.html", f"<meta charset=viscii><p>{RUSSIAN}", "viscii by HTML meta charset"),
        ("a.desktop", f"Encoding=Legacy-Mixed\nComment={RUSSIAN}", "Legacy-Mixed by Encoding"),
        ("a.aff", f"SET ISCII-DEVANAGARI\n# {RUSSIAN}", "ISCII-DEVANAGARI by SET"),
        (
            "box",
            f"{MAIL}{TYPE.format('koi8-r')}\nFrom x\n{TYPE.format('cp1251')}\n{RUSSIAN}",
            "cp1251 and koi8-r by Content-Type",
        ),
    ],
)
def test_a_codec_that_is_not_known_is_no_codec_to_guess_instead(
    tmp_path: Path, name: str, text: str, said: str, capfd: pytest.CaptureFixture[str]
) -> None:
    data = text.encode("cp1251")
    path = written(tmp_path, name, data)
    assert main(["-iq", str(path)]) == 2
    assert path.read_bytes() == data
    assert capfd.readouterr().err.startswith(f"fixenc: {path}: is declared as {said}")


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.pot", b'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=CHARSET\\n"\n'),
        ("a.ged", "0 HEAD\n1 CHAR ANSEL\n1 NOTE café\n".encode()),
        ("a.sql", "SET NAMES binary;\n-- café\n".encode()),
        ("box", f"{MAIL}{TYPE.format('koi8-r')}\nFrom x\n{TYPE.format('cp1251')}\ncafé".encode()),
    ],
)
def test_utf_8_needs_no_declaration_that_can_be_read(
    tmp_path: Path, name: str, data: bytes, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(["-q", str(written(tmp_path, name, data))]) == 0
    assert capfd.readouterr().err == ""


def test_a_dictionary_is_declared_by_the_affixes_beside_it(tmp_path: Path) -> None:
    (tmp_path / "ru.aff").write_bytes(f"SET KOI8-R\n# {RUSSIAN}".encode("koi8-r"))
    path = written(tmp_path, "ru.dic", f"2\n{RUSSIAN}".encode("koi8-r"))
    found = read_document(path)
    assert found is not None
    assert (found[1].encoding, found[1].evidence) == ("koi8-r", "declared by SET in ru.aff")
    assert target_of(found[1]).changes == ()
    change = str(target_of(found[1], to_encoding="utf-8").changes[0])
    assert change.endswith("(declared by SET in ru.aff, to be changed there too)")


def test_the_programs_of_an_r_package_are_declared_by_its_description(tmp_path: Path) -> None:
    (tmp_path / "DESCRIPTION").write_text("Package: a\nEncoding: latin1\n")
    (tmp_path / "R").mkdir()
    found = read_document(written(tmp_path, "R/a.R", f"# {FRENCH}".encode("latin-1")))
    assert found is not None
    assert (found[1].encoding, found[1].evidence) == ("iso8859-1", "declared by DESCRIPTION")
    found = read_document(written(tmp_path, "a.R", f"# {FRENCH}".encode("latin-1")))
    assert found is not None
    assert not found[1].declared


FIXED = ["a.properties", "a.ini", "a.inf", "a.reg", "a.bat", "A.CMD", "a.ps1", "a.nsi"]


@pytest.mark.parametrize("name", FIXED)
def test_a_file_stays_in_the_encoding_that_its_reader_takes_for_granted(
    tmp_path: Path, name: str, capfd: pytest.CaptureFixture[str]
) -> None:
    sign = "rem " if name.lower().endswith(("bat", "cmd")) else "; " if "i" in name else "# "
    data = f"{sign}{RUSSIAN}".replace("\n", f"\n{sign}").encode("cp1251")
    path = written(tmp_path, name, data)
    assert main(["-iq", str(path)]) == 0
    assert path.read_bytes() == data
    error = capfd.readouterr().err
    assert error.startswith(f"fixenc: {path}: stays in cp1251, since ")
    assert error.count("\n") == 1
    assert main(["-iq", "--keep-encoding", str(path)]) == 0
    assert capfd.readouterr().err == ""
    assert main(["-iq", "--to-encoding", "utf-8", str(path)]) == 0
    assert path.read_bytes().decode("utf-8").encode("cp1251") == data


def test_what_records_its_length_is_not_changed(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    text = f"{MAIL}Content-Length: 20\n\ncafÃ© crÃ¨me, dÃ©jÃ  vu\n"
    path = written(tmp_path, "a.eml", text.encode())
    assert main(["-i", str(path)]) == 2
    assert path.read_text("utf-8") == text
    assert "records the length of its text (Content-Length)" in capfd.readouterr().err


@pytest.mark.parametrize(
    "text",
    [
        "Note: first\nTo: be or not\nSubject: to change\n",
        "From: here\nthere is: nothing\n",
        "From time to time: there is text that begins so.\nAnd goes on.\n",
    ],
)
def test_prose_is_no_message(tmp_path: Path, text: str) -> None:
    found = read_document(written(tmp_path, "a.txt", (text + FRENCH).encode()))
    assert found is not None
    assert not found[1].message
