"""Each threshold holds: a case on either side of its edge."""

from __future__ import annotations

from math import inf

import pytest

from fixenc.codecs import codec
from fixenc.core.edits import Safety
from fixenc.decide import losses, marks, misreadings
from fixenc.decide.marks import MarkEvidence, decide_c1, decide_mark
from fixenc.decide.misreadings import Reading, reads_like_a_language

STEP = 0.01
SAFE, UNSAFE = Safety.SAFE, Safety.UNSAFE


@pytest.mark.parametrize(
    ("gain", "lead", "safety"),
    [
        (13.0, 4.0, Safety.SAFE),
        (13.0 - STEP, 4.0, Safety.UNSAFE),
        (13.0, 4.0 - STEP, Safety.UNSAFE),
        (8.0, 1.0, Safety.UNSAFE),
        (8.0 - STEP, 1.0, None),
        (8.0, 1.0 - STEP, None),
        (13.0, 1.0, Safety.UNSAFE),
        (13.0, 1.0 - STEP, Safety.FLAG),
        (13.0 - STEP, 1.0 - STEP, None),
    ],
)
def test_gain_and_lead_decide(gain: float, lead: float, safety: Safety | None) -> None:
    assert misreadings.decide(gain, lead) is safety


def test_what_is_guessed_is_never_safe() -> None:
    assert misreadings.decide(100.0, 100.0, guessed=True) is UNSAFE


@pytest.mark.parametrize(("gain", "safety"), [(8.0, SAFE), (8.0 - STEP, None)])
def test_a_form_that_no_clean_text_has_takes_less(gain: float, safety: Safety | None) -> None:
    assert misreadings.decide(gain, 0.0, one_letter=True, has_form=True) is safety
    assert misreadings.decide(gain, 0.0, has_form=True, guessed=True) is not SAFE


@pytest.mark.parametrize(("lead", "safety"), [(12.0, SAFE), (12.0 - STEP, None)])
def test_a_form_that_makes_spaces_alone_takes_a_lead(lead: float, safety: Safety | None) -> None:
    decided = misreadings.decide(8.0, lead, one_letter=True, has_form=True, spaces=True)
    assert (decided is SAFE) is (safety is SAFE)


@pytest.mark.parametrize(
    ("reader", "reads"),
    [("cp1252", True), ("latin-1", True), ("cp1254", False), ("cp866", False)],
)
def test_letters_of_scripts_without_a_language_are_read_by_common_codecs(
    reader: str, reads: bool
) -> None:
    reading = Reading(1.0, codec(reader), codec("utf-8"), False, True, foreign=True)
    assert reads_like_a_language(reading) is reads


@pytest.mark.parametrize(("lead", "safety"), [(8.0, Safety.SAFE), (8.0 - STEP, Safety.UNSAFE)])
def test_two_ideographs_of_a_legacy_codec_need_a_longer_lead(lead: float, safety: Safety) -> None:
    assert misreadings.decide(40.0, lead, few_ideographs=True) is safety


@pytest.mark.parametrize(("gain", "safety"), [(20.0, Safety.SAFE), (20.0 - STEP, Safety.UNSAFE)])
def test_an_apostrophe_that_is_shown_as_no_text_is_takes_less(gain: float, safety: Safety) -> None:
    assert misreadings.decide(gain, 4.0, no_word=True, apostrophe=True) is safety
    assert misreadings.decide(gain, 4.0 - STEP, no_word=True, apostrophe=True) is not Safety.SAFE
    assert misreadings.decide(gain, 4.0, apostrophe=True, guessed=True) is not Safety.SAFE


@pytest.mark.parametrize(
    ("gain", "lead", "safety"),
    [
        (misreadings.SAFE_GAIN_OF_FORM, misreadings.SAFE_LEAD, Safety.SAFE),
        (misreadings.SAFE_GAIN_OF_FORM - STEP, misreadings.SAFE_LEAD, None),
        (misreadings.SAFE_GAIN_OF_FORM, misreadings.SAFE_LEAD - STEP, Safety.UNSAFE),
    ],
)
def test_symbols_with_a_greek_letter_take_less(
    gain: float, lead: float, safety: Safety | None
) -> None:
    assert misreadings.decide(gain, lead, one_letter=True, formula=True) is safety
    assert misreadings.decide(gain, lead, formula=True, guessed=True) is not Safety.SAFE


