"""Text that was stored in one codec and read with another."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from fixenc.core.edits import Edit
from fixenc.core.rule import Lines, Safety, Stage, rule


def _suspects(text: str) -> Lines:
    if text.isascii():
        return ()
    from fixenc.model.suspicion import suspicious_lines

    return suspicious_lines(text)


if TYPE_CHECKING:
    from fixenc.channels.loss.byte_loss import Found as Loss
    from fixenc.channels.misreading.document import Found


_DOUBT, _DOUBT_IF_LOSSY = 0.95, 1.05
"""Shares of the bits of a misreading, and of one whose bytes were changed, that lost bytes must
explain to be preferred.  Of 92 lines that one of the two restores, these choose it in 88."""


@lru_cache(maxsize=4)
def _likelier_than_loss(text: str, lines: Lines) -> tuple[Found, ...]:
    """The misreadings in ``text``, but for lines that lost bytes explain better.

    What is left of a letter that lost a byte, such as ``Ä``, makes sense to many codecs.
    """
    from fixenc.channels.loss.byte_loss import lost_bytes, traced_lines
    from fixenc.channels.misreading.document import misreadings

    found = misreadings(text, lines)
    if not found:
        return ()
    starts = [text.rfind("\n", 0, each.runs[0][0]) + 1 for each in found]
    explained = frozenset(starts)
    traced = [line for line in traced_lines(text) if line[0] in explained]
    losses = {each.start: each for each in lost_bytes(text, traced)}
    return tuple(
        each
        for each, start in zip(found, starts, strict=True)
        if start not in losses or _is_likelier(each, losses[start])
    )


def _is_likelier(found: Found, loss: Loss) -> bool:
    """Whether a misreading explains a line better than lost bytes."""
    if found.safety is Safety.FLAG:
        return False
    if not any(word.lost and word.texts[0].isalpha() for word in loss.words):
        return found.gain > loss.total
    return found.gain * (_DOUBT_IF_LOSSY if found.misreading.lossy else _DOUBT) > loss.total


def _edits(text: str, lines: Lines | None, *, utf8: bool) -> Iterator[Edit]:
    for found in _likelier_than_loss(text, _suspects(text) if lines is None else lines):
        if (found.misreading.truth == "utf-8") is utf8:
            yield from found.edits()


@rule(
    stage=Stage.MOJIBAKE,
    safety=Safety.SAFE,
    needs=_suspects,
    in_ascii=(),
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
    needs=_suspects,
    in_ascii=(),
    damaged={"\xcf\xf0\xe8\xe2\xe5\xf2, \xea\xe0\xea \xe4\xe5\xeb\xe0?": "Привет, как дела?"},
    intact=["Ångström", "naïve façade"],
)
def wrong_codec(text: str, lines: Lines | None = None) -> Iterator[Edit]:
    """Text in an old national encoding was read as if it were another one.

    windows-1251, KOI8-R and Shift-JIS give the same bytes to other letters
    than windows-1252 does, which many programs take for granted.
    """
    return _edits(text, lines, utf8=False)
