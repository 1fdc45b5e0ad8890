"""Settings: where they come from, which win, and what a wrong one is answered with."""

from __future__ import annotations

from pathlib import Path

import pytest

from fixenc.review.output import OutputFormat
from fixenc.run.config import ConfigProblem, rule_names, settings

pytestmark = pytest.mark.usefixtures("toy_rules")


def write(folder: Path, table: str) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "pyproject.toml").write_text(table, encoding="utf-8")
    return folder


def test_every_key(tmp_path: Path) -> None:
    write(
        tmp_path,
        """
        [tool.fixenc]
        unsafe-fixes = true
        select = ["gap", "lost-bytes"]
        ignore = ["gap"]
        exclude = ["vendor/"]
        encoding = "cp1252"
        output-format = "concise"
        [tool.fixenc.per-file-ignores]
        "docs/*.md" = ["lost-bytes"]
        """,
    )
    found = settings(start=tmp_path)
    assert found.unsafe_fixes
    assert found.select == {"gap", "lost-bytes"}
    assert found.ignore == {"gap"}
    assert found.exclude == ("vendor/",)
    assert found.folder == tmp_path
    assert found.encoding == "cp1252"
    assert found.output_format is OutputFormat.CONCISE
    assert found.policy(str(tmp_path / "docs/a.md")).ignore == {"gap", "lost-bytes"}
    assert found.policy(str(tmp_path / "src/a.md")).ignore == {"gap"}


def test_flags_win(tmp_path: Path) -> None:
    write(
        tmp_path,
        """
        [tool.fixenc]
        unsafe-fixes = true
        select = ["gap"]
        exclude = ["a"]
        encoding = "cp1252"
        """,
    )
    inner = tmp_path / "inner"
    inner.mkdir()
    found = settings(
        unsafe_fixes=False,
        select=["lost-bytes"],
        exclude=["b"],
        encoding="koi8-r",
        output_format=OutputFormat.JSON,
        start=inner,
    )
    assert not found.unsafe_fixes
    assert found.select == {"lost-bytes"}
    assert (found.exclude, found.folder) == (("b",), inner)
    assert found.encoding == "koi8-r"
    assert found.output_format is OutputFormat.JSON


def test_the_nearest_file_with_a_table_counts(tmp_path: Path) -> None:
    write(tmp_path, '[tool.fixenc]\nencoding = "cp1250"')
    near = write(tmp_path / "near", '[tool.fixenc]\nencoding = "cp1251"')
    other = write(tmp_path / "other", "[tool.black]")
    assert settings(start=near).encoding == "cp1251"
    assert settings(start=other).encoding == "cp1250"


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ("selct = []", "[tool.fixenc]: unknown key 'selct'; did you mean 'select'?"),
        (
            "zzz = 1",
            "[tool.fixenc]: unknown key 'zzz'; the options are unsafe-fixes, select, ignore, "
            "exclude, encoding, to-encoding, keep-encoding, normal-form, line-ending, bom, "
            "no-journal, output-format, per-file-ignores",
        ),
        ("select = 'gap'", "[tool.fixenc]: select: must be a list of strings"),
        ("ignore = ['gpa']", "[tool.fixenc]: ignore: there is no rule 'gpa'; did you mean 'gap'?"),
        ("unsafe-fixes = 1", "[tool.fixenc]: unsafe-fixes: must be true or false"),
        (
            "keep-encoding = true\nto-encoding = 'utf-8'",
            "[tool.fixenc]: to-encoding and keep-encoding contradict each other: set one",
        ),
        ("encoding = 1", "[tool.fixenc]: encoding: must be a string"),
        (
            "output-format = 'xml'",
            "[tool.fixenc]: output-format: must be one of "
            + ", ".join(each.value for each in OutputFormat),
        ),
        (
            "per-file-ignores = {'*.md' = ['zz']}",
            "[tool.fixenc]: per-file-ignores: *.md: there is no rule 'zz'; see fixenc rules",
        ),
        (
            "per-file-ignores = []",
            "[tool.fixenc]: per-file-ignores: must be a table of patterns and lists of rules",
        ),
    ],
)
def test_what_is_wrong_is_told(table: str, message: str, tmp_path: Path) -> None:
    write(tmp_path, f"[tool.fixenc]\n{table}")
    with pytest.raises(ConfigProblem) as told:
        settings(start=tmp_path)
    assert str(told.value) == f"{tmp_path}/pyproject.toml: {message}"


def test_no_toml(tmp_path: Path) -> None:
    write(tmp_path, "[tool.fixenc")
    with pytest.raises(ConfigProblem, match=r"pyproject.toml: cannot be read as TOML"):
        settings(start=tmp_path)


def test_rule_names() -> None:
    assert rule_names(["gap, lost-bytes", ""], "--select") == {"gap", "lost-bytes"}


@pytest.mark.parametrize(
    ("variable", "value", "problem"),
    [
        ("FIXENC_UNSAFE_FIXES", "maybe", "FIXENC_UNSAFE_FIXES: must be 1 or 0, not 'maybe'"),
        ("FIXENC_BOM", "yes", "FIXENC_BOM: must be one of keep, add, remove"),
        (
            "FIXENC_SELCT",
            "gap",
            "FIXENC_SELCT: there is no such setting; did you mean FIXENC_SELECT",
        ),
        (
            "FIXENC_PER_FILE_IGNORES",
            "a",
            "FIXENC_PER_FILE_IGNORES: is a table: set per-file-ignores in fixenc.toml",
        ),
        ("FIXENC_ENCODING", "utf-9", None),
    ],
)  # fmt: skip
def test_wrong_variables(
    variable: str,
    value: str,
    problem: str | None,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(Exception, match=f"^{problem or 'FIXENC_ENCODING: there is no'}"):
        settings(start=tmp_path)


def test_variables(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    write(tmp_path, '[tool.fixenc]\nselect = ["gap"]\nkeep-encoding = true\n')
    for variable, value in {
        "FIXENC_SELECT": "lost-bytes, two-spaces",
        "FIXENC_UNSAFE_FIXES": "On",
        "FIXENC_EXCLUDE": "a,b/*",
        "FIXENC_TO_ENCODING": "utf-8",
        "FIXENC_NO_JOURNAL": "",
        "FIXENC_VERSION": "3",
    }.items():
        monkeypatch.setenv(variable, value)
    found = settings(start=tmp_path, unsafe_fixes=False)
    assert found.select == {"lost-bytes", "two-spaces"}
    assert not found.unsafe_fixes
    assert (found.exclude, found.folder) == (("a", "b/*"), tmp_path)
    assert (found.to_encoding, found.keep_encoding, found.no_journal) == ("utf-8", False, False)
    assert found.sources["select"] == "FIXENC_SELECT"
    assert found.sources["unsafe_fixes"] == "--unsafe-fixes"
    assert found.sources["keep_encoding"] == str(tmp_path / "pyproject.toml")
