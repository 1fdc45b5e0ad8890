"""Review: how findings are presented to people and programs, and how people decide.

:mod:`~fixenc.review.outcome` is the result for one file.  The modules in
:mod:`~fixenc.review.formats` write it, one for each output format, and
:mod:`~fixenc.review.output` chooses among them.  ``passages`` puts findings into the
paragraphs in which they are read; ``hunks``, ``groups``, ``findings``, ``encodings``,
``surroundings``, ``wording`` and ``visible`` prepare what several formats need.
:mod:`~fixenc.review.session` asks about each change on the terminal, and
:mod:`~fixenc.review.decisions` stores the answers.  Nothing here writes files that are
being repaired.
"""
