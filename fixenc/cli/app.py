"""The options and the commands, as typer knows them."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module

import typer

from fixenc.cli.check import check
from fixenc.cli.commands import Command, Commands
from fixenc.cli.hints import for_option
from fixenc.cli.names import COMMANDS, plain_path
from fixenc.cli.outcomes import complain

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
    "a person; 2 an error. Settings can also stand in \\[tool.fixenc] of pyproject.toml, in "
    "fixenc.toml, and in variables as FIXENC_UNSAFE_FIXES=1 (fixenc config shows them). "
    "A file that has a command's name is reached as ./name.",
)(check)
for _name, _module in COMMANDS.items():
    _command = getattr(import_module(f"fixenc.cli.{_module}"), _name)
    _app.command(cls=Command, context_settings=_HELP)(_command)


def run(args: Sequence[str]) -> int:
    """Parse the arguments, do what they say, and return the exit status."""
    try:
        status = _app(args=_with_plain_paths(args), prog_name="fixenc", standalone_mode=False)
    except typer.TyperException as error:
        hint = for_option(getattr(error, "option_name", ""))
        if hint:
            return complain(f"no such option: {error.option_name}; {hint}")  # type: ignore[attr-defined]
        message = error.format_message().replace(": Value error, ", ": ").removesuffix(".")
        command = f"fixenc {args[0]}" if args and args[0] in COMMANDS else "fixenc"
        return complain(f"{message}; see {command} --help")
    return int(status or 0)


def _with_plain_paths(args: Sequence[str]) -> list[str]:
    """The arguments, in which ``-`` after ``--`` is the file of that name.

    A hook passes file names from a commit behind ``--``; none of them is standard input.
    """
    end = args.index("--") if "--" in args else len(args)
    return [*args[:end], *map(plain_path, args[end:])]
