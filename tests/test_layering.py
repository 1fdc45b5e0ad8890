"""The layers: every import leads down, and what is heavy is imported where it is used."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import fixenc

PACKAGE = Path(fixenc.__file__).parent
LAYERS = (
    "arguments automaton codecs edits jobs", "document pragmas", "rule", "decide model",
    "channels", "group language punctuation",
    "prefilter rules source", "block", "repair", "dropin restore", "arrow integrations",
    "review", "files", "config", "large proof", "run", "__init__", "dataset", "cli", "__main__",
)  # fmt: skip
LEVEL = {name: level for level, names in enumerate(LAYERS) for name in names.split()}


def test_imports_lead_down() -> None:
    for file in PACKAGE.rglob("*.py"):
        own = file.relative_to(PACKAGE).parts[0].removesuffix(".py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            for name in names:
                package, _, inner = name.partition(".")
                if package != "fixenc":
                    continue
                # "from fixenc import x" names a layer, or something that __init__ itself has.
                parts = [inner.partition(".")[0]] if inner else [a.name for a in node.names]
                for part in parts:
                    level = LEVEL.get(part, LEVEL["__init__"])
                    assert level < LEVEL[own] or part == own, f"{file}: {name} is not below {own}"


def test_the_library_is_light() -> None:
    heavy = "typer rich chardet ftfy numpy wordfreq pygments identify pathspec re2".split()
    code = f"import fixenc, sys; print([name for name in {heavy} if name in sys.modules])"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"