@pytest.mark.parametrize(
    ("text", "lead"),
    [
        ("理", 10.0),
        ("の", 10.0),
        ("를", 10.0),
        ("⺀", 10.0),
        ("\u2e7f", inf),
        ("د", inf),
        ("я", inf),
        ("\ufeff", 10.0),
        ("\uff00", 4.0),
        ("） ", 4.0),
        ("\uffef", 4.0),
        ("\ufff0", 10.0),
        ("\U0001efff", 10.0),
        ("\U0001f000", 12.0),
    ],
)
def test_the_lead_of_a_character_of_which_a_program_of_east_asia_lost_bytes(
    text: str, lead: float
) -> None:
    assert losses.lead_in_east_asia(text) == lead


@pytest.mark.parametrize(
    ("text", "lost", "gone", "lead"),
    [
        ("я", 1, 7, 4.0),
        ("理", 9, 7, 4.0),
        ("🌅", 1, 7, 12.0),
        ("я", 1, 8, 4.0),
        ("я", 2, 14, 12.0),
        ("я", 3, 14, 16.0),
        ("🌅", 1, 14, 4.0),
        ("я", 1, 15, 6.0),
        ("я", 2, 32, 16.0),
        ("я", 3, 32, 24.0),
        ("я", 9, 32, 24.0),
    ],
)
def test_the_lead_of_a_character_with_a_lost_byte(
    text: str, lost: int, gone: int, lead: float
) -> None:
    assert losses.lead_of_lost(text, lost, gone) == lead


@pytest.mark.parametrize(("reader", "reads"), [("cp1252", True), ("cp850", False)])
def test_lists_of_letters_are_read_by_common_codecs(reader: str, reads: bool) -> None:
    reading = Reading(1.0, codec(reader), codec("utf-8"), False, True, letters=True)
    assert reads_like_a_language(reading) is reads
    legacy = Reading(1.0, codec(reader), codec("cp866"), False, True, letters=True)
    assert not reads_like_a_language(legacy)


@pytest.mark.parametrize(
    ("reader", "form", "reads"),
    [
        ("cp1252", 11.0, True),
        ("cp1252", 11.0 - STEP, False),
        ("cp437", 16.0, True),
        ("cp437", 16.0 - STEP, False),
    ],
)
def test_what_has_the_form_of_utf8_need_not_read_well(
    reader: str, form: float, reads: bool
) -> None:
    reading = Reading(99.0, codec(reader), codec("utf-8"), False, False, foreign=True, form=form)
    assert reads_like_a_language(reading) is reads


@pytest.mark.parametrize(("density", "reads"), [(12.0, True), (12.0 + STEP, False)])
def test_utf8_whose_bytes_were_changed_must_read_better(density: float, reads: bool) -> None:
    reading = Reading(density, codec("cp1252"), codec("utf-8"), False, True, lossy=True)
    assert reads_like_a_language(reading) is reads


@pytest.mark.parametrize(("density", "reads"), [(9.0, True), (9.0 + STEP, False)])
def test_what_other_lines_prove_may_read_worse(density: float, reads: bool) -> None:
    reading = Reading(density, codec("cp1252"), codec("cp1251"), False, True, proven=True)
    assert reads_like_a_language(reading) is reads
    alone = Reading(6.0 + STEP, codec("cp1252"), codec("cp1251"), False, True)
    assert not reads_like_a_language(alone)


def test_what_other_lines_prove_may_be_in_any_script() -> None:
    reading = Reading(1.0, codec("cp850"), codec("utf-8"), False, True, foreign=True, proven=True)
    assert reads_like_a_language(reading)


def test_one_letter_takes_more() -> None:
    assert misreadings.decide(30.0, 1.0 - STEP, one_letter=True) is Safety.FLAG
    assert misreadings.decide(30.0 - STEP, 1.0 - STEP, one_letter=True) is None
    assert misreadings.decide(30.0, 4.0, one_letter=True) is SAFE
    assert misreadings.decide(30.0 - STEP, 4.0, one_letter=True) is UNSAFE


@pytest.mark.parametrize(("one_letter", "least"), [(False, 30.0), (True, 40.0)])
def test_a_legacy_codec_that_makes_no_word_takes_more(one_letter: bool, least: float) -> None:
    assert misreadings.decide(least, 4.0, no_word=True, one_letter=one_letter) is SAFE
    assert misreadings.decide(least - STEP, 4.0, no_word=True, one_letter=one_letter) is UNSAFE


