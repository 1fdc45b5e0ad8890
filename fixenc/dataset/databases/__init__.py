"""Databases: columns of a table, read in the order of its key and repaired where they stand.

:mod:`~fixenc.dataset.databases.address` says which inputs are databases and opens them;
:mod:`~fixenc.dataset.databases.database` defines the protocol, which ``postgresql`` (with
``catalog``) and ``sqlite`` implement; :mod:`~fixenc.dataset.databases.names` reads the names of
tables, keys and columns.  :mod:`~fixenc.dataset.databases.repair` goes through a table, with
:mod:`~fixenc.dataset.databases.write`, which changes cells,
:mod:`~fixenc.dataset.databases.log` of what was changed, and
:mod:`~fixenc.dataset.databases.position`, from which a run that was stopped goes on;
:mod:`~fixenc.dataset.databases.undo` takes a run back, and
:mod:`~fixenc.dataset.databases.copy` makes a copy of a file of SQLite to repair.
"""
