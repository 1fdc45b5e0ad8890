"""Letters of which one byte is left, and letters of which none is."""

from __future__ import annotations

from collections.abc import Iterator

from fixenc.edits import Edit, Safety
from fixenc.language.lost import BYTE_LOSSES, LETTER_LOSSES, Loss, find
from fixenc.rule import Stage, rule

# Measured with tests/bench/accuracy.py: bits by which the repair is cheaper than
# the damaged word, and by which the likeliest word is ahead of the next.
_SAFE_GAIN = 12.0
_SAFE_MARGIN = 5.0
_PLAUSIBLE = 6.0


@rule(
    stage=Stage.LOST,
    safety=Safety.SAFE,
    needs="[\xc2-\xf4]",
    in_ascii=(),
    damaged={
        "Die Stra\xc3e ist gro\xc3 und \xc3ber der Br\xc3\xbccke.": (
            "Die Straße ist groß und Über der Brücke."
        ),
    },
    intact=["SÃO PAULO", "Ängström und Åse", "VÂNĂTOARE Â»"],
)
def lost_byte(text: str) -> Iterator[Edit]:
    """A letter lost one of its bytes after it was misread.

    UTF-8 that was read as Latin-1 is full of control characters, and as
    windows-1252 it has bytes that mean nothing there.  Programs drop them or
    put a question mark in their place.  What is left of the letter, and the
    words that the language has, say which one it was.
    """
    yield from _edits(text, BYTE_LOSSES, Safety.SAFE)


@rule(
    stage=Stage.LOST,
    safety=Safety.UNSAFE,
    needs=r"\S[\ufffd?]|[\ufffd?]\S",
    damaged={
        "Le caf\ufffd est tr\ufffds bon, mon fr\ufffdre.": "Le café est très bon, mon frère.",
    },
    intact=["What? No, why?", "Is it? It is!", "a ? b : c"],
)
def lost_letter(text: str) -> Iterator[Edit]:
    """A letter became a replacement character or a question mark.

    A program met a byte that its codec does not have and wrote U+FFFD or ``?``
    instead.  The letter is gone; the words that fit are guessed from the
    language, so this is never done by default.
    """
    yield from _edits(text, LETTER_LOSSES, Safety.UNSAFE)


def _edits(text: str, losses: tuple[Loss, ...], safety: Safety) -> Iterator[Edit]:
    explained = find(text, losses)
    if explained is None:
        return
    loss, words = explained
    for word in words:
        if word.gain < _PLAUSIBLE:
            continue
        sure = word.gain > _SAFE_GAIN and word.margin > _SAFE_MARGIN
        best, *others = word.completions
        yield Edit(
            word.start,
            word.end,
            best.word,
            safety=safety if sure else Safety.UNSAFE,
            note=str(loss),
            others=tuple(other.word for other in others),
        )
