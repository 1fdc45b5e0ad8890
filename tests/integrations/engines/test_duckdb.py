"""DuckDB: as a function of SQL, and as a stream of batches."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

duckdb = pytest.importorskip("duckdb")


@pytest.fixture(autouse=True)
def _crawl(table: pa.Table, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("crawl").mkdir()
    pq.write_table(table, "crawl/a.parquet")


def test_as_a_function_of_sql(
    example: Callable[..., Any], repaired: dict[str, list[object]]
) -> None:
    with duckdb.connect() as connection:
        found = example("DuckDB, as a function of SQL", duckdb=connection)
        assert found.order("n").fetchall() == list(zip(*repaired.values(), strict=True))


def test_as_a_stream(example: Callable[..., Any], repaired: dict[str, list[object]]) -> None:
    with duckdb.connect() as connection:
        fixed = example("DuckDB, as a stream", duckdb=connection)
        assert fixed.to_pydict() == repaired
        connection.register("fixed", fixed)
        assert connection.sql("SELECT text FROM fixed WHERE n = 1").fetchall() == [
            ("It wasn’t me",)
        ]
