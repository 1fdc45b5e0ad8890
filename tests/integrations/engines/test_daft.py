"""Daft: a function of batches."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pyarrow as pa
import pytest


def test_a_column(
    example: Callable[..., Any], table: pa.Table, repaired: dict[str, list[object]]
) -> None:
    daft = pytest.importorskip("daft")
    fixed = example("Daft", daft=daft, daft_frame=daft.from_arrow(table))
    assert fixed.to_pydict() == repaired
