"""One line for each finding, as compilers and linters write them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from fixenc.review.outcome import Outcome
from fixenc.review.visible import visible
from fixenc.review.wording import chain, meaning, pair, safety


def concise(outcomes: Iterable[Outcome]) -> Iterator[str]:
    """``path:line:column: rule (safety): old → new: what it means``"""
    for outcome in outcomes:
        if outcome.repair is None:
            continue
        document = outcome.repair.document
        for change in outcome.changes:
            yield f"{visible(outcome.path)}: {visible(str(change))}\n"
        for edit in outcome.repair.edits:
            line, column = document.position(edit.start)
            yield (
                f"{visible(outcome.path)}:{line}:{column}: {chain(edit)} ({safety(edit)}): "
                f"{pair(document.text, edit)}: {visible(meaning(edit))}\n"
            )
