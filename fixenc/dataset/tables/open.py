"""Opening a table in the format that its name or its content shows."""

from __future__ import annotations

from typing import Any

from fixenc.dataset.inputs import Format, Input
from fixenc.dataset.store import Store
from fixenc.dataset.tables.form import Form
from fixenc.dataset.tables.table import Table


def open_table(store: Store, file: Input, columns: tuple[str, ...], form: Form) -> Table[Any]:
    """The table ``file`` in a form, of which ``columns`` are asked for."""
    if file.format is Format.PARQUET:
        from fixenc.dataset.tables.parquet import ParquetTable

        return ParquetTable(store, file, columns, form)
    if file.format is Format.IPC:
        from fixenc.dataset.tables.ipc import IpcTable

        return IpcTable(store, file, columns, form)
    if file.format is Format.JSONL:
        from fixenc.dataset.tables.json.rows import JsonTable

        return JsonTable(store, file, columns, form)
    if file.format in (Format.TAR, Format.ZIP):
        from fixenc.dataset.tables.archive import ArchiveTable

        return ArchiveTable(store, file, columns, form)
    if file.format is Format.ORC:
        from fixenc.dataset.tables.orc import OrcTable

        return OrcTable(store, file, columns, form)
    if file.format is Format.WARC:
        from fixenc.dataset.tables.crawl.warc import WarcTable

        return WarcTable(store, file, columns, form)
    if file.format is Format.JSON:
        from fixenc.dataset.tables.json.array import json_table

        return json_table(store, file, columns, form)
    if file.format is Format.TEXT:
        from fixenc.dataset.tables.text import TextTable

        return TextTable(store, file, columns, form)
    from fixenc.dataset.tables.delimited import DelimitedTable

    return DelimitedTable(store, file, columns, form)
