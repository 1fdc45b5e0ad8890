"""Ideographs: whether those of a text, and syllables, look misread by a codec of East Asia."""

from __future__ import annotations

import re
from collections.abc import Sequence

from fixenc import codecs
from fixenc.model.suspicion import share_of_suspicious_pairs


def eastern_readers(text: str) -> Sequence[str]:
    """All codecs of East Asia if the ideographs of a text look misread, else none."""
    ideographs = len(EASTERN.findall(text))
    if not ideographs:
        return ()
    if _IN_WORDS.search(text) and _FEW * ideographs < len(text):
        return codecs.MULTI_BYTE
    if share_of_suspicious_pairs(text) * len(text) >= _SUSPICIOUS * ideographs:
        return codecs.MULTI_BYTE
    return ()


EASTERN = re.compile("[\u2e80-\u9fff\uac00-\ud7a3\ue000-\uf8fe\uff00-\uffef]")

_IN_WORDS = re.compile("[a-z][\u2e80-\u9fff\uac00-\ud7a3]|[\u2e80-\u9fff\uac00-\ud7a3][a-z]")
_FEW = 4
"""Characters of words for each of their ideographs, if an alphabet was misread as these."""

_SUSPICIOUS = 0.15
"""Share of the ideographs of a text that stand suspiciously beside others, if it was misread."""
