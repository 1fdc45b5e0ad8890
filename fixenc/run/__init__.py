"""Run: how files are checked and repaired, from the settings to the results.

:mod:`~fixenc.run.config` reads the settings; :mod:`~fixenc.run.files` checks each file
in turn, divided among processes by :mod:`~fixenc.run.processes`.
:mod:`~fixenc.run.clean_files` proves from the bytes alone that a file is clean, and
:mod:`~fixenc.run.large_files` repairs files part by part that do not fit in memory.
"""
