"""A run: from the paths that were named to what was found in each file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from fixenc.config import Settings
from fixenc.document import Document
from fixenc.edits import apply
from fixenc.files import (
    FileProblem,
    decode,
    encode,
    find_files,
    kind_of,
    read,
    read_document,
    write_atomically,
)
from fixenc.files.kind import HEAD
from fixenc.repair import repair
from fixenc.review.decisions import Decided, Place, digest, without
from fixenc.review.outcome import Outcome


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
    in_place: bool = False,
    hidden: frozenset[Place] = frozenset(),
) -> Iterator[Outcome]:
    """What is found in each file, in order; with ``in_place``, after it was written.

    What is ``hidden`` was refused before, and is neither told nor done.  A file
    that cannot be handled does not stop the others.
    """
    for file in files:
        if isinstance(file, FileProblem):
            yield Outcome(file.path, problem=str(file))
            continue
        try:
            outcome = _outcome_of_file(file, settings, in_place, hidden)
        except FileProblem as problem:
            yield Outcome(str(file), problem=str(problem))
        else:
            if outcome is not None:
                yield outcome


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
        return _outcome(document, data, settings, hidden=hidden)
    except FileProblem as problem:
        # Whoever pipes a file through must get it back, repaired or not.
        return Outcome(path, None, str(problem), data, data)


def carry_out(files: Iterable[Decided]) -> Iterator[tuple[Decided, FileProblem | None]]:
    """Make the accepted changes, one write for each file, and tell what became of it.

    A file that is not, byte for byte, the one that was decided about is left alone.
    """
    for decided in files:
        if not decided.edits:
            continue
        try:
            _carry_out(decided)
        except FileProblem as problem:
            yield decided, problem
        else:
            yield decided, None


def _carry_out(decided: Decided) -> None:
    path = Path(decided.path)
    original = read(path)
    if digest(original.data) != decided.digest:
        raise FileProblem(path, "changed since it was reviewed", "review it again")
    document = decode(original.data, path=decided.path, encoding=decided.encoding)
    for each in decided.records:
        if document.text[each["start"] : each["end"]] != each["old"]:
            raise FileProblem(path, "does not hold what was decided about", "review it again")
    data = encode(apply(document.text, decided.edits), document)
    write_atomically(path, data, read=original.identity)


def _outcome_of_file(
    path: Path, settings: Settings, in_place: bool, hidden: frozenset[Place]
) -> Outcome | None:
    both = read_document(path, encoding=settings.encoding)
    if both is None:
        return None
    original, document = both
    outcome = _outcome(document, original.data, settings, written=in_place, hidden=hidden)
    if outcome.written:
        write_atomically(path, outcome.after, read=original.identity)
    return outcome


def _outcome(
    document: Document,
    data: bytes,
    settings: Settings,
    *,
    written: bool = False,
    hidden: frozenset[Place] = frozenset(),
) -> Outcome:
    found = without(repair(document, settings.policy(document.path)), hidden)
    after = encode(found.text, document) if found.applied else data
    return Outcome(document.path, found, "", data, after, written and after != data)
