"""Which files and lines Git says have changed, and what the command makes of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from fixenc.cli import main
from fixenc.files.git import Repository, under
from fixenc.files.problem import FileProblem
from tests.repository import git, new_repository

DAMAGED = "caf\xc3\xa9 cr\xc3\xa8me, d\xc3\xa9j\xc3\xa9\n"
REPAIRED = "café crème, déjé\n"


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with one commit, on a branch of its own, in which we stand."""
    folder = new_repository(tmp_path, monkeypatch)
    Path("old.txt").write_text(f"One.\n{DAMAGED}Two.\nThree.\n" + "Four.\n" * 9, encoding="utf-8")
    Path("sub").mkdir()
    Path("sub/inner.txt").write_text("Inner.\n", encoding="utf-8")
    git("add", "-A")
    git("commit", "-qm", "one")
    git("switch", "-qc", "branch")
    return folder


NAMES = ["new.txt", "with space.txt", "n\xe9w.txt", "two\nlines.txt", '"quoted".txt', "-dash.txt"]


def test_staged_files_by_how_they_changed(repository: Path) -> None:
    for name in NAMES:
        Path(name).write_text("Something else.\n", encoding="utf-8")
    Path("link.txt").symlink_to("old.txt")
    git("mv", "old.txt", "moved.txt")
    git("add", "-A")
    Path("untracked.txt").write_text("x\n", encoding="utf-8")
    found = Repository()
    assert found.staged("A") == sorted(map(Path, NAMES))
    assert found.staged("R") == [Path("moved.txt")]
    assert found.staged() == sorted(map(Path, [*NAMES, "moved.txt"]))


def test_staged_and_then_removed_is_no_file(repository: Path) -> None:
    Path("new.txt").write_text("x\n", encoding="utf-8")
    git("add", "-A")
    Path("new.txt").unlink()
    assert Repository().staged("A") == []


def test_before_the_first_commit_all_is_new(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    git("init", "-q")
    Path("a.txt").write_text("x\n", encoding="utf-8")
    git("add", "-A")
    assert Repository().staged("A") == [Path("a.txt")]


def test_names_are_relative_to_where_we_stand(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("new.txt").write_text("x\n", encoding="utf-8")
    Path("sub/new.txt").write_text("x\n", encoding="utf-8")
    git("add", "-A")
    monkeypatch.chdir("sub")
    found = Repository().staged("A")
    assert found == [Path("../new.txt"), Path("new.txt")]
    assert under(found, ["."]) == [Path("new.txt")]


def test_changed_lines(repository: Path) -> None:
    lines = Path("old.txt").read_text(encoding="utf-8").split("\n")
    lines[2:4] = ["Second.", "2a.", "Third."]
    del lines[8]
    Path("old.txt").write_text("\n".join(lines), encoding="utf-8")
    git("commit", "-qam", "two")
    git("switch", "-q", "main")
    Path("sub/inner.txt").write_text("Changed on main.\n", encoding="utf-8")
    git("commit", "-qam", "three")
    git("switch", "-q", "branch")
    Path("untracked.txt").write_text("x\n", encoding="utf-8")
    found = Repository()
    assert found.changed_since("main") == [Path("old.txt"), Path("untracked.txt")]
    assert found.changed_lines(Path("old.txt"), "main") == [(3, 6)]
    assert found.changed_lines(Path("untracked.txt"), "main")[0][0] == 1


def test_only_changed_lines_are_repaired(repository: Path) -> None:
    text = Path("old.txt").read_text(encoding="utf-8")
    Path("old.txt").write_text(f"{text}{DAMAGED}", encoding="utf-8")
    assert main(["--in-place", "--changed-lines", "main"]) == 0
    assert Path("old.txt").read_text(encoding="utf-8") == f"{text}{REPAIRED}"


def test_only_staged_files_are_repaired(repository: Path) -> None:
    for name in ("new.txt", "untracked.txt", "-dash.txt"):
        Path(name).write_text(DAMAGED, encoding="utf-8")
    git("add", "new.txt", "./-dash.txt")
    assert main(["--in-place", "--staged", "--diff-filter=a"]) == 0
    read = {path.name: path.read_text(encoding="utf-8") for path in repository.glob("*.txt")}
    assert (read["new.txt"], read["-dash.txt"]) == (REPAIRED, REPAIRED)
    assert read["untracked.txt"] == DAMAGED
    assert DAMAGED in read["old.txt"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--diff-filter=A"], "goes with --staged"),
        (["--staged", "--diff-filter=XD"], "must be letters out of ACMRT"),
        (["--staged", "-"], "are about files"),
        (["--changed-lines", "nowhere"], "nowhere: is no commit that git knows"),
        (["--changed-lines", "--exec=x"], "--exec=x: is no commit"),
    ],
)
def test_errors_are_one_line(
    repository: Path, arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2
    error = capsys.readouterr().err
    assert message in error
    assert error.count("\n") == 1


def test_outside_of_a_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    with pytest.raises(FileProblem, match="is in no work tree of git"):
        Repository().staged()
