"""Source: what in a file of code, markup or data may be repaired, and what may not.

:func:`parts` splits a file into text and code; :mod:`fixenc.formats.repairs` lets the rules see
words alone, and sees to it that a file means the same afterwards.

Most files are fine or plain text, so what knows the formats is imported when
it is needed.
"""

from __future__ import annotations

from collections.abc import Callable
from os.path import splitext
from typing import TYPE_CHECKING

from fixenc.core.document import Document, Kind
from fixenc.formats.names import made_name

if TYPE_CHECKING:
    from fixenc.formats.roles import Part

__all__ = [
    "code_only",
    "counts_on_its_bytes",
    "has_parts",
    "is_catalogue",
    "is_named_as_mail",
    "is_of_known_format",
    "is_table",
    "is_unknown",
    "may_hide_damage",
    "parts",
]

_MARKDOWN = frozenset([".md", ".mdx", ".markdown", ".mkd", ".qmd", ".rmd"])
_METADATA = frozenset(["METADATA", "PKG-INFO"])  # of Python packages: their README, mostly
_JSON = frozenset([".json", ".jsonl", ".ndjson", ".json5", ".geojson", ".jsonld", ".webmanifest"])
_PAGES = frozenset([".html", ".htm"])
_AS_BROWSERS_READ = frozenset(["cp1252", "iso8859-1", "iso8859-15"])
_TEXTS = frozenset([".txt", ".text", ".srt", ".vtt", ".sub", ".tex", ".adoc"])
_MAIL = frozenset([".eml", ".mbox", ".mht", ".mhtml"])
_TABLES = frozenset([".csv", ".tsv", ".tab", ".psv"])


def has_parts(document: Document) -> bool:
    """Whether there is more to the document than running text."""
    if is_of_known_format(document):
        return True
    if _is_named_prose(document.path):
        return False
    from fixenc.formats.prose import reads_like_prose

    return not reads_like_prose(document.text)


def is_of_known_format(document: Document) -> bool:
    """Whether the name or the kind of the document says that it is more than running text."""
    return document.kind is not Kind.PROSE or bool(_format(document))


def may_hide_damage(document: Document, is_odd: Callable[[str], bool]) -> bool:
    """Whether there may be damage in what is not read as it stands.

    ``is_odd`` says of a text whether there may be damage in it: most escapes stand for
    what their author meant.
    """
    text = document.text
    if is_mail(document):
        return "?=" in text or "transfer-encoding:" in text.lower()
    if document.kind is Kind.PROSE or "\\u" not in text:
        return False
    from fixenc.formats.strings import ESCAPE, unescaped

    return is_odd(ESCAPE.sub(lambda escape: unescaped(escape[0]), text))


def is_catalogue(document: Document) -> bool:
    """Whether the document is a gettext catalogue: its quotation marks are a translator's."""
    return _format(document) == "catalogue"


def is_mail(document: Document) -> bool:
    """Whether the document is a message, or many of them."""
    return document.message or is_named_as_mail(document.path)


def is_named_as_mail(path: str) -> bool:
    """Whether a file of this name is a message, or many of them."""
    return splitext(made_name(path))[1].lower() in _MAIL


def is_unknown(document: Document) -> bool:
    """Whether the document is more than running text, in a format that nobody knows."""
    return document.kind is Kind.PROSE and not _format(document)


def is_table(document: Document) -> bool:
    """Whether every line of the document is a record of its own."""
    return _format(document) == "table"


def counts_on_its_bytes(document: Document) -> bool:
    """Whether the document would mean something else to a machine in another encoding.

    A program does if there is more than ASCII in it outside of its comments, and so
    does mail, in which each part names its own encoding.  A page that names none is
    windows-1252 to every browser.  What an unknown format is to its readers nobody
    knows: the encoding of a spelling dictionary is declared in another file.
    """
    if document.kind is Kind.CODE:
        from fixenc.formats.roles import Role, between

        comments = (part for part in parts(document) if part.role is Role.WORDS)
        spans = between(comments, len(document.text))
        return not all(document.text[start:end].isascii() for start, end in spans)
    if splitext(document.path)[1].lower() in _PAGES:
        return document.encoding in _AS_BROWSERS_READ
    return is_mail(document) or (is_unknown(document) and has_parts(document))


def parts(document: Document) -> tuple[Part, ...]:
    """The parts of the document that are text or data, in order and disjoint."""
    from fixenc.formats.roles import Part, Role

    text = document.text
    everything = (Part(0, len(text), Role.WORDS),)
    unknown = (Part(0, len(text), Role.DATA),)
    format_ = _format(document)
    if format_ in ("markdown", "rst"):
        from fixenc.formats.document_markup import markdown_parts, restructured_parts

        return markdown_parts(text) if format_ == "markdown" else restructured_parts(text)
    if format_ in ("json", "notebook", "catalogue"):
        from fixenc.formats import strings

        if format_ == "catalogue":
            return strings.catalogue_parts(text)
        return strings.json_parts(text) if format_ == "json" else strings.notebook_parts(text)
    if format_ == "mail":
        from fixenc.formats.mail import mail_parts

        return mail_parts(text)
    if format_ == "table":
        return everything
    if document.kind is Kind.PROSE:
        # A table of symbols, say, or the settings of a program that nobody knows.
        return unknown
    if document.kind is Kind.MARKUP:
        from fixenc.formats.markup import markup_parts

        return markup_parts(text)
    from fixenc.formats.lexer import program_parts, settings_parts

    if document.kind is Kind.CODE:
        # In a block of a large file there is no telling what is a comment.
        found = program_parts(document.path, text) if not document.streamed else None
        # Where comments and code cannot be distinguished, all edits are only proposed.
        return found if found is not None else unknown
    if document.streamed:
        return everything
    return settings_parts(document.path, text) or everything


def code_only(document: Document) -> str:
    """The code of a program without its comments and strings, or a little more.

    This is faster than :func:`parts`, but not available for all languages.
    """
    from fixenc.formats.python import SUFFIXES

    if document.text.isascii() or not document.path.lower().endswith(SUFFIXES):
        return document.text
    from fixenc.formats.skim import skimmed

    code = skimmed(document.text)
    return document.text if code is None else code


def _is_named_prose(path: str) -> bool:
    """Whether the name of a file says that it is to be read, or there is no name."""
    return path.startswith("<") or splitext(path)[1].lower() in _TEXTS


def _format(document: Document) -> str:
    """The format whose parts are known here without a lexer; empty for others."""
    name = made_name(document.path)
    suffix = splitext(name)[1].lower()
    if suffix in _MARKDOWN or name in _METADATA:
        return "markdown"
    if suffix in (".rst", ".rest", ".doctest"):
        return "rst"
    if suffix in (".po", ".pot"):
        return "catalogue"
    if document.message or suffix in _MAIL:
        return "mail"
    if suffix == ".ipynb":
        return "notebook"
    if suffix in _JSON:
        return "json"
    return "table" if suffix in _TABLES else ""
