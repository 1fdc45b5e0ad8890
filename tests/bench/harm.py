"""The kinds of harm that text comes to: functions from a clean line to a damaged one.

They go wrong the way the programs of their time do, or give ``None`` where the
line could not have come through and so cannot be asked back.
:mod:`channels` names them and says which text takes which way.
"""

from __future__ import annotations

import html.entities
import re
from collections.abc import Callable
from functools import cache
from random import Random

Damage = Callable[[str, Random], "str | bytes | None"]
"""From a clean line and a source of chance to a damaged line, of text or of bytes."""

_TOKENS = re.compile(r"\w+|\W+")
_BEYOND = re.compile("[\U00010000-\U0010ffff]")
_CLOSING = ".!?\"'»”“)。"


def misread(data: bytes, codec: str) -> str:
    """Decode as the programs of the codec's home do.

    They keep the bytes that a Windows code page does not define as control
    characters (ftfy calls that "sloppy"); other codecs are strict.
    """
    if codec.startswith(("cp125", "cp874")):
        return data.decode("latin-1").translate(_sloppy(codec))
    text = data.decode(codec)
    if text.encode(codec) != data:
        raise UnicodeDecodeError(codec, data, 0, len(data), "not reversible")
    return text


@cache
def _sloppy(codec: str) -> dict[int, str]:
    table = {}
    for byte in range(0x80, 0x100):
        try:
            table[byte] = bytes([byte]).decode(codec)
        except UnicodeDecodeError:
            table[byte] = chr(byte)
    return table


def nothing(line: str, chance: Random) -> str:
    """No damage."""
    return line


def misread_line(*steps: tuple[str, str]) -> Damage:
    """Encode with the first codec of each step, decode with the second; strictly."""

    def damage(line: str, chance: Random) -> str | None:
        try:
            for written, read in steps:
                line = misread(line.encode(written), read)
        except UnicodeError:
            return None
        return line

    return damage


def then(first: Damage, change: Callable[[str], str]) -> Damage:
    """A channel that goes on by changing the text."""

    def damage(line: str, chance: Random) -> str | None:
        text = first(line, chance)
        return change(text) if isinstance(text, str) else None

    return damage


def losing(first: Damage, change: Callable[[str], str]) -> Damage:
    """The same, of lines in which there is something to change."""

    def damage(line: str, chance: Random) -> str | None:
        text = then(first, change)(line, chance)
        return None if text == first(line, chance) else text

    return damage


def replaced(characters: re.Pattern[str], mark: str) -> Callable[[str], str]:
    """The loss of some characters, each to the mark that stands for what was lost."""
    return lambda text: characters.sub(mark, text)


def only(characters: re.Pattern[str], first: Damage) -> Damage:
    """The damage, on the matching characters alone."""

    def damage(line: str, chance: Random) -> str | None:
        return characters.sub(lambda match: str(first(match[0], chance)), line)

    return damage


def _hit(tokens: list[str], chance: Random, *, stretch: bool) -> list[bool]:
    """Choose the tokens that are hit: each by chance, or one run of them."""
    if stretch:
        lo, hi = sorted(chance.sample(range(len(tokens) + 1), 2))
        return [lo <= i < hi for i in range(len(tokens))]
    return [chance.random() < 0.5 for _ in tokens]


def parts(first: Damage, *, stretch: bool = False) -> Damage:
    """Some words of the line are damaged, others are fine."""

    def damage(line: str, chance: Random) -> str | None:
        tokens = _TOKENS.findall(line)
        if not tokens or (whole := first(line, chance)) is None:
            return None
        hit = _hit(tokens, chance, stretch=stretch)
        damaged = [first(t, chance) if bad else t for t, bad in zip(tokens, hit, strict=True)]
        if None in damaged:
            return None
        text = "".join(map(str, damaged))
        return text if text != whole else line

    return damage


def prefixed(first: Damage, prefix: str) -> Damage:
    """The damage of a line that had the prefix, which no reader was to see."""
    return lambda line, chance: first(prefix + line, chance)


