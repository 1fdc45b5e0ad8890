"""Formats for machines, each held against its own definition."""

from __future__ import annotations

import json
import os
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from pydantic import BaseModel
from sarif_pydantic import Sarif

import fixenc.review
from fixenc.cli import main
from fixenc.core.edits import Edit, apply
from fixenc.review.output import OutputFormat

SCHEMA = json.loads(
    (Path(fixenc.review.__file__).parent / "formats/schema.json").read_text(encoding="utf-8")
)
HOSTILE = "a,b:c%\n<&\x1b[2J.txt"
FILES = {
    "plain.txt": "one\ndonât a  b\n\nXXX\n".encode(),
    HOSTILE: "â <&> \x01".encode() + b"\x92 don" + "ât".encode() + b" word" * 60,
    "same.txt": "â\nâ\n".encode(),
    "fine.txt": b"fine",
}


@pytest.fixture
def report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> Any:
    """The output in some format for the files above and one that is missing."""
    monkeypatch.chdir(tmp_path)
    for name, data in FILES.items():
        Path(name).write_bytes(data)

    def run(form: str, *paths: str) -> str:
        status = main([*(paths or (".", "gone")), "--output-format", form])
        assert status == (1 if paths else 2)
        return capfdbinary.readouterr().out.decode(errors="surrogateescape")

    return run


pytestmark = pytest.mark.usefixtures("toy_rules")


def test_json_is_as_its_schema_says(report: Any) -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    told = json.loads(report("json"))
    jsonschema.validate(told, SCHEMA)
    for file in told["files"]:
        text = FILES[file["path"]].decode("utf-8", "surrogateescape")
        for each in file["edits"]:
            assert text[each["start"] : each["end"]] == each["old"]
    assert [file["path"] for file in told["files"]] == [HOSTILE, "plain.txt", "same.txt"]


def test_json_lines_say_the_same(report: Any) -> None:
    lines = [json.loads(line) for line in report("jsonl").splitlines()]
    schema = {"$ref": "#/$defs/line", "$defs": SCHEMA["$defs"]}
    for line in lines:
        jsonschema.validate(line, schema)
    whole = json.loads(report("json"))
    assert lines[0] == {"type": "version", "version": whole["version"]}
    parts: dict[str, list[Any]] = {"file": [], "problem": [], "summary": []}
    for line in lines[1:]:
        parts[line.pop("type")].append(line)
    assert parts == {
        "file": whole["files"],
        "problem": whole["problems"],
        "summary": [whole["summary"]],
    }


def unknown(model: BaseModel, path: str = "$") -> Iterator[str]:
    """The members that SARIF does not know."""
    yield from (f"{path}.{name}" for name in model.model_extra or {})
    for name in type(model).model_fields:
        value = getattr(model, name)
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, BaseModel) and name != "properties":
                yield from unknown(each, f"{path}.{name}")


def test_sarif(report: Any) -> None:
    text = report("sarif")
    log = Sarif.model_validate_json(text.replace("\\udc92", "?"))
    # The standard has both of these, and the package's models do not.
    assert {*unknown(log)} == {
        "$.runs.columnKind",
        "$.runs.invocations.toolExecutionNotifications",
    }
    run = json.loads(text)["runs"][0]
    assert run["columnKind"] == "unicodeCodePoints"
    assert run["invocations"][0]["executionSuccessful"] is False
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    edits: dict[str, list[Edit]] = {}
    for result in run["results"]:
        assert rules[result["ruleIndex"]] == result["ruleId"]
        for fix in result.get("fixes", ()):
            change = fix["artifactChanges"][0]
            (replacement,) = change["replacements"]
            region = replacement["deletedRegion"]
            start = region["charOffset"]
            edit = Edit(start, start + region["charLength"], replacement["insertedContent"]["text"])
            edits.setdefault(change["artifactLocation"]["uri"], []).append(edit)
    assert apply(FILES["plain.txt"].decode(), edits["plain.txt"]) == "one\ndon’t a b\n\nXXX\n"
    assert "a%2Cb%3Ac%25%0A%3C%26%1B%5B2J.txt" in edits


def test_fingerprints_are_distinct_and_stay(report: Any) -> None:
    def fingerprints() -> list[str]:
        return [issue["fingerprint"] for issue in json.loads(report("gitlab", "same.txt"))]

    before = fingerprints()
    assert len(set(before)) == len(before) == 2
    Path("same.txt").write_text("new\nâ\nâ\n", encoding="utf-8")
    assert fingerprints() == before


def test_gitlab(report: Any) -> None:
    issues = json.loads(report("gitlab"))
    assert len(issues) == 7
    for issue in issues:
        assert set(issue) == {"description", "check_name", "fingerprint", "severity", "location"}
        assert issue["severity"] in ("info", "minor", "major", "critical", "blocker")
        assert issue["location"]["lines"]["begin"] >= 1
    assert issues[2]["check_name"] == "lost-bytes"
    assert issues[2]["location"] == {"path": "plain.txt", "lines": {"begin": 2, "end": 2}}


def test_gitlab_without_issues(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.txt").write_text("fine", encoding="utf-8")
    main([str(tmp_path), "--output-format", "gitlab"])
    assert json.loads(capfd.readouterr().out) == []


def test_github(report: Any) -> None:
    lines = report("github").splitlines()
    # A line of a file has one annotation, as severe as the safest change in it.
    name = "a%2Cb%3Ac%25%0A<&\x1b[2J.txt"
    assert lines == [
        f"::error file={name},line=1,endLine=1,col=1,endColumn=13,title=fixenc lost-bytes::"
        "â → ’ ×2: A mark lost two of its bytes.",
        "::error file=plain.txt,line=2,endLine=2,col=4,endColumn=9,"
        "title=fixenc lost-bytes%2C two-spaces::â → ’: A mark lost two of its bytes.%0A"
        "· → ∅: A space too many: between words",
        "::notice file=plain.txt,line=4,endLine=4,col=1,endColumn=3,title=fixenc gap::"
        "XXX: Something is missing.",
        "::error file=same.txt,line=1,endLine=1,col=1,endColumn=1,title=fixenc lost-bytes::"
        "â → ’: A mark lost two of its bytes.",
        "::error file=same.txt,line=2,endLine=2,col=1,endColumn=1,title=fixenc lost-bytes::"
        "â → ’: A mark lost two of its bytes.",
    ]


def test_junit(report: Any) -> None:
    suite = ElementTree.fromstring(report("junit")).find("testsuite")
    assert suite is not None
    assert suite.attrib == {"name": "fixenc", "tests": "5", "failures": "3", "errors": "1"}
    cases = {case.attrib["name"]: [child.tag for child in case] for case in suite}
    assert cases == {
        "a,b:c%⏎<&\\x1b[2J.txt": ["failure"],
        "fine.txt": [],
        "plain.txt": ["failure"],
        "same.txt": ["failure"],
        "gone": ["error"],
    }


@pytest.mark.parametrize("form", list(OutputFormat))
def test_to_a_file(
    form: OutputFormat, report: Any, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    expected = report(form.value, "plain.txt")
    assert main(["plain.txt", "-q", "--output-format", form.value, "-o", "report"]) == 1
    assert main(["plain.txt", "--output-format", form.value, "-o", "report"]) == 1
    assert capfdbinary.readouterr().out == b""
    assert Path("report").read_bytes().decode() == expected
    assert sorted(os.listdir()) == sorted([*FILES, "report"])


def test_the_same_on_every_run(report: Any) -> None:
    for form in OutputFormat:
        assert report(form.value, ".") == report(form.value, ".")
