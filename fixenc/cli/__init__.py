"""The command line: it parses, calls and prints; what it calls does the work.

``fixenc PATHS`` is the main job and has no name of its own.  Other jobs are
commands, recognized as the first argument only, so that ``./explain`` and
``fixenc -q explain`` are files.
"""

from __future__ import annotations

from collections.abc import Sequence

import typer

from fixenc.cli.check import check
from fixenc.cli.commands import Commands
from fixenc.cli.decide import apply, review
from fixenc.cli.outcomes import complain
from fixenc.cli.tell import explain, rules
from fixenc.cli.undo import undo
from fixenc.config import ConfigProblem
from fixenc.review.decisions import DecisionsProblem
from fixenc.review.output import ReaderGone

__all__ = ["main"]

READER_GONE = 141
"""The exit status of a program whose reader went away, as shells report it."""

_HELP = {"help_option_names": ["-h", "--help"]}

_app = typer.Typer(
    cls=Commands,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={**_HELP, "allow_interspersed_args": True},
)
_app.callback(
    invoke_without_command=True,
    epilog="Exit status: 0 nothing to repair, or nothing left; 1 something found, or left for "
    "a person; 2 an error. Settings can also stand in \\[tool.fixenc] of pyproject.toml. "
    "A file that has a command's name is reached as ./name.",
)(check)
for _command in (review, apply, undo, explain, rules):
    _app.command(context_settings=_HELP)(_command)


def main(args: Sequence[str] | None = None) -> int:
    """Run the command with ``args``, or those of the process, and return its exit status."""
    from fixenc.files.problem import FileProblem
    from fixenc.files.signals import ended_in_order

    try:
        with ended_in_order():
            status = _app(args=args, prog_name="fixenc", standalone_mode=False)
    except typer.TyperException as error:
        return complain(f"{error.format_message()}; see fixenc --help")
    except (ConfigProblem, DecisionsProblem, FileProblem) as problem:
        return complain(str(problem))
    except ReaderGone:
        return READER_GONE
    return int(status or 0)
