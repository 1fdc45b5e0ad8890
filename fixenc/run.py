"""A run: from the paths that were named to what was found in each file."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from fixenc.config import Settings
from fixenc.document import Document
from fixenc.edits import apply
from fixenc.files import (
    LARGE,
    FileProblem,
    Target,
    Writer,
    decode,
    find_files,
    kind_of,
    read,
    read_document,
    require_sure,
    target_of,
)
from fixenc.files.kind import HEAD
from fixenc.files.target import Bom
from fixenc.repair import Repair, repair
from fixenc.review.decisions import Decided, Place, digest, refused_changes, without
from fixenc.review.outcome import Outcome

_BOM_TO_GET: dict[str, Bom] = {"present": "add", "absent": "remove"}


def find(paths: Sequence[Path], settings: Settings) -> list[Path | FileProblem]:
    """The files to look at, and the paths at which there are none."""
    found: list[Path | FileProblem] = []
    files = find_files(paths, exclude=settings.exclude, folder=settings.folder, report=found.append)
    for file in files:
        found.append(file)
    return found


def run(
    files: Sequence[Path | FileProblem],
    settings: Settings,
    *,
    writer: Writer | None = None,
    hidden: frozenset[Place] = frozenset(),
    whole: bool = False,
) -> Iterator[Outcome]:
    """What is found in each file, in order; with a ``writer``, after it was written.

    What is ``hidden`` was refused before, and is neither told nor done.  A file
    that cannot be handled does not stop the others.  A large file has several
    outcomes, unless it is to be decided about as a ``whole``.
    """
    for file in files:
        if isinstance(file, FileProblem):
            yield Outcome(file.path, problem=str(file))
            continue
        try:
            if not whole and _is_large(file):
                from fixenc.large import run_on_large

                yield from run_on_large(file, settings, writer, hidden)
            else:
                yield _outcome_of_file(file, settings, writer, hidden)
        except FileProblem as problem:
            yield Outcome(str(file), problem=str(problem))


def run_on_bytes(
    data: bytes, settings: Settings, name: str | None, hidden: frozenset[Place] = frozenset()
) -> Outcome:
    """What is found in ``data``, which came without a file, as if it were one of that name."""
    path = name or "<stdin>"
    kind = kind_of(name or "", data[:HEAD])
    try:
        if kind is None:
            raise FileProblem(path, "is not text")
        document = decode(data, path=path, encoding=settings.encoding, kind=kind)
        return _outcome(document, data, settings, hidden)
    except FileProblem as problem:
        # Whoever pipes a file through must get it back, repaired or not.
        return Outcome(path, None, str(problem), data, data)


def carry_out(
    files: Iterable[Decided], writer: Writer
) -> Iterator[tuple[Decided, FileProblem | None]]:
    """Make the accepted changes, one write for each file, and tell what became of it.

    A file that is not, byte for byte, the one that was decided about is left alone.
    """
    for decided in files:
        if not decided.edits and not decided.changes:
            continue
        try:
            _carry_out(decided, writer)
        except FileProblem as problem:
            yield decided, problem
        else:
            yield decided, None


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


def _is_large(path: Path) -> bool:
    try:
        return os.stat(path).st_size >= LARGE
    except (OSError, ValueError):
        return False  # whoever reads it will say what is wrong


def _outcome_of_file(
    path: Path, settings: Settings, writer: Writer | None, hidden: frozenset[Place]
) -> Outcome:
    both = read_document(path, encoding=settings.encoding)
    if both is None:
        return Outcome(str(path), skipped=True)
    original, document = both
    outcome = _outcome(document, original.data, settings, hidden, written=writer is not None)
    if outcome.written and writer is not None:
        writer.write(original, outcome.after)
    return outcome


def _outcome(
    document: Document,
    data: bytes,
    settings: Settings,
    hidden: frozenset[Place],
    *,
    written: bool = False,
) -> Outcome:
    require_sure(document)
    target = settings.target(document, refused_changes(document.path, hidden))
    found = without(repair(document, settings.policy(document.path)), hidden)
    after = _after(found, data, target)
    return Outcome(document.path, found, "", data, after, written and after != data, target.changes)


def _after(found: Repair, data: bytes, target: Target) -> bytes:
    return target.encode(found.text) if found.applied or target.changes else data
