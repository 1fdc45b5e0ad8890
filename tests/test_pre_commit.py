"""The hook, installed and run by pre-commit itself."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
PARTS = ("fixenc", "pyproject.toml", "README.md", "LICENSE", ".pre-commit-hooks.yaml")
GIT = ["git", "-c", "user.name=test", "-c", "user.email=test@example.org"]


def repository(folder: Path) -> Path:
    """A repository of the project as it stands here, committed or not."""
    folder.mkdir()
    for name in PARTS:
        part = ROOT / name
        if part.is_dir():
            shutil.copytree(part, folder / name, ignore=shutil.ignore_patterns("__pycache__", ".*"))
        else:
            shutil.copy(part, folder)
    for command in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "all"]):
        subprocess.run([*GIT, *command], cwd=folder, check=True)
    return folder


def test_hook(tmp_path: Path) -> None:
    source = repository(tmp_path / "source")
    work = tmp_path / "work"
    work.mkdir()
    file = work / "a.txt"
    file.write_text("caf\xc3\xa9 cr\xc3\xa8me\n", encoding="utf-8")
    for command in (["init", "-q"], ["add", "a.txt"]):
        subprocess.run([*GIT, *command], cwd=work, check=True)
    hook = [sys.executable, "-m", "pre_commit", "try-repo", str(source), "fixenc", "--all-files"]

    ran = subprocess.run(
        hook,
        cwd=work,
        env={**os.environ, "PRE_COMMIT_HOME": str(tmp_path / "home")},
        capture_output=True,
        text=True,
        check=False,
    )

    assert "files were modified by this hook" in ran.stdout, ran.stdout + ran.stderr
    assert "a.txt: 2 repairs made" in ran.stdout
    assert file.read_text(encoding="utf-8") == "café crème\n"
