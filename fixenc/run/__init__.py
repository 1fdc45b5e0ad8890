"""Run: how files are checked and repaired, from the settings to the results.

:mod:`~fixenc.run.config` reads the settings.  :mod:`~fixenc.run.files` finds the files and goes
through them, divided among processes by :mod:`~fixenc.run.processes`, and
:mod:`~fixenc.run.one_file` checks each of them.
:mod:`~fixenc.run.clean_files` proves from the bytes alone that a file is clean, and
:mod:`~fixenc.run.large_files` repairs files part by part that do not fit in memory.
:mod:`~fixenc.run.decided` makes the changes that were accepted in a review.
"""
