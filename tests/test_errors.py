"""Whatever goes wrong: exit status 2, and one line that says so."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from fixenc.cli import main
from fixenc.review.decisions import digest

OLD = "caf\xc3\xa9 cr\xc3\xa8me\n"
NEW = "café crème\n"


def shell(folder: Path, redirections: str, *arguments: str) -> tuple[int, str]:
    """The exit status and the errors of the command, run by a shell."""
    before, _, after = redirections.partition("@")
    line = f'{before} exec "$@" {after}'
    ran = subprocess.run(
        ["sh", "-c", line, "sh", sys.executable, "-m", "fixenc", *arguments],
        cwd=folder,
        input="",
        capture_output=True,
        text=True,
        check=False,
    )
    return ran.returncode, ran.stderr


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for number in range(3):
        (tmp_path / f"{number}.txt").write_text(OLD, "utf-8")
    return tmp_path


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
@pytest.mark.parametrize(
    "arguments", [["."], ["rules"], ["--help"], ["--version"], [".", "--output-format", "json"]]
)
@pytest.mark.parametrize("redirection", ["@> /dev/full", "@>&-"])
def test_no_room_for_the_output(folder: Path, arguments: list[str], redirection: str) -> None:
    status, error = shell(folder, redirection, *arguments)
    assert (status, error.count("\n")) == (2, 1)
    assert "no space left on device" in error or "bad file descriptor" in error


@pytest.mark.parametrize("redirection", ["@> /dev/full", "@>&-", "@<&- >&- 2>&-"])
def test_files_are_repaired_all_the_same(folder: Path, redirection: str) -> None:
    assert shell(folder, redirection, "-i", ".")[0] == 2
    assert [each.read_text("utf-8") for each in sorted(folder.iterdir())] == [NEW] * 3


def test_no_standard_input(folder: Path) -> None:
    status, error = shell(folder, "@<&-", "-")
    assert (status, error.count("\n")) == (2, 1)


def test_a_closed_standard_error_changes_nothing(folder: Path) -> None:
    assert shell(folder, "@2>&-", ".")[0] == 1


@pytest.mark.parametrize("limit", [8, 10, 12, 14])
def test_few_open_files(folder: Path, limit: int) -> None:
    status, error = shell(folder, f"ulimit -n {limit};@", "-i", ".")
    assert status in (0, 2)
    assert "Traceback" not in error
    assert {each.read_text("utf-8") for each in folder.iterdir()} <= {OLD, NEW}


def test_deep_nesting_of_the_configuration(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(folder)
    (folder / "pyproject.toml").write_text("a=" + "[" * 100_000)
    assert main(["."]) == 2
    assert capfd.readouterr().err.endswith("cannot be read as TOML: it is nested too deeply\n")


CHANGE = {
    "start": 3, "end": 5, "line": 1, "column": 4, "before": "caf", "old": "\xc3\xa9",
    "after": "", "new": "é", "rules": ["mojibake"], "safety": "safe", "applied": True,
    "decision": "accept",
}  # fmt: skip


def decisions(path: object, **change: object) -> str:
    files = [{"path": path, "digest": digest(OLD.encode()), "encoding": "utf-8",
              "changes": [CHANGE | change]}]  # fmt: skip
    return json.dumps({"version": 1, "files": files})


@pytest.mark.parametrize(
    "text",
    [
        '{"version": 1, "files": ' + "[" * 100_000,
        decisions(1),
        decisions("0.txt\0"),
        decisions("0.txt", start=-1),
        decisions("0.txt", start=1.5),
        decisions("0.txt", start=True),
        decisions("0.txt", start=5, end=3),
        decisions("0.txt", start=10**30, end=10**30),
        decisions("0.txt", end=500),
        decisions("0.txt", new=3),
        decisions("0.txt", rules=[3]),
        decisions("0.txt", safety="sure"),
        decisions("0.txt", safety=None),
        decisions("0.txt", applied="yes"),
        decisions("0.txt", decision="perhaps"),
        "[]",
        "null",
        "\ud800".encode("utf-8", "surrogatepass").decode("latin-1"),
    ],
)
def test_decisions_that_are_none(
    folder: Path, text: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(folder)
    (folder / "d.json").write_text(text, "utf-8")
    assert main(["apply", "d.json"]) == 2
    assert capfd.readouterr().err.count("\n") == 1
    assert (folder / "0.txt").read_text("utf-8") == OLD


@pytest.mark.parametrize(
    ("name", "root", "status"),
    [
        ("0.txt", None, 0),
        ("./below/../0.txt", None, 0),
        ("../outside/0.txt", None, 2),
        ("link/0.txt", None, 2),
        ("link.txt", None, 2),
        ("{outside}/0.txt", None, 2),
        ("{outside}/0.txt", "{outside}", 0),
        ("../outside/0.txt", "..", 0),
        ("0.txt", "{outside}", 2),
        ("0.txt", "gone", 2),
    ],
)
def test_apply_writes_inside_the_folder_only(
    tmp_path: Path,
    name: str,
    root: str | None,
    status: int,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    inside, outside = tmp_path / "inside", tmp_path / "outside"
    for each in (inside, outside):
        each.mkdir()
        (each / "0.txt").write_text(OLD, "utf-8")
    (inside / "below").mkdir()
    (inside / "link").symlink_to(outside)
    (inside / "link.txt").symlink_to(outside / "0.txt")
    monkeypatch.chdir(inside)
    (inside / "d.json").write_text(decisions(name.format(outside=outside)), "utf-8")
    option = [] if root is None else ["--root", root.format(outside=outside)]
    assert main(["apply", "d.json", *option]) == status
    changed = [each for each in (inside, outside) if (each / "0.txt").read_text("utf-8") != OLD]
    assert len(changed) == (status == 0)
    assert capfd.readouterr().err.count("\n") == (status == 2)


@pytest.mark.parametrize(
    ("setting", "flags", "said"),
    [
        ("no-journal = true", [], "no-journal"),
        ("unsafe-fixes = true", [], "unsafe-fixes"),
        ('to-encoding = "utf-16"', [], "to-encoding"),
        ("no-journal = true", ["--no-journal"], None),
        ("no-journal = true", ["--journal"], None),
        ("no-journal = false", [], None),
        ("keep-encoding = true", [], None),
    ],
)
def test_settings_of_a_repository_are_said(
    folder: Path,
    setting: str,
    flags: list[str],
    said: str | None,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(folder)
    (folder / "pyproject.toml").write_text(f"[tool.fixenc]\n{setting}\n")
    assert main(["-i", "0.txt", *flags]) == 0
    line = f"Set by the configuration: {said} ({folder}/pyproject.toml).\n"
    assert capfd.readouterr().err.endswith(line) is (said is not None)
