"""The kind of text in a file, by its name and its first bytes."""

from __future__ import annotations

import os
from functools import lru_cache

from fixenc.core.document import Kind
from fixenc.files.encoding.wide import byte_order_mark, unmarked_wide_encoding
from fixenc.formats.names import DATA, PROGRAMS, made_name

HEAD = 4096
"""Bytes that are looked at.  Formats that are not text show it in far less."""


def _tags(names: str) -> frozenset[str]:
    return frozenset(names.split())


_PROSE = _tags("plain-text markdown mdx myst quarto rst asciidoc tex pofile gherkin")
_MARKUP = _tags(
    "html xhtml xml svg xsd xsl dtd wsdl xliff kml gpx resx plist csproj fsproj vbproj vcxproj "
    "pyproj pom manifest xaml wxi wxl wxs zcml zpt relax-ng ngdoc inx jinja twig ejs erb "
    "handlebars mustache nunjucks liquid astro vue svelte"
)
_DATA = _tags(
    "json json5 jsonld geojson ejson cson edn csv tsv yaml yamlld toml ini dotenv java-properties "
    "jupyter bib icalendar textproto map pem beancount wkt musescore"
)

# Bell to carriage return, the Ctrl-Z that ends DOS files, and escape.
_CONTROLS_IN_TEXT = frozenset((*range(7, 14), 26, 27))
_CONTROLS = bytes(c for c in range(32) if c not in _CONTROLS_IN_TEXT)


def kind_of(path: str, head: bytes) -> Kind | None:
    """The kind of text in the file ``path`` that begins with ``head``; ``None`` if it is none.

    Names decide where they say enough (by identify's tables).  A text of an
    unknown sort is prose, as most of the world's text is, unless a ``#!`` line
    names its interpreter.
    """
    is_binary_by_name, kind = _kind_by_name(made_name(path))
    if is_binary_by_name or is_binary(head):
        return None
    return kind or (Kind.CODE if head.startswith(b"#!") else Kind.PROSE)


NUL_BYTES = (
    "it holds NUL bytes, as files do after a crash of the system, or where UTF-16 was added to "
    "other text"
)


_LOG = ".log"
"""The suffix of texts that identify does not know, and that NUL bytes come into most of all."""


def why_unread(path: str, head: bytes) -> str:
    """Why a file is not read that is text by its name, and by its first bytes but for NUL bytes.

    Empty for all others.
    """
    is_binary_by_name, kind = _kind_by_name(made_name(path))
    is_text_by_name = kind is not None or path.endswith(_LOG)
    if is_binary_by_name or not is_text_by_name or b"\0" not in head:
        return ""
    rest = head[:HEAD].replace(b"\0", b"")
    return NUL_BYTES if rest and not is_binary(rest) else ""


@lru_cache(maxsize=1024)
def _kind_by_name(name: str) -> tuple[bool, Kind | None]:
    """Whether a file's name says that it holds no text, and what kind of text it says it holds."""
    from identify.identify import tags_from_filename

    tags = tags_from_filename(name)
    if "binary" in tags:
        return True, None
    if tags & _PROSE:
        return False, Kind.PROSE
    if tags & _MARKUP:
        return False, Kind.MARKUP
    suffix = os.path.splitext(name)[1].lower()
    if tags & _DATA or suffix in DATA:
        return False, Kind.DATA
    return False, Kind.CODE if tags or suffix in PROGRAMS else None


def is_binary(head: bytes) -> bool:
    """Whether these first bytes are of a file that holds no text.

    UTF-16 and UTF-32 are full of NUL bytes and yet text.  In other texts a
    control character is an accident: one in a hundred bytes is more than
    accidents make.
    """
    head = head[:HEAD]
    if byte_order_mark(head):
        return False
    if b"\0" in head:
        return unmarked_wide_encoding(head) is None
    return (len(head) - len(head.translate(None, _CONTROLS))) * 100 > len(head)
