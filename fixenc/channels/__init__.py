"""Channels: how text gets damaged, and what a damaged line may have been.

:mod:`~fixenc.channels.candidates` lists what a line may have been: misread, perhaps more than
once (:mod:`~fixenc.channels.misreading`), perhaps with bytes changed on the way
(:mod:`~fixenc.channels.lossy`); :mod:`~fixenc.channels.readers` tells quickly which codecs
can have shown it.  :mod:`~fixenc.channels.explain` scores the candidates by the language
model, :mod:`~fixenc.channels.document` lets the lines of a text lend each other evidence,
and :mod:`~fixenc.channels.citation` leaves alone what is shown on purpose.

What is left of lost bytes is listed by :mod:`~fixenc.channels.losses`, and what it was is chosen
by :mod:`~fixenc.channels.completion`, for :mod:`~fixenc.channels.byte_loss` and
:mod:`~fixenc.channels.letter_loss`.  :mod:`~fixenc.channels.stray_bytes` finds the codec of
bytes that were no UTF-8, and :mod:`~fixenc.channels.mixture` separates the bytes of a line that
are in two codecs.  How safe a repair is, :mod:`fixenc.decide` says.
"""
