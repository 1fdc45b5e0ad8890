"""Git repositories for tests."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

_WHO = ("-c", "user.name=test", "-c", "user.email=test@example.org")


def git(*arguments: str, date: str = "2024-05-06T07:08:09+02:00") -> str:
    """Run git in the current folder, and return what it prints; ``date`` is that of a commit."""
    dates = {"GIT_AUTHOR_DATE": date, "GIT_COMMITTER_DATE": date}
    ran = subprocess.run(
        ["git", *_WHO, *arguments], check=True, capture_output=True, env={**os.environ, **dates}
    )
    return ran.stdout.decode().strip()


def new_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Begin a repository, become its user, and return its folder, which has no commit yet."""
    for name in ("GIT_DIR", "GIT_INDEX_FILE", "PRE_COMMIT", "PRE_COMMIT_FROM_REF"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    folder = tmp_path / "work"
    folder.mkdir()
    monkeypatch.chdir(folder)
    git("init", "-q", "-b", "main")
    return folder
