"""The one kind of error that files give rise to."""

from __future__ import annotations

import os


class FileProblem(Exception):
    """A file that could not be read, understood or written, and what to do about it.

    Printed, it is one line: ``path: what; advice``.  A path can hold anything
    but a NUL, so what would steer a terminal in it is shown as an escape.
    """

    def __init__(self, path: str | os.PathLike[str], what: str, advice: str = "") -> None:
        super().__init__(os.fspath(path), what, advice)
        self.path = os.fspath(path)
        self.what = what
        self.advice = advice

    def __str__(self) -> str:
        shown = "".join(
            c if c.isprintable() else c.encode("unicode_escape", "surrogatepass").decode()
            for c in self.path
        )
        return f"{shown}: {self.what}; {self.advice}" if self.advice else f"{shown}: {self.what}"


def reason(error: OSError) -> str:
    """The system's message about an error, in lower case for use inside a sentence."""
    said = error.strerror or str(error)
    return said[:1].lower() + said[1:]
