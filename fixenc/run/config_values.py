"""Values of settings: every key, how its value is read, and what a wrong one is answered with."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from typing import Any, get_args

from fixenc.core.arguments import nearest
from fixenc.core.patterns import is_pattern
from fixenc.files import text_codec
from fixenc.files.target import Bom
from fixenc.review.output import OutputFormat
from fixenc.rules import every_rule
from fixenc.rules.line_ending import LineEnding
from fixenc.rules.normal_form import NormalForm


class ConfigProblem(Exception):
    """An invalid setting: one line that says where it is, what is wrong, and what is valid."""


def rule_names(names: Iterable[str], where: str) -> frozenset[str]:
    """Names of rules, each of which exists; one string may hold several, between commas."""
    listed = [name.strip() for several in names for name in several.split(",")]
    known = [rule.name for rule in every_rule()] if any(listed) else []
    for name in filter(None, listed):
        if name not in known:
            raise ConfigProblem(
                f"{where}: there is no rule {name!r}; {nearest(name, known, 'see fixenc rules')}"
            )
    return frozenset(filter(None, listed))


def patterns(lines: Iterable[str], where: str) -> tuple[str, ...]:
    """Patterns as in .gitignore, each of which is one."""
    given = tuple(lines)
    for line in given:
        if not is_pattern(line):
            raise ConfigProblem(f"{where}: {line!r} is no pattern as in .gitignore")
    return given


def checked(table: object, where: str) -> dict[str, Any]:
    """The values of a table under the names of :class:`~fixenc.run.config.Settings`."""
    if not isinstance(table, dict):
        raise ConfigProblem(f"{where}: must be a table")
    values: dict[str, Any] = {}
    for key, value in table.items():
        read = READERS.get(key)
        if read is None:
            options = "the options are " + ", ".join(READERS)
            raise ConfigProblem(f"{where}: unknown key {key!r}; {nearest(key, READERS, options)}")
        values[key.replace("-", "_")] = read(value, f"{where}: {key}")
    if values.get("to_encoding") and values.get("keep_encoding"):
        raise ConfigProblem(
            f"{where}: to-encoding and keep-encoding contradict each other: set one"
        )
    return values


PREFIX = "FIXENC_"
"""The beginning of the names of environment variables that are settings."""

_ALIKE = 0.8
"""From this similarity on an unknown variable is a misspelt setting, and no stranger."""


def from_environment(environment: Mapping[str, str] = os.environ) -> dict[str, Any]:
    """The values of the variables ``FIXENC_…``, whose names are those of the flags.

    A list is divided by commas.  An empty variable counts as unset, and an unknown one is
    refused only if it looks like a misspelt one: ``FIXENC_VERSION`` may be anybody's.
    """
    values: dict[str, Any] = {}
    for variable, text in environment.items():
        if not variable.startswith(PREFIX) or not text:
            continue
        key = variable.removeprefix(PREFIX).lower().replace("_", "-")
        if key not in READERS:
            _refuse_misspelt(variable, key)
        elif key == "per-file-ignores":
            raise ConfigProblem(f"{variable}: is a table: set {key} in fixenc.toml")
        else:
            value = _typed(key, text, variable)
            values[key.replace("-", "_")] = READERS[key](value, variable)
    return values


def _refuse_misspelt(variable: str, key: str) -> None:
    from difflib import get_close_matches

    for meant in get_close_matches(key, READERS, n=1, cutoff=_ALIKE):
        name = PREFIX + meant.upper().replace("-", "_")
        raise ConfigProblem(f"{variable}: there is no such setting; did you mean {name}?")


_TRUTH = {"1": True, "true": True, "yes": True, "on": True}
_TRUTH |= {"0": False, "false": False, "no": False, "off": False}


def _typed(key: str, text: str, variable: str) -> object:
    """The value that stands for a variable's text in a table."""
    if READERS[key] is _flag:
        if text.lower() not in _TRUTH:
            raise ConfigProblem(f"{variable}: must be 1 or 0, not {text!r}")
        return _TRUTH[text.lower()]
    if READERS[key] in (_rules, _patterns):
        return [part.strip() for part in text.split(",") if part.strip()]
    return text


def _flag(value: object, where: str) -> bool:
    if not isinstance(value, bool):
        raise ConfigProblem(f"{where}: must be true or false")
    return value


def _text(value: object, where: str) -> str:
    if not isinstance(value, str):
        raise ConfigProblem(f"{where}: must be a string")
    return value


def _texts(value: object, where: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise ConfigProblem(f"{where}: must be a list of strings")
    return tuple(value)


def _patterns(value: object, where: str) -> tuple[str, ...]:
    return patterns(_texts(value, where), where)


def _rules(value: object, where: str) -> frozenset[str]:
    return rule_names(_texts(value, where), where)


def _codec(value: object, where: str) -> str:
    return text_codec(_text(value, where), where)


def _format(value: object, where: str) -> OutputFormat:
    return OutputFormat(_one_of(*(each.value for each in OutputFormat))(value, where))


def _one_of(*known: str) -> Callable[[object, str], str]:
    def read(value: object, where: str) -> str:
        text = _text(value, where)
        if text not in known:
            raise ConfigProblem(f"{where}: must be one of {', '.join(known)}")
        return text

    return read


def _rules_by_pattern(value: object, where: str) -> dict[str, frozenset[str]]:
    if not isinstance(value, dict):
        raise ConfigProblem(f"{where}: must be a table of patterns and lists of rules")
    patterns(value, where)
    return {pattern: _rules(rules, f"{where}: {pattern}") for pattern, rules in value.items()}


READERS: dict[str, Callable[[object, str], object]] = {
    "unsafe-fixes": _flag,
    "select": _rules,
    "ignore": _rules,
    "exclude": _patterns,
    "encoding": _codec,
    "to-encoding": _codec,
    "keep-encoding": _flag,
    "normal-form": _one_of(*get_args(NormalForm), "none"),
    "line-ending": _one_of(*get_args(LineEnding), "keep"),
    "bom": _one_of(*get_args(Bom)),
    "no-journal": _flag,
    "output-format": _format,
    "per-file-ignores": _rules_by_pattern,
}
"""Every key, and how its value is read; the names are those of the flags."""
