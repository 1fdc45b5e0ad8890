"""Files are read whole, whatever the system says of their size."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from fixenc.files import find_files, find_names, read, read_bytes
from fixenc.files.original import CHUNK


@pytest.mark.parametrize("size", [0, 1, 5000, 2 * CHUNK + 3])
def test_all_of_it(tmp_path: Path, size: int) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(os.urandom(size))
    original = read(file)
    assert original.data == file.read_bytes()
    assert (original.device, original.inode) == (file.stat().st_dev, file.stat().st_ino)


@pytest.mark.parametrize("said", [0, 3, 10])
def test_a_file_of_another_size_than_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: int
) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(b"seven..")
    status = list(file.stat())
    status[6] = said
    monkeypatch.setattr(os, "fstat", lambda _: os.stat_result(status))
    assert read_bytes(file)[0] == b"seven.."


def test_nothing_of_a_large_file(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(b"seven..")
    assert read_bytes(file, less_than=7)[0] == b""
    assert read_bytes(file, less_than=8)[0] == b"seven.."


@pytest.mark.parametrize("root", [".", "sub", "./sub/", "..", "sub/../sub"])
def test_names_are_those_of_the_paths(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, root: str
) -> None:
    for name in ("a.txt", "sub/b.txt", "sub/deep/c.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x", "utf-8")
    monkeypatch.chdir(tmp_path if root != ".." else tmp_path / "sub")
    names = list(find_names([Path(root)]))
    assert names == [str(path) for path in find_files([Path(root)])]
    assert names == [str(Path(root) / Path(name).relative_to(Path(root))) for name in names]
    assert names
