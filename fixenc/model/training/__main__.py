"""Make the tables of the model: ``python -m fixenc.model.training [FOLDER]``.

``FOLDER`` holds clean text, one sentence or line a line: ``LANG.txt``, and the same in
``more/``; ``train/LANG.txt`` of which every line is trained on; ``tech/KIND.txt`` with lines
of documentation and source comments.  The NOTICE file names the texts that the tables in the
package were made from.  It takes six minutes and two gigabytes of memory.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

from fixenc.model.tables import FOLDER
from fixenc.model.training.build import tables_from
from fixenc.model.training.material import Material


def main(texts: Path | None) -> None:
    """Write every table into the package."""
    FOLDER.mkdir(exist_ok=True)
    material = Material(texts)
    (FOLDER / "languages.txt").write_text(" ".join(material.languages), "ascii")
    for name, table in tables_from(material):
        np.save(FOLDER / f"{name}.npy", table)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
