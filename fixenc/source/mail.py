"""The text of messages: e-mail, alone or many in one file.

A part that is encoded for its transport (quoted-printable, base64) means what
it says, and is left as it is; so is a header, but for what people write there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from fixenc.source.roles import Part, Role, joined

_LINE = re.compile(r"[^\n]*\n?")
_HEADER = re.compile(r"([!-9;-~]+):")
_WRITTEN = frozenset(["subject", "comments", "keywords", "from", "to", "cc", "reply-to", "sender"])
_AS_IT_IS = frozenset(["", "7bit", "8bit", "binary"])


def mail_parts(text: str) -> tuple[Part, ...]:
    """What of a message or a mailbox is text that anyone can read as it stands."""
    return joined(_parts(text))


def _parts(text: str) -> Iterator[Part]:
    in_headers, name, after_blank = True, "", True
    transfer, kind = "", "text"
    for line in _LINE.finditer(text):
        content = line[0].strip()
        if not in_headers and _begins_part(line[0], after_blank):
            in_headers, name, transfer, kind = True, "", "", "text"
        elif in_headers and not content:
            in_headers = False
        elif in_headers:
            header = _HEADER.match(line[0])
            name = header[1].lower() if header else name
            value = (line[0][header.end() :] if header else content).strip().lower()
            if name == "content-transfer-encoding":
                transfer = value
            elif name == "content-type" and header:
                kind = value.partition("/")[0]
            if name in _WRITTEN:
                yield Part(*line.span(), Role.WORDS)
        elif transfer in _AS_IT_IS and kind in ("text", "multipart", "message"):
            yield Part(*line.span(), Role.WORDS)
        after_blank = not content


def _begins_part(line: str, after_blank: bool) -> bool:
    """Whether headers follow: of a part after a boundary, of a message after ``From``."""
    is_boundary = line.startswith("--") and not line.rstrip().endswith("--") and len(line) > 8
    return is_boundary or (after_blank and line.startswith("From "))
