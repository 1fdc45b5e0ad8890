"""Fuzz the whole way of a file: decode, repair, write.  Needs ``pip install atheris``.

    python tests/bench/fuzz.py [CORPUS FOLDER] [-max_total_time=600] [other libFuzzer options]

Whatever the bytes: no exception but the one for users, bytes between the
edits as they were, and a second run that finds nothing more.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["fixenc"]):
    from fixenc.core.document import Kind
    from fixenc.core.edits import apply
    from fixenc.files import FileProblem, encode, read, repair_bytes, target_of, write_atomically

KINDS = tuple(Kind)
NAMES = ("x.txt", "x.py", "x.json", "x.html", "x.md", "x.csv", "x.po", "x")
FOLDER = tempfile.TemporaryDirectory()
SEEDS = (
    "It wasn\xe2t me, \xe2he said.\xe2",
    "caf\xc3\xa9 d\xc3\xa9j\xc3\xa0 \xe2\u20ac\u0153vu\xe2\u20ac\x9d",
    "\u0412\u0441\u0451 \xd0\xb2\xd1\x81\xd1\x91 \xc2\xf1\xb8",
    "&amp;eacute; &#8217; \\u00c3\\u00a9 =C3=A9 %C3%A9",
    "t\ufffdm\ufffdn \u201cquoted \u201d \u2551\u2592",
    "# coding: cp1251\n\xef\xf0\xe8\xe2\xe5\xf2  # fixenc: ignore\n",
    '{"a": "\\u00c3\\u00a9", "b": [1, "\xc3\xa9"]}',
)


def check(data: bytes) -> None:
    """Hold one input to the promises."""
    name, unsafe, data = NAMES[data[0] % len(NAMES)], data[0] > 127, data[1:]
    kind = KINDS[len(name) % len(KINDS)]
    try:
        found = repair_bytes(data, path=name, kind=kind, unsafe_fixes=unsafe)
        after = found.data
    except FileProblem:
        return
    document = found.document
    assert found.text == apply(document.text, found.repair.applied)
    if not found.repair.applied:
        assert after == data
    if document.source is None:
        done = 0
        for edit in found.repair.applied:
            piece = encode(document.text[done : edit.start], document)[len(document.bom) :]
            assert piece in data
            done = edit.end
    again = repair_bytes(
        after, path=name, kind=kind, encoding=document.encoding, unsafe_fixes=unsafe
    )
    assert again.text == found.text, "a second run finds more"
    try:
        converted = target_of(document, to_encoding="utf-8").encode(found.text)
    except FileProblem:
        converted = after
    path = Path(FOLDER.name, "file")
    path.write_bytes(data)
    write_atomically(path, converted, read=read(path).identity)
    assert path.read_bytes() == converted
    assert os.listdir(FOLDER.name) == ["file"]


def seeds(folder: Path) -> None:
    """Something to begin with."""
    for number, text in enumerate(SEEDS):
        for first in (0, 1, 130):
            for codec in ("utf-8", "utf-16", "cp1252"):
                data = bytes([first]) + text.encode(codec, "replace")
                (folder / f"{number}-{first}-{codec}").write_bytes(data)


def main() -> None:
    if not any(not argument.startswith("-") for argument in sys.argv[1:]):
        corpus = tempfile.mkdtemp()
        seeds(Path(corpus))
        sys.argv.append(corpus)
    atheris.Setup(sys.argv, lambda data: check(data) if data else None)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
