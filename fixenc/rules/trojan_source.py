"""Characters by which a program is another one than it seems to be.

Known as Trojan Source (CVE-2021-42574, CVE-2021-42694): a reviewer sees one
program, the compiler another.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from fixenc.core.edits import flag
from fixenc.core.rule import Edit, Safety, Scope, Stage, rule

_BIDI = "[\u202a-\u202e\u2066-\u2069]"
_INVISIBLE = "[\xad\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2060-\u2064\u3164\ufeff\uffa0]"
_FILLERS = "\u115f\u1160\u3164\uffa0"  # letters to every compiler, and nothing to the eye

# Unicode's confusables.txt has them all; these are the letters that look the same in all fonts.
_CYRILLIC = (
    "\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456\u0458\u0455\u04bb\u0501"
    "\u051b\u051d\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421\u0422"
    "\u0423\u0425\u0406\u0408\u0405"
)
_GREEK = (
    "\u03b1\u03bf\u03bd\u03c5\u03b9\u0391\u0392\u0395\u0396\u0397\u0399\u039a"
    "\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7"
)
_LATIN_FOR = dict(
    zip(
        _CYRILLIC + _GREEK,
        "aeopcyxijshdqwABEKMHOPCTYXIJSaovuiABEZHIKMNOPTYX",
        strict=True,
    )
)
_LOOKALIKE = "[" + "".join(_LATIN_FOR) + "]"
_NAME = re.compile(r"[^\W\d]\w*")


@rule(
    stage=Stage.CHARACTER,
    safety=Safety.FLAG,
    needs=_BIDI,
    in_ascii=(),
    damaged={"a \u202e b": "a \u202e b"},
    intact=["\N{HEBREW LETTER ALEF}\N{HEBREW LETTER BET}"],
    scope=Scope.PROGRAM,
)
def bidi_control(text: str) -> Iterator[Edit]:
    """A control character changes the order in which code is displayed, but not how it runs.

    What looks like a comment can be code and the other way round. Hebrew and Arabic need
    none of these characters. Where one is meant, write it as an escape.
    """
    for match in re.finditer(_BIDI, text):
        yield flag(*match.span(), note=_named(match[0]))


@rule(
    stage=Stage.CHARACTER,
    safety=Safety.UNSAFE,
    needs=_INVISIBLE,
    in_ascii=(),
    damaged={"pass\u200bword": "password", "x = \u3164": "x = \u3164"},
    intact=["password"],
    scope=Scope.CODE,
)
def invisible_code(text: str) -> Iterator[Edit]:
    """An invisible character stands in code, outside comments and strings.

    It comes along when code is copied from a page or a chat, and stops the compiler; or it
    is put there to make two names that look alike different.
    """
    for match in re.finditer(_INVISIBLE, text):
        if match[0] in _FILLERS:
            yield flag(*match.span(), note=_named(match[0]))
        else:
            yield Edit(*match.span(), "", note=_named(match[0]))


@rule(
    stage=Stage.CHARACTER,
    safety=Safety.FLAG,
    needs=_LOOKALIKE,
    in_ascii=(),
    damaged={
        "s\u0441ope = 1": "s\u0441ope = 1",
        "\u0441\u043e\u0440: cop": "\u0441\u043e\u0440: cop",
    },
    intact=[
        "scope = 1",
        "\u043f\u0440\u0438\u0432\u0435\u0442 = 1",
        "\N{GREEK CAPITAL LETTER DELTA}x",
    ],
    scope=Scope.CODE,
)
def confusable_name(text: str) -> Iterator[Edit]:
    """A name mixes Latin letters with Cyrillic or Greek ones that look the same.

    So it looks like another name. A name all in Cyrillic or Greek is flagged only if the
    Latin name that it looks like stands in the same file.
    """
    names: set[str] | None = None
    for match in _NAME.finditer(text):
        name = match[0]
        strange = [letter for letter in name if letter in _LATIN_FOR]
        if not strange:
            continue
        looks_like = "".join(_LATIN_FOR.get(letter, letter) for letter in name)
        if not looks_like.isascii():
            continue
        if not any(letter.isascii() and letter.isalpha() for letter in name):
            names = names or set(_NAME.findall(text))
            if looks_like not in names:
                continue
        letters = ", ".join(map(_named, dict.fromkeys(strange)))
        yield flag(*match.span(), note=f"looks like {looks_like}, but has {letters}")


def _named(character: str) -> str:
    return f"{unicodedata.name(character, 'an unnamed character')} (U+{ord(character):04X})"
