"""Lossy misreadings: UTF-8 of which single bytes were changed after it was misread.

What a codec shows for the bytes 93 and 94, curly quotation marks, an editor makes straight;
a no-break space, the byte A0, becomes a space; and a byte that the codec leaves undefined
becomes ``?`` or U+FFFD.  Where such a character stands for a byte of a sequence of UTF-8, the
sequence allows a few characters, and the language model chooses.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Generator, Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import chain, islice, product
from typing import NamedTuple

from fixenc import codecs
from fixenc.channels.misreading import eastern
from fixenc.channels.misreading.eastern import LOST, STAND_INS, Piece
from fixenc.channels.misreading.undo import COMPLETED, character_of
from fixenc.core.recent import Recent
from fixenc.decide import SAFE_LEAD, is_certain_character
from fixenc.model.plausible import is_plausible
from fixenc.model.score import costs

_CURLY = {'"': "“”„«»", "'": "‘’‚˜"}
_CHANGED = frozenset((*_CURLY, " ", *STAND_INS))
"""Characters that may stand for another one, which a codec showed for a byte."""
_MOST_COMBINED = 32
"""Combinations of characters that are compared at once."""


class LossyReading(NamedTuple):
    """The likeliest texts that a run was, whose bytes were changed."""

    best: str
    other: str | None
    """The next likeliest one, or nothing if no byte may have been another one."""
    certain: str
    """The best one, with U+FFFD for characters that are open, or the run if it is doubtful."""


Wanted = tuple[str, str]
"""A run, and the codec that may have shown it."""


def lossy_readings(wanted: Iterable[Wanted]) -> dict[Wanted, LossyReading]:
    """The likeliest texts of those runs that may have been UTF-8 whose bytes were changed.

    Those of many runs and codecs take less time together, since they are scored together.
    """
    asked = list(dict.fromkeys(wanted))
    found = _recent.known(asked)
    fresh = [each for each in asked if each not in found]
    searches: dict[Wanted, Search] = {}
    new: dict[Wanted, LossyReading | None] = dict.fromkeys(fresh)
    for each in fresh:
        run, reader = each
        pieces = _pieces(run, reader)
        if pieces is None:
            continue
        if all(len(piece) == 1 for piece in pieces):
            text = "".join(piece[0] for piece in pieces)
            new[each] = LossyReading(text, None, _if_certain(text, run))
        else:
            searches[each] = _ranked(run, pieces, reader)
    new.update(_searched(searches))
    _recent.keep({each: reading for each, reading in new.items() if len(each[0]) < _LONGEST})
    return {each: reading for each, reading in (found | new).items() if reading is not None}


_LONGEST = 100
_recent: Recent[Wanted, LossyReading | None] = Recent(1 << 12)
"""Readings of runs that are kept, and characters of those runs: words are met again."""


def _if_certain(text: str, run: str) -> str:
    """The text of a run, or the run itself if nothing of the text but ASCII is certain."""
    return run if text.replace(LOST, "").isascii() else text


@lru_cache(maxsize=256)
def _pieces(run: str, reader: str) -> list[Piece] | None:
    """A run as pieces: text that stays, and what each sequence of UTF-8 may have been."""
    if reader in codecs.MULTI_BYTE:
        return eastern.pieces_of(run, reader)
    pieces: list[Piece] = []
    at = 0
    amid = codecs.utf8_sequence(reader).search(run) is not None
    for match in _lossy_sequence(reader).finditer(run):
        before = run[match.start() - 1 : match.start()]
        if before in _CURLY and before == match[0][-1] and at < match.start():
            continue  # a byte in quotation marks
        options = _options(match[0], reader, amid=amid)
        if pieces and at == match.start():
            before = pieces[-1][0][-1:]  # what the sequence before was
        if before.isalpha() and run[match.end() : match.end() + 1].isalpha():
            options = tuple(dict.fromkeys("’" if text == "‘" else text for text in options))
        if before.islower():
            options = tuple(text for text in options if not text[0].isupper())
        if options:
            pieces += [(run[at : match.start()],), options]
            at = match.end()
    return [*pieces, (run[at:],)]


def _options(shown: str, reader: str, *, amid: bool) -> Piece:
    """The characters that a sequence may have been, of which some bytes may be lost.

    ``amid`` says that whole sequences are in the same run.
    """
    if _TWICE.fullmatch(shown):
        return tuple(filter(None, [character_of(bytes([0xC3, ord(shown[3])]))]))
    if _lacks_byte(shown, reader):
        return tuple(_with_dropped_byte(shown, reader)) if amid else ()
    bytes_of = _bytes_shown(reader)
    ways = [bytes_of[character] for character in shown]
    leads = [byte for byte in ways[0] if byte >= 0xC2]
    tails = [[byte for byte in way if 0x80 <= byte < 0xC0] for way in ways[1:]]
    if sum(character in _CURLY for character in shown) > 1 and (not amid or 0xE2 in leads):
        return ()  # two straight marks behind a letter are marks, unless all around is UTF-8
    if shown[-1] == " " and leads == [0xE2] and 0x80 in tails[0]:
        return ()  # a mark that lost its last byte, before a space
    found: dict[str, None] = {}
    whole = _CHANGED.isdisjoint(shown)
    for data in product(leads, *tails):
        text = character_of(bytes(data))
        if text and (whole or text == "\N{NO-BREAK SPACE}" or is_plausible(text)):
            found[text] = None
    if shown[-1] in _CURLY and len(shown) == 3:
        # The mark may be one, behind a character of which Latin-1 showed a control character.
        dropped = (
            character_of(bytes([lead, middle, tail]))
            for lead, tail, middle in product(leads, tails[0], _controls("latin-1"))
        )
        found |= {f"{text}{shown[-1]}": None for text in dropped if text and is_plausible(text)}
    if shown[-1] == " " and len(shown) == 2:  # the byte may have been dropped, and the space be one
        dropped = (
            character_of(bytes([lead, tail])) for lead in leads for tail in _controls(reader)
        )
        found |= {f"{text} ": None for text in [*found, *dropped] if text.strip()}
    return tuple(found)


def _with_dropped_byte(shown: str, reader: str) -> Iterator[str]:
    """The characters of which a codec shows all bytes but one, which it leaves undefined."""
    shown_for = codecs.shown(reader)
    first, *rest = (shown_for.index(character) for character in shown)
    for at in range(len(rest) + 1):
        for byte in _dropped(reader):
            text = character_of(bytes([first, *rest[:at], byte, *rest[at:]]))
            if text and is_plausible(text):
                yield text


def _lacks_byte(shown: str, reader: str) -> bool:
    """Whether a sequence of UTF-8, as a codec shows it, has fewer bytes than its first one says."""
    return bool(_dropped(reader)) and re.fullmatch(_incomplete(reader), shown) is not None


@cache
def _dropped(reader: str) -> tuple[int, ...]:
    """The bytes for which a codec has no character, if they are few: programs drop them.

    What windows-1252 and Latin-1 dropped is completed elsewhere.
    """
    bytes_ = _controls(reader)
    return () if reader in COMPLETED or len(bytes_) > _MOST_DROPPED else bytes_


_MOST_DROPPED = 5
"""Bytes of which one was dropped, at most: windows-1250 has five.  Which one of the seven of
windows-1254 it was is a guess."""


@cache
def _incomplete(reader: str) -> str:
    """A pattern of sequences of UTF-8 that lack a byte, as a codec shows them."""
    two, three, four, tails = map(re.escape, codecs.utf8_bytes(reader))
    tail = f"[{tails}]"
    return f"(?:[{four}]{tail}{{2}}|[{three}]{tail}|[{two}])(?!{tail})"


@cache
def _controls(reader: str) -> tuple[int, ...]:
    """The bytes beyond ASCII that a codec shows as control characters, or leaves undefined."""
    shown = codecs.shown(reader)
    return tuple(byte for byte in range(0x80, 0xA0) if 0x80 <= ord(shown[byte]) < 0xA0)


@cache
def _bytes_shown(reader: str) -> dict[str, tuple[int, ...]]:
    """For each character the bytes that it may stand for after a loss."""
    shown = codecs.shown(reader)
    bytes_of: dict[str, list[int]] = {}
    for byte in range(128, 256):
        character = shown[byte]
        bytes_of.setdefault(character, []).append(byte)
        if reader == "cp1252" and byte < 0xA0:
            bytes_of.setdefault(chr(byte), []).append(byte)
        for straight, curly in _CURLY.items():
            if character in curly:
                bytes_of.setdefault(straight, []).append(byte)
        if character == "\xa0":
            bytes_of.setdefault(" ", []).append(byte)
        if 0x80 <= ord(character) < 0xA0 or codecs.table(reader)[byte] == "\ufffe":
            for stand_in in STAND_INS:
                bytes_of.setdefault(stand_in, []).append(byte)
    return {character: tuple(found) for character, found in bytes_of.items()}


@cache
def _lossy_sequence(reader: str) -> re.Pattern[str]:
    """A sequence of UTF-8 as a codec shows it, whole or with bytes changed.

    Where a mark may be the first byte of two sequences, the longer one is meant: what the shorter
    one left would be no UTF-8.
    """
    bytes_of = _bytes_shown(reader)

    def those(low: int, high: int) -> str:
        among = [c for c, found in bytes_of.items() if any(low <= b <= high for b in found)]
        return "[" + re.escape("".join(among)) + "]"

    tail = those(0x80, 0xBF)
    lead = [those(0xC2, 0xDF), those(0xE0, 0xEF), those(0xF0, 0xF4)]
    twice = f"{_TWICE.pattern}|" if reader == "latin-1" else ""
    dropped = f"|{_incomplete(reader)}" if _dropped(reader) else ""
    return re.compile(f"{twice}{lead[2]}{tail}{{3}}|{lead[1]}{tail}{{2}}|{lead[0]}{tail}{dropped}")


_TWICE = re.compile(f"\xc3[{STAND_INS}]\xc2[\x80-\xbf]")
"""A letter of Latin-1 that Latin-1 showed twice, and of which the byte 83 was lost."""


_NEAR = 12
"""Pieces to either side of one that are scored with it: they hold the word that it is part of."""


Search = Generator[list[str], list[float], LossyReading]
"""A search for the likeliest texts of a run: it asks what texts cost, and gets the bits."""

_MOST_TEXTS = 2000
"""Texts that are scored at once: their costs take memory."""


def _searched(searches: Mapping[Wanted, Search]) -> dict[Wanted, LossyReading]:
    """The results of searches; what all of them ask at a time is scored together."""
    found: dict[Wanted, LossyReading] = {}
    asked = {each: next(search) for each, search in searches.items()}
    while asked:
        # A run that repeats itself asks for the same again and again.
        texts = list(dict.fromkeys(text for own in asked.values() for text in own))
        parts = (texts[at : at + _MOST_TEXTS] for at in range(0, len(texts), _MOST_TEXTS))
        scored = [bit for part in parts for bit in costs(part).min(1).tolist()]
        bits = dict(zip(texts, scored, strict=True))
        going: dict[Wanted, list[str]] = {}
        for each, own in asked.items():
            try:
                going[each] = searches[each].send([bits[text] for text in own])
            except StopIteration as done:
                found[each] = done.value
        asked = going
    return found


def _ranked(run: str, pieces: list[Piece], reader: str) -> Search:
    """Find the likeliest texts that the pieces of a run allow."""
    chosen = yield from _likeliest(pieces)
    best = "".join(chosen)
    places = [at for at, piece in enumerate(pieces) if len(piece) > 1]
    others = [
        (at, text)
        for at in places
        for text in pieces[at]
        if text != chosen[at] and not _differ_in_space(text, chosen, at)
    ]
    if not others:
        return LossyReading(best, None, _if_certain(best, run))
    near = {at: _near(chosen, at) for at in places}
    texts = [text.join(near[at]) for at, text in others]
    texts += [chosen[at].join(near[at]) for at in places]
    bits = yield texts
    stand = dict(zip(places, bits[len(others) :], strict=True))
    more = [bit - stand[at] for (at, _), bit in zip(others, bits, strict=False)]
    at, other = others[more.index(min(more))]
    if reader in codecs.MULTI_BYTE:
        open_ = {
            at
            for (at, _), lead in zip(others, more, strict=True)
            if not is_certain_character(chosen[at], lead)
        }
        certain = _if_certain(
            "".join(LOST if at in open_ else p for at, p in enumerate(chosen)), run
        )
    else:
        certain = best if min(more) >= SAFE_LEAD else run
    return LossyReading(best, "".join([*chosen[:at], other, *chosen[at + 1 :]]), certain)


def _differ_in_space(text: str, chosen: Sequence[str], at: int) -> bool:
    """Whether a text and the chosen one differ only in a space that no letter follows.

    That is no doubt about the letter before it; between two letters it divides a word.
    """
    behind = "".join(chosen[at + 1 : at + 2])[:1]
    return text.strip() == chosen[at].strip() and not behind.isalnum()


def _near(chosen: Sequence[str], at: int) -> tuple[str, str]:
    """The text before a piece and behind it: all of the run, unless it is long."""
    before, after = chosen[max(0, at - _NEAR) : at], chosen[at + 1 : at + 1 + _NEAR]
    return "".join(part[-_NEAR:] for part in before), "".join(part[:_NEAR] for part in after)


def _likeliest(pieces: list[Piece]) -> Generator[list[str], list[float], list[str]]:
    """Find the text of each piece in the likeliest text that the pieces allow."""
    number = 1
    for piece in pieces:
        number *= len(piece)
        if number > _MOST_COMBINED:
            break
    if number <= _MOST_COMBINED:
        every = list(product(*pieces))
        bits = yield ["".join(parts) for parts in every]
        return list(every[bits.index(min(bits))])
    chosen = [piece[0] for piece in pieces]
    open_ = [at for at, piece in enumerate(pieces) if len(piece) > 1]
    alone = [(at, ("", "")) for at in open_]
    in_turn = ([(at, _near(chosen, at)) for at in each] for each in (open_[::2], open_[1::2]) * 2)
    # The first choice is what is likeliest by itself: from a rare one the rest is not found.
    for places in chain([alone], in_turn):
        asked = yield [text.join(around) for at, around in places for text in pieces[at]]
        answers = iter(asked)
        for at, _ in places:
            own = list(islice(answers, len(pieces[at])))
            chosen[at] = pieces[at][own.index(min(own))]
    return chosen


def lossy_readers(run: str, whole: Collection[str]) -> Iterator[str]:
    """The codecs after which bytes of a run may have been changed.

    ``whole`` are the codecs that can have shown UTF-8 in the same line, none of it changed.
    """
    for reader in whole:
        if _dropped(reader) and _has_dropped_bytes(run, reader):
            yield reader
    if not _BESIDE.search(run):
        if eastern.EASTERN.search(run) and eastern.lacks_characters(run):
            yield "gb18030"
        return
    for reader in codecs.SINGLE_BYTE:
        if reader not in whole and not _without_whole(reader).search(run):
            continue
        for match in _lossy_sequence(reader).finditer(run):
            if not _CHANGED.isdisjoint(match[0]):
                yield reader
                break
    if any(stand_in in run for stand_in in STAND_INS) and eastern.EASTERN.search(run):
        yield from ("gb18030", "cp949", "cp932", "big5")
    elif eastern.MIDDLE_DOT in run:
        yield "cp932"


def _has_dropped_bytes(run: str, reader: str) -> bool:
    """Whether a run has UTF-8 as a codec shows it, and fewer characters that lack a byte.

    It has nothing else beyond ASCII.  As many of both may be a word of another language.
    """
    rest, whole = codecs.utf8_sequence(reader).subn(" ", run)
    rest, lacking = re.subn(_incomplete(reader), "", rest)
    return 0 < lacking < whole and rest.replace(" ", "").isascii()


def unexplained(text: str, reader: str) -> int:
    """How many characters outside ASCII a codec can't have shown for UTF-8, whole or changed."""
    rest = _lossy_sequence(reader).sub("", text)
    return codecs.count_beyond_ascii(rest)


