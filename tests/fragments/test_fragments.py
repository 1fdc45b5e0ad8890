"""The tables of fragments, and what is found by them in English and other languages."""

from __future__ import annotations

import re

import pytest

import fixenc
from fixenc.core.edits import Safety
from fixenc.fragments.initials import initials
from fixenc.fragments.phrases import RARE, TARGETS, bits_of, renderings
from fixenc.fragments.table import rows

FRAGMENTS = frozenset({"stray-fragment"})
START = "This was in the paper on the first day of the week. "


def test_every_phrase_has_a_rendering_and_its_source() -> None:
    phrases = list(rows("phrases.tsv"))
    assert len({cells[0] for cells in phrases}) >= 60
    for phrase, language, *columns, source in phrases:
        assert len(columns) == len(TARGETS), phrase
        assert any(columns), phrase
        assert language in ("fr", "es", "pt", "it", "de")
        dictionaries = {one.split()[0] for one in source.split("; ")}
        assert all(re.fullmatch("[a-z]{3}-[a-z]{3}", name) for name in dictionaries), phrase
        # Each rendering is supported by a dictionary of its language.
        for text, code in zip(columns, ("eng", "spa", "por", "ita"), strict=True):
            assert not text or any(code in name.split("-") for name in dictionaries), phrase
        assert not phrase.isascii()


def test_a_rendering_of_two_phrases_names_both() -> None:
    assert renderings("en")["betrothed"].phrases == ("fiancée", "fiancé")


def test_marks_of_the_table_say_where_a_rendering_is_looked_for() -> None:
    english = renderings("en")
    assert (english["screw"].common, english["screw"].unbroken) == (False, True)
    assert (english["loan wear"].common, english["loan wear"].unbroken) == (False, True)
    assert (english["fixed idea"].common, english["fixed idea"].unbroken) == (True, False)
    assert (english["castle"].common, english["castle"].unbroken) == (False, False)


def test_rare_is_between_words_of_the_table() -> None:
    assert bits_of("born", "en") < RARE < bits_of("entrance", "en")


@pytest.mark.parametrize(
    ("damaged", "repaired"),
    [
        (
            "They want an end to reliance on it. screw coalition aid.",
            "reliance vis-à-vis coalition",
        ),
        ("The generals planned the. blow of state against the king.", "the coup d'état against"),
        ("He was for years the. protected of the old minister.", "the protégé of the old"),
        ("She showed the loan wear collection of the year to us.", "the prêt-à-porter collection"),
        (
            "La coalición tiene su política. tornillo de los kurdos en el norte del país.",
            "política vis-à-vis de los",
        ),
        (
            "O governo mudou a política. parafuso da oposição do país em todas as cidades.",
            "política vis-à-vis da",
        ),
        (
            "Il governo ha voluto un colloquio. testa a testa con il ministro della città.",
            "colloquio tête-à-tête con",
        ),
    ],
)
def test_a_fragment_is_proposed_and_never_done(damaged: str, repaired: str) -> None:
    text = (START if damaged.isascii() else "") + damaged
    found = fixenc.repair(text, select=FRAGMENTS)
    assert found.text == text
    [edit] = found.edits
    assert edit.safety is Safety.UNSAFE
    assert "was damaged before it was translated" in edit.note
    assert repaired in fixenc.fix_text(text, unsafe_fixes=True)


@pytest.mark.parametrize(
    ("text", "flagged"),
    [
        (
            "They are years away from ending their reliance screw coalition aid of any kind.",
            "screw",
        ),
        ("The son of the family was. born under the name of his mother there.", "born"),
        ("The officials were not for creating a such committee of the two houses.", "a such"),
    ],
)
def test_a_trace_is_flagged(text: str, flagged: str) -> None:
    [edit] = fixenc.repair(START + text, select=FRAGMENTS).edits
    assert edit.new is None
    assert (START + text)[edit.start : edit.end] == flagged


@pytest.mark.parametrize(
    "text",
    [
        "They fixed it with a brass screw thread that was made of the same metal.",
        "Turn the reliance screw coalition wise, and then the other screw that is below it.",
        "You would screw things up with the first of them, and with the second one.",
        "He had a fixed idea of what the black beast was that he saw in the forest.",
        "Such a committee is what they want, and as such it was created in that year.",
    ],
)
def test_fine_text_stays(text: str) -> None:
    assert fixenc.repair(START + text, select=FRAGMENTS).edits == ()


def test_initials_that_are_left_are_not_those_in_english() -> None:
    for left, one in initials().items():
        assert left == one.left != one.english
        assert one.is_named_in(f"of the {one.english} and")
        assert one.is_named_in(f"of the {one.name} and")
        assert not one.is_named_in(f"of the X{one.english} and")
        assert one.may_be_meant_in(f"the group ({left}) is")
        assert not one.may_be_meant_in(f"{one.name} ({one.english})")


@pytest.mark.parametrize("words", ["", "That is what the reports of the year said of it: "])
def test_short_lines_are_no_prose(words: str) -> None:
    text = f"{words}They are years from ending reliance on it. screw aid."
    found = [edit for edit in fixenc.repair(text).edits if "stray-fragment" in edit.rules]
    assert bool(found) is bool(words)


@pytest.mark.parametrize(("sentences", "flags"), [(1, 0), (2, 2)])
def test_a_text_in_lower_case_throughout_is_meant_so(sentences: int, flags: int) -> None:
    """Flagged are starts in lower case that are no more than half of all starts, and one."""
    text = "They saw the town" + sentences * ". The next day was the same with it"
    text += ". old men sat there. new houses stood by the road."
    assert len(fixenc.repair(text, select=FRAGMENTS).edits) == flags
