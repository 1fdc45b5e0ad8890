"""``fixenc undo``: which run is taken back, what is said of it, and what is left behind."""

from __future__ import annotations

import gzip
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from fixenc.cli import main
from fixenc.cli.undo_command import command
from fixenc.files import Writer, read
from fixenc.files.journal import Journal, prune
from fixenc.run.config import settings

OLD = "caf\xc3\xa9 cr\xc3\xa8me\n"
NEW = "café crème\n"


@pytest.fixture
def repaired(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Path:
    """Three folders, each repaired by a run of its own: here, here/below and elsewhere."""
    monkeypatch.chdir(tmp_path)
    # Of runs within the same second, the names alone would tell a wrong order.
    tokens = iter("cba")
    monkeypatch.setattr("fixenc.files.journal.recording.token_hex", lambda size: next(tokens))
    for name in ("here/a.txt", "here/below/b.txt", "elsewhere/c.txt"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(OLD, "utf-8")
        assert main(["-iq", name]) == 0
    capfd.readouterr()
    return tmp_path


def restored(folder: Path) -> set[str]:
    """The names of the files that hold their old text."""
    return {path.name for path in folder.rglob("*.txt") if path.read_text("utf-8") == OLD}


@pytest.mark.parametrize(
    ("folder", "taken_back"),
    [
        ("here", ["b.txt", "a.txt", None]),
        ("here/below", ["b.txt", None]),
        ("elsewhere", ["c.txt", None]),
        (".", ["c.txt", "b.txt", "a.txt"]),
    ],
)
def test_the_last_run_that_wrote_here(
    repaired: Path,
    folder: str,
    taken_back: list[str | None],
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(folder)
    done: set[str] = set()
    for name in taken_back:
        assert main(["undo"]) == (0 if name else 2)
        if name:
            done.add(name)
        else:
            assert capfd.readouterr().err == (
                f"fixenc: {repaired / folder}: nothing that was written here is left to take back; "
                "fixenc undo --list names the runs, and fixenc undo RUN takes back that one\n"
            )
        assert restored(repaired) == done


@pytest.mark.usefixtures("repaired")
def test_the_list_says_where(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["undo", "--list"]) == 0
    lines = capfd.readouterr().out.splitlines()
    assert [line[0] for line in lines] == ["*", " ", " ", "*"]
    assert lines.pop() == "* is what fixenc undo takes back here."
    assert [line[2:].split("  ", 2)[2] for line in lines] == [
        f"1 file in {tmp_path}/{name}  fixenc --in-place {name}/{file}"
        for name, file in [("elsewhere", "c.txt"), ("here/below", "b.txt"), ("here", "a.txt")]
    ]


@pytest.mark.usefixtures("repaired")
def test_the_list_begins_with_the_current_folder(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir("here")
    assert main(["undo", "--list"]) == 0
    lines = capfd.readouterr().out.splitlines()
    assert [(line[0], line.rsplit("/", 1)[1]) for line in lines[:-1]] == [
        ("*", "b.txt"), (" ", "a.txt"), (" ", "c.txt"),
    ]  # fmt: skip


@pytest.mark.unix
def test_a_run_that_is_going_on_is_not_taken_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    going_on = Journal(["fixenc", "-i"])
    for name in "ab":
        Path(f"{name}.txt").write_text(OLD, "utf-8")
        Writer(going_on).write(read(Path(f"{name}.txt")), NEW.encode())
        assert main(["undo"]) == 2
        assert "the run is still going on, or being taken back" in capfd.readouterr().err
        assert Path(f"{name}.txt").read_text("utf-8") == NEW
    going_on.close()
    assert main(["undo"]) == 0
    assert restored(tmp_path) == {"a.txt", "b.txt"}


@pytest.mark.unix
def test_a_run_that_is_being_taken_back_is_not_pruned(
    tmp_path: Path, state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    going_on = Journal(["fixenc", "-i"])
    Path("a.txt").write_text(OLD, "utf-8")
    Writer(going_on).write(read(Path("a.txt")), NEW.encode())
    os.utime(state / going_on.name, (0, 0))
    prune()
    assert (state / going_on.name).exists()
    going_on.close()
    prune()
    assert not (state / going_on.name).exists()


def test_files_that_are_gone_do_not_hold_up_older_runs(
    repaired: Path, state: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir("here")
    moved = repaired / "here/below/b.txt"
    moved.rename(repaired / "elsewhere/b.txt")
    (run,) = (path for path in state.iterdir() if b"b.txt" in (path / "files.jsonl").read_bytes())
    assert main(["undo"]) == 2
    assert capfd.readouterr() == (
        f"Took back 0 files of run {run.name}: fixenc --in-place here/below/b.txt\n",
        f"fixenc: {moved}: is gone; what it held is kept in {run}/0.gz; "
        f"put back, it is restored by fixenc undo {run.name}\n",
    )
    assert gzip.decompress((run / "0.gz").read_bytes()).decode() == OLD
    assert main(["undo"]) == 0  # the older one
    assert restored(repaired) == {"a.txt"}
    assert main(["undo", "--list"]) == 0
    assert "1 file in" in (out := capfd.readouterr().out)
    assert "here/below (taken back, but for files that were gone)  fixenc" in out
    (repaired / "elsewhere/b.txt").rename(moved)
    assert main(["undo"]) == 2  # it counts as taken back
    assert main(["undo", run.name]) == 0
    assert restored(repaired) == {"a.txt", "b.txt"}
    assert not run.exists()


def test_many_that_are_gone_are_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for number in range(6):
        Path(f"{number}.txt").write_text(OLD, "utf-8")
    assert main(["-iq", "."]) == 0
    for number in range(5):
        Path(f"{number}.txt").unlink()
    capfd.readouterr()
    assert main(["undo"]) == 2
    out, err = capfd.readouterr()
    assert out.startswith(f"{tmp_path}/5.txt: restored\nTook back 1 file of run ")
    assert err.startswith(
        f"fixenc: {tmp_path}/4.txt, {tmp_path}/3.txt, {tmp_path}/2.txt and 2 more: are gone; "
        "what they held is kept in "
    )
    assert err.count("\n") == 1


def test_the_current_folder_is_gone(
    repaired: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir("elsewhere")
    (repaired / "elsewhere/c.txt").unlink()
    (repaired / "elsewhere").rmdir()
    assert main(["undo"]) == 2
    assert capfd.readouterr().err == "fixenc: .: is gone; name a run: see fixenc undo --list\n"


@pytest.mark.parametrize(
    ("options", "named", "recorded"),
    [
        ({}, ["letters/"], "letters/"),
        ({"unsafe_fixes": True}, ["a", "b"], "--unsafe-fixes a b"),
        ({"unsafe_fixes": False, "no_journal": False}, ["a"], "a"),
        (
            {"select": ["mojibake", "lone-circumflex"], "ignore": ["quote-spacing"]},
            ["a"],
            "--select lone-circumflex,mojibake --ignore quote-spacing a",
        ),
        (
            {"encoding": "cp1251", "to_encoding": "utf-16", "bom": "add"},
            ["a"],
            "--encoding cp1251 --to-encoding utf-16 --bom add a",
        ),
        (
            {"keep_encoding": True, "normal_form": "NFC", "line_ending": "lf"},
            ["-a"],
            "--keep-encoding --normal-form NFC --line-ending lf -- -a",
        ),
        ({"normal_form": "none", "line_ending": "keep", "bom": "keep"}, ["a"], "a"),
    ],
)
def test_options_that_tell_what_was_written_are_recorded(
    options: dict[str, Any], named: list[str], recorded: str, tmp_path: Path
) -> None:
    chosen = settings(**options, start=tmp_path)
    assert command(named, chosen) == ["--in-place", *recorded.split()]


@pytest.mark.parametrize("configured", [True, False])
def test_a_run_is_known_by_its_options(
    configured: bool,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.txt").write_text(OLD, "utf-8")
    Path("pyproject.toml").write_text("[tool.fixenc]\nunsafe-fixes = true\n" * configured)
    assert main(["-iq", *["--unsafe-fixes"] * (not configured), "a.txt"]) == 0
    assert main(["undo"]) == 0
    assert capfd.readouterr().out.endswith(": fixenc --in-place --unsafe-fixes a.txt\n")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize(
    "where",
    [
        "fixenc.files.journal.recording.gzip.GzipFile.write",  # the old content is being copied
        "fixenc.files.journal.recording.Journal._append",  # it is recorded
        "fixenc.files.write._fill",  # the new content is being written
    ],
)
@pytest.mark.parametrize("earlier", [0, 1])
def test_a_run_that_is_stopped_leaves_only_what_it_wrote(
    where: str, number: signal.Signals, earlier: int, tmp_path: Path, state: Path
) -> None:
    for name in range(3):
        (tmp_path / f"{name}.txt").write_text(OLD, "utf-8")
    code = (
        "import os, pkgutil, sys\n"
        "from fixenc.cli import main\n"
        "_, where, number, earlier = sys.argv\n"
        "name, _, attribute = where.rpartition('.')\n"
        "owner = pkgutil.resolve_name(name)\n"
        "real = getattr(owner, attribute)\n"
        "calls = []\n"
        "def stopping(*args):\n"
        "    result = real(*args)\n"
        "    calls.append(args)\n"
        "    if len(calls) > int(earlier):\n"
        "        os.kill(os.getpid(), int(number))\n"
        "    return result\n"
        "setattr(owner, attribute, stopping)\n"
        "sys.exit(main(['-iq', '-j1', '.']))\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code, where, str(int(number)), str(earlier)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 128 + number
    assert sorted(os.listdir(tmp_path)) == ["0.txt", "1.txt", "2.txt"]
    texts = [(tmp_path / f"{name}.txt").read_text("utf-8") for name in range(3)]
    assert texts == [NEW] * earlier + [OLD] * (3 - earlier)
    kept = [path.name for path in state.rglob("*") if path.is_file()]
    assert sorted(kept) == (["0.gz", "files.jsonl"] if earlier else [])
    assert ("fixenc undo" in ended.stderr) == bool(earlier)


@pytest.mark.parametrize("earlier", [0, 1])
def test_a_file_that_cannot_be_written_is_not_in_the_journal(
    earlier: int, tmp_path: Path, state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in range(earlier + 1):
        Path(f"{name}.txt").write_text(OLD, "utf-8")
    Path(f"{earlier}.txt").chmod(0o444)
    assert main(["-iq", "."]) == 2
    kept = [path.name for path in state.rglob("*") if path.is_file()]
    assert sorted(kept) == (["0.gz", "files.jsonl"] if earlier else [])
