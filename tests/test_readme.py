"""What the README says is so: its commands run, in order, and its settings and calls do, too."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

import fixenc
from fixenc.run.config import settings

PROJECT = Path(__file__).parent.parent
README = (PROJECT / "README.md").read_text(encoding="utf-8")

BY_HAND = re.compile(r"pip install|fixenc (?:review|apply) |--baseline")
"""What sets up the machine, and what comes after a person has decided."""


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.DOTALL | re.MULTILINE)


def test_it_is_short() -> None:
    assert README.count("\n") <= 120


def test_commands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    commands = [line for block in blocks("sh") for line in block.splitlines()]
    commands = [line for line in commands if not BY_HAND.search(line)]
    if not find_spec("pyarrow"):
        commands = [line for line in commands if not line.startswith("fixenc dataset")]
    assert len(commands) > 8
    shutil.copytree(PROJECT / "seeds", tmp_path / "seeds")
    (tmp_path / ".venv/bin").mkdir(parents=True)
    (tmp_path / ".venv/bin/activate").touch()
    monkeypatch.chdir(tmp_path)
    for command in (
        "init -q",
        "add seeds",
        "commit -qm x",
        "update-ref refs/remotes/origin/main @",
    ):
        subprocess.run(
            ["git", "-c", "user.name=x", "-c", "user.email=x", *command.split()], check=True
        )
    lines = [f'fixenc() {{ "{sys.executable}" -m fixenc "$@"; }}']
    # Status 1 says that there is something to tell, and 2 that something went wrong.
    lines += [f"{line}\n(($? < 2)) || exit 2" for line in commands]
    ran = subprocess.run(
        ["bash", "-o", "pipefail", "-c", "\n".join(lines)], capture_output=True, check=False
    )
    assert ran.returncode == 0, ran.stderr.decode()
    repaired = (tmp_path / "letters/001_743a1ad01fcbdb93.txt").read_text(encoding="utf-8")
    for row in README.split("| as it came |")[1].split("\n\n")[0].splitlines()[2:]:
        before, after = re.findall("`([^`]+)`", row)
        assert before in "".join(each.read_text() for each in (tmp_path / "seeds").iterdir())
        assert after in repaired
    assert (tmp_path / "clean/a.csv").read_text(encoding="utf-8") == "id,text\n1,café\n"


def test_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (table,) = blocks("toml")
    (tmp_path / "pyproject.toml").write_text(table, encoding="utf-8")
    assert settings().ignore == {"stray-fragment"}


def test_calls(capsys: pytest.CaptureFixture[str]) -> None:
    calls = blocks("python")[0]
    exec(calls, {})
    assert "('mojibake',)" in capsys.readouterr().out
    found = fixenc.repair("caf\xc3\xa9 cr\xc3\xa8me")
    results = re.findall(r"^((?:fixenc|found)\..*?)  # (?:.*: )?'(.*)'$", calls, re.MULTILINE)
    assert len(results) == 4
    for call, result in results:
        assert eval(call, {"fixenc": fixenc, "found": found}) == result
