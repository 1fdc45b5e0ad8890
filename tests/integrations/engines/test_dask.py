"""Dask: a column of a frame, partition by partition."""

from __future__ import annotations

import pyarrow as pa
import pytest

from fixenc.integrations.arrow import fix_array


def test_a_column(table: pa.Table, repaired: dict[str, list[object]]) -> None:
    dd = pytest.importorskip("dask.dataframe")
    pd = pytest.importorskip("pandas")

    def fixed(text: pd.Series) -> pd.Series:
        return pd.Series(fix_array(pa.array(text)), text.index, text.dtype, text.name)

    frame = dd.from_pandas(table.to_pandas(types_mapper=pd.ArrowDtype), npartitions=2)
    frame["text"] = frame["text"].map_partitions(fixed, meta=frame["text"])
    result = frame.compute(scheduler="synchronous")
    assert pa.Table.from_pandas(result, preserve_index=False).to_pydict() == repaired
