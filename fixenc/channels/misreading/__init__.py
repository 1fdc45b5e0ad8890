"""Misreading: text that was stored in one codec and read with another, perhaps more than once.

:mod:`~fixenc.channels.misreading.undo` takes one misreading back.
:mod:`~fixenc.channels.misreading.readers` finds the codecs that can have shown a line,
:mod:`~fixenc.channels.misreading.candidates` the texts that it may have been.  They are UTF-8
in :mod:`~fixenc.channels.misreading.layers` of misreadings, text in
:mod:`~fixenc.channels.misreading.legacy` codecs (:mod:`~fixenc.channels.misreading.ideographs` says
whether those of East Asia), or UTF-8 of which single bytes were changed
(:mod:`~fixenc.channels.misreading.lossy`).  A :mod:`~fixenc.channels.misreading.line` is cut into
runs for that.  :mod:`~fixenc.channels.misreading.hypotheses` scores them by the language model,
with :mod:`~fixenc.channels.misreading.weak_evidence` against what any codec may show, and
:mod:`~fixenc.channels.misreading.explain` chooses the likeliest: an
:mod:`~fixenc.channels.misreading.explanation`.  :mod:`~fixenc.channels.misreading.signs` tells
what is no letter of a word.
:mod:`~fixenc.channels.misreading.document` lets the lines of a text lend each other
evidence, and :mod:`~fixenc.channels.misreading.citation` recognizes damage that is quoted on
purpose.
"""
