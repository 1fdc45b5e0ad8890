"""Blame names the commit that brought each damaged line, and --history takes the damage back."""

from __future__ import annotations

from pathlib import Path

import pytest

from fixenc.cli import main
from fixenc.history.programs import what_did_it
from tests.repository import git, new_repository

FINE = "# Größe — “naïve” café\nlabel = 'déjà vu'\nx = 1 if y else 2\nend = 'Zürich'\n"


def commit(name: str, data: bytes | str, subject: str) -> str:
    Path(name).write_bytes(data if isinstance(data, bytes) else data.encode())
    git("add", "-A")
    git("commit", "-qm", subject)
    return git("rev-parse", "HEAD")


def by_powershell(text: str) -> bytes:
    shown = text.encode().decode("latin-1").encode("latin-1")
    read = "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in shown)
    return b"\xef\xbb\xbf" + read.replace("\n", "\r\n").encode()


@pytest.fixture
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = new_repository(tmp_path, monkeypatch)
    commit("a.py", FINE, "one")
    return folder


def test_powershell_is_named_and_undone(work: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bad = commit("a.py", by_powershell(FINE), "Rename a label")
    commit("a.py", Path("a.py").read_bytes() + b"more = 1\r\n", "Later")
    assert main(["blame", "a.py"]) == 1
    printed = capsys.readouterr().out
    assert f"{bad[:10]} 2024-05-06 Rename a label" in printed
    assert (
        "UTF-8 read as windows-1252, a BOM added, line ends made CRLF: "
        "as Windows PowerShell 5.1 does" in printed
    )
    assert "a.py: 3 lines (1-2, 4)" in printed
    assert "Later" not in printed
    main(["-i", "--history", "a.py"])
    text = Path("a.py").read_bytes().decode("utf-8-sig")
    assert text == (FINE + "more = 1\n").replace("\n", "\r\n")


def test_lost_letters_come_back_where_the_line_still_stands(work: Path) -> None:
    lost = FINE.encode("ascii", "replace").decode()
    commit("a.py", lost, "Lose letters")
    later = lost.replace("label = 'd?j? vu'", "label = 'new'").replace("end =", "    end =")
    commit("a.py", later, "Edit")
    assert main(["-i", "a.py"]) == 0
    assert Path("a.py").read_text(encoding="utf-8") == later
    main(["-i", "--history", "a.py"])
    wanted = FINE.replace("label = 'déjà vu'", "label = 'new'").replace("end =", "    end =")
    assert Path("a.py").read_text(encoding="utf-8") == wanted


def test_damage_of_damage_comes_back_from_two_commits(
    work: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = FINE.encode().decode("ascii", "replace")
    commit("a.py", first, "First")
    commit("a.py", first.encode().decode("cp1252"), "Second")
    main(["-i", "--history", "a.py"])
    assert Path("a.py").read_text(encoding="utf-8") == FINE


def test_after_a_rename(work: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = FINE + "filler = 1\n" * 30
    commit("a.py", text, "Filler")
    git("mv", "a.py", "b.py")
    bad = commit("b.py", text.encode().decode("cp1252", "replace"), "Move")
    git("mv", "b.py", "c.py")
    git("commit", "-qm", "Move again")
    assert main(["blame", "."]) == 1
    assert bad[:10] in capsys.readouterr().out
    main(["-i", "--history", "c.py"])
    assert Path("c.py").read_text(encoding="utf-8") == text


def test_new_lines_that_came_damaged(work: Path, capsys: pytest.CaptureFixture[str]) -> None:
    new = "# Une crÃ¨me brÃ»lÃ©e, trÃ¨s chÃ¨re\n"
    bad = commit("b.py", new, "Add b")
    commit("b.py", new.replace("# Une", "# une autre"), "Edit b")
    assert main(["blame", "b.py"]) == 1
    printed = capsys.readouterr().out
    assert f"{bad[:10]} 2024-05-06 Add b" in printed
    assert "it came with new lines" in printed
    assert "Edit b" not in printed


def test_a_merge_that_damages_is_named(work: Path, capsys: pytest.CaptureFixture[str]) -> None:
    git("switch", "-qc", "side")
    commit("b.py", "y = 1\n", "side")
    git("switch", "-q", "main")
    commit("c.py", "z = 1\n", "main")
    git("merge", "-q", "--no-commit", "side")
    bad = commit("a.py", FINE.encode().decode("cp1252", "replace"), "Merge side")
    assert main(["blame"]) == 1
    assert bad[:10] in capsys.readouterr().out


@pytest.mark.parametrize(
    "text",
    [
        FINE.replace("Größe", "Groesse").replace("— ", "- "),
        FINE.replace("é", "e"),
        FINE.replace("“naïve”", '"naïve"'),
    ],
)
def test_deliberate_edits_are_nobodys_fault(
    work: Path, text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    commit("a.py", text, "Edit")
    assert main(["blame"]) == 0
    assert "No damaged line." in capsys.readouterr().out
    main(["-i", "--history", "a.py"])
    assert Path("a.py").read_text(encoding="utf-8") == text


def test_a_repair_is_no_damage(work: Path) -> None:
    commit("a.py", FINE.encode().decode("cp1252", "replace"), "Damage")
    commit("a.py", FINE, "Repair")
    assert main(["blame"]) == 0


def test_a_protected_line_stays(work: Path) -> None:
    text = FINE.replace("vu'", "vu'  # fixenc: ignore")
    commit("a.py", text, "Protect")
    commit("a.py", text.encode("ascii", "replace"), "Damage")
    main(["-i", "--history", "a.py"])
    lines = Path("a.py").read_text(encoding="utf-8").splitlines()
    assert lines[:2] == [FINE.splitlines()[0], "label = 'd?j? vu'  # fixenc: ignore"]


@pytest.mark.parametrize("arguments", [["blame"], ["blame", "gone.py"]])
def test_mistakes_are_said(
    arguments: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "x.txt").write_text("café", encoding="utf-8")
    assert main(arguments) == 2
    assert capsys.readouterr().out == ""


def test_history_and_reference_exclude_each_other(
    work: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--history", "--reference", ".", "a.py"]) == 2
    assert "leave one out" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("channel", "after", "wanted"),
    [
        ("UTF-8 read as GBK, the rest as ?", b"\xef\xbb\xbfx\n", ", a BOM added: as Windows"),
        ("UTF-8 read as windows-1252", "x\n".encode("utf-16"), "saved as UTF-16-LE with a BOM: as"),
        ("UTF-8 read as windows-1252", b"x\n", "windows-1252"),
        ("UTF-8 read as MacRoman", b"\xef\xbb\xbfx\n", "MacRoman, a BOM added"),
        ("saved as ASCII", b"x\r\n", "saved as ASCII, line ends made CRLF"),
    ],
)
def test_what_did_it(channel: str, after: bytes, wanted: str) -> None:
    found = what_did_it([channel], b"x\n", after)
    assert wanted in found
    assert found.endswith(": as Windows PowerShell 5.1 does") == wanted.endswith((" as", "Windows"))
