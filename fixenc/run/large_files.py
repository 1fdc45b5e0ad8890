"""A run over a file that is too large for memory: found part by part, written in pieces.

A part ends after a line that stays as it is, so that its hunks stand for
themselves; where there is none for long, it ends where it must.
"""

from __future__ import annotations

import os
import pickle
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from fixenc.core.edits import Edit
from fixenc.engine.blocks import LONGEST_BLOCK
from fixenc.engine.policy import Policy
from fixenc.engine.repair import Repair
from fixenc.files import FileProblem, Target, Writer, encode, require_sure
from fixenc.files.encoding.wide import holds_nul
from fixenc.files.kind import HEAD, why_unread
from fixenc.files.original import open_regular
from fixenc.files.stream import LargeFile, Watch, open_large
from fixenc.files.utf8_blocks import Fine
from fixenc.review.decisions import Place, refused_changes, without
from fixenc.review.outcome import Outcome
from fixenc.run.config import Settings

_LONGEST_PART = 2 * LONGEST_BLOCK
"""Characters in which a line that stays is looked for."""


def run_on_large(
    path: Path,
    settings: Settings,
    writer: Writer | None,
    hidden: frozenset[Place],
    watch: Watch | None = None,
) -> Iterator[Outcome]:
    """The outcome for the file ``path``, in parts; with a ``writer``, after it was written.

    ``watch`` is called with the number of bytes read.
    Raises :exc:`FileProblem`.
    """
    large = open_large(path, encoding=settings.encoding, write=writer is not None)
    if large is None:
        with os.fdopen(open_regular(path), "rb") as file:
            unread = why_unread(str(path), file.read(HEAD))
        yield Outcome(str(path), skipped=True, unread=unread)
        return
    require_sure(large.document)
    refused = refused_changes(str(path), hidden)
    target = settings.target(large.document, refused, counts_on_its_bytes=large.counts_on_its_bytes)
    if not large.exact and target.due is None:
        raise FileProblem(
            path,
            f"would change elsewhere too if it were written in {large.document.encoding} again",
            "convert it with --to-encoding utf-8",
        )
    outcomes = _outcomes(large, target, settings.policy(str(path)), hidden, watch)
    if writer is None:
        yield from outcomes
    else:
        yield from _written(large, target, outcomes, writer)


def _written(
    large: LargeFile, target: Target, outcomes: Iterator[Outcome], writer: Writer
) -> Iterator[Outcome]:
    """Write the file, and then yield its outcome."""
    with TemporaryFile() as spool:
        made = 0
        for outcome in outcomes:
            made += len(outcome.repair.applied) if outcome.repair is not None else 0
            pickle.dump(outcome, spool)
        changed = bool(made or target.changes)
        if changed:
            writer.write_large(large, lambda: target.pieces(large.edited(_edits(_spooled(spool)))))
        for outcome in _spooled(spool):
            yield replace(outcome, written=changed, made=made)


def _spooled(spool: IO[bytes]) -> Iterator[Outcome]:
    spool.seek(0)
    while True:
        try:
            outcome: Outcome = pickle.load(spool)
        except EOFError:
            return
        yield outcome


def _edits(outcomes: Iterator[Outcome]) -> Iterator[Edit]:
    for outcome in outcomes:
        if outcome.repair is not None:
            offset = outcome.repair.document.offset
            yield from (edit.moved(offset) for edit in outcome.repair.applied)


def _outcomes(
    large: LargeFile,
    target: Target,
    policy: Policy,
    hidden: frozenset[Place],
    watch: Watch | None,
) -> Iterator[Outcome]:
    """The parts in which something was found, and the first one in any case."""
    lines_added = 0
    first, told = True, False
    for part, cut in parts(large, policy, watch):
        found = without(part, hidden)
        has_nul = not told and holds_nul(found.text)
        if first or has_nul or found.edits:
            # A file that changes its codec is not patched: its new text may not fit the old codec.
            before, after = (b"", b"") if target.changes else _patchable(found)
            mark = large.document.bom if first else b""
            yield Outcome(
                str(large.path),
                found,
                before=mark + before,
                after=mark + after,
                changes=target.changes if first else (),
                kept=target.kept if first else "",
                continued=not first,
                lines_added=lines_added,
                cut=cut,
                holds_nul=has_nul,
            )
            told |= has_nul
            first = False
        if found.applied:
            lines_added += found.text.count("\n") - found.document.text.count("\n")


def _patchable(part: Repair) -> tuple[bytes, bytes]:
    """The bytes of a part, as they are and as they will be."""
    return encode(part.document.text, part.document), encode(part.text, part.document)


def parts(
    large: LargeFile, policy: Policy, watch: Watch | None = None
) -> Iterator[tuple[Repair, bool]]:
    """The file in parts, and whether the lines at a part's borders change.

    But for the first one, parts in which nothing is found may be left out.
    """
    pending: Repair | None = None
    begun = cut_before = False
    for block in large.blocks(policy, watch):
        if isinstance(block, Fine):
            if begun and pending is None and block.is_lines:
                cut_before = False  # it is a part in which nothing is found
                continue
            block = block.repair
        begun = True
        pending = block if pending is None else _joined(pending, block)
        stop = _after_line_that_stays(pending)
        if not stop and len(pending.document.text) < _LONGEST_PART:
            continue
        part, pending = _split(pending, stop or len(pending.document.text))
        yield part, cut_before or not stop
        cut_before = not stop
    if pending is not None:
        yield pending, cut_before


def _joined(one: Repair, other: Repair) -> Repair:
    shift = len(one.document.text)
    return Repair(
        replace(one.document, text=one.document.text + other.document.text),
        (*one.applied, *(edit.moved(shift) for edit in other.applied)),
        (*one.proposed, *(edit.moved(shift) for edit in other.proposed)),
    )


def _split(whole: Repair, at: int) -> tuple[Repair, Repair | None]:
    """The part before ``at``, and what is left behind it."""
    document = whole.document
    if at == len(document.text):
        return whole, None
    return (
        Repair(
            replace(document, text=document.text[:at]),
            tuple(edit for edit in whole.applied if edit.start < at),
            tuple(edit for edit in whole.proposed if edit.start < at),
        ),
        Repair(
            document.rest(at),
            tuple(edit.moved(-at) for edit in whole.applied if edit.start >= at),
            tuple(edit.moved(-at) for edit in whole.proposed if edit.start >= at),
        ),
    )


def _after_line_that_stays(repair: Repair) -> int:
    """Where the last whole line that no edit touches ends; 0 if there is none."""
    text = repair.document.text
    stop = len(text)
    for edit in reversed(sorted(repair.edits, key=lambda edit: edit.end)):
        after = text.find("\n", edit.end) + 1
        end = text.rfind("\n", 0, stop) + 1
        if 0 < after < end:
            return end
        stop = min(stop, edit.start)
    return text.rfind("\n", 0, stop) + 1
