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
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import harm
from harm import misread_line as wrong

WESTERN = "de en es fr it pt sv ca da eu fi id is nb nl"
CENTRAL = "cs pl hr hu ro sh sk sl"
CYRILLIC = "ru bg mk sr uk"
BALTIC = "lt lv et"
LATIN = f"{WESTERN} {CENTRAL} {BALTIC} tr"

HOME_CODECS = {
    "cp1252": WESTERN,
    "cp1250": CENTRAL,
    "cp1251": CYRILLIC,
    "cp1253": "el",
    "cp1254": "tr",
    "cp1255": "he",
    "cp1256": "ar fa ur",
    "cp1257": BALTIC,
    "cp874": "th",
    "cp932": "ja",
    "cp949": "ko",
    "gb18030": "zh",
}
"""The codec in which files of a language were written before UTF-8."""

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
    line, what else than the clean line is a full repair.  ``every_line``
    counts every line that is not ASCII, damaged or not: which of two kinds of
    lines is the wrong one is then a question of view.
    """

    name: str
    row: str
    damage: harm.Damage
    languages: frozenset[str] = frozenset()
    lossless: bool = True
    accepted: Callable[[str, str | bytes], tuple[str, ...]] | None = None
    every_line: bool = False

    def takes(self, language: str) -> bool:
        """Whether text of this language (``el*``: pseudo-text) goes this way."""
        if self.languages:
            return language.rstrip("*") in self.languages
        return not language.endswith("*")


ROWS = {
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
    "further": "further codecs",
}
"""The rows of the table, in order."""

_UTF8_READERS = {
    "near": "cp1250 cp1254 mac_roman",
    "dos": "cp1251 cp437 cp850",
    "koi": "koi8-r cp866",
    "cjk": "gb18030 cp932 cp949 big5",
    "further": "iso8859-2 iso8859-15 cp1253 cp1255 cp1256 cp1257 cp852 cp855 koi8-u mac_cyrillic"
    " mac_latin2 euc_jp",
}

_LEGACY = [
    (CYRILLIC, "cp1251", "cp1252 latin-1"),
    (CYRILLIC, "koi8-r cp866 iso8859-5", "cp1252 latin-1 cp1251"),
    ("el", "cp1253 iso8859-7", "cp1252 latin-1"),
    (CENTRAL, "cp1250", "cp1252 latin-1"),
    (CENTRAL, "iso8859-2", "cp1252 latin-1 cp1250"),
    (WESTERN, "mac_roman cp850", "cp1252"),
    (WESTERN, "cp1252", "mac_roman"),
    ("zh", "gbk big5", "latin-1 cp1252"),
    ("ja", "cp932 euc_jp", "latin-1 cp1252"),
    ("ko", "cp949", "latin-1 cp1252"),
    ("ar fa", "cp1256", "cp1252 latin-1"),
    ("ar", "iso8859-6", "cp1252 latin-1"),
    ("he", "cp1255 iso8859-8", "cp1252 latin-1"),
    ("th", "cp874", "cp1252 latin-1"),
    ("tr", "cp1254 iso8859-9 cp857", "cp1252"),
    (BALTIC, "cp1257 iso8859-13", "cp1252"),
]

_FURTHER_LEGACY = [
    (CYRILLIC, "cp1251", "koi8-r cp866 iso8859-5 mac_roman mac_cyrillic cp437"),
    (CYRILLIC, "koi8-r", "cp866"),
    (CYRILLIC, "mac_cyrillic cp855", "cp1252"),
    ("uk", "koi8-u", "cp1252 cp1251"),
    (CENTRAL, "cp1250", "iso8859-2"),
    (CENTRAL, "cp852 mac_latin2", "cp1252 cp1250"),
    (WESTERN, "cp437", "cp1252"),
    (WESTERN, "cp850", "latin-1"),
    (WESTERN, "cp1252", "cp1250 cp1251 cp437 cp850"),
    (WESTERN, "mac_roman", "latin-1"),
    ("el", "mac_greek cp737", "cp1252"),
    ("he", "cp862", "cp1252"),
    ("tr", "cp1254", "latin-1 cp1250 mac_roman"),
    (BALTIC, "cp775", "cp1252"),
    ("zh", "gbk", "big5 cp932 cp949 mac_roman"),
    ("zh", "big5", "cp949"),
    ("ja", "cp932", "gbk cp949 mac_roman"),
    ("ja", "euc_jp", "gbk cp932"),
    ("ko", "cp949", "gbk big5 cp932 mac_roman"),
]

_LAYERS = [
    "cp1252 latin-1",
    "latin-1 cp1252",
    "cp1252 cp1251",
    "cp1251 cp1252",
    "cp1252 cp437",
    "cp437 cp1252",
    "mac_roman cp1252",
    "cp1252 mac_roman",
]


def _channels() -> Iterator[Channel]:
    cp1252, latin1 = wrong(("utf-8", "cp1252")), wrong(("utf-8", "latin-1"))
    yield Channel("utf-8 as cp1252", "western", cp1252)
    yield Channel("utf-8 as latin-1", "western", latin1)
    for name in ("cp1252", "latin-1"):
        yield Channel(f"utf-8 as {name} twice", "western", wrong(*[("utf-8", name)] * 2))
    for row, readers in _UTF8_READERS.items():
        for reader in readers.split():
            yield Channel(f"utf-8 as {reader}", row, wrong(("utf-8", reader)))
    for row, table in (("legacy", _LEGACY), ("further", _FURTHER_LEGACY)):
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
    for pair in _LAYERS:
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


CHANNELS: dict[str, Channel] = {}
for _channel in _channels():
    if _channel.name in CHANNELS:
        raise ValueError(f"two channels are called {_channel.name!r}")
    CHANNELS[_channel.name] = _channel
"""Every channel by its name, in the order of the table."""
