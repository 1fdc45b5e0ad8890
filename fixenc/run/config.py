"""Settings: the defaults, then ``[tool.fixenc]``, then the flags; the last that speaks wins.

The table stands in the nearest ``pyproject.toml`` that has one, from the
current folder upwards, and its keys are the names of the flags::

    [tool.fixenc]
    exclude = ["vendor/"]
    ignore = ["stray-fragment"]

    [tool.fixenc.per-file-ignores]
    "tests/encodings/*" = ["mojibake", "wrong-codec"]

Patterns are those of .gitignore files, relative to the folder of the file that
they stand in; those of flags are relative to the current folder.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal, get_args

from fixenc.core.arguments import nearest
from fixenc.core.document import Document
from fixenc.engine.policy import Policy
from fixenc.files import text_codec
from fixenc.files.target import Bom, Target, target_of
from fixenc.history.versions import Versions
from fixenc.review.output import OutputFormat
from fixenc.rules import every_rule
from fixenc.rules.line_ending import LineEnding
from fixenc.rules.normal_form import NormalForm

_NOTABLE = ("no-journal", "unsafe-fixes", "to-encoding", "encoding")
"""Settings by which a configuration file, which may be of a repository that was just cloned,
makes a run write more than it would, or keep less."""

Lines = Callable[[Path], list[tuple[int, int]]]
"""From a file to its lines that matter: half-open ranges, counted from 1."""


class ConfigProblem(Exception):
    """An invalid setting: one line that says where it is, what is wrong, and what is valid."""


@dataclass(frozen=True)
class Settings:
    """The settings of a run.  The patterns in ``exclude`` are relative to ``folder``.

    With ``changed_lines`` only findings on these lines of a file count.  ``versions`` are
    those that files are compared with: none to compare them with nothing.  ``configured`` are
    the settings of a configuration file, as it writes them, that a person should know of.
    """

    unsafe_fixes: bool = False
    select: frozenset[str] = frozenset()
    ignore: frozenset[str] = frozenset()
    exclude: tuple[str, ...] = ()
    encoding: str | None = None
    to_encoding: str | None = None
    keep_encoding: bool = False
    normal_form: NormalForm | Literal["none"] = "none"
    line_ending: LineEnding | Literal["keep"] = "keep"
    bom: Bom = "keep"
    no_journal: bool = False
    output_format: OutputFormat = OutputFormat.FULL
    per_file_ignores: Mapping[str, frozenset[str]] = field(default_factory=dict)
    folder: Path = field(default_factory=Path.cwd)
    config_folder: Path = field(default_factory=Path.cwd)
    changed_lines: Lines | None = None
    configured: tuple[str, ...] = ()
    versions: Versions | None = None

    def policy(self, path: str) -> Policy:
        """Which rules run on the file ``path``, and which of their edits are applied."""
        ignored = self.ignore
        if self.per_file_ignores:
            from pathspec import GitIgnoreSpec

            name = os.path.relpath(path, self.config_folder).replace(os.sep, "/")
            for pattern, rules in self.per_file_ignores.items():
                if GitIgnoreSpec.from_lines([pattern]).match_file(name):
                    ignored |= rules
        return Policy(
            self.unsafe_fixes,
            self.select,
            ignored,
            normal_form=None if self.normal_form == "none" else self.normal_form,
            line_ending=None if self.line_ending == "keep" else self.line_ending,
            lines=None if self.changed_lines is None else tuple(self.changed_lines(Path(path))),
        )

    def target(
        self,
        document: Document,
        refused: Collection[str] = (),
        *,
        counts_on_its_bytes: bool | None = None,
    ) -> Target:
        """How ``document`` is to be written; what is ``refused`` of the file stays.

        Of a document without its text it must be said whether it ``counts_on_its_bytes``.
        """
        return target_of(
            document,
            counts_on_its_bytes=counts_on_its_bytes,
            to_encoding=self.to_encoding,
            keep_encoding=self.keep_encoding or "encoding" in refused,
            bom="keep" if "bom" in refused else self.bom,
        )


def settings(
    *,
    unsafe_fixes: bool | None = None,
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    exclude: Iterable[str] = (),
    encoding: str | None = None,
    to_encoding: str | None = None,
    keep_encoding: bool | None = None,
    normal_form: str | None = None,
    line_ending: str | None = None,
    bom: str | None = None,
    no_journal: bool | None = None,
    output_format: OutputFormat | None = None,
    start: Path | None = None,
) -> Settings:
    """The settings for these flags, on top of the configuration found from ``start`` upwards.

    A flag that was not given is ``None`` or empty.  Raises :exc:`ConfigProblem`.
    """
    here = start or Path.cwd()
    found = configured(here)
    flags: dict[str, Any] = {
        "unsafe_fixes": unsafe_fixes,
        "select": rule_names(select, "--select"),
        "ignore": rule_names(ignore, "--ignore"),
        "exclude": tuple(exclude),
        "encoding": encoding and text_codec(encoding, "--encoding"),
        "to_encoding": to_encoding and text_codec(to_encoding, "--to-encoding"),
        "keep_encoding": keep_encoding,
        "normal_form": normal_form,
        "line_ending": line_ending,
        "bom": bom,
        "no_journal": no_journal,
        "output_format": output_format,
    }
    given = {name: value for name, value in flags.items() if value not in (None, (), frozenset())}
    if "exclude" in given:
        given["folder"] = here
    if to_encoding and keep_encoding:
        raise ConfigProblem("--to-encoding and --keep-encoding contradict each other: give one")
    # A flag that says the same, or the opposite, is what counts.
    given["configured"] = tuple(
        each for each in found.configured if flags[each.split()[0].replace("-", "_")] is None
    )
    # A flag stands against the opposite setting, too.
    if to_encoding:
        given["keep_encoding"] = False
    if keep_encoding:
        given["to_encoding"] = None
    return replace(found, **given)


def configured(start: Path) -> Settings:
    """The settings in the nearest ``pyproject.toml`` that has a table for fixenc."""
    for folder in (start, *start.parents):
        file = folder / "pyproject.toml"
        if not file.is_file():
            continue
        table = _table(file)
        if table is not None:
            values = _checked(table, f"{file}: [tool.fixenc]")
            return Settings(
                **values,
                folder=folder,
                config_folder=folder,
                configured=tuple(
                    f"{key} ({file})" for key in _NOTABLE if values.get(key.replace("-", "_"))
                ),
            )
    return Settings(folder=start, config_folder=start)


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


def _table(file: Path) -> object:
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib

    try:
        content = tomllib.loads(file.read_text(encoding="utf-8"))
    except RecursionError as error:
        raise ConfigProblem(f"{file}: cannot be read as TOML: it is nested too deeply") from error
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigProblem(f"{file}: cannot be read as TOML: {error}") from error
    tool = content.get("tool")
    return tool.get("fixenc") if isinstance(tool, dict) else None


def _checked(table: object, where: str) -> dict[str, Any]:
    """The values of a table under the names of :class:`Settings`."""
    if not isinstance(table, dict):
        raise ConfigProblem(f"{where}: must be a table")
    values: dict[str, Any] = {}
    for key, value in table.items():
        read = _READERS.get(key)
        if read is None:
            options = "the options are " + ", ".join(_READERS)
            raise ConfigProblem(f"{where}: unknown key {key!r}; {nearest(key, _READERS, options)}")
        values[key.replace("-", "_")] = read(value, f"{where}: {key}")
    if values.get("to_encoding") and values.get("keep_encoding"):
        raise ConfigProblem(
            f"{where}: to-encoding and keep-encoding contradict each other: set one"
        )
    return values


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
    return {pattern: _rules(rules, f"{where}: {pattern}") for pattern, rules in value.items()}


_READERS: dict[str, Callable[[object, str], object]] = {
    "unsafe-fixes": _flag,
    "select": _rules,
    "ignore": _rules,
    "exclude": _texts,
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
