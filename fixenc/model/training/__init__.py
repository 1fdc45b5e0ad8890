"""Training: makes every table of the model from named sources, the same bytes each time.

:mod:`~fixenc.model.training.sources` reads words and texts, which
:mod:`~fixenc.model.training.material` holds.  :mod:`~fixenc.model.training.build` makes all
tables of it, each kind by a module of its own: ``word_tables``, ``spelling``, ``marks``,
``apostrophes``, ``codec_bytes``, ``characters`` for classes of characters, and ``suspicion`` for
the pairs of characters that damage leaves.
"""
