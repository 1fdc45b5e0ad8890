"""SARIF 2.1.0, the format in which code scanners exchange findings, with fixes.

Only what would be written to the file is a fix without a word of warning;
what is only proposed says so in the description of its fix.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from pathlib import PureWindowsPath
from typing import Any
from urllib.parse import quote

from fixenc.core.document import ASPECTS
from fixenc.core.edits import Safety
from fixenc.files import platform
from fixenc.review.findings import Finding, every_finding
from fixenc.review.outcome import Outcome
from fixenc.rules import every_rule

_LEVELS = {Safety.SAFE: "error", Safety.UNSAFE: "warning", Safety.FLAG: "note"}
_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)


def sarif(outcomes: Iterable[Outcome]) -> Iterator[str]:
    """A log of one run."""
    problems: list[str] = []

    def watched() -> Iterator[Outcome]:
        for outcome in outcomes:
            if outcome.problem:
                problems.append(outcome.problem)
            yield outcome

    rules = [*(rule.name for rule in every_rule()), *ASPECTS]
    results = [_result(finding, rules) for finding in every_finding(watched())]
    invocation: dict[str, Any] = {"executionSuccessful": not problems}
    if problems:
        invocation["toolExecutionNotifications"] = [
            {"level": "error", "message": {"text": problem}} for problem in problems
        ]
    driver = {
        "name": "fixenc",
        "version": version("fixenc"),
        "rules": [
            {
                "id": rule.name,
                "shortDescription": {"text": rule.summary},
                "fullDescription": {"text": rule.explanation},
                "defaultConfiguration": {"level": _LEVELS[rule.safety]},
            }
            for rule in every_rule()
        ]
        + [
            {
                "id": aspect,
                "shortDescription": {"text": explanation.partition("\n\n")[0]},
                "fullDescription": {"text": explanation},
                "defaultConfiguration": {"level": _LEVELS[Safety.SAFE]},
            }
            for aspect, explanation in ASPECTS.items()
        ],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "invocations": [invocation],
        "results": results,
    }
    yield json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=1) + "\n"


def _uri(path: str) -> str:
    """A path as SARIF has it: a relative URI, but for drives of Windows."""
    if os.path.splitdrive(path)[0]:
        return PureWindowsPath(path).as_uri() if PureWindowsPath(path).is_absolute() else path
    return quote(os.fsencode(platform.slashed(path)))


def _result(finding: Finding, rules: list[str]) -> dict[str, Any]:
    edit = finding.edit
    rule = finding.rules[-1]
    artifact = {"uri": _uri(finding.document.path)}
    (line, column), (end_line, end_column) = finding.start, finding.end
    where: dict[str, Any] = {"artifactLocation": artifact}
    if edit is not None:
        region = {
            "startLine": line,
            "startColumn": column,
            "endLine": end_line,
            "endColumn": end_column,
            "charOffset": finding.document.offset + edit.start,
            "charLength": edit.end - edit.start,
        }
        where["region"] = region
    result: dict[str, Any] = {
        "ruleId": rule,
        "ruleIndex": rules.index(rule),
        "level": _LEVELS[finding.safety],
        "message": {"text": finding.message},
        "locations": [{"physicalLocation": where}],
        "partialFingerprints": {"fixenc/v1": finding.fingerprint},
        "properties": {"rules": list(finding.rules), "safety": str(finding.safety)},
    }
    if edit is not None and edit.new is not None:
        trust = "" if edit.safety is Safety.SAFE else "unsafe, to be looked at: "
        replacement = {"deletedRegion": region, "insertedContent": {"text": edit.new}}
        result["fixes"] = [
            {
                "description": {"text": f"{trust}{finding.message}"},
                "artifactChanges": [{"artifactLocation": artifact, "replacements": [replacement]}],
            }
        ]
    return result
