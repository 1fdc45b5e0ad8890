"""What the tests with real engines share: one small table."""

from __future__ import annotations

import pytest


@pytest.fixture
def table() -> object:
    """A table with one damaged cell, a null and a fine one."""
    pa = pytest.importorskip("pyarrow")
    return pa.table({"text": ["It wasn\xe2t me", None, "fine"], "n": [1, 2, 3]})


@pytest.fixture
def repaired() -> dict[str, list[object]]:
    """What has to come out of it."""
    return {"text": ["It wasn’t me", None, "fine"], "n": [1, 2, 3]}
