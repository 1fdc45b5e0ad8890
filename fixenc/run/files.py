"""A run: from the paths that were named to what was found in each file."""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from fixenc.core.document import Document
from fixenc.core.edits import apply
from fixenc.engine.repair import Repair, repair
from fixenc.files import (
    LARGE,
    FileProblem,
    Original,
    Target,
    Writer,
    decode,
    document_of,
    find_names,
    kind_of,
    read,
    read_bytes,
    require_sure,
    target_of,
)
from fixenc.files.encoding.wide import byte_order_mark
from fixenc.files.interrupted import interrupted, is_interrupted, restore_interrupted
from fixenc.files.kind import HEAD, why_unread
from fixenc.files.target import Bom
from fixenc.history.form import change_of_form, encoding_since, may_differ_in_form
from fixenc.history.repair import may_have_lost, repair_since
from fixenc.review.decisions import Decided, Place, digest, refused_changes, without
from fixenc.review.outcome import Outcome
from fixenc.run.clean_files import Proofs
from fixenc.run.config import NearestSettings, Settings
from fixenc.run.processes import Lost, in_order

if TYPE_CHECKING:
    from fixenc.files.find import PassedOver
    from fixenc.files.stream import Watch

_BOM_TO_GET: dict[str, Bom] = {"present": "add", "absent": "remove"}


def find(
    paths: Sequence[Path], settings: Settings, passed_over: PassedOver | None = None
) -> list[str | FileProblem]:
    """The names of the files to look at, and the paths at which there are none.

    ``passed_over`` is called with each path that is left out, and the reason.
    """
    found: list[str | FileProblem] = []
    names = find_names(
        paths,
        exclude=settings.exclude,
        folder=settings.folder,
        report=found.append,
        passed_over=passed_over,
    )
    nearest = NearestSettings(settings)
    for name in names:
        if not nearest.excludes(name):
            found.append(name)
        elif passed_over is not None:
            passed_over(name, "excluded")
    return found


def configured_for(files: Iterable[str | FileProblem], settings: Settings) -> tuple[str, ...]:
    """The settings of configuration files, for some of the files, that a person should know of."""
    nearest = NearestSettings(settings)
    names = (file for file in files if isinstance(file, str))
    found = dict.fromkeys(each for name in names for each in nearest.of(name).configured)
    return tuple(dict.fromkeys((*settings.configured, *found)))


@dataclass(frozen=True)
class _Looked:
    """The repair of a file, and the identity of the file; no repair yet for a large file.

    A file that was being written when fixenc was killed is ``interrupted``.
    """

    outcome: Outcome | None = None
    device: int = 0
    inode: int = 0
    interrupted: bool = False


def run(
    files: Sequence[str | FileProblem],
    settings: Settings,
    *,
    writer: Writer | None = None,
    hidden: frozenset[Place] = frozenset(),
    whole: bool = False,
    jobs: int = 1,
    watch: Watch | None = None,
) -> Iterator[Outcome]:
    """The outcome for each file, in order; with a ``writer``, after it was written.

    The changes in ``hidden`` were refused before, and are neither reported nor made.  A file
    that cannot be handled does not stop the others.  A large file has several
    outcomes, unless it is to be decided about as a ``whole``.  Up to ``jobs`` processes
    check files, and this process alone writes them.  ``watch`` is called with the progress in a
    large file.
    """
    nearest = NearestSettings(settings)
    look = partial(
        _look,
        nearest=nearest,
        proofs=Proofs(),
        hidden=hidden,
        whole=whole,
        write=writer is not None,
    )
    written: set[tuple[int, int]] = set()
    if settings.changed_lines is not None:
        jobs = 1  # git, which is asked for the lines of each file, is what takes time
    for file, found in zip(files, in_order(files, look, jobs), strict=True):
        if found is None:
            yield Outcome(str(file))  # as nearly all files do
            continue
        if isinstance(found, Lost):
            yield Outcome(str(file), problem=str(_lost(str(file))))
            continue
        # It may be a file of two names that was looked at under both before it was written.
        looked = look(file) if (found.device, found.inode) in written else found
        restored = False
        if looked is not None and looked.interrupted and writer is not None:
            looked, restored = _restored(str(file), look)
        if looked is None:
            yield Outcome(str(file), restored=restored)
        elif looked.outcome is None:
            own = nearest.of(str(file))
            yield from _large(Path(str(file)), own, writer, hidden, watch)
        else:
            if looked.outcome.written:
                written.add((looked.device, looked.inode))
            yield replace(_written(looked.outcome, looked, writer), restored=restored)


def _lost(file: str) -> FileProblem:
    return FileProblem(
        file,
        "the process that looked at it was killed, maybe for want of memory",
        "try it with --jobs 1",
    )


def _restored(file: str, look: Callable[[str], _Looked | None]) -> tuple[_Looked | None, bool]:
    """Restore a file that a killed run left partly written, and look at it again."""
    try:
        restored = restore_interrupted(Path(file))
    except FileProblem as problem:
        return _Looked(Outcome(file, problem=str(problem))), False
    return look(file), restored


