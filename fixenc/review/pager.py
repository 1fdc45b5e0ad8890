"""A pager for output that is longer than the screen: ``$PAGER``, or less, as Git runs it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress

from fixenc.review.output import ReaderGone, emit
from fixenc.review.progress import Progress
from fixenc.review.visible import width

_BELOW = 3
"""Lines of the screen for the prompt and the summary."""

_STYLE = re.compile(rb"\x1b\[[0-9;]*m")


def pager_command(wanted: bool | None) -> str:
    """The command of the pager; empty if output is not to be paged.

    Without ``wanted`` (neither ``--pager`` nor ``--no-pager``) that depends on the environment:
    there is none if ``PAGER`` is empty or ``cat``, or if the terminal is a dumb one.
    """
    if wanted is False or not sys.stdout.isatty():
        return ""
    named = os.environ.get("PAGER")
    if named is not None and (not named.strip() or named.strip() == "cat"):
        return ""
    if named is None and wanted is None and os.environ.get("TERM") == "dumb":
        return ""
    command = named or "less"
    program = next(iter(command.split()))
    return command if shutil.which(program) else ""


def emit_paged(
    pieces: Iterable[str | bytes], command: str, progress: Progress | None = None
) -> None:
    """Write to standard output, through the pager once there is more than fits on the screen.

    A person who leaves the pager has seen enough: the other pieces are not made.
    """
    size = shutil.get_terminal_size()
    room = size.lines - _BELOW
    held: list[bytes] = []
    rest = iter(pieces)
    for piece in rest:
        data = piece.encode() if isinstance(piece, str) else piece
        held.append(data)
        room -= _lines(data, size.columns)
        if room < 0:
            break
    else:
        emit(held, progress)
        return
    if progress is not None:
        progress.stop()
    _page(_chained(held, rest), command, lambda data: emit(data, progress))


def _chained(held: list[bytes], rest: Iterator[str | bytes]) -> Iterator[str | bytes]:
    yield from held
    yield from rest


def _page(
    pieces: Iterator[str | bytes],
    command: str,
    otherwise: Callable[[Iterable[str | bytes]], object],
) -> None:
    """Hand the pieces to the pager, and wait until the person leaves it."""
    # As Git: colours pass, and less ends where its input does if it fits.
    environment = {"LESS": "FRX", "LV": "-c", **os.environ}
    try:
        pager = subprocess.Popen(command, shell=True, stdin=subprocess.PIPE, env=environment)
    except OSError:
        otherwise(pieces)
        return
    assert pager.stdin is not None
    try:
        with suppress(ReaderGone, KeyboardInterrupt):
            emit(pieces, out=pager.stdin)  # type: ignore[arg-type]
    finally:
        with suppress(OSError):
            pager.stdin.close()
        while pager.poll() is None:
            with suppress(KeyboardInterrupt):  # Ctrl-C is for the pager now
                pager.wait()


def _lines(data: bytes, columns: int) -> int:
    """How many lines of the screen some output takes."""
    plain = _STYLE.sub(b"", data).decode("utf-8", "replace")
    return sum(
        max(1, -(-width(line) // max(columns, 1))) for line in plain.removesuffix("\n").split("\n")
    )
