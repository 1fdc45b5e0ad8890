r"""The code of a Python program outside its comments and strings, found without a lexer.

A lexer takes a second for a megabyte, and to see that a typographic quotation mark
stands in a comment one need not know what each name is.  One pattern leaps from
comment to string; where it could lose its way, the lexer is left to say.

It shows all that :func:`fixenc.formats.lexer.program_parts` takes for code, and perhaps more.

>>> skimmed('x = "\\u201cyes\\u201d"  # \\u2013 no')
'x =     '
>>> skimmed('x = "yes') is None
True
"""

from __future__ import annotations

import re

from fixenc.formats.lexer import readable

# What begins a line in three quotes ends at the next three, and so do raw strings: thus reads
# Pygments, whose word counts here.
_LEAP = re.compile(
    r"""
    (?P<comment>\#[^\n]*)
    | ^[^\S\n]*[rRuUbB]{0,2}(?:\"{3}[\s\S]*?\"{3}|'{3}[\s\S]*?'{3})
    | (?P<string>
        (?<!\w)(?:[rR][bB]?|[bB][rR])(?:\"{3}[\s\S]*?\"{3}|'{3}[\s\S]*?'{3})
        | (?P<formatted>(?<!\w)(?:[fFtT][rR]?|[rR][fFtT]))?
        (?P<quoted>
          \"{3}[^\\\"]*(?:(?:\\[\s\S]|\"(?!\"\"))[^\\\"]*)*\"{3}
          | '{3}[^\\']*(?:(?:\\[\s\S]|'(?!''))[^\\']*)*'{3}
          | \"(?!\"\")[^\\\"\n]*(?:\\[\s\S][^\\\"\n]*)*\"
          | '(?!'')[^\\'\n]*(?:\\[\s\S][^\\'\n]*)*'
        )
      )
    | (?P<lost>
        ["']
        | \d[rRbBuUfFtT]{1,2}["']
        | \bclass(?:\s|\\\s)+(?!\w)
        | ^[ \t]*(?:match|case)\b[^\n_"'\#]*["'\#][^\n_]*_\b
      )
    """,
    re.MULTILINE | re.VERBOSE,
)

_FIELD = re.compile(r"\{(?:[^{}\[]|\[[^\]]*\]|(?<=:)[{}])*\}|%\([^()]*\)")
"""Replacement fields of f-strings, which Pygments takes for code; the rest is text."""


def _expression(depth: int) -> str:
    """The pattern of an expression with so many brackets in brackets, and only plain strings."""
    inner = _expression(depth - 1) if depth else ""
    brackets = rf"|\({inner}\)|\[{inner}\]|\{{{inner}\}}" if depth else ""
    return rf"""(?:[^{{}}()\[\]"'#\\]|'[^{{}}"'\\\n]*'|"[^{{}}"'\\\n]*"{brackets})*"""


_PLAIN = re.compile(rf"(?:[^{{}}]|\{{\{{|\}}\}}|\{{{_expression(3)}\}})*")
"""A formatted string that ends where it seems to."""


def skimmed(text: str) -> str | None:
    """The code of a Python program, and perhaps some more; ``None`` if that is not certain.

    Of the rest a space is left.
    """
    text = readable(text)
    pieces: list[str] = []
    done = 0
    for leap in _LEAP.finditer(text):
        over = leap[0]
        if leap["lost"] or (leap["formatted"] and not _is_plain(leap)):
            return None
        pieces += (text[done : leap.start()], " ")
        done = leap.end()
        if over.isascii():
            continue
        if leap["comment"] and not leap.start() and over.startswith("#!"):
            pieces.append(over)
        elif leap["formatted"]:
            pieces.append(over[over.find("{") : over.rfind("}") + 1])
        elif leap["string"]:
            pieces += _FIELD.findall(over)
    return "".join((*pieces, text[done:]))


def _is_plain(leap: re.Match[str]) -> bool:
    is_raw = "r" in leap["formatted"].lower()
    ends_at_once = is_raw and "\\" in leap["quoted"] and leap["quoted"][:3] in ('"""', "'''")
    return not ends_at_once and _PLAIN.fullmatch(leap["quoted"]) is not None