def with_or_without(prefix: str) -> Callable[[str, str | bytes], str]:
    """Repairs of a line that had the prefix: it may be left, as what it is, or go."""
    return lambda clean, damaged: f"{prefix}?{re.escape(clean)}"


def surrogates(reader: str, layers: int = 1) -> Damage:
    """UTF-8 in which characters beyond the first plane are two surrogates of three bytes each."""

    def damage(line: str, chance: Random) -> str | None:
        try:
            text = misread(split_surrogates(line).encode("utf-8", "surrogatepass"), reader)
        except UnicodeError:
            return None
        return misread_line(*[("utf-8", reader)] * (layers - 1))(text, chance)

    return damage


def split_surrogates(text: str) -> str:
    """The text with two surrogates for each character beyond the first plane."""
    return _BEYOND.sub(lambda match: _surrogates_of(ord(match[0]) - 0x10000), text)


def _surrogates_of(offset: int) -> str:
    return chr(0xD800 + (offset >> 10)) + chr(0xDC00 + (offset & 0x3FF))


def mixed_bytes(codec: str, *, share: float, within: bool) -> Damage:
    """A file in which UTF-8 and a legacy codec are mixed; ``share`` of it is legacy."""

    def damage(line: str, chance: Random) -> bytes | None:
        tokens = _TOKENS.findall(line) if within else [line]
        try:
            return b"".join(
                token.encode(codec if chance.random() < share else "utf-8") for token in tokens
            )
        except UnicodeError:
            return None

    return damage


def cut(reader: str) -> Damage:
    """The last character loses its last byte, as in a column of fixed width."""

    def damage(line: str, chance: Random) -> str | None:
        letters = line.rstrip(_CLOSING)
        return None if letters[-1:].isascii() else misread(letters.encode()[:-1], reader)

    return damage


def without_last(reader: str) -> Callable[[str, str | bytes], str]:
    """Repairs of a cut line: the rest of the last character left, marked, dropped or guessed."""

    def accepted(clean: str, damaged: str | bytes) -> str:
        whole = clean.rstrip(_CLOSING)
        start = whole[:-1]
        rest = str(damaged)[len(misread(start.encode(), reader)) :]
        last = map(re.escape, (whole[-1:], "", rest, "\N{REPLACEMENT CHARACTER}"))
        return f"{re.escape(start)}(?:{'|'.join(last)})"

    return accepted


def space_before_closing(line: str, chance: Random) -> str:
    """``so,” he`` to ``so, ”he``: the space went to the wrong side."""
    return re.sub(r"(?<=[.,!?])(”) (?=\w)", r" \1", line)


def detached_at_end(line: str, chance: Random) -> str:
    """``end.”`` to ``end. ”``, at the end of the line."""
    return re.sub(r"(?<=[.!?])”$", " ”", line)


def named_entities(text: str) -> str:
    """``Ã`` to ``&Atilde;``, with numbers for the nameless."""
    names = html.entities.codepoint2name
    return "".join(
        c if c.isascii() else f"&{names[ord(c)]};" if ord(c) in names else f"&#{ord(c)};"
        for c in text
    )


def escaped(form: str) -> Callable[[str], str]:
    """Escape each character that is not ASCII, by its code point."""
    return lambda text: "".join(c if c.isascii() else form.format(ord(c)) for c in text)


def escaped_bytes(form: str) -> Damage:
    """Escape each UTF-8 byte that is not ASCII."""

    def damage(line: str, chance: Random) -> str:
        return "".join(
            c if c.isascii() else "".join(form.format(byte) for byte in c.encode()) for c in line
        )

    return damage


def lost_letters(mark: str) -> Damage:
    """A letter outside ASCII is one mark, whatever letter it was; other characters stay."""

    def damage(line: str, chance: Random) -> str:
        return "".join(mark if c.isalpha() and not c.isascii() else c for c in line)

    return damage