@pytest.mark.parametrize(("rare", "reads"), [(0.1, True), (0.1 + STEP, False)])
def test_few_ideographs_of_a_text_are_rare(rare: float, reads: bool) -> None:
    reading = Reading(1.0, codec("cp1252"), codec("gb18030"), False, True, rare=rare)
    assert reads_like_a_language(reading) is reads


@pytest.mark.parametrize(
    ("density", "reader", "writer", "symbols", "known"),
    [
        (6.0, "cp1252", "cp1251", False, True),
        (6.0, "cp1252", "cp1251", True, True),
        (9.0, "cp1252", "gb18030", False, True),
        (9.5, "cp932", "gb18030", False, True),
        (12.0, "cp437", "utf-8", False, True),
        (8.0, "cp437", "utf-8", False, False),
        (16.0, "cp1252", "utf-8", False, True),
        (16.0, "latin-1", "utf-8", False, False),
        (12.0, "cp1254", "utf-8", False, True),
        (28.0, "cp1252", "utf-8", True, True),
        (28.0, "cp437", "utf-8", True, False),
    ],
)
def test_a_repair_reads_like_a_language(
    density: float, reader: str, writer: str, symbols: bool, known: bool
) -> None:
    for more, expected in ((0, True), (STEP, False)):
        reading = Reading(density + more, codec(reader), codec(writer), symbols, known)
        assert reads_like_a_language(reading) is expected


@pytest.mark.parametrize(
    ("gain", "lead", "together", "known", "spells", "safety"),
    [
        (30.0, 3.0, 0.0, 0.0, False, SAFE),
        (30.0 - STEP, 3.0, 0.0, 0.0, False, UNSAFE),
        (30.0, 3.0 - STEP, 0.0, 0.0, False, UNSAFE),
        (30.0, 3.0, 0.0, -STEP, False, UNSAFE),
        (18.0, 3.0, 0.0, 12.0, False, SAFE),
        (18.0, 3.0, 0.0, 12.0 - STEP, False, None),
        (18.0 - STEP, 3.0, 0.0, 50.0, False, UNSAFE),
        (35.0, 3.0, 0.0, 0.0, True, SAFE),
        (35.0 - STEP, 3.0, 0.0, 0.0, True, UNSAFE),
        (6.0, 3.0, 30.0, 12.0, True, SAFE),
        (6.0 - STEP, 3.0, 30.0, 12.0, True, None),
        (8.0, 3.0, 30.0 - STEP, 20.0, False, UNSAFE),
        (8.0, 3.0, 42.0, 12.0 - STEP, False, UNSAFE),
        (8.0, 3.0, 42.0, -STEP, False, None),
        (8.0, 3.0, 0.0, 20.0, False, UNSAFE),
        (8.0 - STEP, 3.0, 0.0, 20.0, False, None),
        (40.0, 3.0, -STEP, 20.0, False, UNSAFE),
        (12.0, 0.0, 0.0, 20.0, True, UNSAFE),
        (12.0 - STEP, 0.0, 0.0, 20.0, True, None),
        (20.0, 0.0, 0.0, 5.0, False, UNSAFE),
        (20.0 - STEP, 0.0, 0.0, 5.0, False, None),
        (10.0, 0.0, 0.0, 20.0, False, UNSAFE),
        (10.0, 0.0, 0.0, 20.0 - STEP, False, None),
    ],
)
def test_marks_are_restored_by_their_evidence(
    gain: float, lead: float, together: float, known: float, spells: bool, safety: Safety | None
) -> None:
    assert decide_mark(MarkEvidence(gain, lead, together, known, spells)) is safety


@pytest.mark.parametrize(
    ("gain", "density", "safety"),
    [(12.0, 8.0, SAFE), (12.0 - STEP, 8.0, None), (12.0, 8.0 + STEP, UNSAFE)],
)
def test_control_characters_are_read_as_marks(
    gain: float, density: float, safety: Safety | None
) -> None:
    assert decide_c1(gain, density) is safety


@pytest.mark.parametrize(
    ("gain", "total", "lead", "safety"),
    [
        (-16.0, -7.0, 5.0, Safety.SAFE),
        (-16.0 - STEP, -7.0, 5.0, None),
        (-16.0, -7.0 - STEP, 5.0, None),
        (-16.0, -7.0, 5.0 - STEP, Safety.UNSAFE),
    ],
)
def test_stray_bytes_are_letters_or_noise(
    gain: float, total: float, lead: float, safety: Safety | None
) -> None:
    assert misreadings.decide_bytes(gain, total, lead) is safety


