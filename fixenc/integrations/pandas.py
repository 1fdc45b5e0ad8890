"""An accessor for pandas: import this module, and series and frames have ``.fixenc``::

import fixenc.integrations.pandas
df["text"] = df["text"].fixenc.repair()
df["text"].fixenc.changes()  # a frame of what was found, and where
df = df.fixenc.repair(["title", "text"])
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

try:
    import pandas as pd
except ImportError:
    raise ImportError("fixenc.integrations.pandas needs pandas: pip install pandas") from None

from fixenc.engine.policy import Policy, policy_for
from fixenc.integrations.series import FIELDS, changes, repaired


@pd.api.extensions.register_series_accessor("fixenc")
class SeriesAccessor:
    """``series.fixenc``.  Values that are no text, missing ones among them, stay as they are."""

    def __init__(self, series: pd.Series) -> None:
        if isinstance(series.dtype, pd.CategoricalDtype) or not (
            pd.api.types.is_string_dtype(series.dtype) or pd.api.types.is_object_dtype(series.dtype)
        ):
            raise AttributeError(f"a series of {series.dtype} holds no text; see .astype(str)")
        self._series = series

    def repair(
        self,
        *,
        unsafe_fixes: bool = False,
        select: Collection[str] = (),
        ignore: Collection[str] = (),
        channel: str | None = None,
    ) -> pd.Series:
        """The series with its texts repaired; the parameters are those of :func:`fixenc.repair`."""
        policy = policy_for(unsafe_fixes, select, ignore, channel)
        return self._with(repaired(self._series, policy))

    def is_damaged(self, *, unsafe_fixes: bool = False) -> pd.Series:
        """Which values :meth:`repair` would change: a series of truth values."""
        found = repaired(self._series, Policy(unsafe_fixes))
        changed = [
            isinstance(old, str) and old != new
            for old, new in zip(self._series, found, strict=True)
        ]
        return pd.Series(changed, index=self._series.index, name=self._series.name, dtype=bool)

    def changes(
        self,
        *,
        unsafe_fixes: bool = False,
        select: Collection[str] = (),
        ignore: Collection[str] = (),
        channel: str | None = None,
    ) -> pd.DataFrame:
        """What was found: a row for each, with its label in ``index``, and its place."""
        policy = policy_for(unsafe_fixes, select, ignore, channel)
        found = pd.DataFrame(list(changes(self._series, policy)), columns=list(FIELDS))
        found.insert(0, "index", [self._series.index[row] for row in found["row"]])
        return found

    def _with(self, values: Iterable[object]) -> pd.Series:
        old = self._series
        return pd.Series(list(values), index=old.index, name=old.name, dtype=old.dtype)


@pd.api.extensions.register_dataframe_accessor("fixenc")
class FrameAccessor:
    """``frame.fixenc``."""

    def __init__(self, frame: pd.DataFrame) -> None:
        self._frame = frame

    def repair(
        self,
        columns: str | Collection[str],
        *,
        unsafe_fixes: bool = False,
        select: Collection[str] = (),
        ignore: Collection[str] = (),
        channel: str | None = None,
    ) -> pd.DataFrame:
        """A copy of the frame with these columns of text repaired."""
        names = [columns] if isinstance(columns, str) else list(columns)
        missing = [name for name in names if name not in self._frame.columns]
        if missing:
            known = ", ".join(map(str, self._frame.columns))
            raise KeyError(f"there is no column {missing[0]!r}; there are: {known}")
        policy = policy_for(unsafe_fixes, select, ignore, channel)
        fixed = {name: SeriesAccessor(self._frame[name]) for name in names}
        return self._frame.assign(
            **{name: one._with(repaired(one._series, policy)) for name, one in fixed.items()}
        )
