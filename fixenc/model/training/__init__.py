"""Training: makes every table of the model from named sources, the same bytes each time.

:mod:`~fixenc.model.training.sources` reads words and texts,
:mod:`~fixenc.model.training.build` makes the tables, with
:mod:`~fixenc.model.training.characters` for classes of characters and
:mod:`~fixenc.model.training.suspicion` for what damage looks like.
"""
