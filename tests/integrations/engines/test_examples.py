"""Every example in ``help(fixenc.arrow)`` is run by a test of its engine."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

import fixenc.arrow


def test_each_example_has_a_test() -> None:
    headings = re.findall(r"(?m)^(\S.*)::$", fixenc.arrow.__doc__ or "")
    assert len(headings) > 10
    tests = "".join(
        path.read_text(encoding="utf-8") for path in Path(__file__).parent.glob("test_*.py")
    )
    for heading in headings:
        assert f'example("{heading}' in tests or f'"{heading}",' in tests, heading


def test_pandas(
    example: Callable[..., Any], table: pa.Table, repaired: dict[str, list[object]]
) -> None:
    pytest.importorskip("pandas")
    fixed = example("pandas", pandas_frame=table.to_pandas())
    assert pa.Table.from_pandas(fixed, preserve_index=False).to_pydict() == repaired


def test_delta_lake(
    example: Callable[..., Any],
    table: pa.Table,
    repaired: dict[str, list[object]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    deltalake = pytest.importorskip("deltalake")
    monkeypatch.chdir(tmp_path)
    deltalake.write_deltalake("old", table)
    names = {name: getattr(deltalake, name) for name in ("DeltaTable", "write_deltalake")}
    example("Delta Lake", **names)
    assert deltalake.DeltaTable("new").to_pyarrow_table().to_pydict() == repaired


def test_lance(
    example: Callable[..., Any],
    table: pa.Table,
    repaired: dict[str, list[object]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lance = pytest.importorskip("lance")
    monkeypatch.chdir(tmp_path)
    lance.write_dataset(table, "old")
    example("Lance", lance=lance)
    assert lance.dataset("new").to_table().to_pydict() == repaired
