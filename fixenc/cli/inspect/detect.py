"""``fixenc detect``: which encoding files are in, and how that is known."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from enum import Enum
from pathlib import Path
from typing import Annotated

import typer

from fixenc.cli.options import SHOW, Exclude, StdinFilename
from fixenc.cli.outcomes import complain, require_paths
from fixenc.cli.standard_input import has_input
from fixenc.files import FileProblem, kind_of, read_bytes
from fixenc.files.encoding.identify import Detection, detect_bytes
from fixenc.files.encoding.project import project_declarations
from fixenc.files.kind import HEAD
from fixenc.review.output import emit
from fixenc.review.visible import visible
from fixenc.run.config import settings
from fixenc.run.files import find

_STDIN = "<stdin>"


class Form(str, Enum):
    """How the answers are written."""

    TEXT = "text"
    JSON = "json"
    JSONL = "jsonl"


def detect(
    paths: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="FILES",
            help="Files, folders, or - for standard input. No path: standard input if something "
            "comes through it, else the current folder.",
            show_default=False,
        ),
    ] = None,
    output_format: Annotated[
        Form,
        typer.Option(
            metavar="FORMAT", help="text, json or jsonl (a line a file).", rich_help_panel=SHOW
        ),
    ] = Form.TEXT,
    minimal: Annotated[
        bool,
        typer.Option(
            "--minimal",
            metavar="",
            help="Print the name of the encoding only.",
            rich_help_panel=SHOW,
        ),
    ] = False,
    exclude: Exclude = None,
    stdin_filename: StdinFilename = None,
) -> int:
    """Say which encoding files are in, how sure that is, and how it is known.

    Beside it stand the language of the text, the line endings and the byte order mark. The
    exit status is 2 if a file could not be read, else 0.
    """
    if minimal and output_format is not Form.TEXT:
        raise typer.BadParameter("--minimal is a line of text: leave out --output-format")
    named = paths or (["-"] if stdin_filename is not None or has_input() else ["."])
    if "-" in named and named != ["-"]:
        raise typer.BadParameter("- stands alone: standard input cannot be mixed with files")
    if stdin_filename is not None and named != ["-"]:
        raise typer.BadParameter("--stdin-filename names what comes through -")
    problems: list[str] = []
    if named == ["-"]:
        found = _in_stdin(stdin_filename, problems)
    else:
        require_paths(named)
        found = _in_files(named, tuple(exclude or ()), problems)
    emit(_pieces(found, output_format, minimal))
    for problem in problems:
        complain(problem)
    return 2 if problems else 0


_Found = Iterator[tuple[str, Detection | None]]


def _in_stdin(name: str | None, problems: list[str]) -> _Found:
    try:
        yield name or _STDIN, _detected(name or _STDIN, sys.stdin.buffer.read())
    except FileProblem as problem:
        problems.append(str(problem))


def _in_files(named: list[str], exclude: tuple[str, ...], problems: list[str]) -> _Found:
    for file in find([Path(name) for name in named], settings(exclude=exclude)):
        try:
            if isinstance(file, FileProblem):
                raise file
            yield file, _detected(file, read_bytes(file)[0])
        except FileProblem as problem:
            problems.append(str(problem))


def _detected(path: str, data: bytes) -> Detection | None:
    if kind_of("" if path == _STDIN else path, data[:HEAD]) is None:
        return None
    return detect_bytes(data, declared=project_declarations(path))


def _pieces(found: _Found, form: Form, minimal: bool) -> Iterator[str]:
    if form is Form.JSON:
        whole = {"version": 1, "files": [_record(path, one) for path, one in found]}
        yield json.dumps(whole, indent=2, ensure_ascii=False) + "\n"
        return
    for path, one in found:
        if form is Form.JSONL:
            yield json.dumps(_record(path, one), ensure_ascii=False) + "\n"
        elif minimal:
            yield f"{one.encoding if one else 'binary'}\n"
        else:
            yield f"{visible(path)}: {_line(one)}\n"


def _record(path: str, one: Detection | None) -> dict[str, object]:
    if one is None:
        return {"path": path, "encoding": None, "evidence": "holds no text"}
    return {"path": path, **asdict(one)}


def _line(one: Detection | None) -> str:
    if one is None:
        return "holds no text"
    parts = [one.encoding, f"confidence {one.confidence:.0%}"]
    if one.language:
        parts.append(f"language {one.language}")
    parts.append(f"line ending {one.line_ending}")
    if one.bom:
        parts.append("byte order mark")
    others = [
        f"{name} {confidence:.0%}" for name, confidence in one.candidates if name != one.encoding
    ]
    rest = f"; or {', '.join(others[:3])}" if others and not one.sure else ""
    return f"{', '.join(parts)} ({one.evidence}{rest})"
