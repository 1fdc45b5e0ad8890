"""Namespaces for Polars: import this module, and series, expressions and frames have ``.fixenc``::

import fixenc.integrations.polars
df.with_columns(pl.col("text").fixenc.repair())
df["text"].fixenc.changes()  # a frame of what was found, and where
df.fixenc.repair(["title", "text"])
"""

from __future__ import annotations

from collections.abc import Collection
from functools import partial
from typing import Any

try:
    import polars as pl
except ImportError:
    raise ImportError("fixenc.integrations.polars needs polars: pip install polars") from None

from fixenc.engine.policy import Policy, policy_for
from fixenc.integrations.series import FIELDS, changes, repaired


def _repaired(series: pl.Series, policy: Policy) -> pl.Series:
    """The series with its texts repaired; missing values stay."""
    if series.dtype != pl.String:
        raise TypeError(f"a series of {series.dtype} holds no text; see .cast(pl.String)")
    return pl.Series(series.name, repaired(series.to_list(), policy), dtype=pl.String)


@pl.api.register_series_namespace("fixenc")
class SeriesNamespace:
    """``series.fixenc``."""

    def __init__(self, series: pl.Series) -> None:
        self._series = series

    def repair(
        self,
        *,
        unsafe_fixes: bool = False,
        select: Collection[str] = (),
        ignore: Collection[str] = (),
        channel: str | None = None,
    ) -> pl.Series:
        """The series with its texts repaired; the parameters are those of :func:`fixenc.repair`."""
        return _repaired(self._series, policy_for(unsafe_fixes, select, ignore, channel))

    def is_damaged(self, *, unsafe_fixes: bool = False) -> pl.Series:
        """Which values :meth:`repair` would change: a series of truth values."""
        return self._series.ne_missing(_repaired(self._series, Policy(unsafe_fixes)))

    def changes(
        self,
        *,
        unsafe_fixes: bool = False,
        select: Collection[str] = (),
        ignore: Collection[str] = (),
        channel: str | None = None,
    ) -> pl.DataFrame:
        """What was found: a row for each, and its place."""
        policy = policy_for(unsafe_fixes, select, ignore, channel)
        rows = list(changes(self._series.to_list(), policy))
        types = dict.fromkeys(FIELDS, pl.String) | dict.fromkeys(FIELDS[:3], pl.Int64)
        return pl.DataFrame(rows, schema=types, orient="row")


@pl.api.register_expr_namespace("fixenc")
class ExpressionNamespace:
    """``pl.col("text").fixenc``, also in lazy frames."""

    def __init__(self, expression: pl.Expr) -> None:
        self._expression = expression

    def repair(
        self,
        *,
        unsafe_fixes: bool = False,
        select: Collection[str] = (),
        ignore: Collection[str] = (),
        channel: str | None = None,
    ) -> pl.Expr:
        """The expression with its texts repaired."""
        policy = policy_for(unsafe_fixes, select, ignore, channel)
        return self._expression.map_batches(
            partial(_repaired, policy=policy), return_dtype=pl.String
        )


@pl.api.register_dataframe_namespace("fixenc")
class FrameNamespace:
    """``frame.fixenc``."""

    def __init__(self, frame: pl.DataFrame) -> None:
        self._frame = frame

    def repair(self, columns: str | Collection[str], **keywords: Any) -> pl.DataFrame:
        """The frame with these columns of text repaired."""
        names = [columns] if isinstance(columns, str) else list(columns)
        return self._frame.with_columns(
            SeriesNamespace(self._frame[name]).repair(**keywords) for name in names
        )
