"""The encoding that a project declares for its files, in settings and in file names."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import PurePosixPath

from fixenc.core.patterns import Patterns
from fixenc.files.encoding.declared import (
    Declaration,
    declaration_in_name,
    declarations,
)
from fixenc.files.encoding.ways import LONG_HEAD, known_codec

_EDITORCONFIG_CHARSETS = {
    "latin1": "iso8859-1",
    "utf-8": "utf-8",
    "utf-8-bom": "utf-8",
    "utf-16le": "utf-16-le",
    "utf-16be": "utf-16-be",
}


def project_declarations(path: str) -> tuple[Declaration, ...]:
    """The encodings that the project around the file ``path`` declares for it.

    Of the files of a kind the nearest that says something is right, and of two
    settings in one file the later.  Git's come first: they name single files,
    where editors set the rule for all.  The name of the file comes last.
    """
    absolute = os.path.abspath(path)
    of_git: Declaration | None = None
    of_editor: Declaration | None = None
    for folder, git, editor in settings_above(os.path.dirname(absolute)):
        name = os.path.relpath(absolute, folder).replace(os.sep, "/")
        of_git = of_git or _last_match(git, name)
        of_editor = of_editor or _last_match(editor, name)
    found = (of_git, of_editor, _declared_by_affixes(absolute), declaration_in_name(absolute))
    return tuple(one for one in found if one)


def _declared_by_affixes(path: str) -> Declaration | None:
    """The encoding of a hunspell dictionary: its .aff file says it for both."""
    stem, suffix = os.path.splitext(path)
    if suffix.lower() != ".dic" or not os.path.isfile(f"{stem}.aff"):
        return None
    with open(f"{stem}.aff", "rb") as file:
        for one in declarations(file.read(LONG_HEAD), f"{stem}.aff"):
            return Declaration(one.encoding, f"SET in {os.path.basename(stem)}.aff", name=one.name)
    return None


@lru_cache(maxsize=4096)
def settings_above(folder: str, *, editors_end: bool = False) -> tuple[_Settings, ...]:
    """The folders with settings from ``folder`` to its repository's root, innermost first.

    ``editors_end`` says that a topmost .editorconfig was found already.
    """
    git, editor, is_root = _settings(folder)
    if editors_end:
        editor = ()
    own = ((folder, git, editor),) if git or editor else ()
    outer = os.path.dirname(folder)
    if outer == folder or os.path.exists(os.path.join(folder, ".git")):
        return own
    return own + settings_above(outer, editors_end=editors_end or is_root)


def _last_match(settings: tuple[_Setting, ...], name: str) -> Declaration | None:
    for patterns, encoding, way in reversed(settings):
        if patterns.match(name):
            return Declaration(encoding, way)
    return None


_Setting = tuple[Patterns, str, str]
_Settings = tuple[str, tuple[_Setting, ...], tuple[_Setting, ...]]
"""A folder, and what Git's and editors' settings in it say."""


def _settings(folder: str) -> tuple[tuple[_Setting, ...], tuple[_Setting, ...], bool]:
    """The encodings set in ``folder``, and whether its .editorconfig is the topmost."""
    git: list[_Setting] = _of_package(os.path.join(folder, "DESCRIPTION"))
    for line in _lines(os.path.join(folder, ".gitattributes")):
        pattern, *attributes = line.split()
        for attribute in attributes:
            key, _, value = attribute.partition("=")
            if key == "working-tree-encoding":
                git += _setting(pattern, known_codec(value), ".gitattributes")
    editor: list[_Setting] = []
    section, is_root = "", False
    for line in _lines(os.path.join(folder, ".editorconfig")):
        if line.startswith("["):
            section = line.strip("[]")
        key, _, value = (part.strip().lower() for part in line.partition("="))
        if key == "charset" and section:
            for pattern in _without_braces(section):
                editor += _setting(pattern, _EDITORCONFIG_CHARSETS.get(value), ".editorconfig")
        elif key == "root" and not section:
            is_root = value == "true"
    return tuple(git), tuple(editor), is_root


def _of_package(name: str) -> list[_Setting]:
    """The encoding that the DESCRIPTION of an R package declares for its programs and manual."""
    lines = _lines(name)
    encoding = ""
    for line in lines if any(line.startswith("Package:") for line in lines) else ():
        key, _, value = line.partition(":")
        if key == "Encoding":
            encoding = value.strip()
    found = known_codec(encoding) if encoding else None
    places = ("/R/", "/man/") if found else ()
    return [each for place in places for each in _setting(place, found, "DESCRIPTION")]


def _lines(name: str) -> list[str]:
    if not os.path.isfile(name):
        return []
    with open(name, encoding="utf-8", errors="replace") as file:
        lines = (line.strip() for line in file)
        return [line for line in lines if line and not line.startswith(("#", ";"))]


def _setting(pattern: str, encoding: str | None, way: str) -> list[_Setting]:
    if encoding is None or not PurePosixPath(pattern).name:
        return []
    return [(Patterns([pattern]), encoding, way)]


def _without_braces(pattern: str) -> list[str]:
    """``*.{a,b}`` as ``*.a`` and ``*.b``: EditorConfig has braces, Git has none."""
    before, brace, rest = pattern.partition("{")
    inside, closing, after = rest.partition("}")
    if not brace or not closing:
        return [pattern]
    return [whole for one in inside.split(",") for whole in _without_braces(before + one + after)]
