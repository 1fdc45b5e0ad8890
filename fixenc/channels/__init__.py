"""Channels: how text gets damaged, and which texts a damaged line may have been.

:mod:`~fixenc.channels.candidates` lists the texts that a line may have been: misread,
perhaps more than once (:mod:`~fixenc.channels.misreading`), perhaps with bytes changed on
the way (:mod:`~fixenc.channels.lossy`); :mod:`~fixenc.channels.readers` finds quickly which
codecs can have produced it.  :mod:`~fixenc.channels.explain` scores the candidates by the
language model, :mod:`~fixenc.channels.document` lets the lines of a text lend each other
evidence, and :mod:`~fixenc.channels.citation` recognizes damage that is quoted on purpose.

:mod:`~fixenc.channels.losses` lists the traces of lost bytes and letters, and
:mod:`~fixenc.channels.completion` chooses what was lost, for
:mod:`~fixenc.channels.byte_loss` and :mod:`~fixenc.channels.letter_loss`.
:mod:`~fixenc.channels.stray_bytes` finds the codec of bytes that are not valid UTF-8, and
:mod:`~fixenc.channels.mixture` separates the bytes of a line that are in two codecs.
How safe a repair is, :mod:`fixenc.decide` says.
"""
