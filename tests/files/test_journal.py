"""What a run changed is taken back, byte for byte."""

from __future__ import annotations

import errno
import gzip
import json
import os
import stat
from pathlib import Path

import pytest

from fixenc.files import FileProblem, journal, read, write_atomically
from fixenc.files.journal import Journal


def change(run: Journal, path: Path, new: bytes) -> None:
    original = read(path)
    run.record(original, new)
    write_atomically(path, new, read=original.identity)
    run.close()


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    names = [b"a.txt", b"new\nline.txt", b"not utf-8 \xff.txt"]
    paths = [tmp_path / os.fsdecode(name) for name in names]
    for path in paths:
        path.write_bytes(b"old\r\n\xff\0" + os.fsencode(path.name))
    return paths


def test_a_run_is_taken_back(files: list[Path]) -> None:
    before = [path.read_bytes() for path in files]
    run = Journal(["fixenc", "-i"])
    for path in files:
        change(run, path, b"new")
    (found,) = journal.runs()
    assert found.command == ("fixenc", "-i")
    assert list(journal.undo(journal.runs()[0])) == [(path, None) for path in reversed(files)]
    assert [path.read_bytes() for path in files] == before
    assert journal.runs() == []


def test_the_last_run_or_the_named_one(files: list[Path]) -> None:
    first, second = Journal(["first"]), Journal(["second"])
    first.name, second.name = "20200101T000000-a", "20200101T000001-b"
    change(first, files[0], b"1")
    change(second, files[1], b"2")
    assert journal.runs()[0].name == second.name
    assert journal.find_run(first.name).entries[0].path == files[0]
    with pytest.raises(FileProblem, match="no such run can be undone; see fixenc undo --list"):
        journal.find_run("third")


def test_a_file_that_changed_since_is_left_and_named(files: list[Path]) -> None:
    run = Journal([])
    for path in files:
        change(run, path, b"new")
    files[1].write_bytes(b"edited by a person")
    files[2].unlink()
    problems = {path: problem for path, problem in journal.undo(journal.runs()[0]) if problem}
    assert [problems[path].what for path in files[1:]] == [
        "was changed since",
        "is gone",
    ]
    assert files[0].read_bytes().startswith(b"old")
    assert files[1].read_bytes() == b"edited by a person"
    assert journal.runs()[0].name == run.name  # what is left can still be taken back


def test_a_run_that_stopped_before_the_write_is_no_trouble(files: list[Path]) -> None:
    run = Journal([])
    change(run, files[0], b"new")
    run.record(read(files[1]), b"never written")
    run.close()
    lines = journal.runs()[0].folder / "files.jsonl"
    lines.write_bytes(lines.read_bytes() + b'{"path": "/cut')
    assert [problem for _, problem in journal.undo(journal.runs()[0])] == [None, None]
    assert files[1].read_bytes().startswith(b"old")


def test_the_owner_alone_can_read_it(files: list[Path], state: Path) -> None:
    change(Journal([]), files[0], b"new")
    everything = [state, *state.rglob("*")]
    assert len(everything) == 4
    assert not any(stat.S_IMODE(path.stat().st_mode) & 0o077 for path in everything)


def test_old_and_big_journals_are_dropped(files: list[Path]) -> None:
    for number in range(4):
        run = Journal([])
        run.name = f"2020010{number}T000000-a"
        change(run, files[0], b"new %d" % number)
    stamps = [8000, 7000, 6000, 100]
    for run_found, age in zip(reversed(journal.runs()), stamps, strict=True):
        then = os.stat(run_found.folder).st_mtime - age
        os.utime(run_found.folder, (then, then))
    journal.prune()
    assert len(journal.runs()) == 4
    journal.prune(max_age=7500)
    assert len(journal.runs()) == 3
    journal.prune(max_size=10)
    assert len(journal.runs()) == 1  # the youngest may still be going on


def test_no_journal_no_change(files: list[Path], state: Path) -> None:
    state.parent.mkdir(parents=True)
    state.write_bytes(b"a file where the folder should be")
    with pytest.raises(FileProblem, match=r"journal cannot be written: .*--no-journal"):
        change(Journal([]), files[0], b"new")
    assert files[0].read_bytes().startswith(b"old")


def test_a_copy_that_was_damaged_is_not_given_back(files: list[Path]) -> None:
    run = Journal([])
    for path in files[:2]:
        change(run, path, b"new")
    first, second = (entry.copy for entry in journal.runs()[0].entries)
    first.write_bytes(first.read_bytes()[:-12])
    second.write_bytes(gzip.compress(b"something else"))
    problems = [str(problem) for _, problem in journal.undo(journal.runs()[0])]
    assert problems[0].endswith("its journal is damaged; it is left as it is")
    assert "its journal cannot be read" in problems[1]
    assert [path.read_bytes() for path in files[:2]] == [b"new", b"new"]


