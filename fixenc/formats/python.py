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
    return _coding(codecs.BOM_UTF8, text) is not None


def says_another_codec(codec: str, text: str) -> bool:
    """Whether Python reads a program in another codec, by its coding comment or for want of one."""
    coding = _coding(b"", text)
    return coding is not None and codecs.lookup(coding).name != codecs.lookup(codec).name


def _coding(mark: bytes, text: str) -> str | None:
    """The codec that Python reads a program in; ``None`` if it does not know which."""
    from tokenize import detect_encoding

    head = "".join(f"{line}\n" for line in text.split("\n", 2)[:2])
    data = mark + re.sub("[^\0-\x7f]", "?", head).encode("ascii")
    try:
        return detect_encoding(io.BytesIO(data).readline)[0]
    except SyntaxError:
        return None


def tree(text: str) -> ast.Module:
    """The syntax tree of a program.  Raises :exc:`SyntaxError`, or :exc:`ValueError` for a NUL.

    A program nested too deeply raises :exc:`RecursionError` or :exc:`MemoryError`.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return ast.parse(text)
