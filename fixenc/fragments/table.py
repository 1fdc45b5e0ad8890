"""Tables: the rows of a data file of this folder."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files


def rows(name: str) -> Iterator[list[str]]:
    """The cells of each row of a file of values between tabs; lines that begin with # are notes."""
    text = files("fixenc.fragments").joinpath(name).read_text("utf-8")
    for line in text.split("\n"):
        if line and not line.startswith("#"):
            yield line.split("\t")
