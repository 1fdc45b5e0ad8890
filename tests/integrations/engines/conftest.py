"""What the tests with real engines share: one small table, and the examples of ``fixenc.arrow``."""

from __future__ import annotations

import ast
import os
import re
import sys
import textwrap
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest


@pytest.fixture
def table() -> object:
    """A table with one damaged cell, a null and a fine one."""
    pa = pytest.importorskip("pyarrow")
    return pa.table({"text": ["It wasn\xe2t me", None, "fine"], "n": [1, 2, 3]})


@pytest.fixture
def repaired() -> dict[str, list[object]]:
    """What has to come out of it."""
    return {"text": ["It wasn’t me", None, "fine"], "n": [1, 2, 3]}


@pytest.fixture
def example() -> Callable[..., Any]:
    """Runs an example of ``help(fixenc.arrow)`` as it is written; returns its last value.

    It is named by its heading, and given the names that it uses.
    """

    def run(heading: str, **names: Any) -> Any:
        import pyarrow as pa

        import fixenc.arrow

        given = vars(fixenc.arrow) | {"partial": partial, "pa": pa, "os": os, "sys": sys} | names
        *most, last = ast.parse(examples()[heading]).body
        exec(compile(ast.Module(most, []), heading, "exec"), given)
        assert isinstance(last, ast.Expr)
        return eval(compile(ast.Expression(last.value), heading, "eval"), given)

    return run


def examples() -> dict[str, str]:
    """The examples of ``fixenc.arrow``, by their headings."""
    import fixenc.arrow

    found = re.findall(r"(?m)^(\S.*)::\n\n((?:(?: {4}.*)?\n)+)", fixenc.arrow.__doc__ or "")
    return {heading: textwrap.dedent(code) for heading, code in found}
