"""Daft: a function of batches."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pytest

from fixenc.integrations.arrow import fix_array


def test_a_column(table: pa.Table, repaired: dict[str, list[object]]) -> None:
    daft = pytest.importorskip("daft")

    @daft.func.batch(return_dtype=daft.DataType.string())
    def fixed(text: Any) -> pa.Array:
        return fix_array(text.to_arrow())

    frame = daft.from_arrow(table)
    assert frame.with_column("text", fixed(frame["text"])).to_pydict() == repaired
