"""Patterns of file names, as .gitignore has them.

The files that hold patterns belong to whoever wrote the project, and a name can be any bytes.
Neither may stop a run: as Git does, a pattern that is none matches nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

_SURROGATE = re.compile("[\ud800-\udfff]")
_STAND_IN = 0x10F800 - 0xD800
"""From a surrogate, which stands for a byte that is no UTF-8, to a character of private use:
the matcher takes nothing but valid text."""


class Patterns:
    """The patterns of one file or setting, of which the last that matches is right."""

    def __init__(self, lines: Iterable[str]) -> None:
        """Take the patterns, one a line, relative to the folder that they are in."""
        self._spec = _spec(tuple(map(_valid_text, lines)))

    def verdict(self, name: str) -> bool | None:
        """Whether the patterns match a name, or exclude it again; ``None`` if they say nothing.

        A name is relative, with forward slashes; that of a folder ends in one.
        """
        return self._spec.check_file(_valid_text(name)).include

    def match(self, name: str) -> bool:
        """Whether the patterns match a name."""
        return bool(self.verdict(name))


@lru_cache(maxsize=256)
def _spec(lines: tuple[str, ...]) -> GitIgnoreSpec:
    from pathspec import GitIgnoreSpec

    backend = "best" if sum(map(len, lines)) <= _MANY else "simple"
    try:
        return GitIgnoreSpec.from_lines(lines, backend=backend)
    except Exception:  # each backend has errors of its own
        valid = [line for line in lines if is_pattern(line)]
        return GitIgnoreSpec.from_lines(valid, backend="simple")


_MANY = 20_000
"""Characters of patterns from which on re2 may run out of memory, and says so in many lines."""


def is_pattern(line: str) -> bool:
    """Whether a line is a pattern, or a comment.

    >>> is_pattern("*.txt"), is_pattern("!"), is_pattern("[z-a]")
    (True, False, False)
    """
    from pathspec import GitIgnoreSpec

    try:
        GitIgnoreSpec.from_lines([_valid_text(line)])
    except Exception:  # each backend has errors of its own
        return False
    return True


def _valid_text(text: str) -> str:
    if text.isascii():
        return text
    return _SURROGATE.sub(lambda match: chr(ord(match[0]) + _STAND_IN), text)
