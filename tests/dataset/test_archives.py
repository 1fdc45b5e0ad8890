"""Archives and ORC: what does not change stays as it was, and what does is text."""

from __future__ import annotations

import io
import json
import tarfile
import zipfile
from pathlib import Path

import pyarrow as pa
import pyarrow.orc as orc
import pytest

from fixenc.cli import main

BAD = "caf\xc3\xa9"
GOOD = "café"

MEMBERS = {
    "a/0001.txt": BAD.encode(),
    "a/0001.jpg": BAD.encode(),
    "a/0001.json": f'{{"caption": "{BAD}", "url": "{BAD}"}}'.encode(),
    "a/0002.txt": b"fine",
    "a/0002.JSON": b'{"caption": "fine"}',
    f"a/{'long' * 40}é.txt": BAD.encode(),
    "README": BAD.encode(),
}


def run(path: Path, *args: str) -> int:
    return main(["dataset", str(path), str(path.parent / "out"), *args])


def write_tar(path: Path, form: int = tarfile.PAX_FORMAT) -> None:
    packing = {".gz": "gz", ".xz": "xz", ".bz2": "bz2", ".tgz": "gz"}.get(path.suffix, "")
    with tarfile.open(path, f"w:{packing}", format=form) as archive:
        for at, (name, data) in enumerate(MEMBERS.items()):
            info = tarfile.TarInfo(name)
            info.size, info.mtime, info.mode, info.uname = len(data), 10**9 + at, 0o640, "me"
            if at == 0 and form == tarfile.PAX_FORMAT:
                info.pax_headers = {"size": str(len(data)), "comment": "naïve"}
            archive.addfile(info, io.BytesIO(data))
        folder = tarfile.TarInfo("b")
        folder.type = tarfile.DIRTYPE
        archive.addfile(folder)
        link = tarfile.TarInfo("b/link.txt")
        link.type, link.linkname = tarfile.SYMTYPE, "../a/0001.txt"
        archive.addfile(link)


def of_tar(path: Path) -> dict[str, tuple[object, ...]]:
    """Content and properties of all members."""
    found = {}
    with tarfile.open(path) as archive:
        for info in archive:
            content = archive.extractfile(info) if info.isreg() else None
            about = info.mtime, info.mode, info.uname, info.type, info.linkname
            pax = {k: v for k, v in info.pax_headers.items() if k not in ("size", "path")}
            found[info.name] = (content.read() if content else None, *about, pax)
    return found


def repaired(data: bytes, name: str, columns: str) -> bytes:
    """The content that a member of ``MEMBERS`` should have."""
    if name.endswith(".txt") and "txt" in columns:
        return data.replace(BAD.encode(), GOOD.encode())
    if name.lower().endswith(".json") and "json" in columns:
        return data.replace(f'"caption": "{BAD}'.encode(), f'"caption": "{GOOD}'.encode())
    return data


@pytest.mark.parametrize("name", ["a.tar", "a.tar.gz", "a.tgz", "a.tar.xz", "a.tar.bz2"])
@pytest.mark.parametrize("columns", ["txt", "json.caption", "txt,json.caption"])
def test_tar(tmp_path: Path, name: str, columns: str) -> None:
    path = tmp_path / name
    write_tar(path)
    assert run(path, "--column", columns) == 0
    expected = {
        member: (content and repaired(content, member, columns), *rest)  # type: ignore[arg-type]
        for member, (content, *rest) in of_tar(path).items()
    }
    assert of_tar(tmp_path / "out" / name) == expected
    assert (tmp_path / "out" / name).read_bytes()[:4] == path.read_bytes()[:4]


