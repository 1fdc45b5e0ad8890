"""Decide: whether an explanation of damage is good enough to repair it, and unasked.

These modules are the only place where a repair becomes safe: of
:mod:`~fixenc.decide.misreadings`, of :mod:`~fixenc.decide.losses` of bytes and letters, and of
:mod:`~fixenc.decide.marks` of punctuation.  The thresholds are calibrated by
``tests/bench/calibrate.py``, or counted as they say, on text that the model has not seen.
"""
