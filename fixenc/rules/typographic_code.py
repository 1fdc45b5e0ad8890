"""Programs that were set as if they were prose."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from fixenc.core.rule import Edit, Safety, Scope, Stage, rule

_MEANT = {
    **dict.fromkeys("\u201c\u201d\u201e\u201f\N{FULLWIDTH QUOTATION MARK}", '"'),
    **dict.fromkeys("\u2018\u2019\u201a\u201b\N{FULLWIDTH APOSTROPHE}", "'"),
    **dict.fromkeys("\N{NO-BREAK SPACE}\N{FIGURE SPACE}\N{NARROW NO-BREAK SPACE}", " "),
    "\N{IDEOGRAPHIC SPACE}": " ",
    **dict.fromkeys("\N{EN DASH}\N{MINUS SIGN}\N{NON-BREAKING HYPHEN}", "-"),
    **{chr(ord(mark) + 0xFEE0): mark for mark in "!#$%&()*+,-./:;<=>?@[\\]^_`{|}~"},
    "\N{GREEK QUESTION MARK}": ";",
}

_TYPOGRAPHIC = "[" + "".join(map(re.escape, _MEANT)) + "]"
_QUOTES = "\"'"


@rule(
    stage=Stage.CHARACTER,
    safety=Safety.UNSAFE,
    needs=_TYPOGRAPHIC,
    in_ascii=(),
    damaged={"print(\u201chello\u201d)": 'print("hello")', "a\xa0= b": "a = b"},
    intact=["print('hello')", "a × b", "map q “\nmap w ”", "menu 参数，否则", "border，总是"],
    scope=Scope.CODE,
)
def typographic_code(text: str) -> Iterator[Edit]:
    """A word processor, chat or blog replaced the quotes and dashes of code by typographic ones.

    Straight quotation marks were turned into curly ones, spaces into spaces that do not
    break, minus signs into dashes. In prose that is an improvement; where a program needs
    a delimiter, an operator or a space, it is an error, often one that cannot be seen.
    Comments and strings are not looked at.
    """
    for match in re.finditer(_TYPOGRAPHIC, text):
        if _is_text(text, match.start()):
            continue
        yield Edit(*match.span(), _MEANT[match[0]], note=f"{unicodedata.name(match[0])} in code")


def _is_text(text: str, at: int) -> bool:
    """Whether the character stands in a text, or is meant itself, and no part of the program.

    Next to a letter as wide as itself a comma belongs to a sentence; a quotation mark
    with nothing at all beside it quotes nothing.
    """
    before, after = text[max(0, at - 1) : at], text[at + 1 : at + 2]
    if _MEANT[text[at]] in _QUOTES:
        return not before.strip() and not after.strip()
    is_wide = text[at] >= "\N{FULLWIDTH EXCLAMATION MARK}"
    return is_wide and any(one.isalpha() and one >= "\u1100" for one in (before, after))
