"""Integrations: fixenc where other libraries and frameworks expect it.

:mod:`~fixenc.integrations.arrow` repairs columns of Arrow tables (with
:mod:`~fixenc.integrations.arrow_scan`, which finds the cells that may be damaged);
:mod:`~fixenc.integrations.ftfy` accepts the settings of ``ftfy.fix_text``;
:mod:`~fixenc.integrations.datatrove` and :mod:`~fixenc.integrations.nemo` are steps for
pipelines, in the place where these call ftfy.
"""
