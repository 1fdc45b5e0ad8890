"""Decisions are carried out exactly, or not at all."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from fixenc.cli import main
from fixenc.review.decisions import Decided, DecisionsProblem, decided, dump, load
from fixenc.run.config import Settings
from fixenc.run.files import find, run

pytestmark = pytest.mark.usefixtures("toy_rules")


@pytest.fixture
def decisions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file, and decisions about it: the first two changes accepted, the others refused."""
    monkeypatch.chdir(tmp_path)
    Path("a.txt").write_bytes("â\r\na  b \x92 â XXX".encode() + b"\x92")
    (outcome,) = run(find([Path("a.txt")], Settings()), Settings())
    assert outcome.repair is not None
    first, second, *rest = outcome.repair.edits
    accepted = {first: first, second: second}
    kept = tmp_path / "d.json"
    kept.write_text(dump([decided(outcome.repair, outcome.before, accepted, rest)]), "utf-8")
    return kept


def test_accepted_changes_are_made_and_no_others(decisions: Path) -> None:
    assert main(["apply", str(decisions)]) == 0
    assert Path("a.txt").read_bytes() == "’\r\na b \x92 â XXX".encode() + b"\x92"


def test_a_file_that_changed_is_left_alone(
    decisions: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    data = Path("a.txt").read_bytes() + b"\n"
    Path("a.txt").write_bytes(data)
    assert main(["apply", str(decisions)]) == 2
    assert Path("a.txt").read_bytes() == data
    told = capfd.readouterr()
    assert told.err == "fixenc: a.txt: changed since it was reviewed; review it again\n"
    assert told.out == "Made 0 changes in 0 files.\n"


def test_a_span_that_was_meddled_with_is_refused(
    decisions: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    content = json.loads(decisions.read_text(encoding="utf-8"))
    content["files"][0]["changes"][0]["start"] += 1
    content["files"][0]["changes"][0]["end"] += 1
    decisions.write_text(json.dumps(content), encoding="utf-8")
    assert main(["apply", str(decisions)]) == 2
    assert "a.txt: does not hold what was decided about" in capfd.readouterr().err


def test_baseline_hides_what_was_refused_wherever_it_moved(
    decisions: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    Path("a.txt").write_bytes(b"new line\n" + Path("a.txt").read_bytes())
    assert main(["a.txt", "--output-format", "concise", "--baseline", str(decisions)]) == 1
    lines = capfd.readouterr().out.splitlines()
    assert [line.partition(": ")[2].partition(" ")[0] for line in lines] == [
        "lost-bytes",
        "two-spaces",
    ]
    main(["a.txt", "-iq", "--unsafe-fixes", "--baseline", str(decisions)])
    assert "â XXX".encode() in Path("a.txt").read_bytes()


def test_baseline_holds_after_the_rest_was_repaired(
    decisions: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """What stands next to a refused change may be repaired meanwhile."""
    Path("a.txt").write_text("â â", encoding="utf-8")
    (outcome,) = run(find([Path("a.txt")], Settings()), Settings())
    assert outcome.repair is not None
    refused = outcome.repair.edits[1:]
    decisions.write_text(dump([decided(outcome.repair, b"", {}, refused)]), encoding="utf-8")
    for _ in range(2):
        main(["a.txt", "-iq", "--baseline", str(decisions)])
        assert Path("a.txt").read_text(encoding="utf-8") == "’ â"


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[]",
        "{}",
        '{"version": 2, "files": []}',
        '{"version": 1, "files": [{"path": "a"}]}',
        '{"version": 1, "files": 3}',
    ],
)
def test_what_is_no_file_of_decisions(content: str) -> None:
    with pytest.raises(DecisionsProblem, match=r"^d.json: is "):
        load(content, "d.json")


CHANGE: dict[str, Any] = {
    "start": 0,
    "end": 1,
    "before": "",
    "old": "a",
    "after": "",
    "new": "b",
    "rules": ["r"],
    "safety": "safe",
    "applied": True,
    "decision": "accept",
}


@pytest.mark.parametrize(
    "wrong",
    [
        {"start": 2},
        {"start": -1},
        {"start": True},
        {"start": "0"},
        {"new": None},
        {"new": 3},
        {"safety": "sure"},
        {"decision": "maybe"},
        {"rules": 1},
        {"old": None},
        {"applied": 1},
    ],
)
def test_a_change_that_makes_no_sense(wrong: dict[str, Any]) -> None:
    file = {"path": "a", "digest": "0", "encoding": "utf-8", "changes": [{**CHANGE, **wrong}]}
    with pytest.raises(DecisionsProblem, match=r"^d.json: is no file of decisions"):
        load(json.dumps({"version": 1, "files": [file]}), "d.json")


@pytest.mark.parametrize(
    ("at", "is_kept"), [(0, True), (1, False), (3, False), (5, False), (6, True)]
)
def test_a_repair_at_the_edge_of_an_accepted_proposal_is_part_of_it(at: int, is_kept: bool) -> None:
    """A proposal includes the repairs that it meets, and insertions at its ends are such."""
    record = {"rules": ["r"], "safety": "safe", "decision": "accept"}
    proposal = {**record, "start": 1, "end": 5, "old": "abcd", "new": "WXYZ", "applied": False}
    repair = {**record, "start": at, "end": at, "old": "", "new": "!", "applied": True}
    edits = Decided("a.txt", "", "utf-8", (proposal, repair)).edits
    assert [edit.new for edit in edits if edit.new != "WXYZ"] == ["!"] * is_kept
