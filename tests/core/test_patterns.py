"""Patterns of file names: none that a project has, and no name, stops a run."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from fixenc.cli import main
from fixenc.core.patterns import Patterns, is_pattern

NONE = ["!", "\\", "[z-a]", "[[:alpha:]"]
"""Lines that are no patterns."""


@pytest.mark.parametrize(
    ("lines", "name", "verdict"),
    [
        (["*.txt"], "a/b.txt", True),
        (["*.txt", "!b.txt"], "a/b.txt", False),
        (["*.txt"], "a.md", None),
        (["a/"], "a/", True),
        (["a/"], "a", None),
        (["*.txt"], "caf\udce9.txt", True),
        (["caf\udce9.txt"], "caf\udce9.txt", True),
        (["caf\udce9.txt"], "caf\udcea.txt", None),
        (["caf?.txt"], "caf\udce9.txt", True),
        ([*NONE, "*.txt"], "a.txt", True),
        (NONE, "a.txt", None),
        (["**/a*/**/b*/**/c*/x charset=latin1"] * 5000 + ["*.txt"], "a.txt", True),
    ],
)
def test_the_last_pattern_is_right(lines: list[str], name: str, verdict: bool | None) -> None:
    assert Patterns(lines).verdict(name) is verdict
    assert Patterns(lines).match(name) is bool(verdict)


@pytest.mark.parametrize("line", NONE)
def test_what_is_no_pattern(line: str) -> None:
    assert not is_pattern(line)


@pytest.mark.parametrize(
    ("file", "form"),
    [
        (".gitignore", "{}"),
        (".gitattributes", "{} working-tree-encoding=cp1252"),
        (".editorconfig", "[{}]\ncharset = latin1"),
    ],
)
@pytest.mark.parametrize("line", [*NONE, "caf\udce9.*", "a"])
def test_files_of_a_project(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    file: str,
    form: str,
    line: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / file).write_bytes(os.fsencode(form.format(line) + "\n"))
    (tmp_path / ".git").mkdir()
    (tmp_path / "b.txt").write_text("caf\xc3\xa9 cr\xc3\xa8me\n", "utf-8")
    if os.name != "nt":
        (tmp_path / os.fsdecode(b"caf\xe9.md")).write_text("fine\n")
    assert main(["--output-format", "concise", "."]) == 1
    out, err = capfd.readouterr()
    assert "b.txt:1:4" in out
    assert "Traceback" not in err


@pytest.mark.parametrize("line", NONE)
@pytest.mark.parametrize("where", ["flag", "exclude", "per-file-ignores"])
def test_one_of_the_user_is_refused(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    line: str,
    where: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "b.txt").touch()
    args = ["--exclude", line] if where == "flag" else []
    if where == "exclude":
        (tmp_path / "fixenc.toml").write_text(f"exclude = ['*.md', '{line}']")
    elif where == "per-file-ignores":
        (tmp_path / "fixenc.toml").write_text(f"per-file-ignores = {{ '{line}' = ['mojibake'] }}")
    assert main([*args, "."]) == 2
    (message,) = capfd.readouterr().err.splitlines()
    assert f"{line!r} is no pattern as in .gitignore" in message
