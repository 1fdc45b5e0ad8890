"""Decided: make the changes that were accepted in a review."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from fixenc.core.edits import apply
from fixenc.files import (
    FileProblem,
    Writer,
    decode,
    read,
    target_of,
)
from fixenc.files.target import Bom
from fixenc.review.decisions import Decided, digest

_BOM_TO_GET: dict[str, Bom] = {"present": "add", "absent": "remove"}


def carry_out(
    files: Iterable[Decided], writer: Writer, root: Path | None = None
) -> Iterator[tuple[Decided, FileProblem | None]]:
    """Make the accepted changes, one write for each file, and yield the result for each.

    A file that is not, byte for byte, the one that was decided about is left alone, and so is
    one that lies outside of the folder ``root``, by its name or by links on the way.
    """
    for decided in files:
        if not decided.edits and not decided.changes:
            continue
        try:
            if root is not None:
                _require_within(root, decided.path)
            _carry_out(decided, writer)
        except FileProblem as problem:
            yield decided, problem
        else:
            yield decided, None


def _require_within(root: Path, path: str) -> None:
    """Raise :exc:`FileProblem` unless the file ``path`` really is below the folder ``root``."""
    try:
        is_within = Path(os.path.realpath(path)).is_relative_to(os.path.realpath(root))
    except ValueError as error:
        raise FileProblem(path, f"is no path: {error}") from error
    if not is_within:
        raise FileProblem(
            path, f"lies outside of {root}", "if it is meant, name a folder around it with --root"
        )


def _carry_out(decided: Decided, writer: Writer) -> None:
    path = Path(decided.path)
    original = read(path)
    if digest(original.data) != decided.digest:
        raise FileProblem(path, "changed since it was reviewed", "review it again")
    document = decode(original.data, path=decided.path, encoding=decided.encoding)
    for each in decided.text_records:
        if document.text[each["start"] : each["end"]] != each["old"]:
            raise FileProblem(path, "does not hold what was decided about", "review it again")
    encoding, mark = (decided.changes.get(aspect) for aspect in ("encoding", "bom"))
    target = target_of(
        document,
        to_encoding=encoding,
        keep_encoding=encoding is None,
        bom=_BOM_TO_GET.get(mark or "", "keep"),
    )
    writer.write(original, target.encode(apply(document.text, decided.edits)))
