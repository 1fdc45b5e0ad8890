"""The language model: how many bits a text costs in each of 94 languages.

:func:`~fixenc.model.score.costs` is the one scoring function.  :mod:`~fixenc.model.suspicion`
finds the few lines of a text that are worth scoring, by its :mod:`~fixenc.model.neighbours` and
:mod:`~fixenc.model.misread_marks`.  All read the arrays in ``data/``
(:mod:`~fixenc.model.tables`), which :mod:`fixenc.model.training` makes from named sources;
:mod:`~fixenc.model.words` and :mod:`~fixenc.model.characters` say how a text is cut up.
"""
