"""One file: what is found in its bytes, and what becomes of them."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from pathlib import Path

from fixenc.core.document import Document
from fixenc.engine.repair import Repair, repair
from fixenc.files import (
    LARGE,
    FileProblem,
    Original,
    Target,
    decode,
    document_of,
    kind_of,
    read_bytes,
    require_sure,
)
from fixenc.files.encoding.wide import byte_order_mark, holds_nul
from fixenc.files.interrupted import interrupted, is_interrupted
from fixenc.files.kind import HEAD, why_unread
from fixenc.history.form import change_of_form, encoding_since, may_differ_in_form
from fixenc.history.repair import may_have_lost, repair_since
from fixenc.review.decisions import Place, refused_changes, without
from fixenc.review.outcome import Outcome
from fixenc.run.clean_files import Proofs
from fixenc.run.config import NearestSettings, Settings


@dataclass(frozen=True)
class Looked:
    """The repair of a file, and the identity of the file; no repair yet for a large file.

    A file that was being written when fixenc was killed is ``interrupted``.
    """

    outcome: Outcome | None = None
    device: int = 0
    inode: int = 0
    interrupted: bool = False


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


def look_at(
    file: str | FileProblem,
    *,
    nearest: NearestSettings,
    proofs: Proofs,
    hidden: frozenset[Place],
    whole: bool,
    write: bool,
) -> Looked | None:
    """The repair of a file that fits in memory; ``None`` if nothing is found."""
    if isinstance(file, FileProblem):
        return Looked(Outcome(file.path, problem=str(file)))
    settings = nearest.of(file)
    try:
        most = math.inf if whole else LARGE
        data, status = read_bytes(file, less_than=most)
        if is_interrupted(file, status):
            return Looked(Outcome(file, problem=str(interrupted(file))), interrupted=True)
        if status.st_size >= most:
            return Looked()
        kind = kind_of(file, data[:HEAD])
        if kind is None:
            unread = why_unread(file, data[:HEAD])
            return Looked(Outcome(file, skipped=True, unread=unread))
        form = _form(file, data, settings)
        if form:
            return Looked(Outcome(file, form=form))
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
        return Looked(Outcome(file, problem=str(problem)))
    if not outcome.found and not outcome.warning:
        return None
    return Looked(outcome, original.device, original.inode)


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
        holds_nul=holds_nul(found.text),
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
