"""Channels: how text gets damaged, and which texts a damaged line may have been.

:mod:`~fixenc.channels.misreading` undoes text that was stored in one codec and read with
another, and :mod:`~fixenc.channels.loss` completes words that lost bytes or letters.
:mod:`~fixenc.channels.escapes` looks for both behind escapes, and
:mod:`~fixenc.channels.brackets` for brackets that were misread.
:mod:`~fixenc.channels.mixed_bytes` finds the codec of bytes that are not valid UTF-8, and
separates the bytes of a line that are in two codecs.
How safe a repair is, :mod:`fixenc.decide` says.
"""
