"""Loss: bytes and letters that are gone, and the words that they were part of.

:mod:`~fixenc.channels.loss.traces` finds lines with traces of a loss, and
:mod:`~fixenc.channels.loss.losses` what each trace may have been;
:mod:`~fixenc.channels.loss.completion` chooses the words by the language model, for
:mod:`~fixenc.channels.loss.byte_loss` and :mod:`~fixenc.channels.loss.letter_loss`: it cuts a
:mod:`~fixenc.channels.loss.damaged_line` into :mod:`~fixenc.channels.loss.words` and takes the
likeliest text of each by its :mod:`~fixenc.channels.loss.scores`.
:mod:`~fixenc.channels.loss.lone_letters` and :mod:`~fixenc.channels.loss.neighbours` look at
letters that stand alone, and at the words beside them.
"""
