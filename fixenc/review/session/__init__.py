"""The review on a terminal: a person decides about one change after another with single keys.

:mod:`~fixenc.review.session.session` is the list of questions, a place in it, and what was
decided; :mod:`~fixenc.review.session.screen` shows a question in its paragraph,
:mod:`~fixenc.review.session.keys` says what each key does, the same keys as on the page, and
:mod:`~fixenc.review.session.line` and :mod:`~fixenc.review.session.keyboard` read what is typed.
:mod:`~fixenc.review.session.saved` keeps each decision as it is made, so that a review can be
stopped and taken up again.  Nothing here touches the files that are reviewed.
"""
