"""The accessor for pandas, with pandas itself."""

from __future__ import annotations

import pytest

pd = pytest.importorskip("pandas")
import fixenc.integrations.pandas  # noqa: E402, F401

DAMAGED = "It wasn\xe2t me who said that"
REPAIRED = "It wasn’t me who said that"


@pytest.mark.parametrize("dtype", ["object", "str", "string"])
def test_a_series(dtype: str) -> None:
    series = pd.Series([DAMAGED, "fine", None, DAMAGED], index=[3, 5, 5, 9], name="t", dtype=dtype)
    found = series.fixenc.repair()
    assert found.dropna().tolist() == [REPAIRED, "fine", REPAIRED]
    assert (found.index.tolist(), found.name, found.dtype) == ([3, 5, 5, 9], "t", series.dtype)
    assert found.isna().tolist() == [False, False, True, False]
    assert series.fixenc.is_damaged().tolist() == [True, False, False, True]
    changes = series.fixenc.changes()
    assert changes["index"].tolist() == [3, 9]
    assert changes["row"].tolist() == [0, 3]
    assert changes.loc[0, ["start", "end", "old", "new"]].tolist() == [7, 8, "\xe2", "’"]


def test_other_values_stay() -> None:
    series = pd.Series([1, DAMAGED, b"a"], dtype="object")
    assert series.fixenc.repair().tolist() == [1, REPAIRED, b"a"]
    with pytest.raises(AttributeError, match="a series of int64 holds no text"):
        _ = pd.Series([1]).fixenc
    assert pd.Series([], dtype="object").fixenc.changes().empty


def test_a_frame() -> None:
    frame = pd.DataFrame({"a": [DAMAGED], "b": [DAMAGED], "c": [1]})
    found = frame.fixenc.repair("a")
    assert found.iloc[0].tolist() == [REPAIRED, DAMAGED, 1]
    assert frame.fixenc.repair(["a", "b"], ignore=["lone-circumflex"]).equals(frame)
    assert frame.fixenc.repair(["b"], channel="cp1251>cp1252")["b"][0].startswith("It wasnвt")
    with pytest.raises(KeyError, match="there is no column 'd'; there are: a, b, c"):
        frame.fixenc.repair("d")
