"""``fixenc decode``: the likeliest readings of a text, for a person to choose from."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fixenc.cli.options import Color
from fixenc.files import FileProblem, kind_of, read_bytes
from fixenc.files import decode as decoded
from fixenc.files.kind import HEAD
from fixenc.review.output import Colour, emit, screen
from fixenc.review.visible import cut, visible
from fixenc.run.config import ConfigProblem

if TYPE_CHECKING:
    from fixenc.channels.by_hand.readings import Reading

_LINES = 3
"""Lines of each reading that are printed."""


class Form(str, Enum):
    """How the readings are written."""

    TEXT = "text"
    JSON = "json"


@dataclass(frozen=True)
class _Row:
    """A reading, and the encoding in which the file has to be read for it."""

    encoding: str
    reading: Reading


def decode(
    given: Annotated[
        str,
        typer.Argument(
            metavar="TEXT|FILE",
            help="A text in quotation marks, a file, or - for standard input.",
        ),
    ],
    most: Annotated[
        int, typer.Option("-n", "--most", metavar="N", min=1, help="List at most so many.")
    ] = 8,
    output_format: Annotated[Form, typer.Option(metavar="FORMAT", help="text or json.")] = (
        Form.TEXT
    ),
    color: Color = Colour.AUTO,
) -> int:
    """List the likeliest readings of a text or file: the codecs, how likely, the first lines.

    The figure is by how many bits a reading is likelier than the text as it stands: 10 bits are
    a factor of a thousand. Nothing is changed; --channel undoes the misreading that is chosen.
    """
    rows = list(_rows(given, most))
    if output_format is Form.JSON:
        records = [{"encoding": row.encoding, **asdict(row.reading)} for row in rows]
        whole = {"version": 1, "readings": records}
        emit([json.dumps(whole, indent=2) + "\n"])
        return 0
    width = screen(color).columns
    emit(piece for number, row in enumerate(rows, 1) for piece in _lines(number, row, width))
    return 0


def _rows(given: str, most: int) -> Iterator[_Row]:
    """The readings of what was given, the likeliest first."""
    from fixenc.channels.by_hand.readings import readings

    if not given:
        raise ConfigProblem("'': there is nothing to decode")
    if given != "-" and not os.path.lexists(given):
        yield from (_Row("", each) for each in readings(given, most))
        return
    data = sys.stdin.buffer.read() if given == "-" else read_bytes(given)[0]
    name = "<stdin>" if given == "-" else given
    if kind_of("" if given == "-" else given, data[:HEAD]) is None:
        raise FileProblem(Path(name), "holds no text")
    document = decoded(data, path=name)
    texts = {document.encoding: document.text}
    for encoding, _ in document.candidates:
        texts.setdefault(encoding, data.decode(encoding, "replace"))
    found = [
        _Row(encoding, each)
        for at, (encoding, text) in enumerate(texts.items())
        for each in (readings(text, most) if at == 0 else readings(text, most)[:1])
    ]
    # The first encoding is the likeliest, by more than the text; of it there are all readings.
    yield from found[:most]


def _lines(number: int, row: _Row, width: int) -> Iterator[str]:
    reading = row.reading
    what = reading.channel or "as it stands"
    if row.encoding and row.encoding != "utf-8":
        what = f"read as {row.encoding}" + (f", then {what}" if reading.channel else "")
    notes = [f"language {reading.language}"] if reading.language else []
    notes += ["and bytes were lost"] if reading.lossy else []
    notes += [f"{reading.bits:+.0f} bits"] if reading.channel else []
    yield f"{number}. {what}{' (' + ', '.join(notes) + ')' if notes else ''}\n"
    shown = [line for line in reading.text.split("\n") if line.strip()][:_LINES]
    yield from (f"     {cut(visible(line), max(20, width - 6))}\n" for line in shown)
