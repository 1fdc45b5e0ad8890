"""Standard output: which format, in which colours, and what if nobody reads it."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable
from enum import Enum
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, BinaryIO

from fixenc.files import platform
from fixenc.review.outcome import Outcome
from fixenc.review.progress import Progress

if TYPE_CHECKING:
    from fixenc.review.formats.terminal import Terminal


class OutputFormat(str, Enum):
    """How findings are written."""

    FULL = "full"
    DIFF = "diff"
    PATCH = "patch"
    CONCISE = "concise"
    HTML = "html"
    JSON = "json"
    JSONL = "jsonl"
    SARIF = "sarif"
    GITHUB = "github"
    GITLAB = "gitlab"
    JUNIT = "junit"


RENDERERS: dict[OutputFormat, tuple[str, str]] = {
    OutputFormat.CONCISE: ("concise", "concise"),
    OutputFormat.HTML: ("page", "page"),
    OutputFormat.JSON: ("json", "as_json"),
    OutputFormat.JSONL: ("json", "as_json_lines"),
    OutputFormat.SARIF: ("sarif", "sarif"),
    OutputFormat.GITHUB: ("github", "github"),
    OutputFormat.GITLAB: ("gitlab", "gitlab"),
    OutputFormat.JUNIT: ("junit", "junit"),
}
"""The module and the function of each format that is the same whoever reads it."""


class Colour(str, Enum):
    """When to use colour."""

    AUTO = "auto"
    ALWAYS = "always"
    NEVER = "never"


class OutputFailed(Exception):
    """Standard output could not be written: one line that says why."""


class ReaderGone(Exception):
    """Whoever read our output has closed it, as ``head`` does."""


def rendered(
    outcomes: Iterable[Outcome],
    form: OutputFormat,
    color: Colour,
    *,
    in_place: bool,
    group: bool = True,
    to_file: bool = False,
    warn: Callable[[str], object] | None = None,
) -> Iterable[str | bytes]:
    """The outcomes in one of the formats.

    The full one is for people on a terminal, and a patch elsewhere; once the
    files are written there is nothing to patch, and it lists what is left.
    ``warn`` is called with the reason for what a patch cannot hold.
    """
    if form in RENDERERS:
        module, function = RENDERERS[form]
        render = getattr(import_module(f"fixenc.review.formats.{module}"), function)
        pieces: Iterable[str | bytes] = render(outcomes)
        return pieces
    full = form is OutputFormat.FULL
    written = in_place and full
    to_person = sys.stdout.isatty() or (full and _shows_colour(color))
    if form is not OutputFormat.PATCH and (
        written or color is Colour.ALWAYS or (to_person and not to_file)
    ):
        from fixenc.review.formats.terminal import terminal

        return terminal(outcomes, screen(color), reasons=full, written=written, group=group)
    from fixenc.review.formats.patch import patch

    return patch(outcomes, explained=full, warn=warn)


def screen(color: Colour) -> Terminal:
    """The width of standard output, and whether it shows colour."""
    import shutil

    from fixenc.review.formats.terminal import Terminal

    size = shutil.get_terminal_size((100, 24))
    return Terminal(size.columns, _shows_colour(color), size.lines)


def _shows_colour(color: Colour) -> bool:
    return _wants_colour(color) and platform.shows_escapes()


def _wants_colour(color: Colour) -> bool:
    environment = os.environ.get
    return color is Colour.ALWAYS or (
        color is Colour.AUTO
        and not environment("NO_COLOR")
        and bool(
            environment("FORCE_COLOR") or (sys.stdout.isatty() and environment("TERM") != "dumb")
        )
    )


def emit(
    pieces: Iterable[str | bytes], progress: Progress | None = None, out: BinaryIO | None = None
) -> None:
    """Write to ``out``, or else to standard output.

    Raises :exc:`ReaderGone` if nobody reads it any more, and :exc:`OutputFailed` if standard
    output cannot be written.
    """
    to = out or sys.stdout.buffer
    for piece in pieces:
        if piece:
            if progress is not None and out is None:
                progress.clear()
            data = piece.encode() if isinstance(piece, str) else piece
            _attempt(partial(to.write, data), out)
    _attempt(to.flush, out)


def _attempt(action: Callable[[], object], out: BinaryIO | None) -> None:
    """Write or flush, and raise what became of standard output, if it was that."""
    try:
        action()
    except BrokenPipeError as error:
        discard_output()
        raise ReaderGone from error
    except OSError as error:
        if out is not None:
            raise
        discard_output()
        said = (error.strerror or str(error)).lower()
        raise OutputFailed(f"standard output cannot be written: {said}") from error


def discard_output() -> None:
    """Send standard output nowhere: flushing it must not fail again when Python exits."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
