"""Core: the data that flows through fixenc.

:mod:`~fixenc.core.document` holds a text and where it came from;
:mod:`~fixenc.core.edits` describes changes to it and composes them over several
generations; :mod:`~fixenc.core.rule` defines a rule, that is a function from text to
edits; :mod:`~fixenc.core.pragmas` finds the lines that a comment protects from all rules.
:mod:`~fixenc.core.automaton` searches text for regular expressions with RE2, and
:mod:`~fixenc.core.arguments` words the errors about wrong arguments.

Nothing here imports from other folders.
"""
