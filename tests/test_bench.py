"""The other logic of the benchmarks: what they count, and what they would choose."""

from __future__ import annotations

from pathlib import Path

import corpus
import pytest
from about import ABOUT
from calibrate import Outcome, chosen, outcome, wilson
from cases import outcome as outcome_of_case
from evidence import Record, forgetting, is_lossy, limit_of, record
from report import is_below
from scoring import Line, Score

from fixenc.channels.misreading import explain
from fixenc.channels.misreading.line import Line as Part
from fixenc.model.tables import tables

LIMITS = {"DENSITY": 7.0}


class TestCorpus:
    def test_lines_of_training_are_left_out(self, tmp_path: Path) -> None:
        (tmp_path / "fr.txt").write_text("\n".join(map(str, range(200))))
        numbers = [int(line) for line in corpus.lines(tmp_path, "fr")]
        assert numbers == [*range(60, 100), *range(160, 200)]

    def test_texts(self, tmp_path: Path) -> None:
        for name in ("fr", "more/lv", "tech/symbols"):
            path = tmp_path / f"{name}.txt"
            path.parent.mkdir(exist_ok=True)
            path.write_text("")
        found = corpus.texts(tmp_path, "text")
        assert {"fr", "more/lv", "el*"} <= set(found)
        assert "lv*" not in found
        assert corpus.texts(tmp_path, "tech") == ["tech/symbols"]
        assert [corpus.language_of(name) for name in ("fr", "more/lv", "el*")] == ["fr", "lv", "el"]


def test_intervals() -> None:
    low, high = wilson(95, 100)
    assert (round(low, 3), round(high, 3)) == (0.888, 0.978)
    assert wilson(0, 0) == (0.0, 1.0)
    assert wilson(10, 10)[1] == 1.0


def _records() -> list[Record]:
    def damaged(gain: float, right: bool) -> Record:
        return Record("damaged", "x", "", "", gain, 5.0, 3.0, right=right, restored=right)

    return [
        *[damaged(20.0, True)] * 900,
        *[damaged(10.0, True)] * 80,
        *[damaged(8.0, False)] * 20,
        Record("damaged", "x", "", "", 30.0, 5.0, 9.0),
        Record("clean", "x", "", "", 9.0, 5.0, 3.0),
        Record("forgotten", "x", "", ""),
    ]


def test_outcome_of_thresholds() -> None:
    found = outcome(_records(), 8.0, 4.0, LIMITS)
    assert (found.restored, found.wrong, found.done, found.damaged) == (980, 20, 1000, 1001)
    assert found.changed == {"clean": 1, "forgotten": 0}
    assert found.seen == {"clean": 1, "forgotten": 1}
    assert outcome(_records(), 8.0, 5.5, LIMITS).done == 0


def test_the_thresholds_that_restore_most_within_the_goal_are_chosen() -> None:
    def measured(gain: float, lead: float) -> Outcome:
        return outcome(_records(), gain, lead, LIMITS)

    pairs = [(gain, lead) for gain in (8.0, 10.0, 12.0) for lead in (4.0, 5.0, 5.5)]
    assert chosen(pairs, measured, (0.995, 0.1)) == (10.0, 4.0)
    assert chosen(pairs, measured, (0.95, 10_000.0)) == (8.0, 4.0)
    assert chosen(pairs, measured, (0.9999, 0.1)) is None


def test_evidence_of_a_line() -> None:
    wrong = record("damaged", "x", Line("l’hiver", "lâ€™Ã©tÃ©", True))
    assert (wrong.result, wrong.right, wrong.restored) == ("l’été", False, False)
    found = record("damaged", "x", Line("C’est l’été", "Câ€™est lâ€™Ã©tÃ©", True))
    assert found.restored
    assert found.right
    assert found.gain > 20
    assert found.limit == "DENSITY_OF_COMMON_UTF8"
    assert record("clean", "x", Line("fine", "fine", False)).gain < 0


@pytest.mark.parametrize(
    ("channel", "lossy"),
    [
        ("utf-8 as cp1252", False),
        ("symbols as cp1252", False),
        ("utf-8 as cp1252, 4 layers", False),
        ("C1 dropped", True),
        ("surrogates as cp1252", True),
    ],
)
def test_channels_that_lose_something(channel: str, lossy: bool) -> None:
    assert is_lossy(channel) is lossy


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("Ïðèâåò, êàê äåëà", "DENSITY"),
        ("ÄãºÃ£¬ÊÀ½ç£¬ÖÐ¹úÈË", "DENSITY_OF_IDEOGRAPHS"),
        ("Câ€™est lâ€™Ã©tÃ©", "DENSITY_OF_COMMON_UTF8"),
        ("Enable camera: sudo raspi-config â†’ Camera", "DENSITY_OF_SYMBOLS"),
    ],
)
def test_the_limit_of_an_explanation(text: str, limit: str) -> None:
    [found] = explain.explain([Part(0, len(text), text)])
    assert limit_of(found) == limit


def test_a_forgotten_language_is_not_the_likeliest() -> None:
    line = Part(0, 24, "Ïðèâåò, êàê äåëà ó âàñ?")
    [known] = explain.explain([line])
    assert known.language == "ru"
    with forgetting("ru"):
        assert all(found.language != "ru" for found in explain.explain([line]))
    assert "ru" in tables().languages
    assert explain.explain([line])[0].language == "ru"


@pytest.mark.parametrize(
    ("right", "also", "after", "expected"),
    [
        ("é", [], "é", "restored"),
        ("é", [], "e\N{COMBINING ACUTE ACCENT}", "restored"),
        ("é", ["Ã©"], "Ã©", "kept"),
        ("é", [], "Ã©", "left"),
        ("é", ["e"], "ã", "wrong"),
        ("Ã©", [], "Ã©", "kept"),
        ("Ã©", [], "é", "wrong"),
    ],
)
def test_cases(right: str, also: list[str], after: str, expected: str) -> None:
    for key in ("right", "expected"):
        assert outcome_of_case({"input": "Ã©", key: right, "also": also}, after) == expected


def test_a_row_is_below_a_peer_or_wrong() -> None:
    score = Score()
    score.lines.update({("ftfy", "restored"): 2, ("default", "restored"): 2})
    assert not is_below(score)
    score.lines["plsfix", "restored"] = 3
    assert is_below(score)
    score.lines["default", "restored"] = 3
    assert not is_below(score)
    score.lines["default", "harmed"] = 1
    assert is_below(score)


def test_texts_about_mojibake_are_not_ascii() -> None:
    assert len(set(ABOUT)) == len(ABOUT)
    assert not any(text.isascii() for text in ABOUT)
