"""Text that was stored in one codec and read with another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from fixenc.core.edits import Edit, apply, order
from fixenc.core.rule import Lines, Safety, Stage, rule


def _suspects(text: str) -> Lines:
    if text.isascii():
        return ()
    from fixenc.model.suspicion import suspicious_lines

    return suspicious_lines(text)


if TYPE_CHECKING:
    from fixenc.channels.loss.byte_loss import Found as Loss
    from fixenc.channels.misreading.document import Found


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
    by_line: dict[int, list[Found]] = {}
    for each in found:
        by_line.setdefault(text.rfind("\n", 0, each.runs[0][0]) + 1, []).append(each)
    traced = [line for line in traced_lines(text) if line[0] in by_line]
    for loss in lost_bytes(text, traced):
        if not _are_likelier(by_line[loss.start], loss, text):
            del by_line[loss.start]
    return tuple(each for those in by_line.values() for each in those)


def _are_likelier(found: Sequence[Found], loss: Loss, text: str) -> bool:
    """Whether the misreadings of a line explain it better than lost bytes."""
    from fixenc.model.score import costs

    start = loss.start
    end = text.find("\n", start)
    line = text[start : end if end >= 0 else len(text)]
    misread = [
        Edit(at - start, at - start + len(run), new) for each in found for at, run, new in each.runs
    ]
    lost = [Edit(word.start, word.end, word.texts[0]) for word in loss.words]
    bits = costs([apply(line, sorted(misread, key=order)), apply(line, lost)]).min(1)
    prior = sum(misreading.prior for misreading in {each.misreading for each in found})
    return float(bits[0]) + prior < float(bits[1]) + loss.loss.prior


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
