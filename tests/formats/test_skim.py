"""A skim of a program shows all of its code, as the lexer has it."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from fixenc.core.document import Document, Kind
from fixenc.core.rule import Scope
from fixenc.engine.policy import Policy
from fixenc.engine.repair import repair
from fixenc.formats import code_only
from fixenc.formats.lexer import program_parts
from fixenc.formats.roles import between
from fixenc.formats.skim import skimmed
from fixenc.rules import every_rule

SKIMMED = [
    ("x = 'Ä'  # Ö\ny = Ü\n", "x =     \ny = Ü\n"),
    ("def f():\n    '''Ä'''\n    return Ö\n", "def f():\n \n    return Ö\n"),
    ("x = 'a\\'Ä' + Ö", "x =   + Ö"),
    ("x = r'\\' + Ö", None),
    ('x = r"""Ä\\""" + Ö', "x =   + Ö"),
    ('x = """Ä\\""" Ä""" + Ö', "x =   + Ö"),
    ('"""Ä\\""" + Ö', "  + Ö"),
    ("x = f'Ä {Ö} {{Ä}}' + Ö", "x =  {Ö} {{Ä}} + Ö"),
    ("x = f'Ä {Ö[\"a\"]}'", 'x =  {Ö["a"]}'),
    ("x = f'Ä {Ö['a']}'", None),
    ("x = f'Ä {Ö(}' + Ü", None),
    ('x = rf"""Ä\\""" + Ö', None),
    ("x = '{Ä:Ö^9} %(Ä)s Ä'", "x =  {Ä:Ö^9}%(Ä)"),
    ("#!/usr/bin/python Ä\n# Ö\n", " #!/usr/bin/python Ä\n \n"),
    ("x = '\r\ny = 'Ä'", None),
    ("x = 'Ä'\r\ny = Ö\r", "x =   \ny = Ö\n"),
    ("match x:\n    case 'a_': Ö", None),
    ("class 'a': Ö", None),
    ("x = ''", "x =  "),
]


@pytest.mark.parametrize(("program", "code"), SKIMMED)
def test_what_lies_outside_comments_and_strings(program: str, code: str | None) -> None:
    assert skimmed(program) == code


PIECES = (
    *("'", '"', "'''", '"""', "\\", "#", "#!", "{", "}", "{{", "%(", ")", "[", "]", ":", "_"),
    *("f", "r", "b", "rb", "u", "x", "match ", "case ", "class ", "Ä", "Ö“", "\n", "\r\n", "\r"),
    *("\n    ", " ", "= ", "x = f'", "'''\n", '"""\n', "\\\n"),
)


@example("\r''")
@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_all_that_the_lexer_takes_for_code_is_shown(program: str) -> None:
    skim = skimmed(program)
    parts = program_parts("a.py", program)
    if skim is not None and parts is not None:
        shown = iter(skim)
        code = (program[start:end] for start, end in between(parts, len(program)))
        assert all(letter in shown for span in code for letter in span if not letter.isascii())


def test_conditions_of_rules_about_code_are_single_characters() -> None:
    """A skim leaves out what stood between two characters."""
    for rule in every_rule():
        if rule.scope is Scope.CODE:
            assert re.fullmatch(r"\[(?:[^\[\]\\]|\\.)+\]", rule.condition), rule.name


def test_only_programs_in_python_are_skimmed() -> None:
    text = "x = 'Ä'\n"
    assert code_only(Document(text, path="a.py", kind=Kind.CODE)) == "x =  \n"
    assert code_only(Document(text, path="a.js", kind=Kind.CODE)) == text


def test_a_program_with_typographic_comments_is_not_lexed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fixenc.formats.lexer.program_parts", None)
    text = "def f():\n    '''An “example” – no more.'''\n    return 'it’s'  # “yes”\n"
    assert not repair(Document(text, path="a.py", kind=Kind.CODE), Policy()).edits
