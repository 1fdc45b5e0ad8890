"""The namespaces for Polars, with Polars itself."""

from __future__ import annotations

import pytest

pl = pytest.importorskip("polars")
import fixenc.integrations.polars  # noqa: E402, F401

DAMAGED = "It wasn\xe2t me who said that"
REPAIRED = "It wasn’t me who said that"


def test_a_series() -> None:
    series = pl.Series("t", [DAMAGED, "fine", None])
    assert series.fixenc.repair().to_list() == [REPAIRED, "fine", None]
    assert series.fixenc.repair().name == "t"
    assert series.fixenc.is_damaged().to_list() == [True, False, False]
    [change] = series.fixenc.changes().to_dicts()
    assert (change["row"], change["start"], change["old"], change["new"]) == (0, 7, "\xe2", "’")
    assert series.fixenc.changes(ignore=["lone-circumflex"]).is_empty()
    assert series.fixenc.repair(ignore=["lone-circumflex"]).to_list() == series.to_list()
    with pytest.raises(TypeError, match=r"a series of Int64 holds no text; see \.cast"):
        pl.Series([1]).fixenc.repair()


def test_expressions_and_frames() -> None:
    frame = pl.DataFrame({"a": [DAMAGED], "b": [DAMAGED]})
    repaired = {"a": [REPAIRED], "b": [DAMAGED]}
    assert frame.with_columns(pl.col("a").fixenc.repair()).to_dict(as_series=False) == repaired
    lazy = frame.lazy().with_columns(pl.col("a").fixenc.repair()).collect()
    assert lazy.to_dict(as_series=False) == repaired
    assert frame.fixenc.repair("a").to_dict(as_series=False) == repaired
    assert frame.fixenc.repair(["a", "b"])["b"].to_list() == [REPAIRED]
