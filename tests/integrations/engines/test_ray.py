"""Ray Data: a stage that maps batches of Arrow."""

from __future__ import annotations

from functools import partial

import pyarrow as pa
import pytest

from fixenc.integrations.arrow import fix_batch


@pytest.mark.xdist_group("ray")  # one cluster is enough for two processors
# Ray's own settings warn of one another when they are imported.
@pytest.mark.filterwarnings("ignore::DeprecationWarning:ray.*")
def test_a_data_set(table: pa.Table, repaired: dict[str, list[object]]) -> None:
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
        fix = partial(fix_batch, columns="text")
        fixed = ray.data.from_arrow(table).map_batches(fix, batch_format="pyarrow")
        assert fixed.take_all() == pa.table(repaired).to_pylist()
    finally:
        ray.shutdown()
