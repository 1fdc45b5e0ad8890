"""Annotations, as GitHub Actions reads them from a job's log."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby

from fixenc.core.document import Document
from fixenc.core.edits import Safety
from fixenc.files import platform
from fixenc.review.formats.reasons import Reason, in_context, reasons, why
from fixenc.review.outcome import Outcome
from fixenc.review.visible import visible

_LEVELS = {Safety.SAFE: "error", Safety.UNSAFE: "warning", Safety.FLAG: "notice"}


def github(outcomes: Iterable[Outcome]) -> Iterator[str]:
    """One workflow command for each line of a file in which something was found.

    GitHub shows ten annotations of a kind in a run: several about one line would hide others.
    """
    for outcome in outcomes:
        if outcome.repair is None:
            continue
        document = outcome.repair.document
        for change in outcome.changes:
            where = {
                "file": platform.slashed(document.path),
                "line": 1,
                "endLine": 1,
                "col": 1,
                "endColumn": 1,
            }
            yield _command("error", where, [change.aspect], visible(str(change)))
        found = reasons(document, outcome.repair.edits)
        for _, group in groupby(found, key=lambda reason: reason.place[0]):
            yield _annotation(document, list(group))


def _annotation(document: Document, group: list[Reason]) -> str:
    """The workflow command for the reasons of one line."""
    edits = [edit for reason in group for edit in reason.edits]
    line, column = document.position(min(edit.start for edit in edits))
    end_line, end_column = document.position(max(edit.end for edit in edits))
    where = {"file": platform.slashed(document.path), "line": line, "endLine": end_line}
    if line == end_line:
        # Columns of an annotation of several lines are an error to GitHub.
        where |= {"col": column, "endColumn": max(column, end_column - 1)}
    rules = dict.fromkeys(rule for reason in group for rule in reason.rules)
    messages = [
        f"{reason.words() if reason.safety is not Safety.FLAG else in_context(document, edit)}: "
        f"{why(reason)}"
        for reason in group
        for edit in reason.edits[:1]
    ]
    level = _LEVELS[min(reason.safety for reason in group)]
    return _command(level, where, rules, "\n".join(messages))


def _command(level: str, where: Mapping[str, object], rules: Iterable[str], message: str) -> str:
    properties = {**where, "title": f"fixenc {', '.join(rules)}"}
    listed = ",".join(f"{name}={_property(str(value))}" for name, value in properties.items())
    return f"::{level} {listed}::{_text(message)}\n"


def _text(text: str) -> str:
    escaped = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return escaped.encode("utf-8", "replace").decode()


def _property(text: str) -> str:
    return _text(text).replace(":", "%3A").replace(",", "%2C")
