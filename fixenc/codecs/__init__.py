"""Codecs: which encodings there are, who used them, and how programs decode with them.

:mod:`~fixenc.codecs.registry` has one row for each codec; :mod:`~fixenc.codecs.tables`
encodes and decodes with them as tolerantly as the programs do that misread text.
"""

from fixenc.codecs.registry import (
    CODECS,
    MULTI_BYTE,
    SINGLE_BYTE,
    Codec,
    codec,
    display,
    improbability,
    row_name,
)
from fixenc.codecs.tables import (
    count_beyond_ascii,
    decode,
    encode,
    encodings,
    is_utf8,
    repertoire,
    shown,
    table,
    utf8_bytes,
    utf8_sequence,
    writable,
)

__all__ = [
    "CODECS",
    "MULTI_BYTE",
    "SINGLE_BYTE",
    "Codec",
    "codec",
    "count_beyond_ascii",
    "decode",
    "display",
    "encode",
    "encodings",
    "improbability",
    "is_utf8",
    "repertoire",
    "row_name",
    "shown",
    "table",
    "utf8_bytes",
    "utf8_sequence",
    "writable",
]
