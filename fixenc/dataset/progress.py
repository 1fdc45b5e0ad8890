"""A line that shows how far a job has come."""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass, field

from fixenc.dataset.job import Done, State

WIDTH = 24


@dataclass
class Progress:
    """A line on standard error, there only if that is a terminal.  Sizes are bytes."""

    files: int
    size: int
    done_files: int = 0
    done_size: int = 0
    worked_size: int = 0
    _started: float = field(default_factory=time.monotonic)
    _shown: bool = field(default_factory=lambda: sys.stderr.isatty())
    _drawn: bool = False

    def count(self, done: Done) -> None:
        """Count a file that is done."""
        self.done_files += 1
        self.done_size += done.task.file.size
        if done.state is not State.FINISHED:  # that was another run's work
            self.worked_size += done.task.file.size

    def draw(self, retries: int) -> None:
        """Show how far it is, how fast, and how long it may take."""
        if not self._shown:
            return
        filled = WIDTH * self.done_size // max(self.size, 1)
        bar = "█" * filled + "░" * (WIDTH - filled)
        said = [f"{self.done_files:,}/{self.files:,} files"]
        rate = self.worked_size / max(time.monotonic() - self._started, 1e-3)
        if rate:
            said.append(f"{size(int(rate))}/s")
            said.append(f"{duration((self.size - self.done_size) / rate)} left")
        if retries:
            said.append(f"{retries} tried again")
        sys.stderr.write(f"\r\x1b[K{bar} {', '.join(said)}")
        sys.stderr.flush()
        self._drawn = True

    def clear(self) -> None:
        """Take the line away, so that something else can be written there."""
        if self._drawn:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
            self._drawn = False


def size(number: float) -> str:
    """A number of bytes, for people.

    >>> size(999), size(3_500_000)
    ('999 B', '3.5 MB')
    """
    for unit in ("B", "kB", "MB", "GB", "TB"):
        if number < 1000 or unit == "TB":
            break
        number /= 1000
    return f"{number:.0f} {unit}" if unit == "B" or number >= 100 else f"{number:.1f} {unit}"


def duration(seconds: float) -> str:
    """A duration, for people.

    >>> duration(8.3), duration(200), duration(10_000)
    ('8 s', '3 min', '2.8 h')
    """
    if seconds < 100:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 6000 else f"{seconds / 3600:.1f} h"
