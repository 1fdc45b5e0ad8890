"""Engine: in which order a text is repaired, and what becomes of the edits.

:mod:`~fixenc.engine.repair` is the entry point: it runs the rules that the
:mod:`~fixenc.engine.policy` chooses over each of the :mod:`~fixenc.engine.blocks` of a
document, in the order of the :mod:`~fixenc.engine.stages`.
:mod:`~fixenc.engine.text_only` returns the same text faster to callers that need no edits,
:mod:`~fixenc.engine.applied` the applied edits to callers that need no proposals.
"""
