"""Changes of form that are asked for: normal form, line endings, byte order mark.

None of them is damage, so none is made unasked: text that differs only in form
is fine as it is.  Each works on the repaired text, and what is changed is an
edit like any other, to be seen and refused.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from typing import Literal

from fixenc.document import Document
from fixenc.edits import Edit

NormalForm = Literal["NFC", "NFD", "NFKC", "NFKD"]
LineEnding = Literal["lf", "crlf"]
Bom = Literal["keep", "add", "remove"]

_NEWLINE = re.compile(r"\r\n|\r|\n")
_MARKS = {
    "utf-8": codecs.BOM_UTF8,
    "utf-16-le": codecs.BOM_UTF16_LE,
    "utf-16-be": codecs.BOM_UTF16_BE,
    "utf-32-le": codecs.BOM_UTF32_LE,
    "utf-32-be": codecs.BOM_UTF32_BE,
}

# A character of ASCII, which may take an accent, and what follows that is not ASCII.
_CLUSTERS = re.compile(r"[\x00-\x7f]?[^\x00-\x7f]+")


def normal_form(text: str, form: NormalForm) -> Iterator[Edit]:
    """The edits that bring ``text`` into a Unicode normal form.

    Characters of ASCII change in no form and start every run that is looked at,
    so the rest of the text is never copied.

    >>> [(e.start, e.end, e.new) for e in normal_form("cafe\\u0301s", "NFC")]
    [(3, 5, 'é')]
    """
    if unicodedata.is_normalized(form, text):
        return
    for match in _CLUSTERS.finditer(text):
        run = match[0]
        new = unicodedata.normalize(form, run)
        if new != run:
            head = _common_prefix(run, new)
            tail = _common_prefix(run[head:][::-1], new[head:][::-1])
            start, end = match.start() + head, match.end() - tail
            yield Edit(start, end, new[head : len(new) - tail], rules=(form.lower(),))


def line_endings(text: str, ending: LineEnding) -> Iterator[Edit]:
    """The edits after which every line of ``text`` ends alike.

    >>> [(e.start, e.end, e.new) for e in line_endings("a\\r\\nb\\n", "lf")]
    [(1, 3, '\\n')]
    """
    wanted = "\r\n" if ending == "crlf" else "\n"
    for match in _NEWLINE.finditer(text):
        if match[0] != wanted:
            yield Edit(match.start(), match.end(), wanted, rules=("line-ending",))


def with_bom(document: Document, bom: Bom) -> Document:
    """``document`` with the byte order mark that it is to be written with.

    Codecs other than UTF-8, UTF-16 and UTF-32 have none.  It is not taken from
    UTF-16 and UTF-32: nothing else would say which they are.
    """
    if bom == "add":
        return replace(document, bom=_MARKS.get(document.encoding, document.bom))
    if bom == "remove" and document.encoding == "utf-8":
        return replace(document, bom=b"")
    return document


def _common_prefix(one: str, other: str) -> int:
    length = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        length += 1
    return length
