"""Mixed bytes: text in one codec with bytes of another one in it.

:mod:`~fixenc.channels.mixed_bytes.mixture` separates the bytes of a line that are in two codecs.
:mod:`~fixenc.channels.mixed_bytes.stray_bytes` repairs bytes that are not valid UTF-8: it takes
codecs from :mod:`~fixenc.channels.mixed_bytes.hypotheses` and compares what they make of the
text in :mod:`~fixenc.channels.mixed_bytes.chunks`.
"""
