"""Layouts: which files of a folder are data, which stand beside it, and which are of no use.

Folders of tables come with files that are none: ``_SUCCESS`` of Spark, ``_metadata`` of Dask,
``state.json`` of Hugging Face.  All are copied but those that would be wrong beside
repaired tables.  Tables of a lakehouse are refused: their logs list their files one by one,
and old versions lie among those that count.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable

from fixenc.run.config import ConfigProblem

FOOTERS = "_metadata"
"""The file with the footers of all Parquet files of a data set."""

_ICEBERG = re.compile(r"metadata/(?:version-hint\.text|[^/]*\.metadata\.json)")
_LANCE = re.compile(r"(?:_versions/[^/]*\.manifest|[^/]*\.lance)")
_CACHE = re.compile(r"(?:cache|tmp)[^/]*\.arrow|[^/]*\.lock")

_LAKES = {
    "Delta": "write_deltalake(new, fix_batches(DeltaTable(old).to_pyarrow_table().to_batches(), "
    "column))",
    "Iceberg": "new.append(fix_batch(old.scan().to_arrow(), column))",
    "Lance": "lance.write_dataset(fix_batch(lance.dataset(old).to_table(), column), new)",
    "Hudi": "frame.mapInArrow(partial(fix_batches, columns=column), frame.schema)",
}


def refuse_lakehouse(names: Iterable[str], named: str, chosen: list[str] | None = None) -> None:
    """Raise :exc:`ConfigProblem` if files in the folder ``named`` are a lakehouse's table.

    With ``chosen``, a table counts only if one of these files is in its folder.
    """
    for name in names:
        lake, root = _lake_of(name)
        if not lake:
            continue
        if chosen is None or any(each.startswith(f"{root}/" if root else "") for each in chosen):
            place = f"{named.rstrip('/')}/{root}" if root else named
            raise ConfigProblem(
                f"{place}: is a table of {lake}, whose log says which files count; read and write "
                f"it with its own library and fixenc.arrow: {_LAKES[lake]}"
            )


def _lake_of(name: str) -> tuple[str, str]:
    """The kind of the table whose file ``name`` is, and its folder; empty if it is of none."""
    parts = name.split("/")
    for at, part in enumerate(parts[:-1]):
        root, rest = "/".join(parts[:at]), "/".join(parts[at:])
        if part == "_delta_log":
            return "Delta", root
        if part == ".hoodie":
            return "Hudi", root
        if _ICEBERG.fullmatch(rest):
            return "Iceberg", root
        if part == "_versions" and _LANCE.fullmatch(rest):
            return "Lance", root
    return ("Lance", "/".join(parts[:-1])) if _LANCE.fullmatch(parts[-1]) else ("", "")


def _saved_data(state: bytes | None) -> frozenset[str] | None:
    """The files of data that a ``state.json`` of Hugging Face names; ``None`` if it is another."""
    try:
        found = json.loads(state or b"")
        return frozenset(str(each["filename"]) for each in found["_data_files"])
    except (ValueError, TypeError, KeyError):
        return None


def why_left_out(
    name: str, read: Callable[[str], bytes | None], saved: dict[str, frozenset[str] | None]
) -> str:
    """Why the file ``name`` is not copied; empty if it is.

    ``saved`` keeps the data files of each folder that ``datasets`` saved.
    """
    folder, _, last = name.rpartition("/")
    if ".git" in name.split("/")[:-1]:
        return "history of git"
    if last.startswith(".") and last.endswith(".crc"):
        return "checksums (.crc) of what the tables were"
    if _CACHE.fullmatch(last):
        prefix = f"{folder}/" if folder else ""
        if folder not in saved:
            saved[folder] = _saved_data(read(f"{prefix}state.json"))
        known = saved[folder]
        if known is not None and last not in known:
            return "caches of datasets"
    return ""
