"""The command line: it parses, calls and prints; what it calls does the work.

``fixenc PATHS`` is the main job and has no name of its own.  Other jobs are
commands, recognized as the first argument only, so that ``./explain`` and
``fixenc -q explain`` are files.

Paths alone need no parser, and do not wait for one: to import typer, and what it
checks arguments with, takes several times as long as to look at a file.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace

from fixenc import __version__
from fixenc.cli.names import COMMANDS, FAILED, INTERRUPTED, READER_GONE
from fixenc.files.platform import occupy_standard_streams, tolerate_encodings

__all__ = ["main"]


def main(args: Sequence[str] | None = None) -> int:
    """Run the command with ``args``, or those of the process, and return its exit status."""
    occupy_standard_streams()
    tolerate_encodings()
    # Edits are made by the hundred thousand, and none is part of a cycle: to look for cycles
    # after each 700 objects, as Python does, takes a tenth of the time.
    gc.set_threshold(10_000)
    try:
        status = _run_reporting(sys.argv[1:] if args is None else list(args))
        sys.stdout.flush()
        return status
    except KeyboardInterrupt:
        return INTERRUPTED
    except OSError as error:
        return _report_system_error(error)
    except (MemoryError, RecursionError) as error:
        return _report(f"gave up: {str(error) or 'out of memory'}")


def _report_system_error(error: OSError) -> int:
    from fixenc.review.output import discard_output

    try:
        sys.stdout.flush()
    except (OSError, ValueError):
        with suppress(OSError, ValueError):
            discard_output()
    if isinstance(error, BrokenPipeError):
        return READER_GONE
    said = (error.strerror or str(error)).lower()
    return _report(f"{error.filename}: {said}" if error.filename else f"gave up: {said}")


def _report(message: str) -> int:
    """Print an error with nothing that could fail in turn, and return the status of errors."""
    with suppress(OSError, ValueError):
        print(f"fixenc: {message}".encode("ascii", "backslashreplace").decode(), file=sys.stderr)
    return FAILED


def _run_reporting(typed: list[str]) -> int:
    """Run the command; print one line about what went wrong, if anything did."""
    if typed in (["--version"], ["-V"]):
        print(f"fixenc {__version__}")
        return 0
    from fixenc.cli.outcomes import complain
    from fixenc.files.problem import FileProblem
    from fixenc.files.signals import ended_in_order
    from fixenc.review.decisions import DecisionsProblem
    from fixenc.review.output import OutputFailed, ReaderGone
    from fixenc.run.config import ConfigProblem

    try:
        with ended_in_order():
            return _run(typed)
    except (ConfigProblem, DecisionsProblem, FileProblem, OutputFailed) as problem:
        return complain(str(problem))
    except ReaderGone:
        return READER_GONE


def _run(typed: list[str]) -> int:
    if typed and typed[0] not in COMMANDS and not any(each.startswith("-") for each in typed):
        from fixenc.cli.checking import Check
        from fixenc.history.versions import GitVersions
        from fixenc.run.config import settings

        return Check(typed, replace(settings(), versions=GitVersions())).run()
    from fixenc.cli.app import run

    return run(typed)
