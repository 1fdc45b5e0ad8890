"""The man page as roff, from the parameters of the commands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from inspect import cleandoc
from typing import Any

from fixenc import __version__

_NAME = "fixenc \\- find text that was decoded with the wrong codec, and repair it"

_ENVIRONMENT = {
    "FIXENC_*": "Settings, such as FIXENC_UNSAFE_FIXES=1; fixenc config shows those in force.",
    "PAGER": "The command that shows what is longer than the screen; empty or cat: none.",
    "NO_COLOR, FORCE_COLOR": "Without colour, or with colour even if no terminal is there.",
    "XDG_STATE_HOME": "The folder below which fixenc undo finds what files held before.",
}


def man_page() -> str:
    """The man page of fixenc and all its commands."""
    import typer.main

    from fixenc.cli.app import _app

    group: Any = typer.main.get_command(_app)
    return "\n".join(_page(group)) + "\n"


def _page(group: Any) -> Iterator[str]:
    yield f'.TH FIXENC 1 "" "fixenc {__version__}" "User Commands"'
    yield from (".SH NAME", _NAME, ".SH SYNOPSIS")
    yield from (".B fixenc", "[\\fIOPTIONS\\fR] [\\fIPATHS\\fR...]", ".br")
    yield from (".B fixenc", "\\fICOMMAND\\fR [\\fIOPTIONS\\fR] [\\fIARGUMENTS\\fR]")
    yield ".SH DESCRIPTION"
    yield from _paragraphs(group.help)
    yield from _parameters(group, ".SH OPTIONS")
    yield ".SH COMMANDS"
    for name, command in group.commands.items():
        yield f".SS fixenc {name}"
        yield from _paragraphs(command.help)
        yield from _parameters(command)
    yield ".SH EXIT STATUS"
    status, _, rest = group.epilog.partition(". ")
    yield _text(f"{status.removeprefix('Exit status: ')}.")
    yield ".SH FILES"
    yield _text(rest)
    yield ".SH ENVIRONMENT"
    for name, meaning in _ENVIRONMENT.items():
        yield from (".TP", f".B {_text(name)}", _text(meaning))
    yield from (".SH SEE ALSO", ".BR git\\-apply (1),", ".BR iconv (1),", ".BR less (1)")


def _parameters(command: Any, heading: str = "") -> Iterator[str]:
    """Arguments and options, those of a panel under its name."""
    if heading:
        yield heading
    panel = None
    for parameter in _by_panel(command.params):
        named = getattr(parameter, "rich_help_panel", None)
        if named and named != panel and heading:
            yield f".SS {_text(named)}"
        panel = named
        yield from (".TP", _signature(parameter))
        yield _text(getattr(parameter, "help", "") or "")
    if heading:
        yield from (".TP", ".B \\-\\-help", "Show the options, and exit.")


def _by_panel(parameters: Iterable[Any]) -> list[Any]:
    """The parameters, those of one panel together, panels in the order in which they appear."""
    panels: dict[str, list[Any]] = {}
    for each in parameters:
        if each.name != "help" and not getattr(each, "hidden", False):
            panels.setdefault(getattr(each, "rich_help_panel", None) or "", []).append(each)
    return [each for panel in panels.values() for each in panel]


def _signature(parameter: Any) -> str:
    if parameter.param_type_name == "argument":
        return f".I {_text(parameter.metavar or parameter.name.upper())}"
    names = [*parameter.opts, *parameter.secondary_opts]
    shown = ", ".join(f"\\fB{_text(name)}\\fR" for name in names)
    metavar = parameter.metavar or ""
    return f"{shown} \\fI{_text(metavar)}\\fR" if metavar else shown


def _paragraphs(text: str | None) -> Iterator[str]:
    for number, paragraph in enumerate(cleandoc(text or "").split("\n\n")):
        if number:
            yield ".PP"
        yield _text(" ".join(paragraph.split()))


def _text(text: str) -> str:
    """A text in which nothing is a command of roff."""
    plain = text.replace("\\[", "[").replace("\\", "\\e").replace("-", "\\-")
    spelt = re.sub(r"[^\x00-\x7f]", lambda found: f"\\[u{ord(found[0]):04X}]", plain)
    return f"\\&{spelt}" if spelt[:1] in (".", "'") else spelt
