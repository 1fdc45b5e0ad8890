"""DuckDB: as a function of SQL, and as a stream of batches."""

from __future__ import annotations

import pyarrow as pa
import pytest

from fixenc.integrations.arrow import fix_array, fix_batches

duckdb = pytest.importorskip("duckdb")


def test_as_a_function_of_sql(table: pa.Table, repaired: dict[str, list[object]]) -> None:
    with duckdb.connect() as connection:
        connection.create_function(
            "fix_text", lambda text: fix_array(text), ["VARCHAR"], "VARCHAR", type="arrow"
        )
        connection.register("damaged", table)
        rows = connection.sql("SELECT fix_text(text), n FROM damaged ORDER BY n").fetchall()
    assert rows == list(zip(*repaired.values(), strict=True))


def test_as_a_stream_of_batches(table: pa.Table, repaired: dict[str, list[object]]) -> None:
    with duckdb.connect() as connection:
        connection.register("damaged", table)
        batches = connection.sql("FROM damaged ORDER BY n").to_arrow_reader()
        fixed = pa.Table.from_batches(fix_batches(batches, "text"))
        connection.register("fixed", fixed)
        assert connection.sql("SELECT text FROM fixed WHERE n = 1").fetchall() == [
            ("It wasn’t me",)
        ]
    assert fixed.to_pydict() == repaired