@cache
def _without_whole(reader: str) -> re.Pattern[str]:
    """A pattern of what shows that a codec is meant where no whole sequence is in the line.

    It is the start of a mark or an emoji, as a codec of Windows shows it, with U+FFFD for a byte:
    no text has that.
    """
    if reader in _WITHOUT_WHOLE:
        return _WITHOUT_WHOLE[reader]
    if not reader.startswith("cp12"):
        return re.compile("(?!)")
    shown = codecs.shown(reader)
    starts = "|".join(re.escape(shown[first] + shown[second]) for first, second in _STARTS)
    return re.compile(f"(?:{starts})\\S?{LOST}")


_STARTS = ((0xE2, 0x80), (0xF0, 0x9F))
"""The first two bytes of curly marks, and of emoji, in UTF-8."""

_WITHOUT_WHOLE = {
    "cp1252": re.compile("[\xc2-\xc5\xe2]"),
    "latin-1": re.compile("[\xc2-\xc5\xe2]"),
    "mac_roman": re.compile("'\xc4[\xec\xee\xf2\xf4\xf6\xfa\xf9\xa2\xb6]"),
}
"""Readers that lost bytes alone are enough evidence of, and of what they showed for common
characters a part; other readers need a whole sequence beside.  MacRoman showed the first byte of
curly marks and dashes as a low mark."""

_BESIDE = re.compile("[^\x00-\x7f][ \"'?\ufffd]|[\"'][^\x00-\x7f]|\ufffd|\u30fb")
