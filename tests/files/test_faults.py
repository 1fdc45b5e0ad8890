"""Whatever goes wrong: the old content or the new, whole, and nothing left lying about."""

from __future__ import annotations

import errno
import itertools
import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from fixenc.cli import main

KILL_LOOP = Path(__file__).with_name("kill_loop.py")
OLD = b"old" * 5_000


def run(code: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.mark.unix
@pytest.mark.parametrize(
    ("number", "times", "linked"),
    [
        (signal.SIGINT, 70, False),
        (signal.SIGTERM, 70, False),
        (signal.SIGKILL, 70, False),
        (signal.SIGTERM, 40, True),
        (signal.SIGKILL, 40, True),
    ],
)
def test_killed_at_random_moments(
    tmp_path: Path, number: signal.Signals, times: int, linked: bool
) -> None:
    loop = subprocess.run(
        [sys.executable, KILL_LOOP, tmp_path, str(int(number)), str(times), *["hardlink"] * linked],
        capture_output=True,
        check=True,
        timeout=120,
    )
    counts = json.loads(loop.stdout)
    assert counts["broken"] == counts["other status"] == 0
    if number != signal.SIGKILL:
        assert counts["stray"] == counts["beside"] == 0
    assert linked or counts["beside"] == 0


@pytest.mark.parametrize("linked", [False, True])
def test_a_limit_on_the_size_of_files(tmp_path: Path, linked: bool) -> None:
    file = tmp_path / "file.txt"
    file.write_bytes(OLD)
    if linked:
        (tmp_path / "link.txt").hardlink_to(file)
    ended = run(
        "import resource, sys\n"
        "from pathlib import Path\n"
        "from fixenc.files import FileProblem, read, write_atomically\n"
        "path = Path(sys.argv[1])\n"
        "original = read(path)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))\n"
        "try:\n"
        "    write_atomically(path, b'new' * 100_000, read=original.identity)\n"
        "except FileProblem as problem:\n"
        "    sys.exit(problem.what)\n",
        file,
    )
    assert ended.stderr.strip() == "cannot be written: file too large"
    assert file.read_bytes() == OLD
    assert len(list(tmp_path.iterdir())) == 1 + linked


def test_two_at_once_do_not_mix(tmp_path: Path) -> None:
    file = tmp_path / "file.txt"
    file.write_bytes(OLD)
    code = (
        "import sys\n"
        "from pathlib import Path\n"
        "from fixenc.files import FileProblem, read, write_atomically\n"
        "path = Path(sys.argv[1])\n"
        "for _ in range(60):\n"
        "    try:\n"
        "        write_atomically(path, sys.argv[2].encode() * 9999, read=read(path).identity)\n"
        "    except FileProblem as problem:\n"
        "        assert 'was changed by somebody else' in str(problem), problem\n"
    )
    both = [subprocess.Popen([sys.executable, "-c", code, file, word]) for word in ("one", "two")]
    assert [process.wait(timeout=60) for process in both] == [0, 0]
    assert file.read_bytes() in (b"one" * 9999, b"two" * 9999)
    assert list(tmp_path.iterdir()) == [file]


def test_a_read_error_is_told(tmp_path: Path) -> None:
    # The kernel answers EIO where a process's own memory has nothing mapped.
    ended = run(
        "import sys\n"
        "from pathlib import Path\n"
        "from fixenc.files import FileProblem, read\n"
        "try:\n"
        "    read(Path('/proc/self/mem'))\n"
        "except FileProblem as problem:\n"
        "    sys.exit(str(problem))\n"
    )
    assert ended.stderr.strip() == "/proc/self/mem: cannot be read: input/output error"


@pytest.mark.parametrize(
    ("limit", "advice"), [(200, "do without one by --no-journal"), (3_000, "the file was left")]
)
def test_no_room_for_the_journal_or_for_the_file(tmp_path: Path, limit: int, advice: str) -> None:
    file = tmp_path / "file.txt"
    old = "".join(f"caf\xc3\xa9 {number} cr\xc3\xa8me\n" for number in range(400)).encode()
    file.write_bytes(old)
    ended = run(
        "import resource, sys\n"
        "from fixenc.cli import main\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), int(sys.argv[2])))\n"
        "sys.exit(main(['-iq', sys.argv[1]]))\n",
        file,
        limit,
    )
    assert ended.returncode == 2
    assert ended.stderr.startswith(f"fixenc: {file}: ")
    assert advice in ended.stderr
    assert ended.stderr.count("\n") == 1
    assert file.read_bytes() == old
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.unix
@pytest.mark.parametrize("linked", [False, True])
@pytest.mark.parametrize(
    "name", ["fsync", "replace", "rename", "open", "pwrite", "ftruncate", "mkdir", "fchmod"]
)
def test_each_call_fails_once(
    name: str, linked: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, new = "caf\xc3\xa9 cr\xc3\xa8me\n" * 50, "café crème\n" * 50
    real = getattr(os, name)
    for number in range(60):
        folder = tmp_path / str(number)
        folder.mkdir()
        files = [folder / f"{index}.txt" for index in range(2)]
        for file in files:
            file.write_text(old, "utf-8")
            if linked:
                file.with_suffix(".lnk").hardlink_to(file)
        calls = itertools.count()

        def failing(*args: Any, at: int = number, made: Any = calls, **options: Any) -> Any:
            if next(made) == at:
                raise OSError(errno.EIO, "Input/output error")
            return real(*args, **options)

        with monkeypatch.context() as context:
            context.setattr(os, name, failing)
            assert main(["-iq", "-j1", str(folder)]) in (0, 2)
        assert {file.read_text("utf-8") for file in files} <= {old, new}
        with monkeypatch.context() as context:
            context.chdir(folder)
            main(["undo"])
        assert [file.read_text("utf-8") for file in files] == [old, old]
        assert len(list(folder.iterdir())) == 2 + 2 * linked
        if next(calls) <= number:
            return
    raise AssertionError("it is called more often than that")
