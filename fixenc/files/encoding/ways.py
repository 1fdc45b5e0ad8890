"""The ways in which formats declare their encoding: one row of a table for each.

A row says in which files a declaration counts, where the name of the codec stands, and what
the format calls the codecs.  Where a format has names of its own, they are those of its
documentation, which is named beside them.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from fixenc.files.encoding.codec_names import (
    CJK,
    GEDCOM,
    HUNSPELL,
    LATEX,
    MYSQL,
    POSTGRES,
    TEX_COMMENT,
)
from fixenc.formats.names import made_name

HEAD = 4096
"""Bytes in which a declaration of any file is looked for.  HTML wants it in the first 1024;
LaTeX and Vim, which name it among other commands, often have a licence before it."""

LONG_HEAD = 1 << 16
"""Bytes in which a declaration of a format that has its own is looked for."""

TAIL = 3000
"""Bytes at the end in which editors look for their settings (Emacs: 3,000 characters)."""

_NO_CODEC = frozenset("charset encoding default auto undecided raw-text no-conversion".split())
"""Names that mean nothing yet: the placeholder of a template, for one."""

_LACKING = frozenset("viscii tcvn ansel geostd8 armscii8 armscii-8 iscii mik euc-tw binary".split())
"""Codecs that Python does not have, by names that any file may use."""


@dataclass(frozen=True)
class Way:
    """A way to declare an encoding.

    ``pattern`` finds the name of the codec, its first group.  ``files`` are suffixes or whole
    names, in lower case; without any, the declaration counts in all files.  ``names`` leads
    from the format's own names, in lower case, to codecs: empty for codecs that Python does
    not have.  The declaration ``follows`` when the file is converted, if it can be rewritten;
    ``numbers`` says that codecs are called by the numbers of code pages.
    """

    name: str
    pattern: re.Pattern[bytes]
    files: frozenset[str] = frozenset()
    names: Mapping[str, str] = field(default_factory=dict)
    follows: bool = True
    numbers: bool = False
    at_end: bool = False

    def codec(self, name: str) -> str | None:
        """The codec that the format calls ``name``: empty if Python has none of that sort.

        ``None`` if the name is no name of a codec.
        """
        lowered = re.sub(r"-(?:unix|dos|mac)$", "", name.lower())
        if self.numbers:
            lowered = {"65001": "utf-8", "1200": "utf-16", "10000": "mac-roman"}.get(
                lowered, f"cp{lowered}"
            )
        if lowered in self.names:
            return self.names[lowered]
        found = known_codec(lowered)
        if found is not None or lowered in _NO_CODEC:
            return found
        is_meant = (
            self.files
            or lowered.removeprefix("x-") in _LACKING
            or re.search(r"^[a-z]+[-_]?\d", lowered)
        )
        return "" if is_meant else None

    def written(self, encoding: str) -> str | None:
        """The format's name of the codec ``encoding``; ``None`` if it has none."""
        if not self.follows:
            return None
        for name, codec in self.names.items():
            if codec == encoding:
                return name
        if self.numbers:
            if encoding == "utf-8":
                return "65001"
            found = re.fullmatch(r"cp(\d+)", encoding)
            return found[1] if found else None
        # UTF-16's byte order is its mark's business.
        name = encoding.removesuffix("-le").removesuffix("-be")
        name = re.sub("^cp(125[0-8])$", r"windows-\1", name)
        return re.sub("^iso8859-", "iso-8859-", name)


def known_codec(name: str) -> str | None:
    """The codec that a format calls ``name``; ``None`` for names that mean none."""
    try:
        found = codecs.lookup(name).name
        b"aa".decode(found, "replace")
    except (LookupError, ValueError):
        return None
    return found.removesuffix("-sig")


def ways_of(path: str) -> tuple[Way, ...]:
    """The ways that only files with the name of ``path`` have."""
    name = made_name(path).lower()
    suffix = name[name.rfind(".") :] if "." in name else name
    return _BY_FILE.get(suffix, ()) + (_BY_FILE.get(name, ()) if name != suffix else ())


def _files(names: str) -> frozenset[str]:
    return frozenset(names.split())


def _pattern(pattern: bytes, flags: int = 0) -> re.Pattern[bytes]:
    return re.compile(pattern, re.MULTILINE | flags)


BY_META = "HTML meta charset"

EVERYWHERE = (
    # PEP 263: in a comment of one of the first two lines; Emacs and Vim do it in any language.
    Way(
        "coding comment",
        re.compile(rb"\A(?:[^\n]*\n)?[ \t\f]*[^\w\s][^\n]*?coding[:=][ \t]*([-\w.]+)"),
    ),
    Way(
        "XML declaration",
        re.compile(rb"""\A\s*<\?xml\s[^>]*?\bencoding\s*=\s*["']([-\w.:]+)["']"""),
    ),
    # Programs write such lines and tests quote them; a page begins with a tag or a template's.
    Way(
        BY_META,
        re.compile(
            rb"""\A\s*(?=[<{]).*?<meta\b[^>]*?\bcharset\s*=\s*["']?\s*([-\w.:]+)""",
            re.IGNORECASE | re.DOTALL,
        ),
    ),
    Way("CSS @charset", re.compile(rb'\A@charset "([-\w.:]+)";')),
    Way("scriptencoding", _pattern(rb"^[ \t:]*scriptencoding[ \t]+([-\w]+)")),
    Way(
        "inputenc",
        _pattern(
            rb"^[ \t]*\\usepackage[ \t]*\[(?:[-\w \t]*,)*[ \t]*([-\w]+)[ \t]*\][ \t]*\{inputenc\}"
        ),
        names=LATEX,
    ),
    Way(
        "the catalogue's Content-Type",
        _pattern(rb'^"Content-Type:[ \t]*text/plain;[ \t]*charset=([-\w.:]+)', re.IGNORECASE),
    ),
    Way(
        "the setting of Emacs",
        re.compile(
            rb"Local Variables:.{0,1000}?\bcoding:[ \t]*([-\w]+)", re.IGNORECASE | re.DOTALL
        ),
        at_end=True,
    ),
    Way(
        "the setting of Vim",
        _pattern(
            rb"(?:^|[ \t])(?:vim?|ex):[^\n]*?\b(?:fileencoding|fenc)=([-\w]+)"
            rb"[^\n]*\n?(?:[^\n]*\n){0,4}[^\n]*\Z"
        ),
        at_end=True,
    ),
)
"""Ways that count in every file."""