def test_a_run_prunes_what_is_too_old(files: list[Path]) -> None:
    old = Journal([])
    old.name = "20200101T000000-a"
    change(old, files[0], b"1")
    folder = journal.runs()[0].folder
    os.utime(folder, (0, 0))
    change(Journal([]), files[1], b"2")
    assert [run.name == old.name for run in journal.runs()] == [False]
    assert not folder.exists()


def test_a_record_that_failed_spoils_no_other(
    files: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    run = Journal([])
    change(run, files[0], b"new")
    with monkeypatch.context() as context:

        def no_room(descriptor: int) -> None:
            raise OSError(errno.ENOSPC, "No space left on device")

        context.setattr(os, "fsync", no_room)
        with pytest.raises(FileProblem, match="the journal cannot be written: no space left"):
            run.record(read(files[1]), b"new")
    change(run, files[2], b"new")
    (found,) = journal.runs()
    assert [entry.path for entry in found.entries] == [files[0], files[2]]
    assert len(list(found.folder.iterdir())) == 3
    assert [problem for _, problem in journal.undo(found)] == [None, None]
    assert files[2].read_bytes().startswith(b"old")


@pytest.mark.parametrize(("now", "entries"), [(None, 0), (b"new", 1), (b"half of n", 1)])
def test_only_what_was_not_written_is_forgotten(
    now: bytes | None, entries: int, files: list[Path]
) -> None:
    run = Journal([])
    original = read(files[0])
    run.record(original, b"new")
    if now is not None:
        files[0].write_bytes(now)
    run.forget_unwritten(files[0], original.identity)
    run.close()
    assert [len(found.entries) for found in journal.runs()] == [entries] * entries


def test_copies_of_a_damaged_journal_are_named(files: list[Path]) -> None:
    run = Journal(["fixenc", "-i"])
    change(run, files[0], b"new")
    lines = journal.state_folder() / run.name / "files.jsonl"
    lines.write_bytes(b"[" * 9999)
    with pytest.raises(FileProblem, match=f"{run.name}: there is no run .* is damaged; the copies"):
        journal.last_run(files[0].parent)
    copy = journal.state_folder() / run.name / "0.gz"
    assert gzip.decompress(copy.read_bytes()) != b"new"
    copy.unlink()
    with pytest.raises(FileProblem, match=r"there is no run that could be undone$"):
        journal.last_run(files[0].parent)


@pytest.mark.parametrize(
    ("line", "key", "value"),
    [
        *((0, "started", value) for value in (1e30, float("nan"), "now", None)),
        *((0, "command", value) for value in ("fixenc", [1], None)),
        *((1, "path", value) for value in ("a.txt", "", "/a\0b", 1, None)),
        *((1, "before", value) for value in ("no hexadecimal", 1, None)),
        *((1, "after", value) for value in ("no hexadecimal", [])),
        *((1, "copy", value) for value in ("..", "", "files.jsonl", "0.gz\0", 1)),
    ],
)
def test_a_line_that_no_run_wrote(files: list[Path], line: int, key: str, value: object) -> None:
    run = Journal(["fixenc", "-i"])
    change(run, files[0], b"new")
    (kept,) = journal.runs()
    name = kept.folder / "files.jsonl"
    written = [json.loads(each) for each in name.read_text().splitlines()]
    written[line][key] = value
    name.write_text("".join(f"{json.dumps(each)}\n" for each in written))
    assert journal.runs() == []
    assert files[0].read_bytes() == b"new"
    change(Journal(["fixenc", "-i"]), files[1], b"new")
    assert len(journal.runs()) == 1


@pytest.mark.unix
@pytest.mark.parametrize("name", ["files.jsonl", "0.gz"])
@pytest.mark.parametrize("device", [False, True])
def test_nothing_is_waited_for(files: list[Path], name: str, device: bool) -> None:
    run = Journal(["fixenc", "-i"])
    change(run, files[0], b"new")
    (kept,) = journal.runs()
    (kept.folder / name).unlink()
    if device:
        (kept.folder / name).symlink_to("/dev/zero")
    else:
        os.mkfifo(kept.folder / name)
    assert not journal.is_going_on(kept.folder)
    if name == "files.jsonl":
        assert journal.runs() == []
        with pytest.raises(FileProblem, match="is a device, a FIFO or a socket"):
            list(journal.undo(kept))
    else:
        ((_, problem),) = journal.undo(kept)
        assert "its journal cannot be read" in str(problem)
    assert files[0].read_bytes() == b"new"
