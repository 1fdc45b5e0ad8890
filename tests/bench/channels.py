"""Channels: the ways in which a clean line of text comes to harm.

A channel takes a clean line to what is left of it, or to ``None`` where the
line does not survive the way and so cannot be asked back.  Channels of real
life that lose something on purpose (dropped bytes, letters made ``?``) say so
in their names; all others are reversible.

A new channel is one more line in :func:`_channels`: its name, its row in the
table, its damage, and the languages whose text takes that way (none: all).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import harm
import translated
import wide
from corpus import language_of
from harm import misread_line as wrong
from pairs import (
    CYRILLIC,
    FURTHER_LEGACY,
    HOME_CODECS,
    LATIN,
    LAYERS,
    LEGACY,
    UTF8_READERS,
)
from shapes import MIXTURES, SHAPES

MARKS = "“”‘’‚„‹›«»–—…•"
"""The quotation marks, dashes, dots and bullets that word processors put into text."""

_C1 = re.compile("[\x80-\x9f]")
_NBSP = re.compile("\xa0")
_UNDEFINED = re.compile("[\x81\x8d\x8f\x90\x9d]")


@dataclass(frozen=True)
class Channel:
    """One way of coming to harm.

    ``row`` groups channels in the table.  ``languages`` are those whose text
    takes this way; none means every one.  ``lossless`` channels can be undone
    by going back step by step.  ``accepted`` gives, for a clean and a damaged
    line, a pattern of what else than the clean line is a full repair.  ``every_line``
    counts every line that is not ASCII, damaged or not: which of two kinds of
    lines is the wrong one is then a question of view.  ``before`` is what
    happens to a clean line first, and is not to be undone.  ``harms`` says
    that there is damage: only of clean text there is none.
    """

    name: str
    row: str
    damage: harm.Damage
    languages: frozenset[str] = frozenset()
    lossless: bool = True
    accepted: Callable[[str, str | bytes], str] | None = None
    every_line: bool = False
    before: Callable[[str], str] | None = None
    harms: bool = True

    def takes(self, text: str) -> bool:
        """Whether a text (``more/lv``; ``el*`` is pseudo-text) goes this way."""
        if self.languages:
            return language_of(text) in self.languages
        return not text.endswith("*")

    def is_named(self, words: Sequence[str]) -> bool:
        """Whether one of the words, if there are any, is in the name or row of the channel."""
        return not words or any(word in f"{self.row}: {self.name}" for word in words)

    @property
    def shapes(self) -> list[str]:
        """The shapes in which it is measured.

        A file of several codecs has more than one line, a byte order mark is at the start.
        """
        if self.row in _SHAPES:
            return _SHAPES[self.row]
        return [*SHAPES, *(MIXTURES if self.row in _MIXED_ROWS and self.harms else ())]


ROWS = {
    "clean": "clean text",
    "western": "UTF-8 read as cp1252 / latin-1 / either twice",
    "near": "UTF-8 read as cp1250, cp1254, macroman",
    "dos": "UTF-8 read as cp1251, cp437, cp850",
    "koi": "UTF-8 read as koi8-r, cp866",
    "cjk": "UTF-8 read as gb18030, cp932, cp949, big5",
    "legacy": "one legacy codec read as another",
    "c1": "UTF-8 as latin-1, C1 characters dropped; also with NBSP made a space",
    "marks": "only quotes, dashes, ellipses damaged so",
    "undefined": "UTF-8 as cp1252, undefined bytes dropped, made U+FFFD or ?",
    "spans": "spans of a line; two layers of different codecs; a truncated last character",
    "escapes": "mojibake in HTML entities, JSON, quoted-printable and percent escapes",
    "bytes": "legacy bytes inside a UTF-8 file, UTF-8 inside a legacy file",
    "lost": "letters lost to U+FFFD or ?",
    "spacing": "closing quote's space on the wrong side, detached at the line's end",
    "symbols": "symbols alone damaged",
    "layers": "three to five layers",
    "wide": "UTF-8 as gbk, gb18030, cp949, cp932, big5 with ? or U+FFFD for what does not decode",
    "straight": "curly second bytes made straight",
    "nbsp": "NBSP made a space",
    "bom": "a byte order mark shown as characters",
    "surrogates": "surrogates in UTF-8, and as they are",
    "further": "further codecs",
    "fragments": "pieces of damaged phrases, translated by themselves behind a broken sentence",
    "sides": "spaces of quotation marks on the side of what they enclose",
    "apostrophes": "spaces beside apostrophes",
    "low bytes": "marks cut to their low byte; windows-1252 as C1 characters",
    "novels": "dialogue with marks reduced to â, and closing marks moved",
}
"""The rows of the table, in order."""

_MIXED_ROWS = ("western", "legacy")
"""Rows that are measured in mixtures of damaged and clean lines, too."""

_SHAPES = {"bytes": ["document"], "bom": ["line", "window"]}
"""Shapes of rows that are not measured in all of them."""

_NBSP_READERS = "cp1252 latin-1 cp1250 cp1251 cp1254 cp1257 iso8859-2 koi8-r"
"""Codecs in which some byte of UTF-8 is shown as a no-break space."""

_STRAIGHT = str.maketrans("“”„‘’‚", "\"\"\"'''")
_SYMBOLS = re.compile(r"[^\w\s\x00-\x7f]")


def _channels() -> Iterator[Channel]:
    cp1252, latin1 = wrong(("utf-8", "cp1252")), wrong(("utf-8", "latin-1"))
    yield Channel("utf-8 as cp1252", "western", cp1252)
    yield Channel("utf-8 as latin-1", "western", latin1)
    for name in ("cp1252", "latin-1"):
        yield Channel(f"utf-8 as {name} twice", "western", wrong(*[("utf-8", name)] * 2))
    for row, readers in UTF8_READERS.items():
        for reader in readers.split():
            yield Channel(f"utf-8 as {reader}", row, wrong(("utf-8", reader)))
    for row, table in (("legacy", LEGACY), ("further", FURTHER_LEGACY)):
        for languages, writers, readers in table:
            for writer in writers.split():
                for reader in readers.split():
                    name, home = f"{writer} as {reader}", frozenset(languages.split())
                    yield Channel(name, row, wrong((writer, reader)), home)

    dropped = harm.then(latin1, harm.replaced(_C1, ""))
    spaced = harm.then(dropped, harm.replaced(_NBSP, " "))
    marks = re.compile(f"[{MARKS}]")
    # Where every letter loses its last byte, as in Cyrillic, nothing is left to go by.
    latin = frozenset(LATIN.split())
    yield Channel("C1 dropped", "c1", dropped, latin, lossless=False)
    yield Channel("C1 dropped, NBSP made a space", "c1", spaced, latin, lossless=False)
    yield Channel("marks, C1 dropped", "marks", harm.only(marks, dropped), lossless=False)

    for name, mark in (
        ("dropped", ""),
        ("made U+FFFD", "\N{REPLACEMENT CHARACTER}"),
        ("made ?", "?"),
    ):
        lossy = harm.then(cp1252, harm.replaced(_UNDEFINED, mark))
        yield Channel(f"undefined bytes {name}", "undefined", lossy, lossless=False)
    question = harm.then(latin1, harm.replaced(_C1, "?"))
    yield Channel("C1 made ?", "undefined", question, latin, lossless=False)

    for name in ("cp1252", "latin-1", "cp1251"):
        step = wrong(("utf-8", name))
        yield Channel(f"words as {name}", "spans", harm.parts(step), lossless=False)
        yield Channel(
            f"one stretch as {name}", "spans", harm.parts(step, stretch=True), lossless=False
        )
    for pair in LAYERS:
        inner, outer = pair.split()
        layers = wrong(("utf-8", inner), ("utf-8", outer))
        yield Channel(f"utf-8 as {inner}, then as {outer}", "spans", layers)
    layers = wrong(("cp1251", "latin-1"), ("utf-8", "cp1252"))
    yield Channel(
        "cp1251 as latin-1, utf-8 as cp1252", "spans", layers, frozenset(CYRILLIC.split())
    )
    for name in ("cp1252", "latin-1"):
        stripped = harm.then(wrong(("utf-8", name)), str.strip)
        yield Channel(f"{name}, NBSP stripped off the end", "spans", stripped, lossless=False)
        yield Channel(
            f"{name}, last character cut",
            "spans",
            harm.cut(name),
            lossless=False,
            accepted=harm.without_last(name),
        )

    yield Channel("named entities of cp1252", "escapes", harm.then(cp1252, harm.named_entities))
    yield Channel("named entities of latin-1", "escapes", harm.then(latin1, harm.named_entities))
    numeric = harm.then(cp1252, harm.escaped("&#{};"))
    yield Channel("numeric entities of cp1252", "escapes", numeric)
    yield Channel(
        "JSON escapes of bytes",
        "escapes",
        harm.then(latin1, harm.escaped("\\u{:04x}")),
    )
    yield Channel("quoted-printable", "escapes", harm.escaped_bytes("={:02X}"))
    yield Channel("percent escapes", "escapes", harm.escaped_bytes("%{:02X}"))

    for codec, languages in HOME_CODECS.items():
        home = frozenset(languages.split())
        for name, share, within in (
            (f"{codec} lines in a utf-8 file", 0.3, False),
            (f"{codec} words in a utf-8 file", 0.1, True),
            (f"utf-8 lines in a {codec} file", 0.7, False),
            (f"utf-8 words in a {codec} file", 0.9, True),
        ):
            mixed = harm.mixed_bytes(codec, share=share, within=within)
            yield Channel(name, "bytes", mixed, home, lossless=False, every_line=share > 0.5)

    latin = frozenset(LATIN.split())
    yield Channel(
        "letters made U+FFFD",
        "lost",
        harm.lost_letters("\N{REPLACEMENT CHARACTER}"),
        latin,
        lossless=False,
    )
    yield Channel("letters made ?", "lost", harm.lost_letters("?"), latin, lossless=False)
    yield Channel("space before the closing quote", "spacing", harm.space_before_closing)
    yield Channel("closing quote detached at the end", "spacing", harm.detached_at_end)
    yield from _repeated_and_in_part()
    yield from _signs_and_surrogates()
    yield from _translated()


def _translated() -> Iterator[Channel]:
    """The damage that machine translation, tokenizers and cut code points leave."""
    for language in translated.TARGETS:
        yield Channel(
            f"fragments in {language}",
            "fragments",
            translated.fragment(language),
            frozenset([language]),
            lossless=False,
            before=translated.with_phrase(language),
        )
    for name, damage in translated.SIDES.items():
        yield Channel(name, "sides", damage, lossless=False)
    for name, space in (("before", " {}"), ("on both sides of", " {} ")):
        english = translated.spaced_apostrophes(translated.CLITIC, space)
        elided = translated.spaced_apostrophes(translated.ELISION, space)
        en, romance = frozenset(["en"]), frozenset(["fr", "it", "oc"])
        yield Channel(f"space {name} English apostrophes", "apostrophes", english, en, False)
        yield Channel(f"space {name} elisions", "apostrophes", elided, romance, False)
    yield Channel("marks as low bytes", "low bytes", translated.low_bytes, lossless=False)
    marks = re.compile(f"[{MARKS}]")
    c1 = harm.only(marks, wrong(("cp1252", "latin-1")))
    yield Channel("marks of cp1252 as C1", "low bytes", c1, lossless=False)
    latin1 = harm.only(marks, wrong(("utf-8", "latin-1")))
    lone = harm.then(latin1, harm.replaced(_C1, ""))
    en = frozenset(["en"])
    yield Channel("marks made lone letters", "novels", lone, en, lossless=False)
    moved = translated.moved_then(lone)
    yield Channel("closing marks moved, then lone letters", "novels", moved, en, lossless=False)


def _repeated_and_in_part() -> Iterator[Channel]:
    for reader in ("cp1252", "latin-1", "mac_roman", "cp437", "cp1251"):
        damage = harm.only(_SYMBOLS, wrong(("utf-8", reader)))
        yield Channel(f"symbols as {reader}", "symbols", damage, lossless=False)
    for layers in (3, 4, 5):
        damage = wrong(*[("utf-8", "cp1252")] * layers)
        yield Channel(f"utf-8 as cp1252, {layers} layers", "layers", damage, lossless=False)
    for name, shown, restored in wide.channels():
        yield Channel(name, "wide", shown, lossless=False, accepted=restored)
    for reader in ("cp1252", "cp1250", "cp1251", "mac_roman"):
        straight = harm.losing(wrong(("utf-8", reader)), lambda text: text.translate(_STRAIGHT))
        yield Channel(f"{reader}, curly made straight", "straight", straight, lossless=False)
    for reader in _NBSP_READERS.split():
        spaced = harm.losing(wrong(("utf-8", reader)), harm.replaced(_NBSP, " "))
        yield Channel(f"{reader}, NBSP made a space", "nbsp", spaced, lossless=False)
    for reader in ("cp1252", "latin-1"):
        twice = wrong(("utf-8", reader), ("utf-8", reader))
        spaced = harm.losing(twice, harm.replaced(_NBSP, " "))
        yield Channel(f"{reader} twice, NBSP made a space", "nbsp", spaced, lossless=False)


def _signs_and_surrogates() -> Iterator[Channel]:
    for reader in ("cp1252", "latin-1", "cp437", "mac_roman", "cp850", "gb18030"):
        damage = harm.prefixed(wrong(("utf-8", reader)), "\ufeff")
        yield Channel(
            f"byte order mark as {reader}",
            "bom",
            damage,
            lossless=False,
            accepted=harm.with_or_without("\ufeff"),
        )

    def smile(line: str) -> str:
        return f"{line} 😀"

    for reader in ("cp1252", "latin-1"):
        for layers, name in ((1, ""), (2, " twice")):
            damage = harm.surrogates(reader, layers)
            yield Channel(
                f"surrogates as {reader}{name}", "surrogates", damage, lossless=False, before=smile
            )
    plain = harm.then(harm.nothing, harm.split_surrogates)
    yield Channel("two surrogates", "surrogates", plain, lossless=False, before=smile)


CLEAN = Channel("clean", "clean", harm.nothing, harms=False)
"""Text that is fine: no line of it may change."""

CHANNELS: dict[str, Channel] = {}
for _channel in _channels():
    if _channel.name in CHANNELS:
        raise ValueError(f"two channels are called {_channel.name!r}")
    CHANNELS[_channel.name] = _channel
"""Every channel by its name, in the order of the table."""