OF_FORMATS = (
    Way(
        "the catalogue's Content-Type",
        _pattern(rb'^"Content-Type:[ \t]*text/plain;[ \t]*charset=([-\w.:]+)', re.IGNORECASE),
        _files(".po .pot"),
    ),
    Way(
        "CHARSET of its properties",
        _pattern(rb'^[-\w.]+[^:\r\n]*?;CHARSET="?([-\w.]+)', re.IGNORECASE),
        _files(".vcf .vcard .vcs .ics .ifb"),
        follows=False,
    ),
    Way(
        "\\ansicpg",
        re.compile(rb"\A\s*\{\\rtf[^\n]{0,200}?\\ansicpg(\d+)"),
        _files(".rtf"),
        follows=False,
        numbers=True,
    ),
    Way(
        "the beginning of RTF",
        re.compile(rb"\A\s*\{\\rtf\d*\\(ansi|mac|pca|pc)\b"),
        _files(".rtf"),
        {"ansi": "cp1252", "mac": "mac-roman", "pc": "cp437", "pca": "cp850"},
        follows=False,
    ),
    Way("\\encoding", _pattern(rb"^\\encoding\{[ \t]*([-\w]+)[ \t]*\}"), _files(".rd")),
    Way(
        "@documentencoding",
        _pattern(rb"^@documentencoding[ \t]+([-\w]+)"),
        _files(".texi .texinfo .txi .texinfo4 .texi2"),
    ),
    Way("SET", _pattern(rb"^SET[ \t]+([-\w]+)"), _files(".aff"), HUNSPELL),
    Way(
        "its first line",
        re.compile(rb"\A((?:UTF-?8|(?:ISO-?8859-|microsoft-cp|windows-|cp|KOI8-?)[-\w]+))\r?\n"),
        _files(".dic .dat"),
        HUNSPELL,
    ),
    Way(
        "Encoding",
        _pattern(rb"^Encoding=([-\w]+)"),
        _files(".desktop .directory .theme"),
        {"UTF-8": "utf-8", "legacy-mixed": ""},
    ),
    Way(
        "code_page",
        _pattern(rb"^[ \t]*#[ \t]*pragma[ \t]+code_page[ \t]*\([ \t]*(\d+)[ \t]*\)"),
        _files(".rc .rc2 .rcv .dlg"),
        numbers=True,
    ),
    Way(
        "SET NAMES",
        _pattern(rb"^(?:/\*!\d+[ \t]+)?SET[ \t]+NAMES[ \t]+['\"]?([-\w]+)", re.IGNORECASE),
        _files(".sql .mysql .dump"),
        MYSQL | {name: POSTGRES[name] for name in POSTGRES if name not in MYSQL},
    ),
    Way(
        "client_encoding",
        _pattern(
            rb"^(?:\\encoding[ \t]+|SET[ \t]+client_encoding[ \t]*(?:=|TO\b)[ \t]*)['\"]?([-\w]+)",
            re.IGNORECASE,
        ),
        _files(".sql .psql .pgsql .dump"),
        POSTGRES,
    ),
    Way("CHAR", _pattern(rb"^\d+ CHAR ([-\w]+)"), _files(".ged .gedcom"), GEDCOM),
    Way(
        "!TEX encoding",
        _pattern(rb"^%[ \t]*!TEX[ \t]+encoding[ \t]*=[ \t]*([-\w ]*[-\w])", re.IGNORECASE),
        _files(".tex .ltx .sty .cls .dtx .bib"),
        TEX_COMMENT,
    ),
    Way(
        "\\inputencoding",
        _pattern(rb"^[ \t]*\\inputencoding\{([-\w]+)\}"),
        _files(".tex .ltx .sty .cls .dtx"),
        LATEX,
    ),
    Way(
        "CJK",
        _pattern(rb"^[^%\n]*\\begin\{CJK\*?\}(?:\[[^]\n]*\])?\{(\w+)\}"),
        _files(".tex .ltx"),
        CJK,
    ),
    Way("=encoding", _pattern(rb"^=encoding[ \t]+([-\w]+)"), _files(".pl .pm .pod .t")),
    Way(
        "use encoding",
        _pattern(rb"^[ \t]*use[ \t]+encoding[ \t]+['\"]?([-\w]+)"),
        _files(".pl .pm .t .cgi"),
    ),
    Way("Encoding", _pattern(rb"^Encoding:[ \t]*([-\w]+)"), _files("description")),
)
"""Ways that count in the files of their formats."""

_BY_FILE: dict[str, tuple[Way, ...]] = {
    each: tuple(way for way in OF_FORMATS if each in way.files)
    for each in frozenset().union(*(way.files for way in OF_FORMATS))
}
