"""Spark: mapInArrow, in a Java machine of its own."""

from __future__ import annotations

import shutil
import sys
from functools import partial

import pyarrow as pa
import pytest

from fixenc.integrations.arrow import fix_batches


@pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas:FutureWarning")
@pytest.mark.skipif(shutil.which("java") is None, reason="Spark runs on Java")
def test_a_frame(
    table: pa.Table, repaired: dict[str, list[object]], monkeypatch: pytest.MonkeyPatch
) -> None:
    sql = pytest.importorskip("pyspark.sql")
    monkeypatch.setenv("PYSPARK_PYTHON", sys.executable)
    builder = sql.SparkSession.builder.master("local[1]")
    for key, value in {
        "spark.ui.enabled": "false",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.memory": "512m",
    }.items():
        builder = builder.config(key, value)
    session = builder.getOrCreate()
    try:
        frame = session.createDataFrame(table)
        fixed = frame.mapInArrow(partial(fix_batches, columns="text"), frame.schema)
        assert fixed.toArrow().to_pydict() == repaired
    finally:
        session.stop()
