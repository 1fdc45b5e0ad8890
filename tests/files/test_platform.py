"""What works on a system that lacks what only Unix has, and that nothing else asks for it."""

from __future__ import annotations

import ast
import errno
import os
import stat
import subprocess
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

import fixenc
from fixenc.cli import main
from fixenc.files import FileProblem, find_files, platform, read, write_atomically
from fixenc.files.journal.kept_runs import state_folder
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
    return list(state_folder().iterdir())


@pytest.mark.usefixtures("without_unix")
def test_a_name_in_use_is_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
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


class Locks(ModuleType):
    """The module msvcrt, as far as it locks: one lock for each file, whoever opens it."""

    LK_NBLCK = 2

    def __init__(self) -> None:
        super().__init__("msvcrt")
        self.held: dict[int, int] = {}
        self.error: int | None = None

    def locking(self, descriptor: int, mode: int, size: int) -> None:
        assert (mode, size) == (self.LK_NBLCK, 1)
        # Locked bytes cannot be read by others: it is one behind the end of any file.
        assert os.lseek(descriptor, 0, os.SEEK_CUR) > os.fstat(descriptor).st_size
        if self.error is not None:
            raise OSError(self.error, "cannot be locked")
        inode = os.fstat(descriptor).st_ino
        holder = self.held.get(inode)
        if holder is not None and holder != descriptor and _is_open(holder):
            raise PermissionError(errno.EACCES, "is locked")
        self.held[inode] = descriptor


def _is_open(descriptor: int) -> bool:
    try:
        os.fstat(descriptor)
    except OSError:
        return False
    return True


@pytest.fixture
def msvcrt(without_unix: None, monkeypatch: pytest.MonkeyPatch) -> Locks:
    locks = Locks()
    monkeypatch.setitem(sys.modules, "msvcrt", locks)
    return locks


def test_locks_of_windows(tmp_path: Path, msvcrt: Locks) -> None:
    file = tmp_path / "a"
    file.write_bytes(b"abc")
    with file.open("r+b") as one, file.open("rb") as other:
        one.seek(1)
        assert platform.lock(one.fileno()) is True
        assert one.tell() == 1
        assert platform.lock(other.fileno()) is False
    with file.open("rb") as again:
        assert platform.lock(again.fileno()) is True
        msvcrt.error = errno.EINVAL
        assert platform.lock(again.fileno()) is None


def test_a_run_that_goes_on_is_not_taken_back_on_windows(tmp_path: Path, msvcrt: Locks) -> None:
    from fixenc.files.journal import find_run, undo
    from fixenc.files.journal.recording import Journal

    file = tmp_path / "a.txt"
    file.write_bytes(b"old")
    journal = Journal(["fixenc"])
    original = read(file)
    journal.record(original, b"new")
    write_atomically(file, b"new", read=original.identity)
    with pytest.raises(FileProblem, match="still going on"):
        list(undo(find_run(journal.name)))
    journal.close()
    assert [problem for _, problem in undo(find_run(journal.name))] == [None]
    assert file.read_bytes() == b"old"


@pytest.mark.unix
def test_where_files_cannot_be_locked_they_are_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import fcntl

    def no_locks(*_: object) -> None:
        raise OSError(errno.ENOLCK, "no locks available")

    monkeypatch.setattr(fcntl, "flock", no_locks)
    file = tmp_path / "a.txt"
    file.write_text(OLD, "utf-8")
    assert main(["-iq", str(file)]) == 0
    assert file.read_text("utf-8") == NEW
    assert main(["undo", _runs()[0].name]) == 0
    assert file.read_text("utf-8") == OLD


@pytest.fixture
def drives(monkeypatch: pytest.MonkeyPatch) -> None:
    """Folders called ``c`` and ``d`` are drives: nothing leads from the one to the other."""
    relpath, commonpath = os.path.relpath, os.path.commonpath

    def drive(path: object) -> str:
        return next((part for part in Path(os.path.abspath(str(path))).parts if part in "cd"), "")

    def relative(path: str, start: str = os.curdir) -> str:
        if drive(path) != drive(start):
            raise ValueError("path is on another mount")
        return relpath(path, start)

    def common(paths: list[str]) -> str:
        if len(set(map(drive, paths))) > 1:
            raise ValueError("Paths don't have the same drive")
        return commonpath(paths)

    monkeypatch.setattr(os.path, "relpath", relative)
    monkeypatch.setattr(os.path, "commonpath", common)


