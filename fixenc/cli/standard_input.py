"""Whether something is to be read from standard input, where no path is named.

``fixenc < in > out`` and ``program | fixenc`` are filters.  A terminal, a closed and an empty
standard input, as those of cron and of CI systems, are no reason to look elsewhere than in
the current folder.
"""

from __future__ import annotations

import os
import stat
import sys
from io import BufferedReader

from fixenc.run.config import ConfigProblem

PATIENCE = 10.0
"""Seconds after which an open pipe is refused through which nothing has come."""


def has_input(patience: float = PATIENCE) -> bool:
    """Whether standard input is a file or a pipe that holds something; nothing is read of it.

    Raises :exc:`ConfigProblem` about a pipe through which nothing comes for ``patience``
    seconds, and which is not closed either: whoever started the program may not know of it.
    """
    try:
        number = sys.stdin.fileno()
        status = os.fstat(number)
        if stat.S_ISREG(status.st_mode):
            return status.st_size > os.lseek(number, 0, os.SEEK_CUR)
    except (AttributeError, OSError, ValueError):
        return False  # there is none, it is closed, or it is no file of the system
    if not (stat.S_ISFIFO(status.st_mode) or stat.S_ISSOCK(status.st_mode)):
        return False
    if not _is_ready(number, patience):
        raise ConfigProblem(
            f"standard input is an open pipe, but nothing came through it in {patience:g} s: "
            "name - to wait for it, or . to look at the current folder"
        )
    buffer = sys.stdin.buffer
    return not isinstance(buffer, BufferedReader) or bool(buffer.peek(1))


def _is_ready(number: int, patience: float) -> bool:
    """Whether a pipe holds something, or is closed at the other end."""
    if os.name == "nt":
        return True  # where pipes cannot be asked, reading waits
    from select import select

    return bool(select([number], [], [], patience)[0])
