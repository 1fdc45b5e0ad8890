"""A bar that shows how far a long run has come."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from fixenc.review.outcome import Outcome

PATIENCE = 1.0
"""Seconds before the bar appears: most runs are over by then."""

REDRAW = 0.1
"""Seconds between two drawings."""

WIDTH = 30


@dataclass
class Progress:
    """A bar on standard error, which is there only if that is a terminal."""

    total: int
    done: int = 0
    _drawn: bool = False
    _next: float = field(default_factory=lambda: time.monotonic() + PATIENCE)
    _shown: bool = field(default_factory=lambda: sys.stderr.isatty())

    def watch(self, outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
        """Pass the outcomes through, and count them."""
        try:
            for outcome in outcomes:
                self.done += not outcome.continued
                self._draw()
                yield outcome
        finally:
            self.clear()

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
        filled = WIDTH * self.done // max(self.total, 1)
        bar = "█" * filled + "░" * (WIDTH - filled)
        sys.stderr.write(f"\r\x1b[K{bar} {self.done:,}/{self.total:,} files")
        sys.stderr.flush()
        self._drawn = True
