"""Polars: a frame, and a column of a lazy one."""

from __future__ import annotations

import pyarrow as pa
import pytest

from fixenc.integrations.arrow import fix_array, fix_batch

pl = pytest.importorskip("polars")


def test_a_frame(table: pa.Table, repaired: dict[str, list[object]]) -> None:
    frame = pl.from_arrow(fix_batch(pl.from_arrow(table).to_arrow(), "text"))
    assert frame.to_dict(as_series=False) == repaired


def test_a_column_of_a_lazy_frame(table: pa.Table, repaired: dict[str, list[object]]) -> None:
    frame = pl.from_arrow(table).lazy()
    fixed = frame.with_columns(
        pl.col("text").map_batches(
            lambda text: pl.Series(fix_array(text.to_arrow())), return_dtype=pl.String
        )
    )
    assert fixed.collect().to_dict(as_series=False) == repaired


def test_categories(table: pa.Table) -> None:
    text = pl.from_arrow(table)["text"].cast(pl.Categorical)
    fixed = pl.Series(fix_array(text.to_arrow()))
    assert fixed.dtype == pl.Categorical
    assert fixed.to_list() == ["It wasn’t me", None, "fine"]
