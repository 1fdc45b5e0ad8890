"""Tables: how each file format of data sets is read in parts and written again.

:mod:`~fixenc.dataset.tables.table` defines the protocol; ``parquet``, ``ipc``, ``jsonl``,
``delimited`` and ``text`` implement it, the last three over :mod:`~fixenc.dataset.tables.lines`;
:mod:`~fixenc.dataset.tables.open` chooses among them by the format of a file.
:mod:`~fixenc.dataset.tables.columns` checks the names of columns.
"""
