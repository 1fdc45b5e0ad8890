"""Whether a file still means the same after its repair.

Repairs are made in comments, strings and running text only, so all else must
have stayed: the tree of a Python program, the structure of a JSON, YAML, TOML or
XML document, and in every other language the tokens outside comments and strings.
"""

from __future__ import annotations

import ast
import csv
import io
import json
import sys
from collections.abc import Callable, Sequence
from os.path import splitext
from typing import Any

from fixenc.formats import python
from fixenc.formats.roles import Part, between

_Shape = Callable[[str], object]


def change_of_meaning(
    path: str, before: str, after: str, parts_of: Callable[[str], Sequence[Part]]
) -> str:
    """A description of the change that a repair makes besides text; empty if there is none.

    ``parts_of`` returns the parts of a text in a file of this kind.
    """
    shape = _SHAPES.get(splitext(path)[1].lower())
    if shape is not None:
        name, read = shape
        try:
            old = read(before)
        except _UNREADABLE:
            pass  # what was broken before is compared by its tokens
        else:
            try:
                new = read(after)
            except _UNREADABLE:
                return f"it would no longer be valid {name}"
            return "" if old == new else f"its {name} would have another structure"
    if _skeleton(before, parts_of) == _skeleton(after, parts_of):
        return ""
    return "code outside comments and strings would change"


_UNREADABLE = (SyntaxError, ValueError, RecursionError, MemoryError, csv.Error)
"""Exceptions of parsers for text that is not of their format, or too complex for them."""


def _skeleton(text: str, parts_of: Callable[[str], Sequence[Part]]) -> list[str]:
    found = parts_of(text)
    return [text[start:end] for start, end in between(found, len(text))]


def _python(text: str) -> str:
    tree = python.tree(text)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            node.value = ""
    return ast.dump(tree)


def _json(text: str) -> object:
    return _without_strings(json.loads(text))


def _json_lines(text: str) -> object:
    return [_json(line) for line in text.split("\n") if line.strip()]


def _toml(text: str) -> object:
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    return _without_strings(tomllib.loads(text))


def _yaml(text: str) -> object:
    import yaml

    seen: dict[int, int] = {}

    def shape(node: yaml.Node, *, is_key: bool = False) -> object:
        # Through aliases a node can stand in a million places, or within itself.
        if id(node) in seen:
            return seen[id(node)]
        seen[id(node)] = len(seen)
        if isinstance(node, yaml.MappingNode):
            pairs = [(shape(key, is_key=True), shape(value)) for key, value in node.value]
            return node.tag, pairs
        if isinstance(node, yaml.SequenceNode):
            return node.tag, [shape(item) for item in node.value]
        is_text = node.tag == "tag:yaml.org,2002:str" and not is_key
        return node.tag, "" if is_text else node.value

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        return [shape(document) for document in yaml.compose_all(text, Loader=loader)]
    except yaml.YAMLError as error:
        raise ValueError(str(error)) from error


def _without_strings(value: Any) -> object:
    """A parsed document in which every string but the keys is empty."""
    if isinstance(value, dict):
        return [(key, _without_strings(inner)) for key, inner in value.items()]
    if isinstance(value, list):
        return [_without_strings(inner) for inner in value]
    # A NaN is not even equal to itself.
    return "" if isinstance(value, str) else repr(value)


def _xml(text: str) -> object:
    from xml.parsers import expat

    shape: list[object] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        shape.append((name, *attributes))

    # The codec given wins over the declared one, which speaks of the file's bytes.
    parser = expat.ParserCreate("utf-8")
    parser.StartElementHandler = start
    parser.EndElementHandler = shape.append
    try:
        parser.Parse(text.encode("utf-8", "replace"), True)
    except expat.ExpatError as error:
        raise ValueError(str(error)) from error
    return shape


def _table(delimiter: str) -> _Shape:
    def shape(text: str) -> object:
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        return [len(row) for row in rows]

    return shape


_SHAPES: dict[str, tuple[str, _Shape]] = {
    **dict.fromkeys((".py", ".pyi", ".pyw"), ("Python", _python)),
    **dict.fromkeys((".json", ".geojson", ".jsonld", ".webmanifest"), ("JSON", _json)),
    **dict.fromkeys((".jsonl", ".ndjson"), ("JSON", _json_lines)),
    ".ipynb": ("JSON", _json),
    ".toml": ("TOML", _toml),
    **dict.fromkeys((".yaml", ".yml"), ("YAML", _yaml)),
    **dict.fromkeys((".xml", ".svg", ".xsd", ".xsl", ".xhtml", ".xliff", ".resx"), ("XML", _xml)),
    ".csv": ("CSV", _table(",")),
    ".tsv": ("TSV", _table("\t")),
}
"""By suffix: the name of the format, and the shape that a repair must leave alone."""
