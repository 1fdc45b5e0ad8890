"""Polars: a frame, and a column of a lazy one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pyarrow as pa
import pytest

from fixenc.integrations.arrow import fix_array

pl = pytest.importorskip("polars")


def test_a_frame(
    example: Callable[..., Any], table: pa.Table, repaired: dict[str, list[object]]
) -> None:
    frame = example("Polars", pl=pl, polars_frame=pl.from_arrow(table))
    assert frame.to_dict(as_series=False) == repaired


def test_a_column_of_a_lazy_frame(
    example: Callable[..., Any], table: pa.Table, repaired: dict[str, list[object]]
) -> None:
    fixed = example("Polars, lazily", pl=pl, lazy_frame=pl.from_arrow(table).lazy())
    assert fixed.collect().to_dict(as_series=False) == repaired


def test_categories(table: pa.Table) -> None:
    text = pl.from_arrow(table)["text"].cast(pl.Categorical)
    fixed = pl.Series(fix_array(text.to_arrow()))
    assert fixed.dtype == pl.Categorical
    assert fixed.to_list() == ["It wasn’t me", None, "fine"]
