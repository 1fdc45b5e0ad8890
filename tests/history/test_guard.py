"""The guard stops what a commit brings, and the command undoes it from Git."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from fixenc.cli import main
from fixenc.cli.guard import main as guard

FINE = "label = 'café — déjà'\nx = 1 if y else 2\n"
DAMAGED = "label = 'cafÃ© â€” dÃ©jÃ\xa0'\nx = 1 if y else 2\n"


def git(*arguments: str) -> None:
    who = ["-c", "user.name=test", "-c", "user.email=test@example.org"]
    subprocess.run(["git", *who, *arguments], check=True, capture_output=True)


@pytest.fixture
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("GIT_DIR", "GIT_INDEX_FILE", "PRE_COMMIT", "PRE_COMMIT_FROM_REF"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    folder = tmp_path / "work"
    folder.mkdir()
    monkeypatch.chdir(folder)
    git("init", "-q", "-b", "main")
    write("a.py", FINE)
    write("old.py", DAMAGED)
    git("add", "-A")
    git("commit", "-qm", "one")
    return folder


def write(name: str, text: str) -> None:
    Path(name).write_bytes(text.encode())


def test_damage_is_stopped_and_undone(work: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write("a.py", DAMAGED.replace("x = 1", "x = 3"))
    git("add", "-A")
    assert guard([]) == 1
    assert "a.py:1: was damaged" in capsys.readouterr().out
    assert main(["-i", "--staged"]) in (0, 1)
    assert Path("a.py").read_text(encoding="utf-8") == FINE.replace("x = 1", "x = 3")
    git("add", "-A")
    assert guard([]) == 0


def test_old_damage_passes(work: Path) -> None:
    write("old.py", DAMAGED + "z = 4\n")
    git("mv", "a.py", "b.py")
    git("add", "-A")
    assert guard([]) == 0


def test_the_index_counts_and_not_the_working_tree(work: Path) -> None:
    write("a.py", DAMAGED)
    git("add", "-A")
    write("a.py", FINE)
    assert guard([]) == 1
    git("add", "-A")
    write("a.py", DAMAGED)
    assert guard([]) == 0


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"\xef\xbb\xbf" + FINE.encode(), "byte order mark"),
        (FINE.encode("utf-16"), "is in utf-16-le now"),
        (FINE.encode("cp1252"), "no valid UTF-8"),
    ],
)
def test_a_new_form_is_stopped(
    work: Path, data: bytes, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("a.py").write_bytes(data)
    git("add", "-A")
    assert guard([]) == 1
    assert message in capsys.readouterr().out


def test_after_a_rename_and_from_a_folder(work: Path, tmp_path: Path) -> None:
    write("a.py", FINE + "more = 1\n" * 20)
    git("commit", "-qam", "two")
    git("mv", "a.py", "c.py")
    write("c.py", DAMAGED + "more = 1\n" * 20)
    git("add", "-A")
    assert main(["-i", "c.py"]) == 0
    assert Path("c.py").read_text(encoding="utf-8").startswith(FINE)
    (tmp_path / "copy").mkdir()
    (tmp_path / "copy" / "old.py").write_bytes(FINE.encode())
    main(["-i", "--reference", str(tmp_path / "copy"), "old.py"])
    assert Path("old.py").read_text(encoding="utf-8") == FINE


def test_a_merge_that_brings_committed_damage_passes(work: Path) -> None:
    git("switch", "-qc", "side")
    write("a.py", DAMAGED)
    git("commit", "-qam", "damage")
    git("switch", "-q", "main")
    git("merge", "-q", "--no-commit", "--no-ff", "side")
    assert guard([]) == 0


def test_outside_of_a_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert guard([]) == 2
    assert guard(["--nonsense"]) == 2
