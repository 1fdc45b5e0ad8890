"""The layers: imports lead down without cycles, folders are small, startup is light."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import fixenc

PACKAGE = Path(fixenc.__file__).parent
LAYERS = (
    "core codecs", "decide model", "channels fragments", "punctuation",
    "formats prefilter rules", "engine", "integrations", "arrow ftfy",
    "files", "review", "history", "run", "__init__", "dataset", "cli", "__main__",
)  # fmt: skip
LEVEL = {name: level for level, names in enumerate(LAYERS) for name in names.split()}

MOST_MODULES = 16
"""Modules that a folder may have beside its ``__init__``."""

CROWDED = {"rules": None}
"""Folders that may have more: one file for each kind of damage, or a debt that may not grow."""

MODULES = {
    ".".join(file.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(".__init__"): file
    for file in PACKAGE.rglob("*.py")
}


def imports(file: Path) -> Iterator[str]:
    """The modules of fixenc that a file imports anywhere in it, at the top or inside functions."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in MODULES)
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("fixenc"):
            for alias in node.names:
                full = f"{node.module}.{alias.name}"
                yield full if full in MODULES else str(node.module)


def layer(module: str) -> str:
    return [*module.split("."), "__init__"][1]


def test_imports_lead_down() -> None:
    for module, file in MODULES.items():
        own = layer(module)
        for imported in imports(file):
            part = layer(imported)
            assert LEVEL[part] < LEVEL[own] or part == own, f"{module}: {imported} is not below it"


def test_there_are_no_import_cycles() -> None:
    graph = {module: set(imports(file)) - {module} for module, file in MODULES.items()}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        raise AssertionError(" imports ".join(reversed(error.args[1]))) from None


def test_no_folder_is_crowded() -> None:
    for init in PACKAGE.rglob("__init__.py"):
        folder = init.parent
        modules = [each for each in folder.glob("*.py") if each != init]
        most = CROWDED.get(folder.name, MOST_MODULES)
        assert most is None or len(modules) <= most, f"{folder} has {len(modules)} modules"
        assert ast.get_docstring(ast.parse(init.read_text(encoding="utf-8"))), folder


def test_the_library_is_light() -> None:
    heavy = "typer rich chardet ftfy numpy wordfreq pygments identify pathspec re2".split()
    code = f"import fixenc, sys; print([name for name in {heavy} if name in sys.modules])"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"
