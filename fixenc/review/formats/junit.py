"""A JUnit report: each file is a test, which fails if something was found in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape, quoteattr

from fixenc.review.findings import findings
from fixenc.review.outcome import Outcome, count
from fixenc.review.visible import visible
from fixenc.review.wording import chain, safety


def junit(outcomes: Iterable[Outcome]) -> Iterator[str]:
    """One suite.  Its figures stand in front, so nothing is written before the end of the run."""
    cases: list[str] = []
    failures = errors = 0
    for outcome in outcomes:
        if outcome.skipped:
            continue
        inner = ""
        if outcome.problem:
            errors += 1
            inner = f"<error message={_attribute(outcome.problem)}/>"
        elif outcome.found:
            failures += 1
            lines = [
                f"{line}:{column}: {chain(each)} ({safety(each)}): {each.message}"
                for each in findings(outcome)
                for line, column in [each.start]
            ]
            title = count(len(lines), "finding")
            inner = f"<failure message={_attribute(title)}>{escape(chr(10).join(lines))}</failure>"
        cases.append(
            f'  <testcase classname="fixenc" name={_attribute(outcome.path)}>{inner}</testcase>\n'
        )
    figures = f'tests="{len(cases)}" failures="{failures}" errors="{errors}"'
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n'
    yield f' <testsuite name="fixenc" {figures}>\n'
    yield from cases
    yield " </testsuite>\n</testsuites>\n"


def _attribute(text: str) -> str:
    # XML has no way at all to write most control characters.
    return quoteattr(visible(text))
