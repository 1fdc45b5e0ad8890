"""The text of HTML and XML: what stands between tags, in attributes and in comments.

Scripts and examples of code are no text.  Entities stay as they are: many of them
are needed, and what they stand for is as intended as any markup.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from fixenc.formats.roles import Part, Role, joined

_OPENING = re.compile(
    r"<!--|<!\[CDATA\[|<\?|<%|<(?P<raw>script|style|code|samp|kbd)(?=[\s>])|<[/!]?[A-Za-z]|&#?\w{1,32};",
    re.IGNORECASE,
)
_CLOSING = {"<!--": "-->", "<![cdata[": "]]>", "<?": "?>", "<%": "%>"}
_VALUE = re.compile(r"""([\w:.-]{1,64})\s*=\s*("[^"<]*"|'[^'<]*')""")
_FOR_MACHINES = frozenset(
    "href src srcset action formaction cite poster longdesc usemap id class for style xmlns"
    " charset accept-charset encoding http-equiv".split()
)
"""Attributes that hold addresses, identifiers or code."""

_MEDIA_TYPE = re.compile(r"(?i)[\"'\s;]charset\s*=")
"""Declarations of an encoding for browsers: they do not make a page one about encodings."""

_TAG_END = re.compile(r"""(?:[^<>"']|"[^"]*"|'[^']*')*>""")


def markup_parts(text: str) -> tuple[Part, ...]:
    """The parts of a page or an XML file that are text for readers."""
    return joined(_parts(text))


def _parts(text: str) -> Iterator[Part]:
    at = 0
    while opening := _OPENING.search(text, at):
        start = opening.start()
        yield Part(at, start, Role.WORDS)
        mark = opening[0].lower()
        if mark.startswith("&"):
            at = opening.end()
        elif mark in _CLOSING:
            end = text.find(_CLOSING[mark], opening.end())
            at = len(text) if end < 0 else end
            if mark.startswith("<!"):
                yield Part(opening.end(), at, Role.WORDS)
            if end >= 0:
                at += len(_CLOSING[mark])
        else:
            at = _tag_end(text, opening.end())
            for value in _VALUE.finditer(text, start, at):
                name = value[1].rpartition(":")[2].lower()
                is_data = name in _FOR_MACHINES or _MEDIA_TYPE.search(value[2])
                role = Role.DATA if is_data else Role.WORDS
                yield Part(value.start(2) + 1, value.end(2) - 1, role)
            if raw := opening["raw"]:
                end = _raw_end(text, raw, at)
                yield Part(at, end, Role.DATA)
                at = end
    yield Part(at, len(text), Role.WORDS)


def _tag_end(text: str, at: int) -> int:
    end = text.find(">", at)
    if end < 0:
        return len(text)
    # A value may hold a closing bracket, but not for ever.
    whole = _TAG_END.match(text, at, end + 4096)
    return whole.end() if whole else end + 1


def _raw_end(text: str, name: str, at: int) -> int:
    """Where the content of a script, a style sheet or an example of code ends."""
    end = re.compile(f"</{name}", re.IGNORECASE).search(text, at)
    return end.start() if end else len(text)
