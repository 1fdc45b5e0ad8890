"""Work that is divided among processes: the same results in the same order, and nobody left."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from fixenc.run import processes as jobs
from fixenc.run.processes import Lost, in_order

ITEMS = list(range(400))


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Divide any work, also beside the threads that run tests in parallel."""
    monkeypatch.setattr(jobs, "_PATIENCE", 0.0)
    monkeypatch.setattr(jobs, "_WORTH", 1e-9)
    monkeypatch.setattr("threading.active_count", lambda: 1)


def square(number: int) -> tuple[int, int]:
    return number * number, os.getpid()


def stumble(number: int) -> int:
    if number == 300:
        raise ValueError("three hundred")
    return number


def die(number: int) -> int:
    if number == 300:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def children() -> list[str]:
    listed = Path(f"/proc/self/task/{os.getpid()}/children")
    return listed.read_text().split() if listed.exists() else []


@pytest.mark.unix
@pytest.mark.parametrize("processes", [1, 2, 5])
def test_results_come_in_the_order_of_the_items(processes: int) -> None:
    found = list(in_order(ITEMS, square, processes))
    assert [result for result, _ in found] == [number * number for number in ITEMS]
    others = {pid for _, pid in found} - {os.getpid()}
    assert len(others) <= processes
    assert bool(others) == (processes > 1)


def test_no_process_is_started_for_little_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "_PATIENCE", 10.0)
    assert {pid for _, pid in in_order(ITEMS, square, 4)} == {os.getpid()}


@pytest.mark.unix
def test_what_is_raised_there_is_raised_here() -> None:
    before = children()
    found: list[int] = []
    with pytest.raises(ValueError, match="three hundred"):
        found += iter(in_order(ITEMS, stumble, 2))
    assert children() == before


@pytest.mark.unix
def test_a_process_that_is_killed_loses_one_item() -> None:
    before = children()
    found = list(in_order(ITEMS, die, 2))
    assert found == [Lost() if number == 300 else number for number in ITEMS]
    assert children() == before


@pytest.mark.unix
def test_who_stops_listening_leaves_no_process() -> None:
    before = children()
    results: Iterator[tuple[int, int]] = in_order(ITEMS, square, 2)
    assert [next(results)[0] for _ in range(5)] == [0, 1, 4, 9, 16]
    results.close()  # type: ignore[attr-defined]
    assert children() == before


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for number in range(600):
        damaged = "caf\xc3\xa9 cr\xc3\xa8me" if number % 7 == 0 else "fine"
        (tmp_path / f"{number:03}.txt").write_text(f"{number} {damaged}\n" * 20, "utf-8")
    (tmp_path / "300.txt").write_bytes(b"\xff\xfea\0b")
    (tmp_path / "alias.txt").hardlink_to(tmp_path / "007.txt")
    return tmp_path


DIVIDED = "import fixenc.run.processes as jobs, sys; jobs._PATIENCE, jobs._WORTH = 0.0, 1e-9; "
RUN = [sys.executable, "-c", DIVIDED + "from fixenc.cli import main; sys.exit(main())"]


@pytest.mark.parametrize("args", [[], ["--output-format", "json"], ["--statistics"]])
def test_a_run_says_the_same_whoever_does_it(tree: Path, args: list[str]) -> None:
    one, two = (
        subprocess.run([*RUN, "-j", number, ".", *args], cwd=tree, capture_output=True, check=False)
        for number in ("1", "3")
    )
    assert (one.returncode, one.stdout, one.stderr) == (two.returncode, two.stdout, two.stderr)
    assert one.stdout.count(b"007.txt") >= 1 or args == ["--statistics"]


SPAWNED = "from fixenc.files import platform; platform.start_method = lambda: 'spawn'; "
"""Processes begin with nothing, as on Windows and macOS."""


@pytest.mark.parametrize("how", ["", SPAWNED])
def test_files_are_written_and_can_be_taken_back(tree: Path, how: str) -> None:
    before = {file.name: file.read_bytes() for file in tree.iterdir()}
    run = [*RUN[:2], how + RUN[2]]
    ran = subprocess.run([*run, "-j3", "-iq", "."], cwd=tree, capture_output=True, check=False)
    after = {file.name: file.read_bytes() for file in tree.iterdir()}
    assert ran.stderr.count(b"\n") == 1  # half a character of UTF-16
    assert after["007.txt"] == after["alias.txt"] == "7 café crème\n".encode() * 20
    changed = [name for name in before if before[name] != after[name]]
    assert len(changed) == 87
    assert sorted(before) == sorted(after)
    subprocess.run([*RUN, "undo"], cwd=tree, capture_output=True, check=True)
    assert {file.name: file.read_bytes() for file in tree.iterdir()} == before


@pytest.mark.unix
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_nobody_is_left_when_a_run_is_stopped(tree: Path, number: signal.Signals) -> None:
    slow = (
        "import time, fixenc.run.files as run; look = run.look_at; "
        "run.look_at = lambda *a, **k: (time.sleep(0.01), look(*a, **k))[1]; "
    )
    code = slow + RUN[-1]
    process = subprocess.Popen(
        [sys.executable, "-c", code, "-j2", "."],
        cwd=tree,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    workers = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    if not workers.exists():
        process.kill()
        pytest.skip("there is no /proc to find processes in")
    pids: list[str] = []
    while len(pids) < 2:
        assert process.poll() is None
        pids = workers.read_text().split()
    process.send_signal(number)
    _, err = process.communicate(timeout=30)
    assert err == b""
    assert process.returncode == (-9 if number is signal.SIGKILL else 128 + number)
    deadline = time.monotonic() + 10
    while any(_is_alive(pid) for pid in pids):
        assert time.monotonic() < deadline, "a process was left behind"
        time.sleep(0.05)


def _is_alive(pid: str) -> bool:
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False
    return not re.search(r"^State:\s+[ZX]", status, re.MULTILINE)


HELD_BACK = """
import os, signal
from fixenc.files import signals
asked = []
signal.signal(signal.SIGTERM, lambda number, _: asked.append(number))
with signals.held_back():
    os.kill(os.getpid(), signal.SIGTERM)
    print(len(asked))
print(len(asked))
with signals.held_back():
    signals.let_through()
    os.kill(os.getpid(), signal.SIGTERM)
    print(len(asked))
"""


@pytest.mark.unix
def test_a_request_to_stop_waits_while_a_process_is_started() -> None:
    ran = subprocess.run([sys.executable, "-c", HELD_BACK], capture_output=True, check=True)
    assert ran.stdout.split() == [b"0", b"1", b"2"]
