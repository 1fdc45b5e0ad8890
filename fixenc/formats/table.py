"""The record of a table that names its columns."""

from __future__ import annotations

import re

_HEADER = re.compile(
    r"\s*(?:sep=.\r?\n)?"  # Excel writes this line to declare the delimiter
    r"""(?:[^"\r\n]+|(?<![^,;\t|\r\n])"(?:[^"]|"")*"|")*"""
)


def header_end(text: str) -> int:
    r"""Where the first record of CSV or the like ends.

    Whether it names the columns nobody says; if it does, programs look for these names.

    >>> header_end('sep=;\n"a\nb";c\n1;2\n')
    13
    """
    match = _HEADER.match(text)
    return match.end() if match else 0
