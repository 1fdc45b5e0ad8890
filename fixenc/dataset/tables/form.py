"""The form of tables, as far as files do not say it themselves."""

from __future__ import annotations

import codecs
from dataclasses import dataclass

from fixenc.dataset.inputs import Format

ENCODED = (Format.CSV, Format.JSONL, Format.JSON, Format.TEXT)
"""Formats that can be in any encoding."""


@dataclass(frozen=True)
class Form:
    """How to read tables.

    Lines are in ``encoding`` (``None``: UTF-8, and other bytes are a problem of their row); in
    another than UTF-8, a file is written as UTF-8.  CSV has a ``header``, is split at a
    ``delimiter`` (empty: the likeliest), with ``quote`` around fields (empty: none) and
    ``escape`` before characters that mean nothing (empty: none).  With ``decode``, columns of
    bytes are taken for UTF-8.  With ``whole``, a file of text is one text, not one a line.
    """

    encoding: str | None = None
    header: bool = True
    delimiter: str = ""
    quote: str = '"'
    escape: str = ""
    decode: bool = False
    whole: bool = False

    def converts(self, kind: Format) -> bool:
        """Whether a file of this format is written in another encoding than it is in."""
        if self.encoding is None or kind not in ENCODED:
            return False
        return codecs.lookup(self.encoding).name != "utf-8"


DEFAULT = Form()
"""Files as they are usually."""
