"""What works on a system that lacks what only Unix has, and that nothing else asks for it."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import fixenc
from fixenc.cli import main
from fixenc.files import FileProblem, read, write_atomically
from tests.conftest import UNIX_ONLY

PACKAGE = Path(fixenc.__file__).parent
OLD, NEW = "caf\xc3\xa9 cr\xc3\xa8me\n", "café crème\n"


def test_one_module_knows_of_systems() -> None:
    for file in PACKAGE.rglob("*.py"):
        if file.name == "platform.py":
            continue
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                assert (node.value.id, node.attr) not in {("os", name) for name in UNIX_ONLY}, file
            if isinstance(node, ast.Import):
                assert not {each.name for each in node.names} & {"fcntl", "msvcrt"}, file


@pytest.mark.usefixtures("without_unix")
@pytest.mark.parametrize("linked", [False, True])
def test_files_are_repaired_and_restored(tmp_path: Path, linked: bool) -> None:
    file = tmp_path / "a.txt"
    file.write_text(OLD, "utf-8")
    if linked:
        (tmp_path / "b.txt").hardlink_to(file)
    assert main(["-iq", str(file)]) == 0
    assert file.read_text("utf-8") == NEW
    assert main(["undo", "--list"]) == 0
    (run,) = [each.name for each in _runs()]
    assert main(["undo", run]) == 0
    assert file.read_text("utf-8") == OLD
    assert len(list(tmp_path.iterdir())) == 1 + linked


def _runs() -> list[Path]:
    from fixenc.files.journal import state_folder

    return list(state_folder().iterdir())


@pytest.mark.usefixtures("without_unix")
def test_a_name_in_use_is_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import os

    file = tmp_path / "a.txt"
    file.write_bytes(b"old")
    replace, calls = os.replace, []

    def busy(source: str, target: str) -> None:
        calls.append(target)
        if len(calls) < 3:
            raise PermissionError(13, "in use")
        replace(source, target)

    monkeypatch.setattr("fixenc.files.platform._PAUSE", 0)
    monkeypatch.setattr(os, "replace", busy)
    write_atomically(file, b"new", read=read(file).identity)
    assert (file.read_bytes(), len(calls)) == (b"new", 3)
    monkeypatch.setattr(os, "replace", lambda *_: (_ for _ in ()).throw(PermissionError(13, "x")))
    with pytest.raises(FileProblem, match="cannot be written"):
        write_atomically(file, b"newer", read=read(file).identity)
    assert file.read_bytes() == b"new"
    assert len(list(tmp_path.iterdir())) == 1
