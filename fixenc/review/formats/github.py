"""Annotations, as GitHub Actions reads them from a job's log."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from fixenc.core.edits import Safety
from fixenc.review.findings import every_finding
from fixenc.review.outcome import Outcome

_LEVELS = {Safety.SAFE: "error", Safety.UNSAFE: "warning", Safety.FLAG: "notice"}


def github(outcomes: Iterable[Outcome]) -> Iterator[str]:
    """One workflow command for each finding."""
    for finding in every_finding(outcomes):
        (line, column), (end_line, end_column) = finding.start, finding.end
        where = {"file": finding.document.path, "line": line, "endLine": end_line}
        if line == end_line:
            # Columns of an annotation of several lines are an error to GitHub.
            where |= {"col": column, "endColumn": max(column, end_column - 1)}
        where["title"] = f"fixenc {', '.join(finding.rules)}"
        listed = ",".join(f"{name}={_property(str(value))}" for name, value in where.items())
        yield f"::{_LEVELS[finding.safety]} {listed}::{_text(finding.message)}\n"


def _text(text: str) -> str:
    escaped = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return escaped.encode("utf-8", "replace").decode()


def _property(text: str) -> str:
    return _text(text).replace(":", "%3A").replace(",", "%2C")
