"""Comments and string literals of a program, found by Pygments."""

from __future__ import annotations

import ast
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING

from fixenc.formats import python
from fixenc.formats.names import made_name
from fixenc.formats.prose import is_mostly_words
from fixenc.formats.roles import Part, Role, joined

if TYPE_CHECKING:
    from pygments.lexer import Lexer
    from pygments.token import _TokenType

LONGEST = 2 << 20
"""Characters that are read token by token, at about one million a second.  Programs
that are longer were written by other programs."""

LONGEST_LINE = 5000
"""Characters of a line that no person wrote.  In minified programs lexers lose their way."""

_KEY_END = re.compile(r"[ \t]*[:=]")

_LONE_RETURN = re.compile(r"\r(?!\n)")


def lexer_for(path: str, text: str) -> Lexer | None:
    """The lexer for the file ``path``, chosen by its name or its ``#!`` line."""
    from identify.identify import parse_shebang, tags_from_interpreter
    from pygments.lexers import find_lexer_class_by_name, get_lexer_for_filename
    from pygments.util import ClassNotFound

    try:
        return get_lexer_for_filename(made_name(path), text[:4096])
    except ClassNotFound:
        pass  # most scripts have no suffix: the first line may name the interpreter
    if text.startswith("#!"):
        from io import BytesIO

        command = parse_shebang(BytesIO(text[:256].encode("utf-8", "replace")))
        for tag in sorted(tags_from_interpreter(command[0])) if command else ():
            try:
                return find_lexer_class_by_name(tag)()
            except ClassNotFound:
                continue
    return None


def readable(text: str) -> str:
    """``text`` with line feeds for lexers, which know no other ends of lines.

    As spaces, carriage returns keep every position.
    """
    return _LONE_RETURN.sub("\n", text).replace("\r\n", " \n") if "\r" in text else text


def tokens(lexer: Lexer, text: str) -> list[tuple[int, int, _TokenType]] | None:
    """All tokens of ``text`` as (start, end, type); None if they do not cover it."""
    found = sorted(
        (at, at + len(value), kind)
        for at, kind, value in lexer.get_tokens_unprocessed(readable(text))
    )
    done = 0
    for start, end, _ in found:
        if start != done:
            return None
        done = end
    return found if done == len(text) else None


def program_parts(path: str, text: str) -> tuple[Part, ...] | None:
    """The comments (as words) and the literals (as data) of a program.

    None if no lexer knows the language, if it loses its way, or if no person wrote the program.
    """
    if len(text) > LONGEST or max(map(len, text.split("\n"))) > LONGEST_LINE:
        return None
    lexer = lexer_for(path, text)
    found = tokens(lexer, text) if lexer else None
    if lexer is None or found is None:
        return None
    documentation: set[int] | None = None
    if "python" in lexer.aliases:
        documentation = _documentation(text)
    parts = joined(
        Part(start, end, role)
        for start, end, kind in found
        if (role := _role(kind, text[start:end], documentation is None)) is not None
    )
    if not documentation:
        return parts
    starts = sorted(documentation)
    return tuple(
        Part(part.start, part.end, Role.WORDS)
        if bisect_left(starts, part.start) < bisect_left(starts, part.end)
        else part
        for part in parts
    )


def settings_parts(path: str, text: str) -> tuple[Part, ...] | None:
    """The comments and values of YAML, TOML, INI and the like (as words); keys are data.

    So are scripts, which workflows of continuous integration hold as block scalars.
    """
    from pygments.token import Comment, Literal, Name
    from pygments.token import is_token_subtype as is_a

    def is_value(start: int, end: int, kind: _TokenType) -> bool:
        if is_a(kind, Literal):
            return not is_a(kind, Literal.Number)
        # What the YAML lexer takes for one: plain scalars of lists and mappings in one line.
        return is_yaml and is_a(kind, Name.Variable)

    lexer = lexer_for(path, text) if len(text) <= LONGEST else None
    is_yaml = lexer is not None and "yaml" in lexer.aliases
    found = tokens(lexer, text) if lexer else None
    if found is None:
        return None
    plain = [
        Part(start, end, Role.WORDS)
        for start, end, kind in found
        if is_a(kind, Comment) or is_value(start, end, kind)
    ]
    keys = [
        Part(start, end, Role.DATA)
        for start, end, kind in found
        if is_a(kind, Name) and not text[start:end].isascii() and _KEY_END.match(text, end)
    ]
    blocks = _block_scalars(text, found) if is_yaml else ()
    values = joined(sorted([*plain, *keys, *blocks], key=lambda part: part.start))
    return tuple(
        Part(part.start, part.end, Role.DATA) if _KEY_END.match(text, part.end) else part
        for part in values
    )


