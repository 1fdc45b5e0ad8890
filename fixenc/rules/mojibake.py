"""Text that was stored in one codec and read with another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from fixenc.edits import Edit, Safety
from fixenc.language.lost import SAMPLE, explained
from fixenc.language.damage import damage
from fixenc.language.misreading import Misreading
from fixenc.language.suspicion import CONDITION
from fixenc.language.verdict import Damage
from fixenc.rule import Stage, rule

_PLAIN = (Misreading("cp1252", "utf-8"), Misreading("latin-1", "utf-8"))
"""The misreadings that lost bytes come from."""


@rule(
    stage=Stage.MOJIBAKE,
    safety=Safety.SAFE,
    needs=CONDITION,
    in_ascii=(),
    damaged={
        "caf\xc3\xa9 cr\xc3\xa8me": "café crème",
        "\xd0\x9f\xd1\x80\xd0\xb8\xd0\xb2\xd0\xb5\xd1\x82": "Привет",
    },
    intact=["SÃO PAULO", "café crème", "L’épisode", "QUEM É¿"],
)
def mojibake(text: str) -> Iterator[Edit]:
    """UTF-8 was read as if it were another encoding.

    UTF-8 stores a letter outside ASCII as two to four bytes.  A program that
    takes them for a codec with one byte a letter, such as windows-1252, shows
    two to four letters in its place.
    """
    for found in _weighed(text):
        if found.misreading.truth == "utf-8":
            yield from _edits(text, found)


@rule(
    stage=Stage.MOJIBAKE,
    safety=Safety.SAFE,
    needs=CONDITION,
    in_ascii=(),
    damaged={"\xcf\xf0\xe8\xe2\xe5\xf2, \xea\xe0\xea \xe4\xe5\xeb\xe0?": "Привет, как дела?"},
    intact=["Ångström", "naïve façade"],
)
def wrong_codec(text: str) -> Iterator[Edit]:
    """Text in an old national encoding was read as if it were another one.

    windows-1251, KOI8-R and Shift-JIS give the same bytes to other letters
    than windows-1252 does, which many programs take for granted.
    """
    for found in _weighed(text):
        if found.misreading.truth != "utf-8":
            yield from _edits(text, found)


def _weighed(text: str) -> list[Damage]:
    """The misreadings in ``text``, but for those that lost bytes explain better.

    What is left of a letter that lost a byte, such as ``Ä``, makes sense to many codecs.
    """
    found = damage(text)
    plain = [damaged for damaged in found if damaged.misreading in _PLAIN]
    others = [damaged for damaged in found if damaged.misreading not in _PLAIN]
    sample = [damaged.gain for damaged in others if damaged.end <= SAMPLE]
    if others and explained(text) > 0.7 * sum(sample):
        return plain
    return list(found)


def _edits(text: str, found: Damage) -> Iterator[Edit]:
    for edit in found.misreading.edits(text[found.start : found.end]):
        yield replace(
            edit.moved(found.start),
            safety=Safety.SAFE if found.sure else Safety.UNSAFE,
            note=str(found.misreading),
        )
