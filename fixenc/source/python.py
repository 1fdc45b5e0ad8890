"""Python programs as trees, without the warnings that their authors should see."""

from __future__ import annotations

import ast
import warnings


def tree(text: str) -> ast.Module:
    """The syntax tree of a program.  Raises :exc:`SyntaxError`, or :exc:`ValueError` for a NUL.

    A program nested too deeply raises :exc:`RecursionError` or :exc:`MemoryError`.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return ast.parse(text)
