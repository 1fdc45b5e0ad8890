"""Inputs: which files a data set consists of, and what each is called within it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum

import pyarrow as pa
from pyarrow import fs

from fixenc.dataset.folders.layout import FOOTERS, refuse_lakehouse, why_left_out
from fixenc.dataset.store import OWN, Store, split, store_of
from fixenc.files.problem import FileProblem
from fixenc.run.config import ConfigProblem


class Format(Enum):
    """The formats of tables; ``OTHER`` is a file beside them, which is copied."""

    PARQUET = "Parquet"
    JSONL = "JSON Lines"
    JSON = "JSON"
    CSV = "CSV"
    IPC = "Arrow IPC"
    TEXT = "lines of text"
    WARC = "WARC"
    TAR = "tar"
    ZIP = "zip"
    ORC = "ORC"
    OTHER = "no table"


_FORMATS = {
    ".parquet": Format.PARQUET,
    ".jsonl": Format.JSONL,
    ".ndjson": Format.JSONL,
    ".json": Format.JSON,
    ".csv": Format.CSV,
    ".tsv": Format.CSV,
    ".arrow": Format.IPC,
    ".arrows": Format.IPC,
    ".feather": Format.IPC,
    ".ipc": Format.IPC,
    ".txt": Format.TEXT,
    ".tar": Format.TAR,
    ".tgz": Format.TAR,
    ".zip": Format.ZIP,
    ".orc": Format.ORC,
    ".warc": Format.WARC,
    ".wet": Format.WARC,
    ".wat": Format.WARC,
}
_COMPRESSIONS = {".gz": "gzip", ".zst": "zstd", ".bz2": "bz2", ".xz": "xz"}
_PACKED = {
    **dict.fromkeys((Format.JSONL, Format.JSON, Format.CSV, Format.TEXT), _COMPRESSIONS.values()),
    Format.TAR: ("gzip", "bz2", "xz"),
    Format.WARC: ("gzip",),
}
"""Formats that can be compressed as a whole, and the compressions of each."""
_WEAK = (Format.JSON, Format.TEXT)
"""Formats of notes and settings beside tables, the likelier data first."""

NO_TABLES = "no tables"
"""Why a file that a pattern matches is left out."""

_WILD = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}


@dataclass(frozen=True)
class Input:
    """A file of a data set: its ``name`` in it, its ``size`` in bytes, and what it holds.

    ``compression`` is that of the file as a whole.
    """

    name: str
    size: int
    format: Format
    compression: str | None = None


@dataclass(frozen=True)
class Inputs:
    """The tables of a data set, and the ``others`` in its folder that are copied as they are.

    ``footers`` are files ``_metadata``, which are made anew.  ``left_out`` counts the files
    that are not in the output, by the reason.  One that is a ``single`` file has nothing to
    do with the others in its folder, ``store``.
    """

    store: Store
    files: tuple[Input, ...]
    others: tuple[Input, ...] = ()
    footers: tuple[str, ...] = ()
    left_out: Mapping[str, int] = field(default_factory=dict)
    single: bool = False


def inputs(named: str) -> Inputs:
    """The data set ``named``: a file, a folder with all below it, or a pattern with ``*``.

    A name in it is relative to the folder, or to the last one before the pattern begins.
    Files ``.json`` and ``.txt`` are tables where there are no others.  Of a folder, tables that are
    hidden (``.`` or ``_`` in front) are copied as they are, as all
    that is no table; a pattern finds tables only, hidden ones if it names them so.  Raises
    :exc:`~fixenc.run.config.ConfigProblem` if there is nothing.
    """
    try:
        return _inputs(named)
    except (pa.ArrowException, OSError) as error:
        raise ConfigProblem(f"{named}: cannot be listed: {_first_line(error)}") from error


def _inputs(named: str) -> Inputs:
    magic = re.search(r"[*\[]" if "://" in named else r"[*?\[]", named)
    whole = None if magic and "://" in named else store_of(named)
    kind = whole.kind() if whole else fs.FileType.NotFound
    if whole is not None and kind == fs.FileType.File:
        folder, name = split(whole)
        return Inputs(folder, (_known(name, _size(folder, name), folder),), single=True)
    if whole is not None and kind == fs.FileType.Directory:
        return _chosen(whole, None, named)
    if magic is None:
        raise ConfigProblem(f"{named}: there is no such file or folder")
    query = ""
    if "://" in named:
        named, mark, rest = named.partition("?")
        query = mark + rest
    base, _, pattern = named[: magic.start()].rpartition("/")
    rooted = named.startswith("/") and not base
    folder = store_of("/" if rooted else f"{base or '.'}{query}")
    return _chosen(folder, pattern + named[magic.start() :], named)


def _chosen(store: Store, pattern: str | None, named: str) -> Inputs:
    listed = [*store.files()]
    names = [name for name, _ in listed]
    tables, others = _sorted_out(listed, pattern)
    if pattern is None:
        # Beside tables, a text is a note or a licence, and JSON holds settings.
        best = min((_weakness(file) for file in tables), default=0)
        others += (replace(f, format=Format.OTHER) for f in tables if _weakness(f) > best)
        tables = [file for file in tables if _weakness(file) == best]
    chosen = None if pattern is None else [file.name for file in tables]
    refuse_lakehouse(names, store.named, chosen)
    if not tables:
        what = "matches no" if pattern else "holds no"
        raise ConfigProblem(f"{named}: {what} tables; they end in {', '.join(_FORMATS)}")
    if pattern is not None:
        return Inputs(store, tuple(tables), left_out={NO_TABLES: len(others)} if others else {})
    saved: dict[str, frozenset[str] | None] = {}
    why = {name: why_left_out(name, store.read, saved) for name in names}
    kept = [file for file in tables if not why[file.name]]
    beside = [file for file in others if not why[file.name]]
    parquet = any(file.format is Format.PARQUET for file in kept)
    footers = [f.name for f in beside if parquet and f.name.rpartition("/")[2] == FOOTERS]
    return Inputs(
        store,
        tuple(kept),
        tuple(replace(f, compression=None) for f in beside if f.name not in footers),
        tuple(footers),
        Counter(reason for reason in why.values() if reason),
    )


def suffixes() -> list[str]:
    """The suffixes of tables, without their dots."""
    return [suffix[1:] for suffix in _FORMATS]


def _weakness(file: Input) -> int:
    return _WEAK.index(file.format) + 1 if file.format in _WEAK else 0


def _sorted_out(
    listed: Iterable[tuple[str, int]], pattern: str | None
) -> tuple[list[Input], list[Input]]:
    """The tables among files that ``pattern`` matches, and the others."""
    wanted = re.compile(".*" if pattern is None else _translated(pattern), re.DOTALL)
    # Hidden is also what a run puts beside its output: it takes a pattern that says so.
    hidden_too = pattern is not None and _is_hidden(pattern)
    tables: list[Input] = []
    others: list[Input] = []
    for name, size in listed:
        hidden = _is_hidden(name) and not hidden_too
        if not wanted.fullmatch(name) or name.startswith(f"{OWN}/"):
            continue
        file = None if hidden else input_of(name, size)
        if file is not None:
            tables.append(file)
        elif pattern is None or not hidden:
            others.append(Input(name, size, Format.OTHER))
    return tables, others


def _is_hidden(name: str) -> bool:
    return any(part.startswith((".", "_")) for part in name.split("/"))


def _known(name: str, size: int, store: Store) -> Input:
    file = input_of(name, size)
    if file is None:
        raise FileProblem(
            store.display_name(name),
            "is of no known format",
            f"tables end in {', '.join(_FORMATS)}",
        )
    return file


def input_of(name: str, size: int) -> Input | None:
    """The file ``name``, if its name is that of a table."""
    stem, dot, suffix = name.rpartition(".")
    compression = _COMPRESSIONS.get(dot + suffix.lower())
    if compression:
        _, dot, suffix = stem.rpartition(".")
    kind = _FORMATS.get(dot + suffix.lower())
    if suffix.lower() == "tgz":
        compression = "gzip"
    packings: Collection[str] = _PACKED.get(kind, ()) if kind else ()
    if kind is None or (compression and compression not in packings):
        return None
    return Input(name, size, kind, compression)


def _translated(pattern: str) -> str:
    """A shell pattern as a regular one: ``**/`` is any number of folders, ``*`` no ``/``."""
    regular = ""
    for token in re.findall(r"\*\*/?|\[!?.[^\]]*\]|.", pattern, re.DOTALL):
        if token in _WILD:
            regular += _WILD[token]
        elif len(token) > 1:
            negated = "^" if token[1] == "!" else ""
            regular += f"[{negated}{re.escape(token[1 + len(negated) : -1])}]".replace(r"\-", "-")
        else:
            regular += re.escape(token)
    return regular


def _size(store: Store, name: str) -> int:
    return int(store.system.get_file_info(store.path(name)).size)


def _first_line(error: BaseException) -> str:
    return (str(error) or type(error).__name__).splitlines()[0]
