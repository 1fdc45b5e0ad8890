"""Letters of which one byte is left, and letters of which none is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from fixenc.channels.loss.traces import LOST_BYTE, LOST_LETTER
from fixenc.core.automaton import holds
from fixenc.core.edits import Edit, Safety
from fixenc.core.rule import Lines, Stage, rule

if TYPE_CHECKING:
    from fixenc.channels.loss.byte_loss import Found as Loss

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
    from fixenc.punctuation.unclosed import unclosed

    found = lost_bytes(text, traced_lines(text) if lines is None else lines)
    every = list(edits(list(_likelier_than_misread(text, found))))
    open_ = set(unclosed(text, [edit.start for edit in every if edit.new == "”"]))
    for edit in every:
        if edit.end - edit.start == 1 and is_listed(text, edit.start, edit.end):
            continue
        # Where the text ends within a character, any byte may be what was cut off.
        is_cut = edit.end == len(text) and text[-1] in _FIRST_BYTES
        is_open = edit.start in open_  # it can have been a dash
        yield replace(edit, safety=Safety.UNSAFE) if is_cut or is_open else edit


def _likelier_than_misread(text: str, losses: Sequence[Loss]) -> Iterator[Loss]:
    """The losses of those lines that no misreading explains better, and that are not meant so.

    The misreading was not good enough to repair the line.  A repair of parts of it would leave
    less of it.
    """
    from fixenc.channels.misreading.citation import are_cited
    from fixenc.channels.misreading.explain import bits_of_likeliest

    lines = [_line_at(text, loss.start) for loss in losses]
    misread = bits_of_likeliest(lines)
    likelier = [
        (loss, line)
        for loss, line, bits in zip(losses, lines, misread, strict=True)
        if bits <= _bits(loss, len(line))
    ]
    cited = are_cited([line for _, line in likelier])
    yield from (loss for (loss, _), is_cited in zip(likelier, cited, strict=True) if not is_cited)


def _line_at(text: str, start: int) -> str:
    end = text.find("\n", start, start + _LONGEST)
    return text[start : end if end >= 0 else start + _LONGEST]


def _bits(loss: Loss, length: int) -> float:
    """The bits by which a loss explains the start of a line, so many characters."""
    return sum(word.gain for word in loss.words if word.end <= length) - loss.loss.prior


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
