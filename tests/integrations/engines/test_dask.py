"""Dask: a column of a frame, partition by partition."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pyarrow as pa
import pytest


@pytest.mark.parametrize("arrow", [True, False], ids=["types of Arrow", "types of pandas"])
def test_a_column(
    example: Callable[..., Any], table: pa.Table, repaired: dict[str, list[object]], arrow: bool
) -> None:
    dd = pytest.importorskip("dask.dataframe")
    pd = pytest.importorskip("pandas")
    whole = table.to_pandas(types_mapper=pd.ArrowDtype) if arrow else table.to_pandas()
    frame = dd.from_pandas(whole, npartitions=2)
    result = example("Dask", pd=pd, dask_frame=frame).compute(scheduler="synchronous")
    assert result.dtypes.tolist() == frame.dtypes.tolist()
    assert pa.Table.from_pandas(result, preserve_index=False).to_pydict() == repaired
