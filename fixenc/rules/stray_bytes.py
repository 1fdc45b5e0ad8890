"""Bytes of a legacy codec in a file of UTF-8."""

from __future__ import annotations

from collections.abc import Iterator

from fixenc.core.edits import Edit
from fixenc.core.rule import Safety, Stage, rule


@rule(
    stage=Stage.BYTES,
    safety=Safety.SAFE,
    needs="[\udc80-\udcff]",
    in_ascii=(),
    damaged={
        "Le café de l’été.\nLa cr\udce8me br\udcfbl\udce9e.": "Le café de l’été.\nLa crème brûlée.",
        "Привет всем!\n\udcca\udce0\udcea \udce4\udce5\udceb\udce0?": "Привет всем!\nКак дела?",
    },
    intact=["Le café de l’été.", "Le caf\udcc3 et la cr\udcc3me, coupés après le déjeuner."],
)
def stray_bytes(text: str) -> Iterator[Edit]:
    """A UTF-8 file contains bytes that are not valid UTF-8.

    Somebody joined two files, or wrote a line with a program that still uses
    windows-1252.  Most programs show U+FFFD there, or refuse the file.  Which
    codec the bytes are in is decided by the words that they make, and by the
    language of the text around.
    """
    from fixenc.channels.mixed_bytes import stray_bytes as channel

    return channel.stray_bytes(text)
