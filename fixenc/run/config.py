"""Settings: the defaults, then a file of settings, the environment, the flags; the last wins.

The file is the nearest ``pyproject.toml`` with a table for fixenc, or ``fixenc.toml``, from the
current folder upwards (:mod:`fixenc.run.config_files`).  Keys are the names of the flags, and so
are those of variables, as ``FIXENC_UNSAFE_FIXES=1``::

    [tool.fixenc]
    exclude = ["vendor/"]
    ignore = ["stray-fragment"]

    [tool.fixenc.per-file-ignores]
    "tests/encodings/*" = ["mojibake", "wrong-codec"]

Patterns are those of .gitignore files, relative to the folder of the file that
they stand in; those of flags are relative to the current folder.  A file that has settings of
its own nearer by is looked at under these (:class:`NearestSettings`).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

from fixenc.channels.by_hand.notation import channel_named, notation_of
from fixenc.core.document import Document
from fixenc.core.patterns import Patterns
from fixenc.engine.policy import Policy
from fixenc.files import platform, text_codec
from fixenc.files.target import Bom, Target, target_of
from fixenc.history.versions import Versions
from fixenc.review.output import OutputFormat
from fixenc.rules.line_ending import LineEnding
from fixenc.rules.normal_form import NormalForm
from fixenc.run.config_files import ConfigFile, ConfigFiles
from fixenc.run.config_values import (
    PREFIX,
    ConfigProblem,
    from_environment,
    patterns,
    rule_names,
)

__all__ = ["ConfigProblem", "Lines", "NearestSettings", "Settings", "rule_names", "settings"]

_NOTABLE = ("no-journal", "unsafe-fixes", "to-encoding", "encoding")
"""Settings by which a configuration file, which may be of a repository that was just cloned,
makes a run write more than it would, or keep less."""

Lines = Callable[[Path], list[tuple[int, int]]]
"""From a file to its lines that matter: half-open ranges, counted from 1."""


@dataclass(frozen=True)
class Settings:
    """The settings of a run.  The patterns in ``exclude`` are relative to ``folder``.

    With ``changed_lines`` only findings on these lines of a file count.  A ``channel`` is
    undone, and nothing else is looked for.  ``versions`` are
    those that files are compared with: none to compare them with nothing.  ``configured`` are
    the settings of a configuration file, as it writes them, that a person should know of.
    ``given`` is what the environment and the flags say, which holds for all files, and
    ``config_file`` where the rest was read; without ``given`` the settings hold for each file as
    they are.  ``sources`` say where each setting comes from that is no default.
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
    channel: str | None = None
    given: Mapping[str, Any] | None = None
    config_file: Path | None = None
    sources: Mapping[str, str] = field(default_factory=dict)
    configured: tuple[str, ...] = ()
    versions: Versions | None = None

    def policy(self, path: str) -> Policy:
        """Which rules run on the file ``path``, and which of their edits are applied."""
        ignored = self.ignore
        if self.per_file_ignores:
            name = platform.slashed(platform.relative(path, self.config_folder))
            for pattern, rules in self.per_file_ignores.items():
                if Patterns([pattern]).match(name):
                    ignored |= rules
        return Policy(
            self.unsafe_fixes,
            self.select,
            ignored,
            normal_form=None if self.normal_form == "none" else self.normal_form,
            line_ending=None if self.line_ending == "keep" else self.line_ending,
            lines=None if self.changed_lines is None else tuple(self.changed_lines(Path(path))),
            channel=None if self.channel is None else channel_named(self.channel),
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
    channel: str | None = None,
    start: Path | None = None,
) -> Settings:
    """The settings for these flags, on top of the configuration found from ``start`` upwards.

    A flag that was not given is ``None`` or empty.  Raises :exc:`ConfigProblem`.
    """
    here = start or Path.cwd()
    flags: dict[str, Any] = {
        "unsafe_fixes": unsafe_fixes,
        "select": rule_names(select, "--select"),
        "ignore": rule_names(ignore, "--ignore"),
        "exclude": patterns(exclude, "--exclude"),
        "encoding": encoding and text_codec(encoding, "--encoding"),
        "to_encoding": to_encoding and text_codec(to_encoding, "--to-encoding"),
        "keep_encoding": keep_encoding,
        "normal_form": normal_form,
        "line_ending": line_ending,
        "bom": bom,
        "no_journal": no_journal,
        "output_format": output_format,
        "channel": channel and _channel(channel),
    }
    flags = {name: value for name, value in flags.items() if value not in (None, (), frozenset())}
    if to_encoding and keep_encoding:
        raise ConfigProblem("--to-encoding and --keep-encoding contradict each other: give one")
    variables = from_environment()
    given = {**_alone(variables), **_alone(flags)}
    if "exclude" in given:
        given["folder"] = here
    found = ConfigFiles().above(str(here.absolute()))
    sources = {name: PREFIX + name.upper() for name in variables}
    sources |= {name: "--" + name.replace("_", "-") for name in flags}
    return replace(_of_file(found, given, here), given=given, sources=_of_all(found, sources))


