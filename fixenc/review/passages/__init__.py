"""Passages: the paragraphs, or lines of code, in which changes stand, as a reader takes them in.

A reader decides about a word in its paragraph, not about a fragment by itself.  So a
passage (:mod:`~fixenc.review.passages.paragraphs`) holds all that was found in one paragraph,
and a mark (:mod:`~fixenc.review.passages.marks`) is one thing in it to decide about.  Most
marks are one edit.  Words of one script that were misread side by side are one mark: a sentence
of Arabic is one question, and not one a word.  :mod:`~fixenc.review.passages.nodes` puts the
marks in their places in the text.
"""
