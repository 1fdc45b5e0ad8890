"""Repair: a document repaired from its version before first, and then by the rules."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from fixenc.core import pragmas
from fixenc.core.document import Document
from fixenc.core.edits import Edit, Safety, apply, compose, lift, order
from fixenc.engine.policy import Policy
from fixenc.engine.repair import Repair, on_lines, repair

_PLACE = re.compile(r"\bas in (\S.*?):(\d+) \(")
"""A version and a line of it, as :func:`~fixenc.history.restore.restore` puts them in notes."""

_LOSS = re.compile(rb"[\w\x80-\xff]\?|\?[\w?]|\xef\xbf\xbd")


def may_have_lost(data: bytes) -> bool:
    """Whether the bytes of a file have a question mark or U+FFFD that can stand for a letter."""
    return (b"?" in data or b"\xef" in data) and _LOSS.search(data) is not None


def repair_since(
    document: Document, before: Iterable[tuple[str, str]], policy: Policy | None = None
) -> Repair:
    """The repair of ``document``; what damage took since older versions is taken back first.

    ``before`` are the texts of the versions, each after the name that notes call it by.
    """
    from fixenc.history.restore import RULE, restore

    policy = policy or Policy()
    if RULE in policy.ignore or "mojibake" in policy.ignore:
        return repair(document, policy)
    if policy.select and RULE not in policy.select:
        return repair(document, policy)
    before = list(before)
    first: list[Edit] = []
    unsafe: list[Edit] = []
    for name, text in before:
        current = apply(document.text, first)
        found = restore(current, text, name)
        done = [edit for edit in found if edit.safety <= policy.trusted]
        unsafe += lift(document.text, first, [e for e in found if e.safety > policy.trusted])
        first = compose(document.text, first, done)
    spans = pragmas.protected(document.text)
    first, unsafe = (pragmas.outside(edits, spans) for edits in (first, unsafe))
    if policy.lines is not None:
        first, unsafe = (list(on_lines(document, edits, policy.lines)) for edits in (first, unsafe))
    if not first and not unsafe:
        return repair(document, policy)
    then = repair(replace(document, text=apply(document.text, first)), policy)
    applied = compose(document.text, first, then.applied)
    proposed = [*unsafe, *lift(document.text, first, then.proposed)]
    # A span that a version explains needs no other proposal.
    kept = [
        edit
        for edit in proposed
        if edit in unsafe or edit.safety is Safety.FLAG or not _meets(edit, unsafe)
    ]
    repaired = Repair(document, tuple(applied), tuple(sorted(kept, key=order)))
    return replace(repaired, older=tuple(_older_lines(repaired.edits, before)))


def _older_lines(
    edits: Iterable[Edit], before: Iterable[tuple[str, str]]
) -> Iterator[tuple[str, str]]:
    """The lines of versions before that the notes of edits name, each after its name."""
    named = {place for edit in edits for place in _PLACE.findall(edit.note)}
    for name, text in before:
        numbers = sorted(int(line) for version, line in named if version == name)
        lines = text.split("\n") if numbers else []
        for number in numbers:
            if number <= len(lines):
                yield f"{name}:{number}", lines[number - 1].removesuffix("\r")


def _meets(edit: Edit, others: Iterable[Edit]) -> bool:
    return any(edit.start < other.end and other.start < edit.end for other in others)
