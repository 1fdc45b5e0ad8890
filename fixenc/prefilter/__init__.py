"""Prefilter: proof that a text is clean, and where it may not be.

Each rule states a necessary condition.  :mod:`~fixenc.prefilter.prefilter` searches for
the conditions of all rules at once, joined to automata by
:mod:`~fixenc.prefilter.rule_groups`, and :mod:`~fixenc.prefilter.suspects` keeps the lines
in which one holds up to date while the text is being repaired.
"""
