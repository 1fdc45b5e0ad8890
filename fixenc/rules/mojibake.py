"""Text that was stored in one codec and read with another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from operator import ne
from typing import TYPE_CHECKING

from fixenc.core.edits import Edit, apply, order, overlap
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
    from fixenc.channels.loss.byte_loss import edits, lost_bytes, traced_lines
    from fixenc.channels.misreading.document import misreadings

    found = misreadings(text, lines)
    if not found:
        return ()
    by_line: dict[int, list[Found]] = {}
    for each in found:
        by_line.setdefault(text.rfind("\n", 0, each.runs[0][0]) + 1, []).append(each)
    traced = [line for line in traced_lines(text) if line[0] in by_line]
    losses = lost_bytes(text, traced)
    safe = Counter(
        text.rfind("\n", 0, edit.start) + 1 for edit in edits(losses) if edit.safety is Safety.SAFE
    )
    for loss in losses:
        those = by_line[loss.start]
        all_safe = safe[loss.start] == len(loss.words)
        if not _are_likelier(those, loss, text, all_safe=all_safe):
            del by_line[loss.start]
    return tuple(each for those in by_line.values() for each in those)


def _are_likelier(found: Sequence[Found], loss: Loss, text: str, *, all_safe: bool) -> bool:
    """Whether the misreadings of a line explain it better than lost bytes.

    If both make the same of what was misread, but for what the misreadings leave open, lost bytes
    do if all of the words that they complete are certain, or if the misreadings are not.
    """
    from fixenc.channels.misreading.explanation import count_open
    from fixenc.model.score import costs

    start = loss.start
    line = text[start : _end(text, start)]
    certain: list[Edit] = []
    guessed: list[Edit] = []
    for each in found:
        for first, run, new in each.runs:
            edit = Edit(first - start, first - start + len(run), new)
            certain.append(edit)
            guessed.append(replace(edit, new=each.guesses.get(first, new)))
    lost = [Edit(word.start, word.end, word.texts[0]) for word in loss.words]
    elsewhere = [edit for edit in lost if not any(overlap(edit, each) for each in certain)]
    left = count_open(_with(line, certain), _with(line, guessed))
    if (left or not all_safe) and _are_alike(
        _with(line, lost), _with(line, guessed + elsewhere), but=left
    ):
        return not all_safe and all(each.safety is Safety.SAFE for each in found)
    bits = costs([_with(line, guessed), _with(line, lost)]).min(1)
    prior = sum(misreading.prior for misreading in {each.misreading for each in found})
    return float(bits[0]) + prior < float(bits[1]) + loss.loss.prior


def _with(line: str, edits: Sequence[Edit]) -> str:
    return apply(line, sorted(edits, key=order))


def _are_alike(one: str, other: str, *, but: int) -> bool:
    """Whether two texts differ in no more than ``but`` characters."""
    return len(one) == len(other) and sum(map(ne, one, other)) <= but


def _end(text: str, start: int) -> int:
    """Where the line ends that a place is in."""
    end = text.find("\n", start)
    return end if end >= 0 else len(text)


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
