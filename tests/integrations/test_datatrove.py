"""The step in datatrove's own pipelines."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from fixenc.integrations.ftfy import TextFixerConfig

pytest.importorskip("datatrove", reason="datatrove is not installed")

from fixenc.integrations.datatrove import FixencFormatter

TEXTS = ["“It wasn\xe2t me who said that”, &amp;\x07 \ufb01", "fine"]


# Where fcntl is missing, a library that datatrove imports warns of it.
@pytest.mark.filterwarnings("ignore:only soft file lock is available")
@pytest.mark.parametrize("tasks", [1, 2])
def test_a_pipeline_from_file_to_file(tmp_path: Path, tasks: int) -> None:
    from datatrove.executor import LocalPipelineExecutor
    from datatrove.pipeline.readers import JsonlReader
    from datatrove.pipeline.writers import JsonlWriter

    crawl = tmp_path / "crawl"
    crawl.mkdir()
    for number, text in enumerate(TEXTS):
        line = json.dumps({"id": str(number), "text": text})
        (crawl / f"{number}.jsonl").write_text(line, encoding="utf-8")
    stats = LocalPipelineExecutor(
        [
            JsonlReader(str(crawl), compression=None),
            FixencFormatter(),
            JsonlWriter(str(tmp_path / "repaired"), compression=None),
        ],
        tasks=tasks,
        workers=tasks,  # two are processes that the step is sent to
        logging_dir=str(tmp_path / "logs"),
        start_method="spawn",
    ).run()
    lines = "".join(
        path.read_text(encoding="utf-8") for path in sorted((tmp_path / "repaired").iterdir())
    )
    documents = {row["id"]: row["text"] for row in map(json.loads, lines.splitlines())}
    assert documents == {"0": "“It wasn’t me who said that”, & \ufb01", "1": "fine"}
    assert stats.stats[1].stats["repaired"].total == 1


def test_the_settings_are_those_of_fix_text() -> None:
    assert (
        FixencFormatter("default").format(TEXTS[0])
        == "“It wasn’t me who said that”, &amp;\x07 \ufb01"
    )
    settings = TextFixerConfig(uncurl_quotes=False)
    assert FixencFormatter(settings).format(TEXTS[0]) == "“It wasn’t me who said that”, & fi"
    assert (
        FixencFormatter(uncurl_quotes=True).format(TEXTS[0])
        == '"It wasn\'t me who said that", & \ufb01'
    )
