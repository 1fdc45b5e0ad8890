"""Python programs: which files are some, which mark they bear, and their syntax trees."""

from __future__ import annotations

import ast
import codecs
import io
import re
import warnings

SUFFIXES = (".py", ".pyi", ".pyw")
_INTERPRETER = re.compile(r"#![^\n]*\bpython")


def is_python(path: str, text: str) -> bool:
    """Whether a file is a Python program, by its name or its first line."""
    return path.lower().endswith(SUFFIXES) or bool(_INTERPRETER.match(text))


def takes_mark(text: str) -> bool:
    """Whether Python reads a program that has UTF-8's byte order mark in front.

    It does not beside a coding comment that says anything but ``utf-8``: even ``utf8`` is
    too much.
    """
    from tokenize import detect_encoding

    head = "".join(f"{line}\n" for line in text.split("\n", 2)[:2])
    data = codecs.BOM_UTF8 + head.encode("utf-8", "replace")
    try:
        detect_encoding(io.BytesIO(data).readline)
    except SyntaxError:
        return False
    return True


def tree(text: str) -> ast.Module:
    """The syntax tree of a program.  Raises :exc:`SyntaxError`, or :exc:`ValueError` for a NUL.

    A program nested too deeply raises :exc:`RecursionError` or :exc:`MemoryError`.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return ast.parse(text)
