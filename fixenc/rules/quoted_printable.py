"""Quoted-printable left in prose."""

from __future__ import annotations

import re
from collections.abc import Iterator

from fixenc.channels.escapes import spelt_in_utf8, without_samples
from fixenc.core.edits import Edit
from fixenc.core.rule import Safety, Stage, rule

_BYTES = re.compile(r"(?:=[89A-F][0-9A-F])+")

# A text that is in quoted-printable as a whole: it says so, or has what only that has.
_AS_A_WHOLE = re.compile(
    r"quoted-printable|=3D|=20\r?$|[^\s=]=\r?\n\S|=\?[\w-]+\?q\?", re.IGNORECASE | re.MULTILINE
)


@rule(
    stage=Stage.MARKUP,
    safety=Safety.SAFE,
    needs=r"=[C-F][0-9A-F]=[89AB][0-9A-F]",
    in_ascii=("=",),
    damaged={
        "caf=C3=A9 cr=C3=A8me": "café crème",
        "=E2=80=9CYes=E2=80=9D, she said": "“Yes”, she said",
    },
    intact=[
        "Subject: =?utf-8?Q?caf=C3=A9?=",
        "caf=C3=A9 cr=C3=A8me is long enough for=\na soft line break",
        "<a href=3D'x'>caf=C3=A9</a>",
        "The bytes of é are written =C3=A9 there.",
        "x=D0",
    ],
)
def quoted_printable(text: str) -> Iterator[Edit]:
    """An encoded mail was pasted as text: bytes outside ASCII are written as ``=C3=A9``.

    Mail writes each such byte as an equals sign and two digits.  Nobody else
    writes the bytes of whole characters in UTF-8 so.  A text that is in this
    form as a whole, with ``=3D`` for the equals sign itself or lines that end
    in one, is a mail on its way, and left.
    """
    if _AS_A_WHOLE.search(text):
        return iter(())
    return without_samples(text, spelt_in_utf8(text, _BYTES))
