"""A bar that shows how far a long run has come, how fast it is, and how long it will take."""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from fixenc.review.outcome import Outcome
from fixenc.review.visible import cut, visible

PATIENCE = 1.0
"""Seconds before the bar appears: most runs are over by then."""

REDRAW = 0.1
"""Seconds between two drawings."""

WIDTH = 24

_NAME = 30  # columns for the name of a large file


@dataclass
class Progress:
    """A bar on standard error, which is there only if that is a terminal.

    Files count alike, and of a large one its bytes show how much of it is done.
    """

    total: int
    done: int = 0
    _within: tuple[str, int, int] | None = None
    _before: int = 0
    _drawn: bool = False
    _begun: float = field(default_factory=lambda: time.monotonic())
    _next: float = 0.0
    _shown: bool = field(default_factory=lambda: sys.stderr.isatty())

    def __post_init__(self) -> None:
        self._next = self._begun + PATIENCE

    def watch(self, outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
        """Pass the outcomes through, and count them."""
        try:
            for outcome in outcomes:
                self.done += not outcome.continued
                if self._within is not None and self._within[0] != outcome.path:
                    self._within = None
                self._draw()
                yield outcome
        finally:
            self.clear()

    def within(self, path: str, done: int, size: int) -> None:
        """So many of the bytes of the large file ``path`` are done."""
        if self._within is None or self._within[0] != path:
            self._before = self.done  # without this file, of which parts may be reported already
        self._within = (path, done, size)
        self._draw()

    def stop(self) -> None:
        """Take the bar away for good: something else has the terminal now."""
        self.clear()
        self._shown = False

    def clear(self) -> None:
        """Take the bar away, so that something else can be written there."""
        if self._drawn:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
            self._drawn = False

    def _draw(self) -> None:
        now = time.monotonic()
        if not self._shown or now < self._next:
            return
        self._next = now + REDRAW
        columns = shutil.get_terminal_size().columns - 1  # a line that wraps cannot be taken away
        sys.stderr.write(f"\r\x1b[K{cut(self._line(now - self._begun), columns)}")
        sys.stderr.flush()
        self._drawn = True

    def _line(self, seconds: float) -> str:
        done, part, inside = self.done, 0.0, ""
        rate = f"{done / seconds:,.0f} files/s"
        if self._within is not None:
            path, read, size = self._within
            done, part = self._before, min(read / max(size, 1), 1.0)
            inside = f"  {cut(visible(path), _NAME)} {part:.0%}"
            if self.total == 1:
                rate = f"{read / seconds / 1e6:,.0f} MB/s"
        share = min((done + part) / max(self.total, 1), 1.0)
        filled = int(WIDTH * share)
        bar = "█" * filled + "░" * (WIDTH - filled)
        left = f"  {_clock(seconds / share - seconds)} left" if share else ""
        return f"{bar} {done:,}/{self.total:,} files  {rate}{left}{inside}"


def _clock(seconds: float) -> str:
    """A time as clocks show it.

    >>> _clock(5), _clock(83.2), _clock(3700)
    ('0:05', '1:23', '1:01:40')
    """
    minutes, second = divmod(round(seconds), 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours}:{minute:02}:{second:02}" if hours else f"{minute}:{second:02}"
