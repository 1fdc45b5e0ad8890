"""The form of a file, its encoding and its byte order mark, beside its version before."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from fixenc.cli import main
from fixenc.history.form import encoding_since
from fixenc.history.versions import Version

TEXT = "Le café est là.\nDéjà vu — fin.\nNaïve façade, œuvre.\nplain line\n"
MARK = b"\xef\xbb\xbf"
Captured = pytest.CaptureFixture[str]


def git(folder: Path, *arguments: str) -> None:
    own = ("-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "core.autocrlf=false")
    subprocess.run(["git", *own, *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file that is committed in a repository."""
    monkeypatch.chdir(tmp_path)
    found = tmp_path / "a.txt"
    found.write_bytes(TEXT.encode())
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-q", "-m", "a text")
    return found


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (MARK + TEXT.encode(), ["a byte order mark", "--bom remove", "HEAD:a.txt"]),
        (TEXT.replace("\n", "\r\n").encode(), ["CRLF line endings", "--line-ending lf"]),
        (MARK + TEXT.replace("\n", "\r\n").encode(), ["a byte order mark", "and CRLF"]),
        (TEXT.encode(), []),
        (MARK + f"{TEXT}One more.\n".encode(), []),
    ],
)
def test_a_change_of_form_alone_is_told_as_one(
    file: Path, capsys: Captured, data: bytes, said: list[str]
) -> None:
    file.write_bytes(data)
    assert main(["a.txt", "--in-place"]) == 0
    told = capsys.readouterr().err
    assert all(word in told for word in said)
    assert ("HEAD:a.txt" in told) is bool(said)
    assert file.read_bytes() == data


@pytest.mark.parametrize("option", [["--bom", "remove"], ["--line-ending", "lf"]])
def test_what_is_asked_for_is_done_without_a_word(
    file: Path, capsys: Captured, option: list[str]
) -> None:
    marked = option[0] == "--bom"
    file.write_bytes(MARK + TEXT.encode() if marked else TEXT.replace("\n", "\r\n").encode())
    assert main(["a.txt", "--in-place", *option]) == 0
    assert "and else the text" not in capsys.readouterr().err
    assert file.read_bytes() == TEXT.encode()


def test_a_mark_that_was_there_is_not_told(file: Path, capsys: Captured) -> None:
    file.write_bytes(MARK + TEXT.encode())
    git(file.parent, "commit", "-q", "-a", "-m", "with a mark")
    assert main(["a.txt", "--in-place"]) == 0
    assert "byte order mark" not in capsys.readouterr().err


def test_line_endings_that_git_writes_are_not_told(file: Path, capsys: Captured) -> None:
    file.with_name(".gitattributes").write_text("*.txt text eol=crlf\n")
    file.write_bytes(TEXT.replace("\n", "\r\n").encode())
    assert main(["a.txt"]) == 0
    assert "CRLF" not in capsys.readouterr().err


def test_a_mark_that_came_with_damage_goes_with_it(file: Path) -> None:
    file.write_bytes(MARK + TEXT.encode().decode("cp1252").encode())
    assert main(["a.txt", "--in-place"]) == 0
    assert file.read_bytes() == TEXT.encode()


def test_a_file_that_was_saved_in_a_legacy_codec_is_read_as_it_was(file: Path) -> None:
    file.write_bytes(TEXT.encode("cp1252"))
    assert main(["a.txt", "--in-place"]) == 0
    assert file.read_bytes() == TEXT.encode()


@pytest.mark.parametrize(
    ("now", "codec", "named"),
    [
        (TEXT, "cp1252", "cp1252"),
        (f"Première ligne.\n{TEXT}", "cp1252", "cp1252"),
        (TEXT.replace("œ", "o").replace("—", "-"), "latin-1", ""),
        ("Le café est là.\nDéjà vu — fin.\nAutre œuvre à lire.\n", "cp1252", "cp1252"),
        ("Le café est là.\nAutre œuvre à lire.\n", "cp1252", ""),
        ("plain line\n", "ascii", ""),
    ],
)
def test_the_codec_is_the_one_with_most_lines_of_before(now: str, codec: str, named: str) -> None:
    assert encoding_since(now.encode(codec), [Version("HEAD:a", TEXT.encode())]) == named


def test_without_letters_before_nothing_tells_the_codec() -> None:
    assert encoding_since("é".encode("cp1252"), [Version("HEAD:a", b"plain\n")]) == ""


@pytest.mark.parametrize(("kept", "encoding"), [(1, ""), (2, "cp1252"), (4, "cp1252")])
def test_a_file_with_half_of_the_lines_before_is_in_the_codec_that_gives_them(
    kept: int, encoding: str
) -> None:
    """Latin-1 gives the same lines, and is not as common."""
    lines = [f"café {number}" for number in range(4)]
    data = "\n".join([*lines[:kept], *["xé"] * (4 - kept)]).encode("latin-1")
    before = Version("HEAD:a.txt", "\n".join(lines).encode("utf-8"))
    assert encoding_since(data, [before]) == encoding
