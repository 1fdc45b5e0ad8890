"""The hook, installed and run by pre-commit itself."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="pre-commit installs from a repository")
def test_hook(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    file = tmp_path / "a.txt"
    file.write_text("caf\xc3\xa9 cr\xc3\xa8me\n", encoding="utf-8")
    subprocess.run(["git", "add", "a.txt"], cwd=tmp_path, check=True)
    hook = [sys.executable, "-m", "pre_commit", "try-repo", str(ROOT), "fixenc", "--all-files"]

    ran = subprocess.run(
        hook,
        cwd=tmp_path,
        env={**os.environ, "PRE_COMMIT_HOME": str(tmp_path / ".pre-commit")},
        capture_output=True,
        text=True,
        check=False,
    )

    assert "files were modified by this hook" in ran.stdout, ran.stdout + ran.stderr
    assert "a.txt: 2 repairs made" in ran.stdout
    assert file.read_text(encoding="utf-8") == "café crème\n"
