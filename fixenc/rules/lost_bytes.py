"""Letters of which one byte is left, and letters of which none is."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from fixenc.automaton import holds
from fixenc.edits import Edit, Safety, disjoint, lift
from fixenc.rule import Lines, Stage, rule

if TYPE_CHECKING:
    from fixenc.language.completion import Found
    from fixenc.language.losses import Loss

# Measured with tests/bench/accuracy.py: bits by which the repair is cheaper than
# the damaged word, and by which the likeliest word is ahead of the next.
_SAFE_GAIN = 8.0
_SAFE_MARGIN = 4.0
_SAFE_MARGIN_UNSPACED = 3.0  # without spaces more of the text around is asked
_PLAUSIBLE = 6.0
_PROVEN = 25.0  # bits of all sure words that prove the loss, so that less will do for each
_TIMES = 3  # that a word which comes again and again counts at most
_GAIN_IF_PROVEN = 3.0
_GAIN_OF_ONE = -6.0  # for a single letter, which is cheap as it stands

_OF_LETTERS = re.compile(
    r"(?i)\b(letters?|letras?|lettres?|letter[ae]|buchstaben?|bokstav|litera|písmeno|harfi?|0x)"
)
_NEAR = 60  # characters to either side in which letters may be spoken of
_SYMBOLS = "\xa1-\xaa\xac-\xba\xbc-\xbf"  # what bytes look like; not the marks « and »
_OF_CP1252 = "€‚ƒ„…†‡ˆ‰Š‹Œ‘’“”•–—˜™š›œŸ"
_REST = f"[{_SYMBOLS}{_OF_CP1252}]"
_FIRST_BYTE = "|".join(
    [
        "[a-z\xdf-\xf6\xf8-\xff][\xc2-\xd6\xd8-\xde]",  # a capital inside a word
        "Ã(?:[^A-Z\xc0-\xd6\xd8-\xde]|$)",  # in Portuguese it is only among capitals
        f"[\xc2-\xdf][{_SYMBOLS}?\ufffd]|[\xc4\xc5\xc8][{_OF_CP1252}]|\xe2[€‚]",
        f"[\xce-\xdb][\xa0-\xbf\xce-\xdb{_OF_CP1252}]|××",
        rf"[\xe0-\xe2][{_SYMBOLS}]|\xe1\xbb[^\s.,;:!?)]",
        f"[\xe3-\xed](?:{_REST}{_REST}|{_REST}\ufffd|\ufffd{_REST})",
        # In the middle of another script; the times sign only in that which it is a byte of.
        "[\u0370-\u1dff\u3001-\ud7a3][\xc2-\xd6\xd8-\xef]|[\xc2-\xd6\xd8-\xef][\u0370-\u1dff]",
        "[\u0590-\u05ff]\xd7|\xd7[\u0590-\u05ff]",
    ]
)
"""What the first bytes of letters look like, and words hardly ever do.

