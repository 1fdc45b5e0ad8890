"""Byte order marks where none belongs, and NUL bytes: removed, proposed or reported."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest

from fixenc import Safety
from fixenc.cli import main
from fixenc.core.document import Kind
from fixenc.files import repair_bytes
from fixenc.files.kind import kind_of

MARK = codecs.BOM_UTF8


@pytest.mark.parametrize(
    ("data", "kind", "repaired"),
    [
        (MARK * 2 + b"one\n", Kind.PROSE, MARK + b"one\n"),
        (MARK * 3 + b"a,b\n", Kind.DATA, MARK + b"a,b\n"),
        (b"one\n" + MARK + b"two\n", Kind.PROSE, b"one\ntwo\n"),
        ("\ufeffone\n\ufefftwo\n".encode("utf-16-le"), Kind.PROSE, None),
        ("\xef\xbb\xbfone\n\xef\xbb\xbftwo\n".encode(), Kind.PROSE, b"one\ntwo\n"),
        ("\xef\xbb\xbf{}\n".encode(), Kind.DATA, b"{}\n"),
        ("\xef\xbb\xbf# caf\xc3\xa9\n".encode(), Kind.CODE, "# caf\xe9\n".encode()),
        ("锘縤mport os\n".encode(), Kind.CODE, b"import os\n"),
    ],
)
def test_marks_are_removed(data: bytes, kind: Kind, repaired: bytes | None) -> None:
    if repaired is None:
        repaired = codecs.BOM_UTF16_LE + "one\ntwo\n".encode("utf-16-le")
    assert repair_bytes(data, kind=kind, path="a.py" if kind is Kind.CODE else "a").data == repaired


@pytest.mark.parametrize(
    ("text", "kind", "safety"),
    [
        ("one\n\ufefftwo\n", Kind.PROSE, Safety.SAFE),
        ("one\ufefftwo\n", Kind.PROSE, Safety.UNSAFE),
        ("x = 1\n\ufeffy = 2\n", Kind.CODE, Safety.UNSAFE),
        ("x = '\ufeff'\n", Kind.CODE, None),
        ("a,b\n\ufeffc,d\n", Kind.DATA, Safety.UNSAFE),
        ("a,\ufeffb\n", Kind.DATA, None),
    ],
)
def test_marks_within_a_file(text: str, kind: Kind, safety: Safety | None) -> None:
    found = repair_bytes(text.encode(), kind=kind, path="a.py" if kind is Kind.CODE else "a.csv")
    marks = [edit for edit in found.edits if "byte-order-mark" in edit.rules]
    assert [edit.safety for edit in marks] == [safety] * (safety is not None)
    everything = repair_bytes(
        text.encode(), kind=kind, path="a.py" if kind is Kind.CODE else "a.csv", unsafe_fixes=True
    )
    assert ("\ufeff" in everything.text) is (safety is None)


TEXT = "Das ist ein Text über Öl.\nZweite Zeile\n"
LINES = "2024-01-01 a line of a log\n" * 9


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.txt", codecs.BOM_UTF16_LE + TEXT.encode("utf-16-be"), "but its text is in utf-16-be"),
        ("a.txt", MARK + TEXT.encode("utf-16-le"), "but its text is in utf-16-le"),
        ("a.log", LINES.encode() + bytes(900) + LINES.encode(), "it holds NUL bytes"),
        ("a.txt", LINES.encode() + TEXT.encode("utf-16-le"), "it holds NUL bytes"),
    ],
)
def test_text_that_is_not_looked_at_is_reported(
    name: str, data: bytes, message: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / name).write_bytes(data)
    main(["-i", str(tmp_path)])
    assert message in capfd.readouterr().err
    assert (tmp_path / name).read_bytes() == data


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.txt", codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le")),
        ("a.txt", codecs.BOM_UTF16_LE + "一 二 三\n".encode("utf-16-le")),
        ("a.txt", codecs.BOM_UTF16_LE + f"{TEXT}\0\0".encode("utf-16-le")),
        # Read in the other order this would be text, too.
        ("a.txt", codecs.BOM_UTF16_BE + ("一\N{EN QUAD} " * 100).encode("utf-16-be")),
        ("a.png", b"\x89PNG" + bytes(900)),
        ("a", b"\x01\x02\x03" + bytes(900)),
    ],
)
def test_others_are_not_reported(
    name: str, data: bytes, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / name).write_bytes(data)
    assert main([str(tmp_path)]) == 0
    assert "NUL" not in (error := capfd.readouterr().err)
    assert "marked" not in error


PLAIN = "Voilà un café crème, and a line of plain words that goes on for quite a while.\n"
WIDE = (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")


@pytest.mark.parametrize(("mark", "codec"), WIDE)
@pytest.mark.parametrize(
    ("shape", "why"),
    [
        ("utf-8 alone", "its text is in utf-8"),
        ("utf-8 behind", "a part of it is in another encoding"),
        ("legacy behind", "a part of it is in another encoding"),
        ("other order behind", "a part of it has its bytes in the other order"),
        ("line feeds", "its line feeds were made CRLF byte by byte"),
        ("NUL", "it holds NUL characters, as files do after a crash of the system"),
    ],
)
def test_utf_16_beside_something_else_is_reported(
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
    mark: bytes,
    codec: str,
    shape: str,
    why: str,
) -> None:
    text = PLAIN.encode(codec)
    other_mark, other = next(each for each in WIDE if each[1] != codec)
    data = (
        mark
        + {
            "utf-8 alone": PLAIN.encode(),
            "utf-8 behind": text + PLAIN.encode(),
            "legacy behind": text + PLAIN.encode("cp1252") + b" ",
            "other order behind": text + other_mark + PLAIN.encode(other),
            "line feeds": (text * 2).replace(b"\n", b"\r\n"),
            "NUL": text + b"\0\0" + text,
        }[shape]
    )
    file = tmp_path / "a.txt"
    file.write_bytes(data)
    assert main(["-i", str(file)]) == 2
    assert f"is marked as {codec}, but {why}" in capfd.readouterr().err
    assert file.read_bytes() == data


@pytest.mark.parametrize(("mark", "codec"), WIDE)
def test_utf_16_alone_is_read(mark: bytes, codec: str) -> None:
    for text in (PLAIN, "汉字是中文的文字，" * 9, "汉字\r\n", "ab", "桔湩"):
        assert repair_bytes(mark + text.encode(codec)).document.text == text


@pytest.mark.parametrize("name", ["a.csv", "a.txt"])
@pytest.mark.parametrize("shape", ["before", "between"])
def test_a_legacy_file_with_marks_is_converted_as_a_whole_or_not(name: str, shape: str) -> None:
    """The header of a table stays, and so would the file be in no encoding."""
    rows = "Prénom;Société\nRené;Hôtel de la gare à Besançon\n" * 4
    data = rows.encode("cp1252")
    data = MARK + data if shape == "before" else data + MARK + data
    after = repair_bytes(data, path=name, kind=kind_of(name, data) or Kind.PROSE).data
    if after != data:
        assert "René;Hôtel" in after.decode("utf-8")


@pytest.mark.parametrize(
    ("codec", "mark"),
    [
        ("utf-8", b""),
        ("utf-8", MARK),
        ("utf-16-le", b""),
        ("utf-32-le", codecs.BOM_UTF32_LE),
    ],
)
@pytest.mark.parametrize("repaired", [True, False])
@pytest.mark.parametrize("times", [1, 4])
def test_nul_characters_in_text_that_is_read_are_reported_once(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    codec: str,
    mark: bytes,
    repaired: bool,
    times: int,
) -> None:
    """Behind the first 4 kB, where nothing is repaired, and in the parts of a large file, too."""
    if times > 1:
        for module in ("fixenc.run.one_file", "fixenc.run.large_files"):
            monkeypatch.setattr(f"{module}.LARGE", 20_000, raising=False)
    text = PLAIN * 60 * times + "\0" + PLAIN + "It wasn\xe2t me, caf\xc3\xa9\n" * repaired
    text = (text + PLAIN * 60 * times) * 2
    (file := tmp_path / "a.txt").write_bytes(mark + text.encode(codec))
    assert main(["-i", str(file)]) == 0
    error = capfd.readouterr().err
    assert error.count("a.txt: holds NUL characters") == 1
    assert "--select control-character removes them" in error
    after = file.read_bytes()[len(mark) :].decode(codec)
    assert after == (text.replace("wasn\xe2t", "wasn’t").replace("\xc3\xa9", "é"))
    assert main(["-i", "--select", "control-character", str(file)]) == 0
    assert "NUL" not in capfd.readouterr().err
    assert file.read_bytes() == mark + after.replace("\0", "").encode(codec)
