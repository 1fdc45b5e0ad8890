"""The strings of JSON and of gettext catalogues, and how characters are escaped in them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from fixenc.formats.roles import Part, Role, joined

_JSON_STRING = re.compile(r'"((?:[^"\\\n]|\\.)*)"(\s{0,64}:)?')

ESCAPE = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}"
    r"|\\u(?![dD][89a-fA-F])[0-9a-fA-F]{4}"  # half of a pair is no character
)
"""One character outside ASCII, as JSON, Python, JavaScript, Java and others escape it."""

_PO_LINE = re.compile(
    r'^(?:(#(?![~,:|]).*)|(msgid|msgid_plural|msgctxt|msgstr(?:\[\d+\])?)?[ \t]*"(.*)"[ \t]*\r?)$',
    re.MULTILINE,
)


def json_parts(text: str) -> tuple[Part, ...]:
    """The strings of a JSON text: values are words, keys are data."""
    return joined(
        Part(*match.span(1), Role.DATA if match[2] else Role.WORDS)
        for match in _JSON_STRING.finditer(text)
    )


def notebook_parts(text: str) -> tuple[Part, ...]:
    """The strings of a Jupyter notebook: what its author wrote in Markdown is words."""
    return joined(_notebook_parts(text))


def _notebook_parts(text: str) -> Iterator[Part]:
    key, cell_type = "", ""
    for string in _JSON_STRING.finditer(text):
        role = Role.DATA
        if string[2]:
            key = string[1]
        elif key == "cell_type":
            cell_type = string[1]
        elif key == "source" and cell_type == "markdown":
            role = Role.WORDS
        yield Part(*string.span(1), role)


def catalogue_parts(text: str) -> tuple[Part, ...]:
    """The translations and the translators' comments of a gettext catalogue.

    What is translated from is a key: the program looks it up as it is.
    """
    return joined(_catalogue_parts(text))


def _catalogue_parts(text: str) -> Iterator[Part]:
    keyword = ""
    for line in _PO_LINE.finditer(text):
        keyword = line[2] or keyword
        if line[1]:
            yield Part(*line.span(1), Role.WORDS)
        elif keyword.startswith("msgstr"):
            yield Part(*line.span(3), Role.WORDS)


def unescaped(escape: str) -> str:
    """The character that an :data:`ESCAPE` stands for."""
    character: str = json.loads(f'"{escape}"')
    return character


def escaped(text: str) -> str:
    """``text`` in ASCII, as it may stand within a JSON string."""
    return json.dumps(text)[1:-1]
