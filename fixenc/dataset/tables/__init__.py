"""Tables: how each file format of data sets is read in parts and written again.

:mod:`~fixenc.dataset.tables.table` defines the protocol; ``parquet``, ``ipc``, ``orc``,
``jsonl`` and ``json_array`` (with ``json_text``), ``delimited`` and ``text`` implement it, the
last four over :mod:`~fixenc.dataset.tables.lines`, as do ``archive`` (tar and zip) and ``warc``
(with ``warc_record``); :mod:`~fixenc.dataset.tables.form` is what files do not say of themselves;
:mod:`~fixenc.dataset.tables.open` chooses among them by the format of a file.
:mod:`~fixenc.dataset.tables.columns` checks the names of columns.
"""
