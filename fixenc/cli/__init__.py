"""The command line: it parses, calls and prints; what it calls does the work.

``fixenc PATHS`` is the main job and has no name of its own.  Other jobs are
commands, recognized as the first argument only, so that ``./explain`` and
``fixenc -q explain`` are files.

Paths alone need no parser, and do not wait for one: to import typer, and what it
checks arguments with, takes several times as long as to look at a file.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from fixenc import __version__
from fixenc.cli.names import COMMANDS, INTERRUPTED, READER_GONE

__all__ = ["main"]


def main(args: Sequence[str] | None = None) -> int:
    """Run the command with ``args``, or those of the process, and return its exit status."""
    try:
        return _run_reporting(sys.argv[1:] if args is None else list(args))
    except KeyboardInterrupt:
        return INTERRUPTED


def _run_reporting(typed: list[str]) -> int:
    """Run the command; print one line about what went wrong, if anything did."""
    if typed in (["--version"], ["-V"]):
        print(f"fixenc {__version__}")
        return 0
    from fixenc.cli.outcomes import complain
    from fixenc.files.problem import FileProblem
    from fixenc.files.signals import ended_in_order
    from fixenc.review.decisions import DecisionsProblem
    from fixenc.review.output import ReaderGone
    from fixenc.run.config import ConfigProblem

    try:
        with ended_in_order():
            return _run(typed)
    except (ConfigProblem, DecisionsProblem, FileProblem) as problem:
        return complain(str(problem))
    except ReaderGone:
        return READER_GONE


def _run(typed: list[str]) -> int:
    if typed and typed[0] not in COMMANDS and not any(each.startswith("-") for each in typed):
        from fixenc.cli.checking import Check
        from fixenc.run.config import settings

        return Check(typed, settings()).run()
    from fixenc.cli.app import run

    return run(typed)
