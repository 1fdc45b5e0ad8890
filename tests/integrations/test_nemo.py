"""The modifier, by itself and in NeMo Curator's own stage."""

from __future__ import annotations

import pickle

import pytest

from fixenc.integrations.nemo import FixencModifier

DAMAGED = "“It wasn\xe2t me who said that”, &amp;\x07 \ufb01"
REPAIRED = "“It wasn’t me who said that”, & \ufb01"


def test_a_document() -> None:
    modifier = pickle.loads(pickle.dumps(FixencModifier()))
    assert modifier.modify_document(DAMAGED) == REPAIRED
    assert modifier(DAMAGED) == REPAIRED
    assert modifier.name == "FixencModifier"
    assert FixencModifier(uncurl_quotes=True)(DAMAGED) == '"It wasn\'t me who said that", & \ufb01'


def test_in_a_stage_of_nemo_curator() -> None:
    modifiers = pytest.importorskip("nemo_curator.stages.text.modifiers.modifier")
    tasks = pytest.importorskip("nemo_curator.tasks")
    pd = pytest.importorskip("pandas")
    batch = tasks.DocumentBatch(dataset_name="crawl", data=pd.DataFrame({"text": [DAMAGED]}))
    fixed = modifiers.Modify(FixencModifier()).process(batch)
    assert fixed.data["text"].tolist() == [REPAIRED]
