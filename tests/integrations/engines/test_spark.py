"""Spark: mapInArrow, in a Java machine of its own."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest


@pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas:FutureWarning")
@pytest.mark.skipif(shutil.which("java") is None, reason="Spark runs on Java")
def test_a_frame(
    example: Callable[..., Any],
    table: pa.Table,
    repaired: dict[str, list[object]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sql = pytest.importorskip("pyspark.sql")
    monkeypatch.chdir(tmp_path)
    Path("crawl").mkdir()
    pq.write_table(table, "crawl/a.parquet")
    # There is a python3 in PATH, but not the one that fixenc is installed in.
    other = tmp_path / "python3"
    other.write_text("#!/bin/sh\nexit 7\n")
    other.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    monkeypatch.setenv("PYSPARK_PYTHON", "")
    monkeypatch.delenv("PYSPARK_PYTHON")
    builder = sql.SparkSession.builder.master("local[1]")
    for key, value in {
        "spark.ui.enabled": "false",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.memory": "512m",
    }.items():
        builder = builder.config(key, value)
    named = SimpleNamespace(builder=builder)
    fixed = example(
        "Spark, whose workers run the ``python3`` of PATH unless they are given another",
        SparkSession=named,
    )
    try:
        assert fixed.toArrow().to_pydict() == repaired
    finally:
        fixed.sparkSession.stop()
