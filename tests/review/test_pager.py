"""Output that is longer than the screen goes through a pager, and no other does."""

from __future__ import annotations

import fcntl
import os
import pty
import struct
import subprocess
import sys
import termios
from pathlib import Path

import pytest

pytestmark = pytest.mark.unix

SHORT = "caf\xc3\xa9\n"
LONG = "".join(f"{number} caf\xc3\xa9\n\n\n\n" for number in range(9))


def shown(folder: Path, *args: str, rows: int = 20, **environment: str) -> tuple[int, str]:
    """The status of fixenc on a terminal of so many lines, and all that stands on it then."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", rows, 80, 0, 0))
    known = {name: value for name, value in os.environ.items() if name not in ("PAGER", "COLUMNS")}
    process = subprocess.Popen(
        [sys.executable, "-m", "fixenc", *args],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        stderr=theirs,
        env={**known, "TERM": "xterm", "NO_COLOR": "1", **environment},
    )
    os.close(theirs)
    said = b""
    while True:
        try:
            data = os.read(ours, 65536)
        except OSError:
            break
        if not data:
            break
        said += data
    os.close(ours)
    return process.wait(20), said.decode().replace("\r\n", "\n")


MARK = "sed s/^/paged:/"


@pytest.mark.parametrize(
    ("text", "args", "pager", "paged"),
    [
        (LONG, ["."], MARK, True),
        (SHORT, ["."], MARK, False),
        (LONG, [".", "--no-pager"], MARK, False),
        (LONG, [".", "--pager"], MARK, True),
        (SHORT, [".", "--pager"], MARK, False),
        (LONG, [".", "--in-place"], MARK, False),
        (LONG, [".", "--output-format", "json"], MARK, False),
        (LONG, [".", "--output-format", "diff"], MARK, True),
        (LONG, [".", "-o", "out.txt"], MARK, False),
        (LONG, ["."], "", False),
        (LONG, ["."], "cat", False),
    ],
)
def test_what_is_paged(text: str, args: list[str], pager: str, paged: bool, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    status, said = shown(tmp_path, *args, PAGER=pager)
    assert status == (0 if "--in-place" in args else 1)
    assert ("paged:a.txt\n" in said) == paged, said
    if paged:
        assert "paged:+8 caf{+é+}" in said
    assert said.count("Found 9 repairs" if text == LONG and paged else "repair") >= paged


def test_a_pager_that_is_left_early_or_missing_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(LONG * 200, encoding="utf-8")
    status, said = shown(tmp_path, ".", "--no-group", PAGER="head -n 2")
    assert status == 1
    assert "a.txt\n" in said
    assert said.count("{+é+}") <= 1
    assert "Traceback" not in said
    status, said = shown(tmp_path, ".", PAGER="no-such-pager-here")
    assert status == 1
    assert said.count("{+é+}") > 1  # as if there were no pager


def test_where_there_is_no_terminal_nothing_is_paged(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(LONG, encoding="utf-8")
    ran = subprocess.run(
        [sys.executable, "-m", "fixenc", ".", "--pager"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        env={**os.environ, "PAGER": MARK},
    )
    assert "paged:" not in ran.stdout
