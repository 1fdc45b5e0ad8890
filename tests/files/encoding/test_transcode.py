"""What is written in another codec than it was read in."""

from __future__ import annotations

from pathlib import Path

import pytest

from fixenc.files import (
    Conversion,
    FileProblem,
    conversion,
    decode,
    read_document,
    require_sure,
)

RUSSIAN = (
    "Всё смешалось в доме Облонских. Жена узнала, что муж был в связи с бывшею гувернанткой.\n"
)
COOKIE = "# coding: cp1251\n"


@pytest.mark.parametrize(
    ("data", "encoding", "options", "after"),
    [
        (RUSSIAN.encode("cp1251"), None, {}, "utf-8"),
        (RUSSIAN.encode("cp1251"), None, {"keep_encoding": True}, None),
        (RUSSIAN.encode("cp1251"), "cp1251", {}, "utf-8"),
        ((COOKIE + RUSSIAN).encode("cp1251"), None, {}, None),
        ((COOKIE + RUSSIAN).encode("cp1251"), "cp1251", {}, None),
        ((COOKIE + RUSSIAN).encode("cp1251"), None, {"to_encoding": "utf8"}, "utf-8"),
        (RUSSIAN.encode("utf-16"), None, {}, None),
        (RUSSIAN.encode("utf-16-le"), None, {}, None),
        (RUSSIAN.encode("utf-16"), None, {"to_encoding": "UTF-8"}, "utf-8"),
        (RUSSIAN.encode(), None, {}, None),
        (RUSSIAN.encode(), None, {"to_encoding": "utf-8"}, None),
        (RUSSIAN.encode(), None, {"to_encoding": "koi8-r"}, "koi8-r"),
    ],
)
def test_which_files_are_converted(
    data: bytes, encoding: str | None, options: dict[str, str], after: str | None
) -> None:
    due = conversion(decode(data, encoding=encoding), **options)  # type: ignore[arg-type]
    assert (due.after if due else None) == after


def test_the_declaration_follows_in_the_same_write() -> None:
    document = decode((COOKIE + RUSSIAN).encode("cp1251"))
    due = conversion(document, to_encoding="utf-8")
    assert due is not None
    assert str(due) == "encoding: cp1251 → utf-8 (declared by coding comment)"
    assert due.encode(document.text, document) == ("# coding: utf-8\n" + RUSSIAN).encode()


def test_a_declaration_beside_the_file_is_left_to_its_owner(tmp_path: Path) -> None:
    (tmp_path / ".gitattributes").write_text("*.txt working-tree-encoding=koi8-r\n")
    (tmp_path / "a.txt").write_bytes(RUSSIAN.encode("koi8-r"))
    found = read_document(tmp_path / "a.txt")
    assert found is not None
    assert conversion(found[1]) is None
    due = conversion(found[1], to_encoding="utf-8")
    assert str(due) == (
        "encoding: koi8-r → utf-8 (declared by .gitattributes, to be changed there too)"
    )


@pytest.mark.parametrize("after", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-8"])
def test_a_mark_follows_where_it_is_needed(after: str) -> None:
    document = decode(RUSSIAN.encode("utf-16"))
    data = Conversion(document.encoding, after, "").encode(document.text, document)
    again = decode(data)
    assert (again.text, again.encoding) == (RUSSIAN, after)
    assert again.bom


def test_what_does_not_fit_is_left() -> None:
    document = decode(RUSSIAN.encode(), path="x")
    due = conversion(document, to_encoding="cp1252")
    assert due is not None
    with pytest.raises(FileProblem, match=r"x: has no room for U\+0412 CYRILLIC .* in cp1252"):
        due.encode(document.text, document)
    stray = decode(b"a\x81b", path="x", encoding="cp1252")
    due = conversion(stray)
    assert due is not None
    with pytest.raises(FileProblem, match="x: holds bytes that are not cp1252"):
        due.encode(stray.text, stray)


def test_a_guess_that_is_not_sure_changes_nothing() -> None:
    document = decode(b"caf\xe9 \xa4", path="x")
    assert conversion(document) is None
    assert conversion(document, to_encoding="utf-8") is None
    with pytest.raises(FileProblem, match=r"x: may be in several encodings \(.*%.*--encoding"):
        require_sure(document)
