"""Each threshold holds: a case on either side of its edge."""

from __future__ import annotations

import pytest

from fixenc import decide
from fixenc.codecs import codec
from fixenc.decide import MarkEvidence, decide_c1, decide_mark, reads_like_a_language
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


SAFE, UNSAFE = Safety.SAFE, Safety.UNSAFE


@pytest.mark.parametrize(
    ("gain", "lead", "together", "known", "spells", "safety"),
    [
        (30.0, 3.0, 0.0, 0.0, False, SAFE),
        (30.0 - STEP, 3.0, 0.0, 0.0, False, UNSAFE),
        (30.0, 3.0 - STEP, 0.0, 0.0, False, UNSAFE),
        (30.0, 3.0, 0.0, -STEP, False, UNSAFE),
        (18.0, 3.0, 0.0, 12.0, False, SAFE),
        (18.0, 3.0, 0.0, 12.0 - STEP, False, None),
        (18.0 - STEP, 3.0, 0.0, 50.0, False, UNSAFE),
        (31.0, 3.0, 0.0, 0.0, True, SAFE),
        (31.0 - STEP, 3.0, 0.0, 0.0, True, UNSAFE),
        (6.0, 3.0, 30.0, 12.0, True, SAFE),
        (6.0 - STEP, 3.0, 30.0, 12.0, True, None),
        (8.0, 3.0, 30.0 - STEP, 20.0, False, UNSAFE),
        (8.0, 3.0, 42.0, 12.0 - STEP, False, UNSAFE),
        (8.0, 3.0, 42.0, -STEP, False, None),
        (8.0, 3.0, 0.0, 20.0, False, UNSAFE),
        (8.0 - STEP, 3.0, 0.0, 20.0, False, None),
        (12.0, 0.0, 0.0, 20.0, True, UNSAFE),
        (12.0 - STEP, 0.0, 0.0, 20.0, True, None),
        (20.0, 0.0, 0.0, 5.0, False, UNSAFE),
        (20.0 - STEP, 0.0, 0.0, 5.0, False, None),
        (10.0, 0.0, 0.0, 20.0, False, UNSAFE),
        (10.0, 0.0, 0.0, 20.0 - STEP, False, None),
    ],
)
def test_marks_are_restored_by_their_evidence(
    gain: float, lead: float, together: float, known: float, spells: bool, safety: Safety | None
) -> None:
    assert decide_mark(MarkEvidence(gain, lead, together, known, spells)) is safety


@pytest.mark.parametrize(
    ("gain", "density", "safety"),
    [(12.0, 6.5, SAFE), (12.0 - STEP, 6.5, None), (12.0, 6.5 + STEP, UNSAFE)],
)
def test_control_characters_are_read_as_marks(
    gain: float, density: float, safety: Safety | None
) -> None:
    assert decide_c1(gain, density) is safety