@pytest.mark.usefixtures("drives")
@pytest.mark.parametrize("form", ["patch", "json", "sarif", "github", "gitlab", "html"])
def test_files_on_another_drive(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    form: str,
) -> None:
    for folder in ("c", "d"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.txt").write_text(OLD, "utf-8")
    (tmp_path / "c" / "fixenc.toml").write_text('per-file-ignores = { "b*" = ["mojibake"] }')
    monkeypatch.chdir(tmp_path / "c")
    files = ["a.txt", str(tmp_path / "d" / "a.txt")]
    assert main([*files, "--output-format", form, "-o", "out"]) == 1
    assert (tmp_path / "c" / "out").stat().st_size
    assert main(["-iq", *files]) == 0
    assert main(["undo", "--list"]) == 0
    assert "2 files  fixenc" in capfd.readouterr().out
    assert main(["undo"]) == 0
    assert all(Path(file).read_text("utf-8") == OLD for file in files)


def test_a_junction_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for folder in ("inner", "junction"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.txt").touch()
    monkeypatch.setattr(platform, "is_junction", lambda entry: entry.name == "junction")
    assert list(find_files([tmp_path])) == [tmp_path / "inner" / "a.txt"]


@pytest.mark.parametrize(("tag", "is_one"), [(0xA0000003, True), (0xA000000C, False), (0, False)])
def test_what_a_junction_is(monkeypatch: pytest.MonkeyPatch, tag: int, is_one: bool) -> None:
    status = SimpleNamespace(st_reparse_tag=tag)
    entry = SimpleNamespace(stat=lambda follow_symlinks: status)
    monkeypatch.setattr(os, "name", "nt")
    monkeypatch.setattr(stat, "IO_REPARSE_TAG_MOUNT_POINT", 0xA0000003, raising=False)
    assert platform.is_junction(entry) is is_one  # type: ignore[arg-type]


def test_patterns_that_no_shell_has_expanded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("b.txt", "a.txt", "[ab].txt", "c.md"):
        Path(name).touch()
    names = ["*.txt", "[ab].txt", "x*", "?.md", "-"]
    assert platform.expanded(names) == names
    monkeypatch.setattr(os, "name", "nt")
    assert platform.expanded(names) == [
        *("[ab].txt", "a.txt", "b.txt"), "[ab].txt", "x*", "c.md", "-",
    ]  # fmt: skip


def test_paths_in_reports_have_forward_slashes(monkeypatch: pytest.MonkeyPatch) -> None:
    from fixenc.core.document import Document
    from fixenc.engine.repair import repair
    from fixenc.review.decisions import decided, dump, load
    from fixenc.review.formats.github import github
    from fixenc.review.formats.gitlab import gitlab
    from fixenc.review.formats.sarif import sarif
    from fixenc.review.outcome import Outcome

    monkeypatch.setattr(os, "sep", "\\")
    found = repair(Document(OLD, path="in\\a.txt"))
    outcome = Outcome("in\\a.txt", found, before=OLD.encode(), after=NEW.encode())
    for render in (github, gitlab, sarif):
        written = "".join(render([outcome]))
        assert "in/a.txt" in written
        assert "a.txt" not in written.replace("in/a.txt", "")
    text = dump([decided(found, OLD.encode(), {}, found.edits)])
    assert '"path": "in/a.txt"' in text
    assert load(text, "decisions")[0].path == "in\\a.txt"
    absolute = repair(Document(OLD, path="C:\\in\\a b.txt"))
    monkeypatch.setattr(os.path, "splitdrive", lambda path: (path[:2], path[2:]))
    assert '"file:///C:/in/a%20b.txt"' in "".join(sarif([Outcome("", absolute, after=b"x")]))


@pytest.mark.parametrize("encoding", ["cp1252", "ascii"])
@pytest.mark.parametrize(
    "args",
    [
        ["--help"],
        ["dataset", "--help"],
        ["rules"],
        ["--output-format", "full", "--color", "always", "."],
        ["--statistics", "-v", "."],
        ["detect", "."],
        ["decode", "\xd0\u0178\xd1\u20ac"],
        ["-i", "."],
        ["--exclude", "\u0142*", "."],
        ["--select", "\u0142", "."],
    ],
)
def test_consoles_with_few_characters(tmp_path: Path, encoding: str, args: list[str]) -> None:
    (tmp_path / "d\u0142.txt").write_text(OLD + "\u2192\n", "utf-8")
    environment = {**os.environ, "PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"}
    ran = subprocess.run(
        [sys.executable, "-m", "fixenc", *args],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        check=False,
    )
    assert b"Traceback" not in ran.stderr, ran.stderr.decode("ascii", "replace")
    assert ran.returncode in ((2,) if "--select" in args else (0, 1))
    assert ran.stdout or ran.stderr
