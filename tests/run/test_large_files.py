"""Large files: found in parts and written in pieces, with the same result as small ones."""

from __future__ import annotations

import json
import random
import re
import subprocess
from importlib import import_module
from pathlib import Path

import pytest

from fixenc.cli import main
from fixenc.files import FileProblem
from fixenc.files.stream import open_large

pytestmark = pytest.mark.usefixtures("toy_rules")


def texts() -> dict[str, bytes]:
    choose = random.Random(2)
    pieces = [
        "â",
        "b ",
        "line\n",
        "\r\n",
        "é\n\n\n",
        "XXX",
        "a  b",
        "donât\n",
        *["fine line\n"] * 9,
    ]
    mixed = "".join(choose.choices(pieces, k=1500))
    return {
        "mixed.txt": mixed.encode(),
        "marked.txt": mixed.encode("utf-8-sig"),
        "all lines.txt": "donât\r\n".encode() * 400,
        "one line.txt": "donât fine words ".encode() * 300,
        "no end.txt": ("fine\n" * 300 + "donât").encode(),
        "bytes.txt": "é fine â\n".encode() * 200 + b"\xff\x92\n" * 5,
        "wide.txt": mixed.encode("utf-16"),
        "pragma.txt": ("# fixenc: off\n" + "â\n" * 200 + "# fixenc: on\nâ\n").encode(),
        "fine.txt": b"fine\n" * 500,
        "declared.txt": ("# coding: cp1252\n" + "é ’\n" * 300).encode("cp1252"),
    }


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, data in texts().items():
        (tmp_path / name).write_bytes(data)
    monkeypatch.chdir(tmp_path)
    # Blocks and parts of a few hundred characters, to have many of them.
    for module, name, value in [
        ("engine.blocks", "BLOCK", 200),
        ("engine.blocks", "LONGEST_BLOCK", 800),
        ("files.stream", "LONGEST_BLOCK", 800),
        ("files.utf8_blocks", "BLOCK", 200),
        ("files.utf8_blocks", "LONGEST_BLOCK", 800),
        ("run.large_files", "_LONGEST_PART", 2000),
    ]:
        monkeypatch.setattr(import_module(f"fixenc.{module}"), name, value)
    return tmp_path


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Let every file be a large one."""
    monkeypatch.setattr(import_module("fixenc.run.one_file"), "LARGE", 0)
    return monkeypatch


def output(capfdbinary: pytest.CaptureFixture[bytes], *args: str) -> bytes:
    main(list(args))
    return capfdbinary.readouterr().out


FORMS = [[], ["--line-ending", "lf"], ["--to-encoding", "utf-8", "--bom", "add"]]


@pytest.mark.parametrize("form", FORMS)
def test_the_same_is_found(
    form: list[str],
    folder: Path,
    capfdbinary: pytest.CaptureFixture[bytes],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    args = [".", "--output-format", "json", *form]
    at_once = json.loads(output(capfdbinary, *args))
    monkeypatch.setattr(import_module("fixenc.run.one_file"), "LARGE", 0)
    in_parts = json.loads(output(capfdbinary, *args))
    assert in_parts["summary"] == at_once["summary"]
    assert in_parts["problems"] == at_once["problems"] == []
    found = {file["path"]: file for file in at_once["files"]}
    joined: dict[str, list[object]] = {path: [] for path in found}
    for part in in_parts["files"]:
        joined[part["path"]] += part["edits"]
        if part["changes"]:
            assert part["changes"] == found[part["path"]]["changes"]
    assert joined == {path: file["edits"] for path, file in found.items()}
    assert len(in_parts["files"]) > 2 * len(found)


@pytest.mark.parametrize("form", FORMS)
def test_the_same_is_written_and_taken_back(
    form: list[str], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main(["-iq", ".", *form]) == 1
    at_once = {file.name: file.read_bytes() for file in folder.iterdir()}
    assert main(["undo"]) == 0
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == texts()
    monkeypatch.setattr(import_module("fixenc.run.one_file"), "LARGE", 0)
    monkeypatch.setattr(import_module("fixenc.files.journal.taking_back"), "LARGE", 0)
    untouched = (folder / "fine.txt").stat() if "add" not in form else None
    assert main(["-iq", ".", *form]) == 1
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == at_once
    if untouched is not None:
        assert (folder / "fine.txt").stat().st_ino == untouched.st_ino
    assert main(["undo"]) == 0
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == texts()


@pytest.mark.usefixtures("large")
def test_the_parts_are_a_patch(folder: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    patch = output(capfdbinary, ".", "--output-format", "patch")
    left_out = set(re.findall(rb"^# ([^:]*): not in this patch", patch, re.MULTILINE))
    assert left_out == {b"all lines.txt", b"one line.txt", b"wide.txt"}
    for check in (["--check"], []):
        subprocess.run(["git", "apply", "--whitespace=nowarn", *check], input=patch, check=True)
    patched = {file.name: file.read_bytes() for file in folder.iterdir()}
    for name, data in texts().items():
        (folder / name).write_bytes(data)
    assert main(["-iq", "."]) == 1
    for name in texts():
        if name.encode() not in left_out:
            assert patched[name] == (folder / name).read_bytes()


@pytest.mark.usefixtures("large")
def test_what_was_made_is_told_once(
    folder: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    (folder / "late.txt").write_bytes(b"fine\n" * 500 + "donât\n".encode() * 200)
    out = output(capfdbinary, "-i", "late.txt", "all lines.txt")
    assert out == b"late.txt: 200 repairs made\nall lines.txt: 400 repairs made\n"


@pytest.mark.usefixtures("large")
def test_lines_and_columns_are_those_of_the_file(
    folder: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    concise = output(capfdbinary, "one line.txt", "--output-format", "concise").splitlines()
    columns = [int(line.split(b":")[2]) for line in concise]
    assert columns == [4 + 17 * number for number in range(300)]
    assert all(line.startswith(b"one line.txt:1:") for line in concise)


def test_the_evidence_may_be_far_into_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module, name, value in [("stream", "_EVIDENCE", 5000), ("original", "CHUNK", 1000)]:
        monkeypatch.setattr(import_module(f"fixenc.files.{module}"), name, value)
    file = tmp_path / "late.txt"
    line = "Всё смешалось в доме Облонских. Жена узнала, что муж был в связи.\n".encode("cp1251")
    file.write_bytes(b"a line of ASCII\n" * 2000 + line * 40)
    found = open_large(file)
    assert found is not None
    assert (found.document.encoding, found.document.sure) == ("cp1251", True)


@pytest.mark.usefixtures("large")
def test_what_cannot_be_written_is_told_and_left(
    folder: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    for name in texts():
        if name != "declared.txt":
            (folder / name).unlink()
    declared = ("# coding: cp1252\n" + "fine\n" * 900 + "é ât\n").encode("cp1252")
    (folder / "declared.txt").write_bytes(declared)
    assert main(["-iq", "."]) == 0  # the mark has a place in cp1252
    (folder / "declared.txt").write_bytes(declared.replace(b"cp1252", b"latin1"))
    assert main(["-iq", "."]) == 2
    assert (folder / "declared.txt").read_bytes() == declared.replace(b"cp1252", b"latin1")
    err = capfdbinary.readouterr().err.decode()
    assert err.endswith(
        "declared.txt: has no room for U+2019 RIGHT SINGLE QUOTATION MARK in iso8859-1; "
        "convert it with --to-encoding utf-8\n"
    )
    with pytest.raises(FileProblem, match="there is no such file"):
        open_large(folder / "gone.txt")


RUSSIAN = "Всё смешалось в доме Облонских. Жена узнала, что муж был в связи.\n"
LEGACY = {
    "dump.sql": (f"INSERT INTO books VALUES ('{RUSSIAN.strip()}');\n" * 60, "cp1251"),
    "page.html": ("<p>Le café de l’été, où l’on déjeune très bien.</p>\n" * 60, "cp1252"),
    "mail.eml": (f"Subject: letter\n\n{RUSSIAN * 60}", "koi8-r"),
    "prose.txt": (RUSSIAN * 60, "cp1251"),
}


@pytest.mark.parametrize("name", LEGACY)
def test_a_legacy_file_is_kept_or_converted_as_a_small_one_is(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    text, codec = LEGACY[name]
    results = []
    for least in (1 << 23, 0):
        monkeypatch.setattr(import_module("fixenc.run.one_file"), "LARGE", least)
        Path(name).write_bytes(text.encode(codec))
        main(["-iq", name])
        results.append(Path(name).read_bytes())
    assert results[0] == results[1]
    assert (results[0] == text.encode(codec)) is (name != "prose.txt")


PROGRAM = '# This wasn\xe2t me.\nx = """\n' + "a = '\xe2'\n" * 200 + '"""\n# It wasn\xe2t him.\n'


@pytest.mark.parametrize("name", ["a.py", "a.toml"])
def test_large_programs_are_decided_about_alike(
    name: str,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfdbinary: pytest.CaptureFixture[bytes],
) -> None:
    """No block is parsed by itself: it may begin within a comment or a string."""
    for path in folder.iterdir():
        path.unlink()
    monkeypatch.setattr(import_module("fixenc.formats.lexer"), "LONGEST", 900)
    (folder / name).write_text(PROGRAM, encoding="utf-8")
    whole = output(capfdbinary, name, "--output-format", "concise")
    monkeypatch.setattr(import_module("fixenc.run.one_file"), "LARGE", 0)
    assert output(capfdbinary, name, "--output-format", "concise") == whole