def _channel(notation: str) -> str:
    """A channel as ``--channel`` names it."""
    try:
        return notation_of(channel_named(notation))
    except ValueError as error:
        raise ConfigProblem(f"--channel: {error}") from error


def _alone(given: dict[str, Any]) -> dict[str, Any]:
    """The options that were given; they stand against the opposite setting, too."""
    if given.get("to_encoding"):
        return {**given, "keep_encoding": False}
    return {**given, "to_encoding": None} if given.get("keep_encoding") else given


def _of_file(found: ConfigFile | None, given: Mapping[str, Any], here: Path) -> Settings:
    """The settings of a file of settings, and what was given on top of them."""
    if found is None:
        return replace(Settings(folder=here, config_folder=here), **given)
    folder = found.path.parent
    # A flag or variable that says the same, or the opposite, is what counts.
    notable = tuple(
        f"{key} ({found.path})"
        for key in _NOTABLE
        if found.values.get(_field(key)) and _field(key) not in given
    )
    own = Settings(
        **found.values,
        folder=folder,
        config_folder=folder,
        config_file=found.path,
        configured=notable,
    )
    return replace(own, **given)


def _field(key: str) -> str:
    return key.replace("-", "_")


def _of_all(found: ConfigFile | None, sources: Mapping[str, str]) -> dict[str, str]:
    return {**dict.fromkeys(found.values if found else (), str(found and found.path)), **sources}


class NearestSettings:
    """The settings of each file: the nearest to it, or else those of the run."""

    def __init__(self, run: Settings) -> None:
        self._run = run
        self._files = ConfigFiles()
        self._of_folder: dict[str, Settings] = {}
        self._of_config: dict[Path, Settings] = {}

    def of(self, path: str) -> Settings:
        """The settings for the file ``path``.  Raises :exc:`ConfigProblem`."""
        folder = os.path.dirname(path)
        found = self._of_folder.get(folder)
        if found is None:
            found = self._of_folder[folder] = self._above(os.path.abspath(folder))
        return found

    def excludes(self, path: str) -> bool:
        """Whether settings that are nearer to a file than those of the run leave it out."""
        own = self.of(path)
        if own is self._run or not own.exclude or own.folder == self._run.folder:
            return False
        return Patterns(own.exclude).match(platform.slashed(platform.relative(path, own.folder)))

    def _above(self, folder: str) -> Settings:
        run = self._run
        if run.given is None:
            return run
        found = self._files.above(folder)
        if found is None or found.path == run.config_file:
            return run
        if found.path not in self._of_config:
            own = _of_file(found, run.given, run.folder)
            self._of_config[found.path] = replace(
                own,
                no_journal=run.no_journal,
                output_format=run.output_format,
                changed_lines=run.changed_lines,
                versions=run.versions,
                sources=_of_all(
                    found, {name: run.sources[name] for name in run.given if name in run.sources}
                ),
            )
        return self._of_config[found.path]
