"""The action for GitHub: its steps, run as a runner runs them, in a shallow checkout."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[1]
DAMAGED = "caf\xc3\xa9 cr\xc3\xa8me, d\xc3\xa9j\xc3\xa9\n"
INPUTS = {"arguments", "since"}


def steps() -> list[dict[str, Any]]:
    action = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    assert action["runs"]["using"] == "composite"
    assert set(action["inputs"]) == INPUTS
    found: list[dict[str, Any]] = action["runs"]["steps"]
    return found


def run(step: dict[str, Any], folder: Path, temporary: Path, **inputs: str) -> tuple[int, str]:
    """The exit status of a step and what it says, with bash called as GitHub documents it."""

    def value(expression: re.Match[str]) -> str:
        return inputs[expression[1]]

    variables = {
        name: re.sub(r"\$\{\{ *inputs\.(\w+) *\}\}", value, text)
        for name, text in step.get("env", {}).items()
    }
    assert not any("${{" in text for text in variables.values())
    assert "${{" not in step["run"], "an input put into a script would be run by it"
    script = temporary / "step.sh"
    script.write_text(step["run"], encoding="utf-8")
    ran = subprocess.run(
        [step["shell"], "--noprofile", "--norc", "-eo", "pipefail", str(script)],
        cwd=folder,
        env={
            **os.environ,
            **variables,
            "RUNNER_TEMP": str(temporary),
            "GITHUB_ACTION_PATH": str(ROOT),
            "GIT_CONFIG_GLOBAL": os.devnull,
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    return ran.returncode, ran.stdout


def git(folder: Path, *arguments: str) -> str:
    who = ["-c", "user.name=test", "-c", "user.email=test@example.org"]
    command = ["git", "-C", str(folder), *who, *arguments]
    return subprocess.check_output(command, text=True, stderr=subprocess.STDOUT).strip()


@pytest.fixture(scope="module")
def temporary(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The runner's folder, with fixenc installed by the action's own first step."""
    folder = tmp_path_factory.mktemp("runner")
    install, _ = steps()
    status, said = run(install, folder, folder)
    assert status == 0, said
    return folder


@pytest.fixture
def checkout(tmp_path: Path) -> tuple[Path, str]:
    """A checkout without a past of a pull request, and the commit that it is based on."""
    origin = tmp_path / "origin"
    origin.mkdir()
    git(origin, "init", "-q", "-b", "main")
    git(origin, "config", "uploadpack.allowAnySHA1InWant", "true")
    (origin / "old.txt").write_text(f"{DAMAGED}More.\n", encoding="utf-8")
    git(origin, "add", "-A")
    git(origin, "commit", "-qm", "one")
    base = git(origin, "rev-parse", "HEAD")
    (origin / "old.txt").write_text(f"{DAMAGED}More.\nA line.\n{DAMAGED}", encoding="utf-8")
    (origin / "new file.txt").write_text(DAMAGED, encoding="utf-8")
    git(origin, "add", "-A")
    git(origin, "commit", "-qm", "two")
    folder = tmp_path / "checkout"
    git(tmp_path, "clone", "-q", "--depth=1", origin.as_uri(), str(folder))
    return folder, base


def test_a_pull_request_is_told_of_its_own_lines(
    temporary: Path, checkout: tuple[Path, str]
) -> None:
    folder, base = checkout
    status, said = run(steps()[1], folder, temporary, arguments=".", since=base)
    assert status == 1, said
    places = re.findall(r"^::\w+ file=([^,]+),line=(\d+)", said, re.MULTILINE)
    assert {(name, int(line)) for name, line in places} == {("new file.txt", 1), ("old.txt", 4)}


def test_without_a_base_all_is_looked_at(temporary: Path, checkout: tuple[Path, str]) -> None:
    status, said = run(
        steps()[1], checkout[0], temporary, arguments="--ignore quote-spacing old.txt", since=""
    )
    assert status == 1
    assert "file=old.txt,line=1" in said
    assert "new file.txt" not in said


def test_nothing_found_passes(temporary: Path, checkout: tuple[Path, str]) -> None:
    folder, base = checkout
    (folder / "fine.txt").write_text("café\n", encoding="utf-8")
    assert run(steps()[1], folder, temporary, arguments="fine.txt", since=base) == (0, "")