def _block_scalars(text: str, found: Iterable[tuple[int, int, _TokenType]]) -> Iterator[Part]:
    """The lines of the block scalars (``|`` and ``>``) of YAML: words if they read like prose."""
    from pygments.token import Error, Name, Whitespace
    from pygments.token import is_token_subtype as is_a

    lines: list[tuple[int, int]] = []
    for start, end, kind in (*found, (len(text), len(text), Name.Tag)):
        # The lexer takes a no-break space for an error, and goes on.
        if kind is Name.Constant or (lines and kind is Error):
            lines.append((start, end))
        elif lines and not is_a(kind, Whitespace):
            scalar = " ".join(text[start:end] for start, end in lines)
            role = Role.WORDS if is_mostly_words(scalar) else Role.DATA
            yield from (Part(start, end, role) for start, end in lines)
            lines = []


def _role(kind: _TokenType, value: str, doc_is_words: bool) -> Role | None:
    role, needs_letters = _role_of_type(kind, doc_is_words)
    return None if needs_letters and not any(map(str.isalnum, value)) else role


@lru_cache(maxsize=1024)
def _role_of_type(kind: _TokenType, doc_is_words: bool) -> tuple[Role | None, bool]:
    """The role of the tokens of a type, and whether only those have it that hold letters."""
    from pygments.token import Comment, Generic, Other, String, Text, Whitespace

    def is_one_of(*types: _TokenType) -> bool:
        # Types hold those from which they descend as a path, such as (Literal, String, Doc).
        return any(kind[: len(type_)] == type_ for type_ in types)

    if is_one_of(Comment):
        return None if is_one_of(Comment.Preproc, Comment.Hashbang) else Role.WORDS, False
    if is_one_of(String):
        if doc_is_words and is_one_of(String.Doc):
            return Role.WORDS, False
        return None if is_one_of(String.Affix, String.Interpol) else Role.DATA, False
    # Running text between two pieces of a program, which may be anything.
    if is_one_of(Other, Generic):
        return Role.DATA, False
    is_text = is_one_of(Text) and not is_one_of(Whitespace)
    return Role.DATA if is_text else None, True


def _documentation(text: str) -> set[int]:
    """Where the strings begin that a Python program holds for its readers alone.

    Docstrings, that is, and other strings that stand as statements of their own.
    """
    try:
        tree = python.tree(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return set()
    # To Python, unlike to us, a line may end with a carriage return.
    lines = _LONE_RETURN.sub("\n", text).split("\n")
    starts = [0, *accumulate(len(line) + 1 for line in lines)]
    return {
        starts[node.lineno - 1] + _characters(lines[node.lineno - 1], node.col_offset)
        for node in _statements(tree)
    }


def _statements(tree: ast.Module) -> Iterator[ast.expr]:
    """The strings that are statements, at any depth."""
    waiting: list[ast.AST] = [tree]
    while waiting:
        node = waiting.pop()
        if (
            isinstance(node, ast.Expr)
            and isinstance(node.value, ast.Constant)
            and isinstance(node.value.value, str)
        ):
            yield node.value
        for suite in ("body", "orelse", "finalbody", "handlers", "cases"):
            inner = getattr(node, suite, ())
            waiting += inner if isinstance(inner, list) else ()


def _characters(line: str, size: int) -> int:
    """How many characters the first ``size`` bytes of a line are."""
    return size if line.isascii() else len(line.encode()[:size].decode())
