"""Damage that an edit made, known by the version of the text before it."""

from __future__ import annotations

from collections.abc import Iterator

from fixenc.core.rule import Edit, Safety, Stage, rule


@rule(
    stage=Stage.BYTES,
    safety=Safety.SAFE,
    needs=lambda text: (),
    in_ascii=(),
    damaged={},
    intact=["caf\N{LATIN SMALL LETTER E WITH ACUTE}"],
)
def new_damage(text: str) -> Iterator[Edit]:
    """The text is what a wrong codec makes of the version before.

    A program read the file with a codec that did not write it, and saved the result. The
    version before is in Git, or in the folder of --reference, so even letters that became ?
    are known. Only spans that are exactly what some codec makes of the old text get it back:
    all that was changed on purpose stays. The rule needs that version, and finds nothing in a
    text alone.
    """
    yield from ()