@pytest.mark.parametrize("form", [tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
def test_forms_of_tar(tmp_path: Path, form: int) -> None:
    path = tmp_path / "a.tar"
    write_tar(path, form)
    assert run(path, "--column", "*") == 0
    found = of_tar(tmp_path / "out" / "a.tar")
    assert found["a/0001.txt"][0] == GOOD.encode()
    assert json.loads(found["a/0001.json"][0]) == {"caption": GOOD, "url": GOOD}  # type: ignore[arg-type]
    assert found["a/0001.jpg"][0] == found["README"][0] == BAD.encode()


def test_zip(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as packed:
        packed.comment = b"of mine"
        packed.writestr("empty/", "")
        for at, (name, data) in enumerate(MEMBERS.items()):
            info = zipfile.ZipInfo(name, (2001, 2, 3, 4, 5, 6))
            info.compress_type = zipfile.ZIP_DEFLATED if at % 2 else zipfile.ZIP_STORED
            info.external_attr, info.comment = 0o640 << 16, b"one"
            packed.writestr(info, data)
    assert run(path, "--column", "txt,json.caption") == 0

    def about(path: Path) -> dict[str, tuple[object, ...]]:
        with zipfile.ZipFile(path) as packed:
            assert packed.comment == b"of mine"
            return {
                i.filename: (i.date_time, i.compress_type, i.external_attr, i.comment)
                for i in packed.infolist()
            }

    def content(path: Path) -> dict[str, bytes]:
        with zipfile.ZipFile(path) as packed:
            return {name: packed.read(name) for name in packed.namelist()}

    assert about(tmp_path / "out" / "a.zip") == about(path)
    assert content(tmp_path / "out" / "a.zip") == {
        name: repaired(data, name, "txt,json") for name, data in content(path).items()
    }


def test_an_archive_that_is_fine_is_copied(tmp_path: Path) -> None:
    path = tmp_path / "a.tar"
    write_tar(path)
    assert run(path, "--column", "txt", "--ignore", "mojibake") == 0
    assert (tmp_path / "out" / "a.tar").read_bytes() == path.read_bytes()


def test_members_that_make_no_sense(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a.tar"
    with tarfile.open(path, "w") as archive:
        for name, data in {"1.txt": b"\xff", "2.txt": BAD.encode(), "3.json": b"["}.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    args = ["--column", "txt,json.caption"]
    assert run(path, *args) == 2
    assert "a.tar: member 1.txt: is not UTF-8; --on-error skip" in capsys.readouterr().err
    assert run(path, *args, "--on-error", "quarantine") == 1
    assert "a.tar: member 3.json: is no JSON" in capsys.readouterr().err
    assert {k: v[0] for k, v in of_tar(tmp_path / "out/a.tar").items()} == {"2.txt": GOOD.encode()}
    assert [*of_tar(tmp_path / "out/_quarantine/a.tar")] == ["1.txt", "3.json"]


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("a.tar", "a.tar: cannot be read: "),
        ("a.tar.gz", "a.tar.gz: cannot be read"),
        ("a.zip", "a.zip: cannot be read: File is not a zip file"),
        ("a.orc", "a.orc: cannot be read as ORC"),
    ],
)
def test_files_that_make_no_sense(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, what: str
) -> None:
    (tmp_path / name).write_bytes(b"nonsense" * 200)
    assert run(tmp_path / name, "--column", "txt") == 2
    assert what in capsys.readouterr().err


def test_a_column_that_is_in_no_member(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_tar(tmp_path / "a.tar")
    assert run(tmp_path / "a.tar", "--column", "caption") == 2
    there = "has no column 'caption'; its columns are 'jpg', 'json', 'txt'"
    assert there in capsys.readouterr().err


@pytest.mark.parametrize("codec", ["zstd", "snappy", "zlib", "lz4", "uncompressed"])
def test_orc(tmp_path: Path, codec: str) -> None:
    path = tmp_path / "a.orc"
    table = pa.table(
        {
            "text": [BAD, None, "fine", BAD] * 2000,
            "nested": [{"a": [BAD]}] * 8000,
            "bytes": [BAD.encode()] * 8000,
            "n": pa.array(range(8000), pa.int16()),
            "when": pa.array([10**9] * 8000, pa.timestamp("ns")),
            "day": pa.array([1] * 8000, pa.date32()),
            "price": pa.array([1] * 8000).cast(pa.decimal128(30, 2)),
        }
    )
    with orc.ORCWriter(str(path), compression=codec, stripe_size=1 << 16) as file:
        for at in range(0, 8000, 2000):
            file.write(table.slice(at, 2000))
    assert run(path, "--column", "text,nested[].a") == 2
    assert run(path, "--column", "text,nested.a[],bytes", "--decode") == 0
    before, after = orc.ORCFile(path), orc.ORCFile(tmp_path / "out" / "a.orc")
    assert (after.schema, after.compression) == (before.schema, before.compression)
    expected = table.to_pydict() | {
        "text": [GOOD, None, "fine", GOOD] * 2000,
        "nested": [{"a": [GOOD]}] * 8000,
        "bytes": [GOOD.encode()] * 8000,
    }
    assert after.read().to_pydict() == expected


def test_an_orc_that_is_fine_is_copied(tmp_path: Path) -> None:
    path = tmp_path / "a.orc"
    orc.write_table(pa.table({"text": ["fine"]}), path)
    assert run(path, "--column", "text") == 0
    assert (tmp_path / "out" / "a.orc").read_bytes() == path.read_bytes()
