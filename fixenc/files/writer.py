"""Write files so that what they held can be brought back."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from fixenc.files.original import Identity, Original
from fixenc.files.temporary import remove_orphans
from fixenc.files.write import write_atomically

if TYPE_CHECKING:
    from fixenc.files.journal import Journal
    from fixenc.files.stream import LargeFile


@dataclass(frozen=True)
class Writer:
    """The way in which a run writes: with a journal, unless it is to do without one."""

    journal: Journal | None = None
    _tidied: set[Path] = field(default_factory=set)

    def write(self, original: Original, data: bytes) -> None:
        """Put ``data`` in the place of what ``original`` held.  Raises :exc:`FileProblem`."""
        if self.journal is not None:
            self.journal.record(original, data)
        self._put(original.path, data, original.identity)

    def write_large(self, large: LargeFile, pieces: Callable[[], Iterable[bytes]]) -> None:
        """Write a large file; each call of ``pieces()`` yields its whole new content."""
        if self.journal is not None:
            self.journal.record_large(large.path, large.identity, pieces())
        self._put(large.path, pieces(), large.identity)

    def close(self) -> None:
        """Say that the run has ended, so that it can be taken back."""
        if self.journal is not None:
            self.journal.close()

    def _put(self, path: Path, data: bytes | Iterable[bytes], read: Identity) -> None:
        try:
            self._tidy_around(path)
            write_atomically(path, data, read=read)
        except BaseException:
            if self.journal is not None:
                self.journal.forget_unwritten(path, read)
            raise

    def _tidy_around(self, path: Path) -> None:
        """Remove what a run that was killed here left in the folder, once in each."""
        folder = Path(os.path.realpath(path)).parent
        if folder not in self._tidied:
            self._tidied.add(folder)
            remove_orphans(folder)
