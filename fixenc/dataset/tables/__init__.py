"""Tables: how each file format of data sets is read in parts and written again.

:mod:`~fixenc.dataset.tables.table` defines the protocol.  ``parquet``, ``ipc``, ``orc``, the folder
``json``, ``delimited`` and ``text`` implement it, the last three over
:mod:`~fixenc.dataset.tables.lines`, as do ``archive`` (tar, zip) and the folder ``crawl`` (WARC).
:mod:`~fixenc.dataset.tables.texts` are columns with several texts a row,
:mod:`~fixenc.dataset.tables.form` is what files do not say of themselves, and
:mod:`~fixenc.dataset.tables.open` chooses among them by the format of a file.
:mod:`~fixenc.dataset.tables.columns` checks the names of columns.
"""
