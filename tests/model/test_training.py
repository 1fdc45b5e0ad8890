"""Training gives the tables that are shipped, byte for byte.

The whole of it takes minutes and texts that no registry has: here the tables of characters
are made anew, and the spelling of languages that need nothing but their word list.
"""

from __future__ import annotations

import importlib.util
from pathlib import Path

import numpy as np
import pytest

from fixenc.model.score import is_listed
from fixenc.model.tables import tables
from fixenc.model.training import sources
from fixenc.model.training.characters import character_tables


def test_the_tables_of_characters_are_those_shipped() -> None:
    made = character_tables()
    # A newer Python knows characters that the shipped tables do not.
    latin = slice(0, 0x530)
    for name, table in made.items():
        assert np.array_equal(table[latin], getattr(tables(), name)[latin]), name


@pytest.mark.skipif(importlib.util.find_spec("wordfreq") is None, reason="wordfreq to train")
def test_the_spelling_of_a_language_is_that_shipped() -> None:
    from fixenc.model.training.spelling import alphabet_and_spelling

    model = tables()
    for language in ("el", "bg"):
        row = model.languages.index(language)
        letters, bits = alphabet_and_spelling(language, None)
        start = int(model.spelling_start[row])
        assert len(letters) + 2 == model.alphabet_size[row]
        assert np.array_equal(bits.ravel(), model.spelling_bits[start : start + bits.size])


def _declared(folder: Path, name: str, language: str, *paragraphs: str) -> None:
    body = "".join(f"<p>{each}</p>\n" for each in paragraphs)
    page = f'<!doctype html>\n<html data-code="{name}" lang="{language}">\n<h1>Title</h1>\n{body}'
    (folder / "declaration" / f"{name}.html").write_text(page, "utf-8")


def test_declarations_are_read_in_languages_without_another_source(tmp_path: Path) -> None:
    (tmp_path / "declaration").mkdir()
    _declared(tmp_path, "mlt", "mt", "il-bniedem  &amp; ħelsien", "L-ewwel\n  wieħed", "bin\x92na")
    _declared(tmp_path, "fur", "fur-Latn", "ducj i oms")
    _declared(tmp_path, "deu", "de-1996", "Würde des Menschen")  # another source has it
    _declared(tmp_path, "nob", "no", "alle mennesker")
    _declared(tmp_path, "yue", "yue", "人人生而自由")
    assert sources.declarations(tmp_path) == {
        "fur": ["Title", "ducj i oms"],
        "mlt": ["Title", "il-bniedem & ħelsien", "L-ewwel wieħed"],
    }
    assert sources.declaration_lines(tmp_path)[:3] == ["Title", "Title", "ducj i oms"]
    words = sources.declaration_words(tmp_path)
    assert words["ducj"] == pytest.approx(1 / 4 / 2)  # of four words of one of two languages
    assert sum(words.values()) == pytest.approx(1)


@pytest.mark.parametrize("word", ["ħelsien", "tagħhom", "ogni", "dignitât"])
def test_words_of_languages_that_only_the_declarations_have_are_listed(word: str) -> None:
    assert is_listed(word)
    assert sources.OTHERS in tables().languages
