"""Integrations: fixenc where other libraries and frameworks expect it.

:mod:`~fixenc.integrations.arrow` repairs columns of Arrow tables (with
:mod:`~fixenc.integrations.arrow_scan`, which finds the cells that may be damaged);
:mod:`~fixenc.integrations.ftfy` accepts the settings of ``ftfy.fix_text``;
:mod:`~fixenc.integrations.ftfy_plans` explains as ftfy does;
:mod:`~fixenc.integrations.pandas` and :mod:`~fixenc.integrations.polars` add an accessor to
series and frames (:mod:`~fixenc.integrations.series` is what they share);
:mod:`~fixenc.integrations.datatrove` and :mod:`~fixenc.integrations.nemo` are steps for
pipelines, in the place where these call ftfy.
"""
