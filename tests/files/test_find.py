"""Which files a search finds, and in which order."""

from __future__ import annotations

import os
import socket
import subprocess
from collections import Counter
from pathlib import Path

import pytest

from fixenc.files import FileProblem, find_files


def make(root: Path, *names: str) -> None:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x", encoding="utf-8")


def found(root: Path, *paths: str, exclude: tuple[str, ...] = ()) -> list[str]:
    files = find_files([root / path for path in paths or ("",)], exclude=exclude)
    return [str(file.relative_to(root)) for file in files]


def test_the_order_is_that_of_the_names(tmp_path: Path) -> None:
    make(tmp_path, "b.txt", "a/z.txt", "a/b/c.txt", "a.txt", "c/é.txt", "c/z.txt")
    assert found(tmp_path) == ["a/b/c.txt", "a/z.txt", "a.txt", "b.txt", "c/z.txt", "c/é.txt"]


@pytest.mark.unix
def test_hidden_names_links_and_special_files_are_counted(tmp_path: Path) -> None:
    make(tmp_path, "a.txt", ".git/config", ".hidden.txt")
    os.mkfifo(tmp_path / "fifo")
    (tmp_path / "out").symlink_to("/etc")
    (tmp_path / "a-again.txt").symlink_to("a.txt")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(os.path.relpath(tmp_path / "socket"))
        skipped: Counter[str] = Counter()
        assert list(find_files([tmp_path], skipped=skipped)) == [tmp_path / "a.txt"]
    assert skipped == {"hidden": 2, "link": 2, "special": 2}


def test_a_named_file_is_taken_once_whatever_it_is_called(tmp_path: Path) -> None:
    make(tmp_path, "a.txt", ".hidden.txt")
    (tmp_path / "link.txt").symlink_to("a.txt")
    assert found(tmp_path, ".hidden.txt", "link.txt", "a.txt", "") == [
        ".hidden.txt",
        "link.txt",
        "a.txt",
    ]


def test_ignore_files_as_git_reads_them(tmp_path: Path) -> None:
    make(
        tmp_path,
        "keep.txt",
        "old.bak",
        "build/x.txt",
        "src/build/x.txt",
        "src/kept.bak",
        "src/local.txt",
        "doc/top.txt",
        "doc/deep/top.txt",
        "mine.txt",
        "names with space.txt",
    )
    (tmp_path / ".gitignore").write_text("# comment\n*.bak\nbuild/\n/doc/top.txt\n")
    (tmp_path / "src/.gitignore").write_text("!kept.bak\nlocal.txt\n")
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    (tmp_path / ".git/info/exclude").write_text("mine.txt\n")
    git = subprocess.run(
        ["git", "-C", tmp_path, "ls-files", "-o", "--exclude-standard", "-z"],
        check=True,
        capture_output=True,
        text=True,
    )
    expected = [name for name in git.stdout.split("\0") if name and Path(name).name[0] != "."]
    assert sorted(found(tmp_path)) == sorted(expected)
    # Patterns above a folder hold in it; a folder that is named is wanted.
    assert found(tmp_path, "doc") == ["doc/deep/top.txt"]
    assert found(tmp_path, "build") == ["build/x.txt"]


def test_exclude_holds_for_named_files_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(tmp_path, "a.txt", "b.md", "sub/c.md", "sub/d.txt")
    monkeypatch.chdir(tmp_path)
    assert found(tmp_path, "", "b.md", exclude=("*.md",)) == ["a.txt", "sub/d.txt"]
    assert found(tmp_path, exclude=("sub/",)) == ["a.txt", "b.md"]
    assert found(tmp_path, exclude=("/sub/c.md",)) == ["a.txt", "b.md", "sub/d.txt"]


def test_a_missing_path_does_not_end_the_search(tmp_path: Path) -> None:
    make(tmp_path, "a.txt")
    problems: list[FileProblem] = []
    paths = [tmp_path / "no", Path("with\0nul"), tmp_path]
    assert list(find_files(paths, report=problems.append)) == [tmp_path / "a.txt"]
    assert [problem.what for problem in problems] == [
        "there is no such file or folder",
        "is no path: embedded null byte",
    ]
    with pytest.raises(FileProblem, match="no such file or folder; check the name"):
        list(find_files([tmp_path / "no"]))


def test_a_hostile_name_is_shown_and_not_obeyed() -> None:
    assert str(FileProblem("a\n\x1b[2J\u202e\udcff", "is bad")) == (
        r"a\n\x1b[2J\u202e\udcff: is bad"
    )
