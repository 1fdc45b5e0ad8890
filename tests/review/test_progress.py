"""The bar: on a terminal alone, and what it says."""

from __future__ import annotations

import io
import re
import sys
import time

import pytest

from fixenc.review import progress
from fixenc.review.outcome import Outcome
from fixenc.review.progress import Progress


class Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


def on_screen(monkeypatch: pytest.MonkeyPatch) -> Screen:
    """A terminal on which everything is drawn at once, on a clock that ticks each second."""
    shown = Screen()
    ticks = iter(float(tick) for tick in range(1000))
    monkeypatch.setattr(sys, "stderr", shown)
    monkeypatch.setattr(time, "monotonic", lambda: next(ticks))
    monkeypatch.setattr(progress, "PATIENCE", 0.0)
    return shown


def lines(screen: Screen) -> list[str]:
    return [re.sub(" +", " ", line).strip() for line in screen.getvalue().split("\r\x1b[K")[1:]]


def test_files_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = on_screen(monkeypatch)
    bar = Progress(4)
    assert len(list(bar.watch(Outcome(name) for name in "abcd"))) == 4
    shown = lines(screen)
    assert shown[0].endswith("1/4 files 1 files/s 0:03 left")
    assert shown[1].endswith("2/4 files 1 files/s 0:02 left")
    assert shown[-1] == ""


def test_the_bytes_of_a_large_file_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = on_screen(monkeypatch)
    bar = Progress(1)
    bar.within("big\x1b.txt", 1_000_000, 4_000_000)
    list(bar.watch([Outcome("big\x1b.txt")]))
    bar.within("big\x1b.txt", 3_000_000, 4_000_000)
    first, *_, last = lines(screen)
    assert first.endswith("0/1 files 1 MB/s 0:03 left big\\x1b.txt 25%")
    assert last.endswith("0/1 files 1 MB/s 0:01 left big\\x1b.txt 75%")


def test_nothing_is_drawn_where_nobody_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "PATIENCE", 0.0)
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    bar = Progress(2)
    list(bar.watch([Outcome("a"), Outcome("b")]))
    bar.within("c", 1, 2)
    assert sys.stderr.getvalue() == ""
