"""Lossy misreadings: UTF-8 of which single bytes were changed after it was misread.

What a codec shows for the bytes 93 and 94, curly quotation marks, an editor makes straight;
a no-break space, the byte A0, becomes a space; and a byte that the codec leaves undefined
becomes ``?`` or U+FFFD, or is dropped.  Where such a character stands for a byte of a sequence of
UTF-8, the sequence allows a few characters, and the language model chooses.

:mod:`~fixenc.channels.misreading.lossy.readers` names the codecs that a run asks for.  For each,
:mod:`~fixenc.channels.misreading.lossy.readings` cuts the run into pieces and what these may have
been (:mod:`~fixenc.channels.misreading.lossy.changed_bytes`,
:mod:`~fixenc.channels.misreading.lossy.dropped_bytes`, and for codecs of East Asia
:mod:`~fixenc.channels.misreading.lossy.eastern` and
:mod:`~fixenc.channels.misreading.lossy.pairs`), of which
:mod:`~fixenc.channels.misreading.lossy.places` knows some by their place in the line, and
:mod:`~fixenc.channels.misreading.lossy.search` finds the likeliest text.
"""
