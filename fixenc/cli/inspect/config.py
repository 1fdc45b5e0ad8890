"""``fixenc config``: the settings in force, and where each comes from."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from typing import Annotated, Any

import typer

from fixenc.review.output import emit
from fixenc.run.config import ConfigProblem, NearestSettings, Settings, settings
from fixenc.run.config_values import READERS

_WIDTH = 40
"""Columns of a setting, in front of where it comes from, at most."""


class Form(str, Enum):
    """How the settings are written."""

    TEXT = "text"
    JSON = "json"


def config(
    path: Annotated[
        str,
        typer.Argument(
            metavar="PATH",
            help="The file or folder that is asked about. Without one: the current folder.",
            show_default=False,
        ),
    ] = ".",
    output_format: Annotated[
        Form, typer.Option(metavar="FORMAT", help="text (TOML with comments) or json.")
    ] = Form.TEXT,
) -> int:
    """Show the settings in force, and where each of them comes from.

    A setting comes from a flag, else from a variable such as FIXENC_UNSAFE_FIXES=1, else from
    the nearest .fixenc.toml, fixenc.toml or pyproject.toml above the file, else from the one
    above the current folder.
    """
    if not os.path.lexists(path):
        raise ConfigProblem(f"{path}: there is no such file or folder; check the name")
    here = Path.cwd()
    inside = path if not os.path.isdir(path) else os.path.join(path, "x")
    found = NearestSettings(settings(start=here)).of(inside)
    render = _as_json if output_format is Form.JSON else _as_toml
    emit(render(found))
    return 0


def _value(found: Settings, key: str) -> Any:
    """A setting as TOML and JSON write it."""
    value = getattr(found, key.replace("-", "_"))
    if key == "per-file-ignores":
        return {pattern: sorted(rules) for pattern, rules in value.items()}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, frozenset):
        return sorted(value)
    return list(value) if isinstance(value, tuple) else value


def _source(found: Settings, key: str) -> str:
    return found.sources.get(key.replace("-", "_"), "default")


def _as_json(found: Settings) -> Iterator[str]:
    record = {key: {"value": _value(found, key), "source": _source(found, key)} for key in READERS}
    yield json.dumps(record, indent=2, ensure_ascii=False) + "\n"


def _as_toml(found: Settings) -> Iterator[str]:
    rows = [(_row(key, _value(found, key)), _source(found, key)) for key in READERS]
    width = min(_WIDTH, max(len(row) for row, _ in rows))
    for row, source in rows:
        yield f"{row:<{width}}  # {source}\n"


def _row(key: str, value: Any) -> str:
    if value is None:
        return f"# {key} is not set"
    if isinstance(value, dict):
        inner = ", ".join(f"{_toml(name)} = {_toml(rules)}" for name, rules in value.items())
        return f"{key} = {{ {inner} }}" if inner else f"{key} = {{}}"
    return f"{key} = {_toml(value)}"


def _toml(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)  # TOML writes these values as JSON does
