"""Damage is undone with the text before, and deliberate edits stay."""

from __future__ import annotations

import pytest

import fixenc
from fixenc.codecs import CODECS
from fixenc.history.forward import Channel, Step
from fixenc.history.recognize import recognize
from fixenc.history.spans import Damaged

OLD = "# Größe — “naïve” café\nlabel = 'déjà vu'\n\nend = 1 if x else 2\nПривет, мир: déjà\n"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("x = 'café — déjà'", "x = 'cafÃ© â€” dÃ©jÃ\xa0'"),
        ("x = 'café — déjà'", "x = 'cafÃƒÂ© Ã¢â‚¬â€\x9d dÃƒÂ©jÃƒÂ\xa0'"),
        ("x = 'café — déjà'", "x = 'caf? ? d?j?'"),
        ("x = 'café — déjà'", "x = 'caf\ufffd \ufffd d\ufffdj\ufffd'"),
        ("It’s “here”, he said", "It鈥檚 鈥渉ere鈥?, he said"),
        ("привет мир", "ïðèâåò ìèð"),
    ],
)
def test_a_damaged_line_comes_back(old: str, new: str) -> None:
    if "â€\x9d" in new:
        new = Channel((Step("utf-8", "cp1252"),) * 2).damage(old)
    found = fixenc.repair(new, before=old)
    assert found.text == old
    assert "as in before:1" in found.edits[0].note


@pytest.mark.parametrize("reader", [row.name for row in CODECS if not row.is_utf8])
def test_every_reader_is_undone_beside_an_edit(reader: str) -> None:
    damaged = Channel((Step("utf-8", reader, "\ufffd"),)).damage(OLD)
    edited = damaged.replace("end = 1", "    start = 3\n    end = 1")
    wanted = OLD.replace("end = 1", "    start = 3\n    end = 1")
    assert fixenc.repair(edited, before=OLD, kind=fixenc.Kind.CODE).text == wanted


def test_an_edited_line_gets_its_damaged_spans_back_alone() -> None:
    new = "# the Größe — “naïve” café\nlabel = 'déjà-vu, once'\n\nend = 1\n"
    damaged = Channel((Step("utf-8", "cp1252"),)).damage(new)
    assert fixenc.repair(damaged, before=OLD, kind=fixenc.Kind.CODE).text == new


def test_a_line_feed_that_was_swallowed_comes_back() -> None:
    old = "// 说明吧\nx = 1;\n// 再说明\ny = 2;\n"
    damaged = Channel((Step("utf-8", "gbk", "?", swallows=True),)).damage(old)
    assert damaged.count("\n") < old.count("\n")
    assert fixenc.repair(damaged, before=old, kind=fixenc.Kind.CODE).text == old


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("cafÃ© crÃ¨me dÃ©jÃ", "café crème déjà"),  # a repair
        ("Un õs vechi ºi frumos", "Un ős vechi și frumos"),
        ("“yes” — no", '"yes" - no'),
        ("une idée ✅", "une idée"),
        ("Größe", "Grösse"),
        ("é", "e"),
    ],
)
def test_what_was_changed_on_purpose_stays(old: str, new: str) -> None:
    assert not [e for e in fixenc.repair(new, before=old).edits if "new-damage" in e.rules]


def test_protected_lines_and_ignored_rules() -> None:
    old, new = "x = 'café'  # fixenc: ignore", "x = 'cafÃ©'  # fixenc: ignore"
    assert fixenc.repair(new, before=old).text == new
    ignored = fixenc.repair("caf? d?j?", before="café déjà", ignore=frozenset({"new-damage"}))
    assert ignored.text == "caf? d?j?"


def test_repairs_are_no_channel() -> None:
    assert recognize("Ã©", "é") == ()
    assert str(recognize("é", "Ã©")[0]) == "UTF-8 read as windows-1252"


@pytest.mark.parametrize("length", [400, 401])
def test_texts_of_up_to_400_characters_are_recognized(length: int) -> None:
    assert bool(recognize("é" * length, "?" * length)) is (length == 400)


@pytest.mark.parametrize(("character", "saved"), [("\uffff", "?"), ("\U00010000", "??")])
def test_a_character_of_two_units_of_utf_16_becomes_two_question_marks(
    character: str, saved: str
) -> None:
    assert Channel((Step("ascii", "ascii", "??"),)).damage(character) == saved


def test_two_layers_are_less_likely_than_each_of_them_twice() -> None:
    step = Step("utf-8", "cp1250")
    assert Channel((step, step)).prior > 2 * Channel((step,)).prior


@pytest.mark.parametrize(
    ("edited", "found"),
    [
        ("naÃ¯ve a1234567", ["ï"]),  # 8 of 15 characters are those of the damaged line
        ("naÃ¯ve 12345678", []),
        ("n.Ã¯ve. abcdefgh", ["ï"]),  # two characters stay beside the span
        ("n.Ã¯v. abcdefgh", []),
    ],
)
def test_a_span_is_found_in_a_line_that_stays_in_large_part(edited: str, found: list[str]) -> None:
    damaged = Damaged(Channel((Step("utf-8", "cp1252"),)), "naïve abcdefgh")
    assert [span.old for span in damaged.in_edited_lines(edited)] == found
