"""Text that was stored in one codec and read with another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache, partial
from typing import TYPE_CHECKING

from fixenc.edits import Edit, Safety
from fixenc.language.suspicion import CONDITION
from fixenc.rule import Lines, Stage, rule

if TYPE_CHECKING:
    from fixenc.language.verdict import Damage


_LOST = 0.7  # share of the bits that lost bytes must explain
_APART = 200  # characters of ASCII that are sooner undone, too, than left out


@lru_cache(maxsize=4)
def _weighed(text: str, lines: Lines | None) -> tuple[Damage, ...]:
    """The misreadings in ``text``, but for those that lost bytes explain better.

    What is left of a letter that lost a byte, such as ``Ä``, makes sense to many codecs.
    """
    from fixenc.language.contenders import may_have_lost_bytes
    from fixenc.language.damage import damage
    from fixenc.language.lost import SAMPLE, explained
    from fixenc.language.misreading import Misreading

    found = damage(text, lines)
    losing = (Misreading("cp1252", "utf-8"), Misreading("latin-1", "utf-8"))
    plain = tuple(damaged for damaged in found if damaged.misreading in losing)
    others = [damaged for damaged in found if damaged.misreading not in losing]
    sample = [damaged for damaged in others if damaged.end <= SAMPLE]
    needed = _LOST * sum(damaged.gain for damaged in sample)
    losses = [each for each in sample if may_have_lost_bytes(text[each.start : each.end])]
    if not others or sum(damaged.gain for damaged in losses) < needed:
        return found
    return plain if explained(text) > needed else found


def _edits(text: str, lines: Lines | None, *, utf8: bool) -> Iterator[Edit]:
    for found in _weighed(text, lines):
        if (found.misreading.truth == "utf-8") is utf8:
            for edit in found.misreading.edits(text[found.start : found.end]):
                yield _finding(edit.moved(found.start), found)


def _stretches(text: str, lines: Lines | None, *, utf8: bool) -> Iterator[Edit]:
    """The same, one edit for all that was misread alike with nothing but ASCII between."""
    stretch: Damage | None = None
    for found in _weighed(text, lines):
        if (found.misreading.truth == "utf-8") is not utf8:
            continue
        if stretch and _continues(stretch, found, text):
            stretch = replace(stretch, end=found.end)
            continue
        if stretch:
            yield _undone(stretch, text)
        stretch = found
    if stretch:
        yield _undone(stretch, text)


def _continues(stretch: Damage, found: Damage, text: str) -> bool:
    alike = (stretch.misreading, stretch.sure) == (found.misreading, found.sure)
    return (
        alike and found.start - stretch.end < _APART and text[stretch.end : found.start].isascii()
    )


def _undone(stretch: Damage, text: str) -> Edit:
    before = text[stretch.start : stretch.end]
    after = stretch.misreading.whole(before) or stretch.misreading.undo(before)
    return _finding(Edit(stretch.start, stretch.end, after or before), stretch)


def _finding(edit: Edit, found: Damage) -> Edit:
    safety = Safety.SAFE if found.sure else Safety.UNSAFE
    return replace(edit, safety=safety, note=str(found.misreading))


@rule(
    stage=Stage.MOJIBAKE,
    safety=Safety.SAFE,
    needs=CONDITION,
    in_ascii=(),
    by_line=True,
    whole=partial(_stretches, utf8=True),
    damaged={
        "caf\xc3\xa9 cr\xc3\xa8me": "café crème",
        "Ã€ partir de demain, Ãˆ vero.": "À partir de demain, È vero.",
        "\xd0\x9f\xd1\x80\xd0\xb8\xd0\xb2\xd0\xb5\xd1\x82": "Привет",
    },
    intact=["SÃO PAULO", "café crème", "L’épisode", "QUEM É¿"],
)
def mojibake(text: str, lines: Lines | None = None) -> Iterator[Edit]:
    """UTF-8 was read as if it were another encoding.

    UTF-8 stores a letter outside ASCII as two to four bytes.  A program that
    takes them for a codec with one byte a letter, such as windows-1252, shows
    two to four letters in its place.
    """
    return _edits(text, lines, utf8=True)


@rule(
    stage=Stage.MOJIBAKE,
    safety=Safety.SAFE,
    needs=CONDITION,
    in_ascii=(),
    by_line=True,
    whole=partial(_stretches, utf8=False),
    damaged={"\xcf\xf0\xe8\xe2\xe5\xf2, \xea\xe0\xea \xe4\xe5\xeb\xe0?": "Привет, как дела?"},
    intact=["Ångström", "naïve façade"],
)
def wrong_codec(text: str, lines: Lines | None = None) -> Iterator[Edit]:
    """Text in an old national encoding was read as if it were another one.

    windows-1251, KOI8-R and Shift-JIS give the same bytes to other letters
    than windows-1252 does, which many programs take for granted.
    """
    return _edits(text, lines, utf8=False)
