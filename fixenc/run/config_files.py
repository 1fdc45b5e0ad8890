"""Files of settings: which there are, and which of them is the nearest to a file.

From a folder upwards, the first that speaks of fixenc counts: ``.fixenc.toml`` or
``fixenc.toml``, whose keys stand at the top, or the table ``[tool.fixenc]`` of a
``pyproject.toml``.  A file is looked at under the settings that are nearest to it.
"""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fixenc.run.config_values import ConfigProblem, checked

OWN_NAMES = (".fixenc.toml", "fixenc.toml")
_PROJECT = "pyproject.toml"


@dataclass(frozen=True, eq=False)
class ConfigFile:
    """A file of settings, and its values under the names of ``Settings``."""

    path: Path
    values: dict[str, Any]


def config_in(folder: Path) -> ConfigFile | None:
    """The settings that stand in a folder, if there are any.  Raises :exc:`ConfigProblem`."""
    for name in OWN_NAMES:
        file = folder / name
        if file.is_file():
            return ConfigFile(file, checked(_content(file), str(file)))
    file = folder / _PROJECT
    if file.is_file():
        tool = _content(file).get("tool")
        table = tool.get("fixenc") if isinstance(tool, dict) else None
        if table is not None:
            return ConfigFile(file, checked(table, f"{file}: [tool.fixenc]"))
    return None


class ConfigFiles:
    """The nearest settings of each folder; each file of settings is read once."""

    def __init__(self) -> None:
        self._found: dict[str, ConfigFile | None] = {}

    def above(self, folder: str) -> ConfigFile | None:
        """The settings in a folder or in the nearest one around it, which is an absolute path."""
        below: list[str] = []
        found: ConfigFile | None = None
        while folder not in self._found:
            below.append(folder)
            found = config_in(Path(folder))
            outer = os.path.dirname(folder)
            if found is not None or outer == folder:
                break
            folder = outer
        else:
            found = self._found[folder]
        self._found.update(dict.fromkeys(below, found))
        return found


def _content(file: Path) -> dict[str, Any]:
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib

    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except RecursionError as error:
        raise ConfigProblem(f"{file}: cannot be read as TOML: it is nested too deeply") from error
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigProblem(f"{file}: cannot be read as TOML: {error}") from error
