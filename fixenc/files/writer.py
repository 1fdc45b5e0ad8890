"""Write files so that what they held can be brought back."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fixenc.files.original import Original
from fixenc.files.write import write_atomically

if TYPE_CHECKING:
    from fixenc.files.journal import Journal
    from fixenc.files.stream import LargeFile


@dataclass(frozen=True)
class Writer:
    """The way in which a run writes: with a journal, unless it is to do without one."""

    journal: Journal | None = None

    def write(self, original: Original, data: bytes) -> None:
        """Put ``data`` in the place of what ``original`` held.  Raises :exc:`FileProblem`."""
        if self.journal is not None:
            self.journal.record(original, data)
        write_atomically(original.path, data, read=original.identity)

    def write_large(self, large: LargeFile, pieces: Callable[[], Iterable[bytes]]) -> None:
        """The same for a large file; ``pieces()`` is its new content, each time anew."""
        if self.journal is not None:
            self.journal.record_large(large.path, large.identity, pieces())
        write_atomically(large.path, pieces(), read=large.identity)
