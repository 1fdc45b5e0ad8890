"""Each threshold holds: a case on either side of its edge."""

from __future__ import annotations

import pytest

from fixenc import decide
from fixenc.codecs import codec
from fixenc.decide import is_proven, reads_like_a_language
from fixenc.edits import Safety

STEP = 0.01


@pytest.mark.parametrize(
    ("gain", "lead", "safety"),
    [
        (14.0, 5.0, Safety.SAFE),
        (14.0 - STEP, 5.0, Safety.UNSAFE),
        (14.0, 5.0 - STEP, Safety.UNSAFE),
        (8.0, 1.0, Safety.UNSAFE),
        (8.0 - STEP, 1.0, None),
        (8.0, 1.0 - STEP, None),
    ],
)
def test_gain_and_lead_decide(gain: float, lead: float, safety: Safety | None) -> None:
    assert decide.decide(gain, lead) is safety


@pytest.mark.parametrize(
    ("density", "reader", "writer"),
    [
        (6.0, "cp1252", "cp1251"),
        (9.0, "cp1252", "gb18030"),
        (12.0, "cp437", "utf-8"),
        (16.0, "cp1252", "utf-8"),
        (16.0, "latin-1", "utf-8"),
        (12.0, "cp1254", "utf-8"),
    ],
)
def test_a_repair_reads_like_a_language(density: float, reader: str, writer: str) -> None:
    assert reads_like_a_language(density, codec(reader), codec(writer))
    assert not reads_like_a_language(density + STEP, codec(reader), codec(writer))


@pytest.mark.parametrize(
    ("gain", "total", "proven"),
    [
        (12.0, 12.0, True),
        (12.0 - STEP, 12.0, False),
        (-4.0, 16.0, True),
        (-4.0 - STEP, 16.0, False),
        (-4.0, 16.0 - STEP, False),
    ],
)
def test_marks_are_proven_alone_or_together(gain: float, total: float, proven: bool) -> None:
    assert is_proven(gain, total) is proven


@pytest.mark.parametrize(
    ("gain", "lead", "alone", "safety"),
    [
        (14.0, 2.0, False, Safety.SAFE),
        (14.0 - STEP, 2.0, False, Safety.UNSAFE),
        (14.0, 2.0 - STEP, False, Safety.UNSAFE),
        (60.0, 2.0, True, Safety.SAFE),
        (60.0 - STEP, 2.0, True, Safety.UNSAFE),
        (8.0, 0.0, True, Safety.UNSAFE),
        (8.0 - STEP, 2.0, False, None),
    ],
)
def test_lost_bytes(gain: float, lead: float, alone: bool, safety: Safety | None) -> None:
    assert decide.decide_lost_byte(gain, lead, alone) is safety


@pytest.mark.parametrize(
    ("gain", "total", "replaced", "safety"),
    [
        (8.0, 24.0, False, Safety.UNSAFE),
        (8.0 - STEP, 24.0, False, None),
        (8.0, 24.0 - STEP, False, None),
        (-20.0, 0.0, True, Safety.UNSAFE),
    ],
)
def test_lost_letters(gain: float, total: float, replaced: bool, safety: Safety | None) -> None:
    assert decide.decide_lost_letter(gain, total, replaced) is safety
