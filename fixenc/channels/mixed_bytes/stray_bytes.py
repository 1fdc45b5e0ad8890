"""Stray bytes: bytes in a text that were no UTF-8, and the legacy codec that they are in.

Two files were joined, a mail was quoted by one program in the codec of another, or a log has
many writers: lines and words in a legacy codec stand in a file of UTF-8.  They are short and
there are few of them, so the codec is decided for a block of text together, in the light of
the language of the text around.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from fixenc import codecs
from fixenc.channels.mixed_bytes.chunks import cheapest, chunks_of, leads_of, safety_of, totals_of
from fixenc.channels.mixed_bytes.hypotheses import STRAY, context_of, hypotheses_of
from fixenc.core.edits import Edit, Safety

_HALF_PAIR = re.compile("[\ud800-\udc7f\udd00-\udfff]")
"""Surrogates that stand for no byte: with them around, none may."""

_LINE = re.compile(r"[^\n]{1,2000}(?!\S)|[^\n]{1,2000}")
"""A line, or a part of one that is too long to be read at once."""

_ANOTHER_CODEC = 20.0
"""Bits against a line in another codec than that of the rest of the block: text of one file
has many writers much more seldom than one."""

_LETTERS = 3
"""Letters of all words with stray bytes, for a safe edit: a single letter is no word."""


def stray_bytes(text: str) -> Iterator[Edit]:
    """The edits of ``text`` that read its stray bytes in the codec that they are in.

    ``text`` is a block whose evidence is added up.
    """
    lines = [
        (match.start(), match[0])
        for match in _LINE.finditer(text)
        if STRAY.search(match[0]) and not _HALF_PAIR.search(match[0])
    ]
    if not lines:
        return
    context = context_of(text)
    hypotheses = hypotheses_of([line for _, line in lines], context)
    chunks = chunks_of(dict.fromkeys(line for _, line in lines), hypotheses, context)
    whole = dict.fromkeys(chunk for found in chunks.values() for _, chunk in found)
    against = [hypothesis.prior for hypothesis in hypotheses]
    common = cheapest(whole, against)
    apart = [0.0 if at == common else _ANOTHER_CODEC for at in range(len(hypotheses))]
    chosen = {
        line: cheapest((chunk for _, chunk in found), apart) for line, found in chunks.items()
    }
    each = dict.fromkeys(
        (chunk, chosen[line]) for line, found in chunks.items() for _, chunk in found
    )
    leads = leads_of(each, against)
    totals = totals_of(each, against)
    letters = sum(
        character.isalpha() for chunk, state in each for character in chunk.options[state].after
    )
    safest = Safety.SAFE if letters >= _LETTERS else Safety.UNSAFE
    for start, line in lines:
        state = chosen[line]
        note = f"bytes of {codecs.display(hypotheses[state].codec)}"
        safeties = [safety_of(chunk, state, totals, leads) for _, chunk in chunks[line]]
        # Noise makes sense in places.
        least = Safety.UNSAFE if None in safeties else safest
        for (at, chunk), safety in zip(chunks[line], safeties, strict=True):
            if safety is not None:
                for edit in chunk.options[state].edits:
                    moved = edit.moved(start + at)
                    yield replace(moved, safety=max(safety, least), note=note)
