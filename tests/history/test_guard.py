"""The guard stops what a commit brings, and the command undoes it from Git."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from fixenc.cli import main
from fixenc.cli.guard import main as guard
from tests.repository import git, new_repository

FINE = "label = 'café — déjà'\nx = 1 if y else 2\n"
DAMAGED = "label = 'cafÃ© â€” dÃ©jÃ\xa0'\nx = 1 if y else 2\n"


@pytest.fixture
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = new_repository(tmp_path, monkeypatch)
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
    assert main(["-i", "--staged"]) == 0
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


def assert_stopped_and_undone(*arguments: str) -> None:
    """The guard stops what is staged, the command undoes it, and the guard passes the rest."""
    assert guard([]) == 1
    assert main(["-i", *arguments]) == 0
    assert Path("a.py").read_text(encoding="utf-8") == FINE
    git("add", "-A")
    assert guard([]) == 0


def test_in_a_shallow_clone(
    work: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write("b.py", "y = 1\n")
    git("add", "-A")
    git("commit", "-qm", "two")
    git("clone", "-q", "--depth", "1", work.as_uri(), str(tmp_path / "clone"))
    monkeypatch.chdir(tmp_path / "clone")
    assert Path(".git/shallow").exists()
    assert guard([]) == 0
    write("a.py", DAMAGED)
    git("add", "-A")
    assert_stopped_and_undone("--staged")
    assert main(["blame", "old.py"]) == 1
    assert "here or earlier: the clone is shallow" in capsys.readouterr().out


def test_in_a_worktree(work: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    git("worktree", "add", "-q", "-b", "other", str(tmp_path / "tree"))
    monkeypatch.chdir(tmp_path / "tree")
    assert Path(".git").is_file()
    write("a.py", DAMAGED)
    git("add", "-A")
    assert_stopped_and_undone("--staged")


def test_in_a_sparse_checkout(work: Path) -> None:
    Path("sub").mkdir()
    write("sub/b.py", FINE)
    git("add", "-A")
    git("commit", "-qm", "two")
    git("sparse-checkout", "set", "--no-cone", "/a.py")
    assert not Path("sub/b.py").exists()
    write("a.py", DAMAGED)
    git("add", "-u")
    assert_stopped_and_undone("--staged")


def test_during_a_merge(work: Path) -> None:
    git("switch", "-qc", "side")
    write("b.py", "y = 1\n")
    git("add", "-A")
    git("commit", "-qm", "side")
    git("switch", "-q", "main")
    write("c.py", "z = 1\n")
    git("add", "-A")
    git("commit", "-qm", "main")
    git("merge", "-q", "--no-commit", "side")
    assert guard([]) == 0
    write("a.py", DAMAGED)
    git("add", "-A")
    assert_stopped_and_undone("--staged")


def test_a_line_of_the_other_side_comes_back_during_a_merge(work: Path) -> None:
    new = "other = 'Größe — Übung'\n"
    git("switch", "-qc", "side")
    write("a.py", FINE + new)
    git("commit", "-qam", "side")
    git("switch", "-q", "main")
    write("c.py", "z = 1\n")
    git("add", "-A")
    git("commit", "-qm", "main")
    git("merge", "-q", "--no-commit", "side")
    write("a.py", FINE + new.encode("ascii", "replace").decode())
    assert main(["-i", "a.py"]) == 0
    assert Path("a.py").read_text(encoding="utf-8") == FINE + new


@pytest.mark.parametrize("command", ["rebase", "cherry-pick"])
def test_during_a_rebase_and_a_cherry_pick(work: Path, command: str) -> None:
    git("switch", "-qc", "side")
    write("a.py", FINE.replace("x = 1", "x = 5"))
    git("commit", "-qam", "side")
    git("switch", "-q", "main")
    write("a.py", FINE.replace("x = 1", "x = 7"))
    git("commit", "-qam", "main")
    git("switch", "-q", "side" if command == "rebase" else "main")
    with pytest.raises(subprocess.CalledProcessError):
        git(command, "main" if command == "rebase" else "side")
    wanted = FINE.replace("x = 1", "x = 9")
    write("a.py", DAMAGED.replace("x = 1", "x = 9"))
    git("add", "-A")
    assert guard([]) == 1
    assert main(["-i", "--staged"]) == 0
    assert Path("a.py").read_text(encoding="utf-8") == wanted
    git("add", "-A")
    assert guard([]) == 0


def test_with_a_part_of_the_changes_staged(work: Path) -> None:
    write("a.py", FINE.replace("x = 1", "x = 3"))
    git("add", "-A")
    write("a.py", DAMAGED.replace("x = 1", "x = 3"))
    assert guard([]) == 0
    assert main(["-i", "a.py"]) == 0
    assert Path("a.py").read_text(encoding="utf-8") == FINE.replace("x = 1", "x = 3")


@pytest.mark.parametrize("is_committed", [False, True])
def test_changed_lines_are_compared_with_the_merge_base(work: Path, is_committed: bool) -> None:
    git("switch", "-qc", "side")
    write("a.py", DAMAGED)
    write("old.py", DAMAGED + "z = 1\n")
    if is_committed:
        git("commit", "-qam", "damage")
        git("switch", "-q", "main")
        write("c.py", "z = 1\n")
        git("add", "-A")
        git("commit", "-qm", "main goes on")
        git("switch", "-q", "side")
    assert main(["-i", "--changed-lines", "main", "."]) == 0
    assert Path("a.py").read_text(encoding="utf-8") == FINE
    assert Path("old.py").read_text(encoding="utf-8") == DAMAGED + "z = 1\n"


def test_a_pushed_range_is_checked(work: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write("a.py", DAMAGED)
    git("commit", "-qam", "damage")
    monkeypatch.setenv("PRE_COMMIT_FROM_REF", "HEAD~1")
    monkeypatch.setenv("PRE_COMMIT_TO_REF", "HEAD")
    assert guard([]) == 1
    assert guard(["old.py"]) == 0
