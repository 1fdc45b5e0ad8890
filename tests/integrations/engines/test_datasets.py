"""The datasets of Hugging Face, mapped in batches of Arrow."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest


def test_a_data_set(
    example: Callable[..., Any],
    table: pa.Table,
    repaired: dict[str, list[object]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("HF_HOME", str(tmp_path))
    datasets = pytest.importorskip("datasets")
    damaged = datasets.Dataset.from_dict(table.to_pydict())
    fixed = example("Hugging Face datasets", hf_dataset=damaged)
    assert fixed.with_format(None)[:] == repaired
