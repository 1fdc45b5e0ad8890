"""The step in datatrove's own pipelines."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

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


def test_from_parquet_to_parquet(tmp_path: Path) -> None:
    pa = pytest.importorskip("pyarrow")
    pq = pytest.importorskip("pyarrow.parquet")
    from datatrove.pipeline.readers import ParquetReader
    from datatrove.pipeline.writers.parquet import ParquetWriter

    crawl = tmp_path / "crawl"
    crawl.mkdir()
    pq.write_table(pa.table({"id": ["0", "1"], "text": TEXTS, "n": [1, 2]}), crawl / "a.parquet")
    reader = ParquetReader(str(crawl), read_metadata=True)
    _run(tmp_path, reader, ParquetWriter(str(tmp_path / "repaired")))
    table = pq.read_table(tmp_path / "repaired")
    assert table["text"].to_pylist() == ["“It wasn’t me who said that”, & \ufb01", "fine"]
    assert [row["n"] for row in table["metadata"].to_pylist()] == [1, 2]


def test_from_wet_to_parquet(tmp_path: Path) -> None:
    for name in ("warcio", "cchardet", "magic", "pyarrow"):
        pytest.importorskip(name, reason="datatrove's reader of WARC needs it")
    from datatrove.pipeline.readers import WarcReader
    from datatrove.pipeline.writers.parquet import ParquetWriter
    from pyarrow import parquet

    crawl = tmp_path / "crawl"
    crawl.mkdir()
    records = []
    for number, text in enumerate(TEXTS):
        data = text.encode()
        head = (
            f"WARC/1.0\r\nWARC-Type: conversion\r\nWARC-Record-ID: <urn:{number}>\r\n"
            f"WARC-Target-URI: http://a/{number}\r\nWARC-Date: 2024-01-01T00:00:00Z\r\n"
            "WARC-Identified-Payload-Type: text/plain\r\nContent-Type: text/plain\r\n"
            f"Content-Length: {len(data)}\r\n\r\n"
        )
        records.append(gzip.compress(head.encode() + data + b"\r\n\r\n"))
    (crawl / "a.warc.wet.gz").write_bytes(b"".join(records))
    _run(tmp_path, WarcReader(str(crawl)), ParquetWriter(str(tmp_path / "repaired")))
    table = parquet.read_table(tmp_path / "repaired")
    assert table["text"].to_pylist() == ["“It wasn’t me who said that”, & \ufb01", "fine"]
    assert table["metadata"][0]["url"].as_py() == "http://a/0"


def _run(folder: Path, reader: Any, writer: Any) -> None:
    """Run a pipeline in this process, from a reader to a writer."""
    from datatrove.executor import LocalPipelineExecutor

    steps = [reader, FixencFormatter(), writer]
    LocalPipelineExecutor(steps, logging_dir=str(folder / "logs")).run()


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
