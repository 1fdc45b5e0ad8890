"""The modifier, by itself and in NeMo Curator's own stage."""

from __future__ import annotations

import json
import pickle
from pathlib import Path

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


# Ray warns of settings of its own.
@pytest.mark.filterwarnings("ignore::DeprecationWarning:ray.*")
def test_a_pipeline_from_file_to_file(tmp_path: Path) -> None:
    ray = pytest.importorskip("ray")
    backend = pytest.importorskip("nemo_curator.backends.ray_data")
    from nemo_curator.pipeline import Pipeline
    from nemo_curator.stages.text.io.reader import JsonlReader
    from nemo_curator.stages.text.io.writer import JsonlWriter
    from nemo_curator.stages.text.modifiers import Modify

    crawl, target = tmp_path / "crawl", tmp_path / "repaired"
    crawl.mkdir()
    rows = [{"id": 0, "text": DAMAGED}, {"id": 1, "text": "fine"}]
    for row in rows:
        path = crawl / f"{row['id']}.jsonl"
        path.write_text(json.dumps(row), encoding="utf-8")
    pipeline = Pipeline(name="repair")
    pipeline.add_stage(JsonlReader(str(crawl)))
    pipeline.add_stage(Modify(FixencModifier(), input_fields="text"))
    pipeline.add_stage(JsonlWriter(str(target)))
    ray.init(num_cpus=2, include_dashboard=False, logging_level="ERROR")
    try:
        pipeline.run(backend.RayDataExecutor())
    finally:
        ray.shutdown()
    lines = "".join(path.read_text(encoding="utf-8") for path in target.rglob("*.jsonl"))
    documents = {row["id"]: row["text"] for row in map(json.loads, lines.splitlines())}
    assert documents == {0: REPAIRED, 1: "fine"}
