"""The encoding that a file declares for itself, in the way of its format."""

from __future__ import annotations

import codecs
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass

_HEAD = 4096
"""Bytes in which a declaration is looked for.  HTML wants it in the first 1024; LaTeX and
Vim, which name it among other commands, often have a licence before it."""

# PEP 263: in a comment of one of the first two lines.  Emacs and Vim use the same in any language.
_COOKIE = re.compile(rb"\A(?:[^\n]*\n)?[ \t\f]*[^\w\s][^\n]*?coding[:=][ \t]*([-\w.]+)")
_XML = re.compile(rb"""\A\s*<\?xml\s[^>]*?\bencoding\s*=\s*["']([-\w.:]+)["']""")
# Programs write such lines and tests quote them; a page begins with a tag or a template's.
_META = re.compile(
    rb"""\A\s*(?=[<{]).*?<meta\b[^>]*?\bcharset\s*=\s*["']?\s*([-\w.:]+)""",
    re.IGNORECASE | re.DOTALL,
)
_CSS = re.compile(rb'\A@charset "([-\w.:]+)";')
_VIM = re.compile(rb"^[ \t:]*scriptencoding[ \t]+([-\w]+)", re.MULTILINE)
_LATEX = re.compile(rb"^[ \t]*\\usepackage[ \t]*\[([-\w]+)\][ \t]*\{inputenc\}", re.MULTILINE)
_CATALOGUE = re.compile(rb'^"Content-Type: text/plain; charset=([-\w.:]+)', re.MULTILINE)
_BY_LATEX = "inputenc"
_LATEX_NAMES = {"utf-8": "utf8", "iso8859-15": "latin9"} | {
    f"iso8859-{number}": f"latin{number}" for number in range(1, 5)
}

_WAYS = (
    (_COOKIE, "coding comment"),
    (_XML, "XML declaration"),
    (_META, "HTML meta charset"),
    (_CSS, "CSS @charset"),
    (_VIM, "scriptencoding"),
    (_LATEX, _BY_LATEX),
    (_CATALOGUE, "the catalogue's Content-Type"),
)

_SIGNS = (b"coding", b"charset", b"inputenc")
"""One of these, in either case, is part of each of the declarations: they are found at once."""

_IN_NAME = re.compile(
    r"[._-](iso[-_]?8859[-_]\d{1,2}|latin[-_]?\d|(?:cp|windows)[-_]?(?:125[0-8]|437|7\d\d|8[56]\d|9\d\d)"
    r"|koi8[-_]?[ru]|euc[-_]?(?:jp|kr|cn|tw)|sjis|shift[-_]jis|big5|gb(?:k|2312|18030))(?![^._-])"
)
BY_NAME = "its name"
OUTSIDE = (".gitattributes", ".editorconfig", BY_NAME)
"""Ways to declare an encoding beside the file, which do not follow when it is converted."""


@dataclass(frozen=True)
class Declaration:
    """A codec that is declared, in which way, and where its name stands, in bytes."""

    encoding: str
    way: str
    start: int = 0
    end: int = 0

    @property
    def is_inside(self) -> bool:
        """Whether the file itself declares it, and not its project."""
        return self.end > 0

    def __str__(self) -> str:
        return f"{self.encoding} by {self.way}"


def declarations(data: bytes) -> Iterator[Declaration]:
    """The encodings that ``data``, a text in which ASCII is ASCII, declares for itself."""
    head = data[:_HEAD]
    lowered = head.lower()
    if not any(word in lowered for word in _SIGNS):
        return
    for pattern, way in _WAYS:
        match = pattern.search(head)
        if match:
            name = known_codec(match[1].decode("ascii", "replace"))
            if name:
                yield Declaration(name, way, *match.span(1))


def declaration_in_name(path: str) -> Declaration | None:
    """The encoding that the name of a file gives, as ``menu_de.latin1.vim`` does.

    It says how to read what is not UTF-8, and no more: ``cp1252.py`` is about a codec.
    """
    names = _IN_NAME.findall(os.path.basename(path).lower())
    if not names:
        return None
    name = re.sub(r"^(?:cp|windows)[-_]?", "cp", names[-1])
    encoding = known_codec(re.sub("^koi8(?=[ru])", "koi8-", name))
    return Declaration(encoding, BY_NAME) if encoding else None


def known_codec(name: str) -> str | None:
    """The codec that a format calls ``name``; ``None`` for names that mean none."""
    try:
        found = codecs.lookup(name).name
        b"aa".decode(found, "replace")
    except (LookupError, ValueError):
        return None
    return found.removesuffix("-sig")


def redeclared(data: bytes, encoding: str) -> bytes:
    """``data`` with every declaration of another codec saying ``encoding`` instead."""
    for found in sorted(declarations(data), key=lambda one: one.start, reverse=True):
        if found.encoding != encoding:
            name = _public_name(encoding, found.way).encode("ascii")
            data = data[: found.start] + name + data[found.end :]
    return data


def _public_name(encoding: str, way: str) -> str:
    """The name that a format knows a codec by.  UTF-16's byte order is its mark's business."""
    if way == _BY_LATEX:
        return _LATEX_NAMES.get(encoding, encoding)
    name = encoding.removesuffix("-le").removesuffix("-be")
    name = re.sub("^cp(125[0-8])$", r"windows-\1", name)
    return re.sub("^iso8859-", "iso-8859-", name)