Of the lines that lose such bytes, in 25 languages, 99 % have one of these, and of clean
lines in 80 languages one in 25,000.
"""

_LATIN = "A-Za-z\xc0-\xd6\xd8-\xf6\xf8-\u024f\u1e00-\u1eff"
_STAND_IN = rf"\S\ufffd|\ufffd\S|[{_LATIN}]\?[{_LATIN}]|[{_LATIN}]\? [a-z]"
"""What stands for a letter: if it is a question mark, in a word or where nothing is asked."""

_WITHIN = re.compile(rf"\?(?<=[{_LATIN}]\?)(?=[{_LATIN}]| [a-z])")
_SHARE_WITHIN = 3

# Both bytes of a letter are there: the second one is shown as no mark that follows words.
_WHOLE = re.compile("[\xc2-\xdf][€‚ƒ†‡ˆ‰Š‹ŒŽ•˜™š›œžŸ]")

_QUERY = re.compile(r"[^\s?]*\?[\w.%-]+=")
_LONG = 500  # characters of an address that are looked at

_LONG_TEXT = 10_000  # characters from which on a sample of it is looked at first
_SAMPLE = 2000


@rule(
    stage=Stage.LOST,
    safety=Safety.SAFE,
    needs=_FIRST_BYTE,
    in_ascii=(),
    by_line=True,
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
    if _may_have_lost_bytes(text, lines):
        from fixenc.language.lone_letters import is_listed
        from fixenc.language.losses import byte_losses

        for edit in _edits(text, byte_losses(text), Safety.SAFE):
            if edit.end - edit.start == 1 and is_listed(text, edit.start, edit.end):
                continue
            if _WHOLE.search(text, edit.start, edit.end + 1):
                continue
            # A text that has lost bytes has lost those of the small letter, too.
            is_at_home = text[edit.start] == "Ã" and "ã" in text
            yield replace(edit, safety=Safety.UNSAFE) if is_at_home else edit


def _may_have_lost_bytes(text: str, lines: Lines | None) -> bool:
    """Whether what looks like first bytes, in ``lines`` if these are known, may be some.

    In a long text that is asked of a few such lines first: if nothing was lost there, it
    wasn't elsewhere, where nothing even looks like it.
    """
    if lines is None:
        return holds(_FIRST_BYTE, text)
    if len(text) < _LONG_TEXT or sum(end - start for start, end in lines) > _SAMPLE:
        return True
    from fixenc.language.losses import byte_losses

    sample = "\n".join(text[start:end] for start, end in lines)
    around = f"{sample}\n{text[:_SAMPLE]}"
    found = _edits(around, byte_losses(text), Safety.SAFE)
    return any(edit.start < len(sample) for edit in found)


@rule(
    stage=Stage.LOST,
    safety=Safety.UNSAFE,
    needs=_STAND_IN,
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
    ],
)
def lost_letter(text: str) -> Iterator[Edit]:
    """A letter became a replacement character or a question mark.

    A program met a byte that its codec does not have and wrote U+FFFD or ``?``
    instead.  The letter is gone; the words that fit are guessed from the
    language, so this is never done by default.
    """
    if holds(_STAND_IN, text):
        from fixenc.language.losses import letter_losses

        losses = letter_losses(text)
        if not _is_riddled(text):
            losses = tuple(loss for loss in losses if loss.stand_in != "?")
        for edit in _edits(text, losses, Safety.UNSAFE):
            if not _is_in_address(text, edit.start, edit.end):
                yield edit


def _is_riddled(text: str) -> bool:
    """Whether so many question marks stand where nothing is asked that others may be letters.

    In French that lost its accents it is every second one; in a program, an address or a
    command it is one among many that ask or choose.
    """
    within = sum(not _is_in_address(text, *mark.span()) for mark in _WITHIN.finditer(text))
    return within > 0 and within * _SHARE_WITHIN >= text.count("?")


def _is_in_address(text: str, start: int, end: int) -> bool:
    """Whether what stands there is, or has, the question mark before the query of an address."""
    line_start = text.rfind("\n", 0, start) + 1
    before = text[max(line_start, start - _LONG) : start].rpartition(" ")[2]
    after = text[start : end + _LONG].partition("\n")[0]
    return "://" in before or _QUERY.match(after) is not None


def _edits(text: str, losses: tuple[Loss, ...], safety: Safety) -> Iterator[Edit]:
    from fixenc.language.lost import find

    found = find(text, losses)
    if found is None:
        return
    margin = _SAFE_MARGIN_UNSPACED if found.unspaced else _SAFE_MARGIN
    sure: dict[str, float] = defaultdict(float)
    for word in found.words:
        token = found.text[word.start : word.end]
        if word.margin > margin and sure[token] < _TIMES * word.gain:
            sure[token] += word.gain
    proven = sum(sure.values()) > _PROVEN
    edits: list[Edit] = []
    for word in found.words:
        if word.gain < (_gain_needed(word) if proven else _PLAUSIBLE):
            continue
        if not proven and found.text[word.end - 1] == "?":
            continue  # it may well be a question
        if word.end - word.start == 1 and _speaks_of_letters(found.text, word.start):
            continue
        best, *others = word.completions
        certain = (proven or word.gain > _SAFE_GAIN) and word.margin > margin
        certain &= (best.known and found.at_home) or found.told
        edits.append(
            Edit(
                word.start,
                word.end,
                best.word,
                safety=safety if certain else Safety.UNSAFE,
                note=str(found.loss),
                others=tuple(other.word for other in others),
            )
        )
    lifted = lift(text, found.whole, edits)
    yield from lifted
    if proven:
        note = str(found.loss)
        yield from (replace(edit, note=note) for edit in disjoint(found.whole, lifted))


def _speaks_of_letters(text: str, at: int) -> bool:
    """Whether the line at ``at`` is about letters, so that one of them may mean itself."""
    start, end = max(0, at - _NEAR), at + _NEAR
    return _OF_LETTERS.search(text[start:end]) is not None


def _gain_needed(word: Found) -> float:
    """The bits of gain that a word needs in a text that has lost bytes for sure."""
    return (
        _GAIN_OF_ONE
        if word.end - word.start == 1 and word.completions[0].known
        else _GAIN_IF_PROVEN
    )
