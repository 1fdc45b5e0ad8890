"""The functions of ftfy, under ftfy's names: ``import fixenc.ftfy as ftfy`` is the migration.

Names, arguments and results are those of ftfy 6.3; the encoding is repaired by fixenc, which
also restores what ftfy leaves, and changes fine text less often.  ftfy's own tests run
against this module; where it differs, ``tests/integrations/test_ftfy_own.py`` says why.

The options of the command ``ftfy``, and those of ``fixenc``:

==========================  ==========================================================
``ftfy FILE``               ``fixenc < FILE``, or ``fixenc --in-place FILE``
``ftfy -o OUT FILE``        ``fixenc < FILE > OUT``
``ftfy -e NAME``            ``fixenc --encoding NAME``
``ftfy -g``                 not needed: the encoding is detected (``fixenc detect FILE``)
``ftfy -n NFC``             ``fixenc --normal-form NFC``; none is the default here
``--preserve-entities``     the default; ``--select character-reference`` replaces them
==========================  ==========================================================
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO, TextIO

from ftfy import ExplainedText, ExplanationStep, explain_unicode, guess_bytes
from ftfy.badness import is_bad

from fixenc.core.arguments import require_text
from fixenc.integrations import ftfy_plans
from fixenc.integrations.ftfy import Settings, TextFixerConfig

__all__ = [
    "ExplainedText",
    "ExplanationStep",
    "TextFixerConfig",
    "apply_plan",
    "explain_unicode",
    "fix_and_explain",
    "fix_encoding",
    "fix_encoding_and_explain",
    "fix_file",
    "fix_text",
    "fix_text_segment",
    "ftfy",
    "guess_bytes",
    "is_bad",
]


def fix_text(text: str, config: Settings | None = None, **kwargs: Any) -> str:
    """Fix the text, line by line, with all of ftfy's fixers that the settings leave on.

    >>> fix_text("Broken text&hellip; it&#x2019;s \\ufb02ubberi\\ufb01c!")
    "Broken text… it's flubberific!"
    """
    require_text(text)
    chosen = ftfy_plans.configured(config, kwargs, explain=False)
    return ftfy_plans.fixed_by_line(text, chosen)


ftfy = fix_text


def fix_and_explain(text: str, config: Settings | None = None, **kwargs: Any) -> ExplainedText:
    """Fix the text as one segment, and explain by which steps, for :func:`apply_plan`.

    >>> fix_and_explain("sch\\xc3\\xb6n").explanation
    [('encode', 'latin-1'), ('decode', 'utf-8')]
    >>> fix_and_explain("\\ufb01ne").explanation
    [('apply', 'fix_latin_ligatures')]
    """
    chosen = ftfy_plans.configured(config, kwargs, explain=True)
    return ftfy_plans.explained(text, chosen)


def fix_encoding_and_explain(
    text: str, config: Settings | None = None, **kwargs: Any
) -> ExplainedText:
    """Repair the encoding of the text only, and explain by which steps.

    >>> fix_encoding_and_explain("s\\xc3\\xb3")
    ExplainedText(text='só', explanation=[('encode', 'latin-1'), ('decode', 'utf-8')])
    """
    chosen = ftfy_plans.configured(config, kwargs, explain=True)
    return ftfy_plans.encoding_explained(text, chosen)


def fix_encoding(text: str, config: Settings | None = None, **kwargs: Any) -> str:
    """Repair the encoding of the text, and nothing else.

    >>> fix_encoding("\\xc3\\xb3 &amp; \\ufb01")
    'ó &amp; ﬁ'
    """
    return fix_encoding_and_explain(text, config, **kwargs).text


def fix_text_segment(text: str, config: Settings | None = None, **kwargs: Any) -> str:
    """Fix the text as one segment: references of HTML are replaced if no ``<`` is in it."""
    chosen = ftfy_plans.configured(config, kwargs, explain=False)
    return ftfy_plans.explained(text, chosen).text


def fix_file(
    input_file: TextIO | BinaryIO,
    encoding: str | None = None,
    config: Settings | None = None,
    **kwargs: Any,
) -> Iterator[str]:
    """The fixed lines of an open file; of bytes without an ``encoding`` that is guessed."""
    chosen = ftfy_plans.configured(config, kwargs, explain=False)
    for line in input_file:
        if isinstance(line, bytes):
            if encoding is None:
                line, encoding = guess_bytes(line)
            else:
                line = line.decode(encoding)
        if chosen.unescape_html == "auto" and "<" in line:
            chosen = chosen._replace(unescape_html=False)
        yield ftfy_plans.explained(line, chosen).text


def apply_plan(text: str, plan: Iterable[tuple[str, str]]) -> str:
    """Apply the steps of an explanation, this module's or ftfy's own, to a text."""
    return ftfy_plans.applied(text, plan)
