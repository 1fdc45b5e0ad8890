"""What a repair may not change about a file."""

from __future__ import annotations

import pytest

from fixenc.core.document import Document, Kind
from fixenc.formats import parts
from fixenc.formats.meaning import change_of_meaning


def change(path: str, before: str, after: str, kind: Kind = Kind.CODE) -> str:
    def parts_of(text: str) -> object:
        return parts(Document(text, path=path, kind=kind))

    return change_of_meaning(path, before, after, parts_of)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("path", "before", "after"),
    [
        ("a.py", 'x = "é"  # é\n', 'x = "è"  # è\n'),
        ("a.py", 'def f():\n    """é"""\n', 'def f():\n    """è"""\n'),
        ("a.py", "print 'é'  # é\n", "print 'è'  # è\n"),
        ("a.c", 'char *x = "é"; /* é */\n', 'char *x = "è"; /* è */\n'),
        ("a.json", '{"a": ["é", NaN]}', '{"a": ["è", NaN]}'),
        ("a.xml", '<a b="é">é</a>', '<a b="è">è</a>'),
        ("a.xml", '<?xml version="1.0" encoding="latin-1"?><a>é</a>', "<a>è</a>"),
        ("a.toml", 'a = "é"', 'a = "è"'),
        (
            "a.yml",
            "a: &x [é, 'é', !t é]\nb: *x\n---\n- |\n  é\n",
            "a: &x [è, 'è', !t é]\nb: *x\n---\n- |\n  è\n",
        ),
        ("a.csv", 'é,"é, é"\n', 'è,"è, è"\n'),
    ],
)
def test_text_may_change(path: str, before: str, after: str) -> None:
    assert change(path, before, after) == ""


@pytest.mark.parametrize(
    ("path", "before", "after", "why"),
    [
        ("a.py", "x = 'é'\n", "x = ''é'\n", "no longer be valid Python"),
        ("a.py", "x = 1  # é\n", "x = 2  # é\n", "another structure"),
        ("a.py", "print 'é'\n", "print 'é' 'é'\n", "code outside comments and strings"),
        ("a.c", "int x; /* é */\n", "int x; /* */ é */\n", "code outside comments and strings"),
        ("a.json", '{"a": "é"}', '{"a": ""é"}', "no longer be valid JSON"),
        ("a.json", '{"é": 1}', '{"è": 1}', "another structure"),
        ("a.xml", "<a>é</a>", "<a>é&</a>", "no longer be valid XML"),
        ("a.xml", "<a>é</a>", "<a><b/>é</a>", "another structure"),
        ("a.toml", 'a = "é"', 'a = "é', "no longer be valid TOML"),
        ("a.yaml", "é: a\n", "è: a\n", "another structure"),
        ("a.yaml", "a: é\n", "a: 1\n", "another structure"),
        ("a.yaml", "a: é\n", "a: è: è\n", "no longer be valid YAML"),
        ("a.yaml", "a: &a [*a, é]\n", "a: &a [*a, é, é]\n", "another structure"),
        ("a.csv", "é,é\n", "é,é,é\n", "another structure"),
    ],
)
def test_the_rest_may_not(path: str, before: str, after: str, why: str) -> None:
    assert why in change(path, before, after)
