"""Tables: the trained arrays, mapped into memory when they are first asked for.

Each is a file of the package, ``data/NAME.npy``.  They are mapped read-only, so that
processes share them and only the pages that a text needs are read.
"""

from __future__ import annotations

from functools import cache, cached_property
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
FOLDER = Path(str(files("fixenc.model").joinpath("data")))


def load(name: str) -> Array:
    """The table of this name."""
    array: Array = np.load(FOLDER / f"{name}.npy", mmap_mode="r")
    # A plain view: indexing a memmap object makes another one each time.
    return array.view(np.ndarray)


class Tables:
    """All tables, each loaded when it is first used."""

    def __getattr__(self, name: str) -> Array:
        try:
            value = load(name)
        except FileNotFoundError:
            raise AttributeError(name) from None
        setattr(self, name, value)
        return value

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """The languages of the model, in the order of their columns."""
        return tuple((FOLDER / "languages.txt").read_text("ascii").split())

    @cached_property
    def languages_by_script(self) -> dict[int, Array]:
        """For each script the columns of the languages that are written in it."""
        scripts = self.language_script
        return {int(script): np.flatnonzero(scripts == script) for script in set(scripts.tolist())}


@cache
def tables() -> Tables:
    """The tables of the model."""
    return Tables()