@pytest.mark.parametrize(
    ("gain", "lead", "flags", "safety"),
    [
        (14.0, 2.0, {}, Safety.SAFE),
        (14.0 - STEP, 2.0, {}, Safety.UNSAFE),
        (14.0, 2.0 - STEP, {}, Safety.UNSAFE),
        (30.0, 2.0, {"one_letter": True}, Safety.SAFE),
        (30.0 - STEP, 2.0, {"one_letter": True}, Safety.UNSAFE),
        (60.0, 2.0, {"alone": True}, Safety.SAFE),
        (60.0 - STEP, 2.0, {"alone": True}, Safety.UNSAFE),
        (60.0 - STEP, 2.0, {"alone": True, "one_letter": True}, Safety.UNSAFE),
        (8.0, 0.0, {"alone": True}, Safety.UNSAFE),
        (8.0 - STEP, 2.0, {}, None),
    ],
)
def test_lost_bytes(
    gain: float, lead: float, flags: dict[str, bool], safety: Safety | None
) -> None:
    assert losses.decide_lost_byte(gain, lead, **flags) is safety


@pytest.mark.parametrize(
    ("lost", "lead", "safety"),
    [
        (1, 2.0, SAFE),
        (2, 8.0, SAFE),
        (2, 8.0 - STEP, UNSAFE),
        (3, 12.0, SAFE),
        (3, 12.0 - STEP, UNSAFE),
        (9, 12.0, SAFE),
    ],
)
def test_words_that_lost_more_need_a_longer_lead(lost: int, lead: float, safety: Safety) -> None:
    assert losses.decide_lost_byte(20.0, lead, lost) is safety


@pytest.mark.parametrize(("lead", "safety"), [(12.0, SAFE), (12.0 - STEP, UNSAFE)])
def test_emoji_that_lost_a_byte_need_a_longer_lead(lead: float, safety: Safety) -> None:
    assert losses.decide_lost_byte(20.0, lead, emoji=True) is safety


@pytest.mark.parametrize(
    ("gain", "total", "replaced", "safety"),
    [
        (8.0, 24.0, False, Safety.UNSAFE),
        (8.0 - STEP, 24.0, False, None),
        (8.0, 24.0 - STEP, False, None),
        (-20.0, 0.0, True, Safety.UNSAFE),
    ],
)
def test_lost_letters(gain: float, total: float, replaced: bool, safety: Safety | None) -> None:
    assert losses.decide_lost_letter(gain, total, replaced) is safety


@pytest.mark.parametrize(
    ("gain", "safety"),
    [(2.0, SAFE), (2.0 - STEP, UNSAFE), (-4.0, UNSAFE), (-4.0 - STEP, None)],
)
def test_an_older_version_is_taken_back(gain: float, safety: Safety | None) -> None:
    assert losses.decide_restored(gain) is safety


@pytest.mark.parametrize(
    ("gain", "mean", "known", "safety"),
    [
        (9.0, 13.5, 0.0, SAFE),
        (9.0 - STEP, 13.5, 0.0, UNSAFE),
        (9.0, 13.5 - STEP, 0.0, None),
        (9.0, 13.5, -STEP, UNSAFE),
    ],
)
def test_control_characters_that_are_low_bytes(
    gain: float, mean: float, known: float, safety: Safety | None
) -> None:
    assert marks.decide_c0(gain, mean, known) is safety


@pytest.mark.parametrize(
    ("gain", "known", "unambiguous", "safety"),
    [
        (2.0, -6.0, True, SAFE),
        (2.0 - STEP, -6.0, True, None),
        (2.0, -6.0 - STEP, True, UNSAFE),
        (2.0, -6.0, False, UNSAFE),
        (2.0, -20.0, True, UNSAFE),
        (2.0, -20.0 - STEP, True, None),
    ],
)
def test_apostrophes_with_spaces(
    gain: float, known: float, unambiguous: bool, safety: Safety | None
) -> None:
    assert marks.decide_apostrophe(gain, known, unambiguous) is safety


@pytest.mark.parametrize(("straight", "least"), [(True, -20.0), (False, -100.0)])
def test_displaced_quotation_marks_are_proposed(straight: bool, least: float) -> None:
    assert marks.decide_displaced_quote(least, straight) is UNSAFE
    assert marks.decide_displaced_quote(least - STEP, straight) is None
