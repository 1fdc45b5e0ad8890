"""Hints for people who know other tools: the option or command that does what they typed."""

from __future__ import annotations

_WRITES = "to write the repairs, use --in-place (-i)"
_SHOWS = "without --in-place nothing is written, and the status is 1 if something was found"

OPTIONS = {
    **dict.fromkeys(("--fix", "--write", "--inplace", "--apply", "--overwrite", "-w"), _WRITES),
    **dict.fromkeys(("--check", "--dry-run", "--diff", "--no-write", "--list-different"), _SHOWS),
    "--fix-only": f"{_WRITES}, and --quiet",
    "--unsafe": "to apply what is only proposed, too, use --unsafe-fixes",
    "--backup": "fixenc undo restores what files held before --in-place",
    "--recursive": "folders are always walked: name the folder",
    "-r": "folders are always walked: name the folder",
    "--from": "the files' encoding is named by --encoding",
    "--from-encoding": "the files' encoding is named by --encoding",
    "-f": "the files' encoding is named by --encoding",
    "-t": "to convert files, use --to-encoding",
    "--to": "to convert files, use --to-encoding",
    "--from-code": "the files' encoding is named by --encoding",
    "--to-code": "to convert files, use --to-encoding",
    "--guess": "fixenc detect FILES says which encoding they are in",
    "--format": "the form of the output is named by --output-format",
    "--json": "use --output-format json",
    "--include": "name the files and folders to look at; --exclude leaves some out",
    "--config": "settings stand in fixenc.toml or pyproject.toml; fixenc config shows them",
    "--normalization": "use --normal-form",
    "--preserve-entities": "character references stay unless --select character-reference is given",
    "--silent": "use --quiet",
    "--no-color": "use --color never",
    "--disable": "use --ignore",
    "--enable": "use --select",
    "--skip": "use --exclude for files, --ignore for rules",
}
"""Options of other tools, and what does the same here."""

COMMANDS = {
    **dict.fromkeys(("check", "diff", "lint", "scan"), f"fixenc PATHS shows the changes: {_SHOWS}"),
    **dict.fromkeys(
        ("format", "fix", "repair", "write"), "fixenc --in-place PATHS writes the repairs"
    ),
    "convert": "fixenc --in-place --to-encoding utf-8 PATHS converts files",
    "filter": "fixenc < IN > OUT is a filter",
    "encode": "fixenc --in-place --to-encoding NAME PATHS converts files",
    "guess": "fixenc detect FILES says which encoding they are in",
    "list": "fixenc rules lists the rules, fixenc undo --list the runs",
    "restore": "fixenc undo restores what files held before the last run",
    "revert": "fixenc undo restores what files held before the last run",
    "help": "fixenc --help",
    "version": "fixenc --version",
    "init": "settings stand in fixenc.toml or pyproject.toml; fixenc config shows them",
    "stdin": "the name of standard input is -",
}
"""First words that are commands of other tools, and what does the same here."""


def for_option(typed: str) -> str:
    """The hint for an option that there is not; empty if none is known."""
    return OPTIONS.get(typed.partition("=")[0], "")


def for_command(typed: str) -> str:
    """The hint for a first word that is neither a path nor a command; empty if none is known."""
    return COMMANDS.get(typed, "")
