"""A Code Quality report, as GitLab shows it in merge requests."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from fixenc.core.edits import Safety
from fixenc.files import platform
from fixenc.review.findings import every_finding
from fixenc.review.outcome import Outcome

_SEVERITIES = {Safety.SAFE: "major", Safety.UNSAFE: "minor", Safety.FLAG: "info"}


def gitlab(outcomes: Iterable[Outcome]) -> Iterator[str]:
    """A list of issues."""
    comma = "[\n"
    for finding in every_finding(outcomes):
        issue = {
            "description": finding.message,
            "check_name": ", ".join(finding.rules),
            "fingerprint": finding.fingerprint,
            "severity": _SEVERITIES[finding.safety],
            "location": {
                "path": platform.slashed(finding.document.path),
                "lines": {"begin": finding.start[0], "end": finding.end[0]},
            },
        }
        yield comma + json.dumps(issue)
        comma = ",\n"
    yield "[]\n" if comma == "[\n" else "\n]\n"
