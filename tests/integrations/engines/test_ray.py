"""Ray Data: a stage that maps batches of Arrow."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pyarrow as pa
import pytest


@pytest.mark.xdist_group("ray")  # one cluster is enough for two processors
# Ray's own settings warn of one another when they are imported.
@pytest.mark.filterwarnings("ignore::DeprecationWarning:ray.*")
def test_a_data_set(
    example: Callable[..., Any], table: pa.Table, repaired: dict[str, list[object]]
) -> None:
    ray = pytest.importorskip("ray")
    pytest.importorskip("ray.data")
    ray.init(
        "local",
        num_cpus=1,
        include_dashboard=False,
        object_store_memory=80 << 20,
        log_to_driver=False,
    )
    try:
        fixed = example("Ray Data", ray_dataset=ray.data.from_arrow(table))
        assert fixed.take_all() == pa.table(repaired).to_pylist()
    finally:
        ray.shutdown()
