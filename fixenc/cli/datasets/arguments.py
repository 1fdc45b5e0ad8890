"""Arguments of ``fixenc dataset``: their values, and which of them go together."""

from __future__ import annotations

from importlib.util import find_spec

import typer

from fixenc.run.config import ConfigProblem


def columns_named(given: list[str]) -> tuple[str, ...]:
    """The patterns of columns in the values of an option, each once."""
    from fixenc.integrations.paths import parse

    columns = names(given)
    if not columns:
        raise typer.BadParameter("--column names no column")
    for name in columns:
        try:
            parse(name)
        except ValueError as error:
            raise typer.BadParameter(f"--column: {error}") from None
    return columns


def names(given: list[str]) -> tuple[str, ...]:
    """The names in the values of an option, each once."""
    from fixenc.integrations.paths import split_names

    return tuple(dict.fromkeys(name for names in given for name in split_names(names)))


def character(given: str, option: str) -> str:
    """The one character that is given, by itself or by its name; empty for none."""
    found = {"tab": "\t", "\\t": "\t", "none": ""}.get(given, given)
    if len(found) > 1:
        raise typer.BadParameter(f"{option} {given}: is more than one character")
    return found


def refuse(what: str, **given: object) -> None:
    """Raise if one of the options that are ``given`` has a value; ``what`` says why it must not."""
    wrong = [f"--{name.replace('_', '-')}" for name, value in given.items() if value]
    if wrong:
        raise typer.BadParameter(f"{', '.join(wrong)} {what}")


def require_arrow() -> None:
    """Raise :exc:`ConfigProblem` if Arrow is not there."""
    if find_spec("pyarrow") is None:
        raise ConfigProblem(
            "data sets need Arrow: pip install 'fixenc[arrow]', or 'fixenc[ray]' for clusters"
        )
