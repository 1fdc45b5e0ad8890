"""Punctuation: which marks a text uses, which of them pair, and which one was lost where.

``paragraphs`` are the stretches in which quotation marks pair, ``quotation`` the pairs that
stand there, ``usage`` the marks that a language uses.  Where a mark was lost, ``candidates``
are what it may have been with what each costs at its ``place``, ``pairing`` chooses for all marks
of a paragraph at once, and ``lost`` weighs the evidence of the whole text.
"""
