"""Findings one by one, for formats that know nothing of texts and edits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import blake2b

from fixenc.core.document import Document
from fixenc.core.edits import Edit, Safety
from fixenc.review.decisions import place
from fixenc.review.outcome import Outcome
from fixenc.review.visible import visible
from fixenc.review.wording import meaning, pair


@dataclass(frozen=True)
class Finding:
    """One change of one file, with what every format wants to know of it.

    ``edit`` is ``None`` if the file changes as a whole.  ``end`` is exclusive.
    ``fingerprint`` stays when lines are added above.
    """

    document: Document
    edit: Edit | None
    rules: tuple[str, ...]
    safety: Safety
    start: tuple[int, int]
    end: tuple[int, int]
    message: str
    fingerprint: str


def findings(outcome: Outcome) -> Iterator[Finding]:
    """The findings in one file, in the order of the text."""
    if outcome.repair is None:
        return
    document = outcome.repair.document
    for change in outcome.changes:
        known = repr((document.path, change.aspect, change.new))
        rules, message = (change.aspect,), visible(str(change))
        yield Finding(
            document, None, rules, Safety.SAFE, (1, 1), (1, 1), message, _fingerprint(known)
        )
    met: Counter[tuple[object, ...]] = Counter()
    for edit in outcome.repair.edits:
        where = place(outcome.repair, edit)
        met[where] += 1
        # Two lines of a file may read alike: the number of the occurrence distinguishes them.
        yield Finding(
            document,
            edit,
            edit.rules,
            edit.safety,
            document.position(edit.start),
            document.position(edit.end),
            f"{pair(document.text, edit)}: {visible(meaning(edit))}",
            _fingerprint(repr((where, edit.new, met[where]))),
        )


def _fingerprint(known: str) -> str:
    return blake2b(known.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def every_finding(outcomes: Iterable[Outcome]) -> Iterator[Finding]:
    """The findings in all files."""
    for outcome in outcomes:
        yield from findings(outcome)