def _large(
    file: Path,
    settings: Settings,
    writer: Writer | None,
    hidden: frozenset[Place],
    watch: Watch | None,
) -> Iterator[Outcome]:
    from fixenc.run.large_files import run_on_large

    try:
        yield from run_on_large(file, settings, writer, hidden, watch)
    except FileProblem as problem:
        yield Outcome(str(file), problem=str(problem))


def _written(outcome: Outcome, looked: _Looked, writer: Writer | None) -> Outcome:
    """The outcome, once what it calls written is."""
    if writer is None or not outcome.written:
        return outcome
    original = Original(Path(outcome.path), outcome.before, looked.device, looked.inode)
    try:
        writer.write(original, outcome.after)
    except FileProblem as problem:
        return Outcome(outcome.path, problem=str(problem))
    return outcome


def run_on_bytes(
    data: bytes, settings: Settings, name: str | None, hidden: frozenset[Place] = frozenset()
) -> Outcome:
    """The outcome for ``data`` that came without a file, as if read from a file of that name."""
    path = name or "<stdin>"
    settings = NearestSettings(settings).of(name) if name else settings
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


def _look(
    file: str | FileProblem,
    *,
    nearest: NearestSettings,
    proofs: Proofs,
    hidden: frozenset[Place],
    whole: bool,
    write: bool,
) -> _Looked | None:
    """The repair of a file that fits in memory; ``None`` if nothing is found."""
    if isinstance(file, FileProblem):
        return _Looked(Outcome(file.path, problem=str(file)))
    settings = nearest.of(file)
    try:
        most = math.inf if whole else LARGE
        data, status = read_bytes(file, less_than=most)
        if is_interrupted(file, status):
            return _Looked(Outcome(file, problem=str(interrupted(file))), interrupted=True)
        if status.st_size >= most:
            return _Looked()
        kind = kind_of(file, data[:HEAD])
        if kind is None:
            unread = why_unread(file, data[:HEAD])
            return _Looked(Outcome(file, skipped=True, unread=unread))
        form = _form(file, data, settings)
        if form:
            return _Looked(Outcome(file, form=form))
        if proofs.under(settings).holds(file, kind, data) and not (
            settings.versions and may_have_lost(data)
        ):
            return None
        original = Original(Path(file), data, status.st_dev, status.st_ino)
        document = document_of(original, kind, encoding=settings.encoding)
        if not document.sure and settings.versions:
            document = _as_before(document, original, settings)
        outcome = _outcome(document, data, settings, hidden, written=write)
    except FileProblem as problem:
        return _Looked(Outcome(file, problem=str(problem)))
    if not outcome.found and not outcome.warning:
        return None
    return _Looked(outcome, original.device, original.inode)


def _form(file: str, data: bytes, settings: Settings) -> str:
    """How the form alone of a file differs from its version before; empty if not, or asked for."""
    if settings.versions is None or settings.bom != "keep" or settings.line_ending != "keep":
        return ""
    if not may_differ_in_form(data):
        return ""
    return change_of_form(file, data, settings.versions)


def _as_before(document: Document, original: Original, settings: Settings) -> Document:
    """The document in the codec in which it has the lines of its version before, if one has."""
    before = settings.versions.of(document.path) if settings.versions else []
    encoding = encoding_since(original.data, before)
    if not encoding:
        return document
    found = document_of(original, document.kind, encoding=encoding)
    return replace(found, evidence=f"its lines are those of {before[0].name}")


def _lost_form(document: Document, found: Repair, settings: Settings) -> bool:
    """Whether the edit that damaged a file brought its byte order mark, too."""
    if settings.versions is None:
        return False
    from fixenc.history.restore import RULE

    if not any(RULE in edit.rules for edit in found.applied):
        return False
    before = settings.versions.of(document.path)
    return bool(before) and not any(byte_order_mark(each.data) for each in before)


def _outcome(
    document: Document,
    data: bytes,
    settings: Settings,
    hidden: frozenset[Place],
    *,
    written: bool = False,
) -> Outcome:
    require_sure(document)
    found = without(_repaired(document, data, settings), hidden)
    if settings.bom == "keep" and document.bom and _lost_form(document, found, settings):
        settings = replace(settings, bom="remove")
    target = settings.target(document, refused_changes(document.path, hidden))
    after = _after(found, data, target)
    return Outcome(
        document.path,
        found,
        before=data,
        after=after,
        written=written and after != data,
        changes=target.changes,
        kept=target.kept,
    )


def _repaired(document: Document, data: bytes, settings: Settings) -> Repair:
    policy = settings.policy(document.path)
    versions = settings.versions.of(document.path) if settings.versions is not None else ()
    before = [
        (version.name, text)
        for version in versions
        if version.data != data and (text := version.text(document.encoding)) is not None
    ]
    return repair_since(document, before, policy) if before else repair(document, policy)


def _after(found: Repair, data: bytes, target: Target) -> bytes:
    return target.encode(found.text) if found.applied or target.changes else data
