"""Letters of which one byte is left, and letters of which none is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from fixenc.channels.loss.traces import LOST_BYTE, LOST_LETTER
from fixenc.core.automaton import holds
from fixenc.core.edits import Edit, Safety
from fixenc.core.rule import Lines, Stage, rule

if TYPE_CHECKING:
    from fixenc.channels.loss.byte_loss import Found

_FIRST_BYTES = frozenset(map(chr, range(0xC2, 0xF5)))
"""The first bytes of characters in UTF-8, as Latin-1 and windows-1252 show them."""


@rule(
    stage=Stage.LOST,
    safety=Safety.SAFE,
    needs=LOST_BYTE,
    in_ascii=(),
    damaged={
        "Die Stra\xc3e ist gro\xc3 und \xc3ber der Br\xc3\xbccke.": (
            "Die Straße ist groß und Über der Brücke."
        ),
        "P\xc5edstavitel \xc4esk\xe9 vl\xe1dy \xc5ekl, že p\xc5edpisy se zm\xc4n\xed.": (
            "Představitel české vlády řekl, že předpisy se změní."
        ),
    },
    intact=[
        "Ã€ partir du 1er janvier, il y aura une augmentation de l'essence.",
        "SÃO PAULO",
        "Ängström und Åse",
        "VÂNĂTOARE Â»",
        "Â\tA\nÃ\tA\nÄ\tA\nÅ\tA",
    ],
)
def lost_byte(text: str, lines: Lines | None = None) -> Iterator[Edit]:
    """A letter lost one of its bytes after it was misread.

    UTF-8 that was read as Latin-1 is full of control characters, and as
    windows-1252 it has bytes that mean nothing there.  Programs drop them or
    put a question mark in their place.  What is left of the letter, and the
    words that the language has, say which one it was.
    """
    from fixenc.channels.loss.byte_loss import edits, lost_bytes, traced_lines
    from fixenc.channels.loss.lone_letters import is_listed

    found = lost_bytes(text, traced_lines(text) if lines is None else lines)
    for edit in edits([each for each in found if not _is_misread_likelier(text, each)]):
        if edit.end - edit.start == 1 and is_listed(text, edit.start, edit.end):
            continue
        # Where the text ends within a character, any byte may be what was cut off.
        is_cut = edit.end == len(text) and text[-1] in _FIRST_BYTES
        yield replace(edit, safety=Safety.UNSAFE) if is_cut else edit


def _is_misread_likelier(text: str, loss: Found) -> bool:
    """Whether a misreading explains a line better than the loss of bytes does, or is meant there.

    It was not good enough to repair the line.  A repair of parts of it would leave less of it.
    """
    from fixenc.channels.misreading.citation import is_cited_in
    from fixenc.channels.misreading.explain import bits_of_likeliest

    end = text.find("\n", loss.start, loss.start + _LONGEST)
    line = text[loss.start : end if end >= 0 else loss.start + _LONGEST]
    bits = sum(word.gain for word in loss.words if word.end <= len(line)) - loss.loss.prior
    return bits_of_likeliest(line) > bits or is_cited_in(line)


_LONGEST = 4000
"""Characters of a line that are explained by a misreading: it takes time."""


@rule(
    stage=Stage.LOST,
    safety=Safety.UNSAFE,
    needs=LOST_LETTER,
    in_ascii=("?",),
    damaged={
        "Le caf\ufffd est tr\ufffds bon, mon fr\ufffdre.": "Le café est très bon, mon frère.",
    },
    intact=[
        "What? No, why?",
        "Is it? It is!",
        "a ? b : c",
        "Das steht in index.php?ID=18 und https://example.org/a.html?page, so viel ist sicher.",
        "x = a ? b : c; y = g?g : d ? e : f; z = h ? i : j; What next? What else?",
        "the end —\ufffd\ufffd",
    ],
)
def lost_letter(text: str) -> Iterator[Edit]:
    """A letter became a replacement character or a question mark.

    A program met a byte that its codec does not have and wrote U+FFFD or ``?``
    instead.  The letter is gone; the words that fit are guessed from the
    language, so this is never done by default.
    """
    if holds(LOST_LETTER, text):
        from fixenc.channels.loss.letter_loss import edits

        yield from edits(text)
