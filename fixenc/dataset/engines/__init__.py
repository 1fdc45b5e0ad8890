"""Engines: which processes of which machines do the tasks of a job.

:mod:`~fixenc.dataset.engines.engine` defines the protocol;
:mod:`~fixenc.dataset.engines.local` uses the processors of one machine, and
:mod:`~fixenc.dataset.engines.cluster` a Ray cluster.
"""
