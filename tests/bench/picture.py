"""Draw the coloured diff of three damaged files as an SVG: ``python tests/bench/picture.py FILE``.

The picture in the README is made so.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console
from rich.text import Text

WIDTH = 88
TEXTS = {
    "news.txt": "\xe2It wasn\xe2t what they considered essential for Iraq, \xe2said an American"
    " official.\n",
    "notes.md": "The caf\xc3\xa9 on the corner opens at nine: raspi-config â†’ Camera.\n",
    "speed.py": "def speed():  # \xc3\xbcber 5 km/h\n    return 5\n",
}
_FONTS = re.compile(r"@font-face \{.*?\}\s*", re.DOTALL)


def drawn() -> str:
    """The picture of what fixenc says of the texts."""
    with TemporaryDirectory() as name:
        folder = Path(name, "text")
        folder.mkdir()
        for file, text in TEXTS.items():
            folder.joinpath(file).write_text(text, "utf-8")
        done = subprocess.run(
            [sys.executable, "-m", "fixenc", "text", "--color", "always"],
            cwd=name,
            env={**os.environ, "COLUMNS": str(WIDTH)},
            capture_output=True,
            text=True,
            check=False,
        )
    with open(os.devnull, "w") as nowhere:
        console = Console(record=True, width=WIDTH, force_terminal=True, file=nowhere)
        console.print(Text("$ fixenc text/", style="bold"))
        console.print(Text.from_ansi(done.stdout), end="")
    return _FONTS.sub("", console.export_svg(title="fixenc", unique_id="fixenc"))


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(drawn(), "utf-8")
