"""The datasets of Hugging Face, mapped in batches of Arrow."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pyarrow as pa
import pytest

from fixenc.integrations.arrow import fix_batch


def test_a_data_set(
    table: pa.Table,
    repaired: dict[str, list[object]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("HF_HOME", str(tmp_path))
    datasets = pytest.importorskip("datasets")
    damaged = datasets.Dataset.from_dict(table.to_pydict()).with_format("arrow")
    fixed = damaged.map(partial(fix_batch, columns="text"), batched=True, batch_size=2)
    assert fixed.with_format(None)[:] == repaired
