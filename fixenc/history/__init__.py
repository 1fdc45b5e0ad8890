"""History: damage that an edit made, undone with the text that stood there before.

:func:`~fixenc.history.restore.restore` compares a text with an older one.
:mod:`~fixenc.history.forward` damages the old text as a channel does,
:mod:`~fixenc.history.recognize` finds the channels that make one text of another,
:mod:`~fixenc.history.pairs` finds which old line a new line came from, and
:mod:`~fixenc.history.spans` finds the damaged spans in the new text.  How safe it is to take
the old text back, :mod:`fixenc.decide` says.

:mod:`~fixenc.history.versions` reads older versions of files from Git or from a folder,
:mod:`~fixenc.history.brought` says which damage a commit brings, and
:mod:`~fixenc.history.blame` which commit brought it.
"""
