"""Which `â` are in doubt, and what speaks for the mark that each may have been."""

from __future__ import annotations

import numpy as np
import pytest

from fixenc import fix_text
from fixenc.core.edits import Safety
from fixenc.decide.marks import MARK_LEAD, MARK_LEAST_OF_EACH, MarkEvidence, decide_mark
from fixenc.model.apostrophes import apostrophe_bits, before, behind, ending, starting
from fixenc.model.tables import tables
from fixenc.punctuation.context import _usage_of
from fixenc.punctuation.doubt import doubtful_lines, is_bare, is_itself, without_doubt
from fixenc.punctuation.lost import lost_marks
from fixenc.punctuation.pairing import Mark, Option, Role, settle
from fixenc.punctuation.usage import usage_in


@pytest.mark.parametrize(
    "text",
    [
        "À l’âge de dix ans, les âmes ; un homme âgé, une femme âgée.",
        "Hâlâ bir hikâye, kâr ve rüzgâr; imkânı yok.",
        "Câteva mâini au câștigat râul",
        "plain",
    ],
)
def test_words_that_are_spelled_with_the_letter_are_in_no_doubt(text: str) -> None:
    assert doubtful_lines(text) == ()


@pytest.mark.parametrize("text", ["wasnât", "Iâm", "goodâ", "â", "a badâge", "so heâlet us go"])
def test_other_letters_may_be_marks(text: str) -> None:
    assert doubtful_lines(f"âge\n{text}\nâge") == ((4, 4 + len(text)),)


def test_text_without_the_letters_in_doubt() -> None:
    assert without_doubt("It wasnât, âge") == "It wasn  , âge"


@pytest.mark.parametrize(
    ("text", "at", "itself"),
    [
        ("la lettre « â »", 12, True),
        ("f(â) is", 2, True),
        ("the â of it", 4, True),
        ("x = â + 1", 4, True),
        ("Das Dorf â es ist klein", 9, False),
        ("(“âgo”)", 2, False),
    ],
)
def test_a_letter_that_means_itself(text: str, at: int, itself: bool) -> None:
    assert is_itself(text, at) is itself
    assert is_bare("a â b", 2)
    assert not is_bare("aâ b", 1)


@pytest.mark.parametrize(
    ("piece", "language"),
    [
        (behind("t"), "en"),
        (before("l"), "fr"),
        (before("dell"), "it"),
        (behind("da"), "tr"),
        (ending("po"), "it"),
        (starting("tis"), "en"),
    ],
)
def test_pieces_beside_apostrophes(piece: str, language: str) -> None:
    bits = apostrophe_bits(piece)
    assert bits[tables().languages.index(language)] < bits[tables().languages.index("fi")]


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("Itâs what theyâre likeânot at all.", "’’—"),
        ("the Middle Westâall of it", "—"),
        ("Das Dorf â es ist klein â liegt in der Ebene.", "––"),
        ("from 1990â1995 to the present", "–"),
        ("âSo it is, âhe said.", "“”"),
        ("Er sagte: âDas ist so.â", "„“"),
        ("他说：â我不知道。â", "“”"),
        ("Он не знал â и не хотел знать.", "—"),
    ],
)
def test_the_likeliest_mark(text: str, marks: str) -> None:
    assert "".join(mark.new for mark in lost_marks(text)) == marks


def test_evidence_adds_up_and_letters_speak_against_it() -> None:
    one = lost_marks("It wasnât so in those days of the year.")[0].evidence
    two = lost_marks("It wasnât so, and theyâre in those days.")[0].evidence
    against = lost_marks("It wasnât so, but Mahâbhârata and âge and Bâle.")[0].evidence
    assert one.together < two.together
    assert against.together < one.together
    assert min(one.gain, one.known) > 12
    assert not one.spells


def test_a_language_that_the_model_does_not_have_proves_nothing() -> None:
    text = "Indiche se la sbare di fâ e je visibile o no tal barcon principâl dal program"
    assert all(decide_mark(mark.evidence) is not Safety.SAFE for mark in lost_marks(text))


def test_more_letters_than_prose_has_are_not_looked_at() -> None:
    assert lost_marks("âb" * 200) == []


def test_endings_of_verbs_are_no_words_behind_a_dash() -> None:
    verbs = ("concentr", "conceptualis", "concern", "concert")
    text = "\n".join(f"{verb}{end}" for verb in verbs for end in ("aient", "âmes", "ât", "âtes"))
    assert all(decide_mark(mark.evidence) is not Safety.SAFE for mark in lost_marks(text))


@pytest.mark.parametrize(("resumed", "likeliest"), [(True, "“"), (False, "—")])
def test_a_quotation_stays_open_if_the_next_paragraph_resumes_it(
    resumed: bool, likeliest: str
) -> None:
    mark = Mark(0, True, [Option("“", Role.OPEN, "d", 0.0), Option("—", Role.DASH, "", 5.0)])
    settle([mark], unspaced=False, resumed=resumed, alone=False)
    assert mark.ranked[0][1] == likeliest


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("<li>âGut,â sagte er.</li>", "„“"),
        ("Sie rief: <em>âKomm!â</em>", "„“"),
        ("<p>âCome in,â she said.</p>", "“”"),
        ('<b title="x">âGut,â</b> sagte er.', "„“"),
        # Tags that end a line separate what they stand between.
        ("<p>He said.</p><p>âHello thereâ</p><p>And so on it went.</p>", "“”"),
        ("<td>She said</td><td>âHello thereâ</td><td>x</td>", "“”"),
        ("He said:<br>âHello thereâ<br>and left", "“”"),
        # No tag ends or begins here.
        ("3 > âGutâ < 4", "„“"),
    ],
)
def test_tags_are_no_neighbours_of_marks(text: str, marks: str) -> None:
    assert "".join(mark.new for mark in lost_marks(text)) == marks


@pytest.mark.parametrize(
    ("text", "safety"),
    [
        ("Ils vont vers lâouest du pays", Safety.SAFE),
        # Behind the letter stands no word of the language, be it one of another.
        ("Et le Sâmirî les a égarés", None),
    ],
)
def test_a_name_does_not_begin_with_an_elided_article(text: str, safety: Safety | None) -> None:
    (mark,) = lost_marks(text)
    assert decide_mark(mark.evidence) is safety


@pytest.mark.parametrize(
    ("text", "restored"),
    [
        # Emphasis and code beside a mark are no text.
        ("It is the `typing`âs type, and the *list*âs value.", "’’"),
        ("Sie nennen ihn â**Wetter**â, und das ist so.", "„“"),
        ("Es heißt: â`one` ist die Klasse genannt `Person`â.", "„“"),
        # Code that begins behind a word is no part of that word.
        ("例如，假设你想默认返回一个状态码为âOKâ`200`。", "“”"),
        # Another mark would not make a word of what is none.
        ("On construit lâhôtel de ville dâObermarsberg à lâentrée du village.", "’’’"),
    ],
)
def test_the_likeliest_mark_beside_markup_and_names(text: str, restored: str) -> None:
    assert "".join(mark.new for mark in lost_marks(text) if mark.evidence.gain > 0) == restored


def test_the_marks_of_a_quotation_are_as_sure_as_each_other() -> None:
    text = "例如，假设你想默认返回一个状态码为âOKâ`200`。"
    opening, closing = (mark.evidence for mark in lost_marks(text))
    assert (opening.gain, opening.lead) == (closing.gain, closing.lead)
    assert fix_text(text) == text
    assert "“OK”" in fix_text(text, unsafe_fixes=True)


PORTUGUESE = "O valor do parâmetro é lido da câmera e o parâmetro é enviado ao usuário.\n"
GERMAN = "Man nennt das hier âgemountetâ und auch âgebautâ, wie jeder weiß."


def test_words_of_another_language_do_not_speak_against_the_damage() -> None:
    alone, beside = lost_marks(GERMAN), lost_marks(PORTUGUESE + GERMAN)[-4:]
    assert [mark.evidence.together for mark in beside] == [mark.evidence.together for mark in alone]
    # In their own paragraph they do.
    own = "O nome dele é âmontadoâ e também âfeitoâ, como se vê aqui."
    without, same = lost_marks(own)[-1], lost_marks(f"{PORTUGUESE.strip()} {own}")[-1]
    assert same.evidence.together < without.evidence.together


@pytest.mark.parametrize(
    ("text", "lead"),
    [
        ("Das ist das Wetter, und es wird morgen auch so sein.\n", True),
        # A line of another language beside it: the heading may be in either.
        (
            "Das ist das Wetter, und es wird morgen auch so sein.\n"
            "This is how the type of the list was written, and it is the same.\n",
            False,
        ),
    ],
)
def test_marks_of_a_heading_are_sure_in_a_text_of_one_language(text: str, lead: bool) -> None:
    opening, closing = lost_marks(f"{text}âSchemaâ")
    assert (min(opening.evidence.lead, closing.evidence.lead) >= MARK_LEAD) is lead


ENGLISH = "Most of the lines of this text are in English, as anyone can see who reads it.\n"


@pytest.mark.parametrize(
    ("text", "restored"),
    [
        (ENGLISH + "Was ist ein \xe2Hash\xe2 und was ist er nicht, das steht hier.", "„Hash“"),
        # Its own marks count for more than its language.
        (ENGLISH + "Er nennt es “so” und dann \xe2anders\xe2, wie man hier sagt.", "“anders”"),
        # A tag whose attribute has marks, too.
        ("Man sagt dazu <abbr title='so \xe2 oder so'>\xe2media type\xe2</abbr> und so.", "„media"),
        ("Das ist ein \xe2<a title='die \xe2Karte\xe2 hier'>Hash</a>\xe2 und so.", "„<a title"),
        ("Das ist ein \xe2<a title='die \xe2Karte\xe2 hier'>Hash</a>\xe2 und so.", "„Karte“"),
    ],
)
def test_marks_are_those_of_their_paragraph(text: str, restored: str) -> None:
    assert restored in fix_text(text, unsafe_fixes=True)


@pytest.mark.parametrize(("bits", "language"), [(19.0, "en"), (20.0, "de")])
def test_a_paragraph_is_clearly_in_another_language(bits: float, language: str) -> None:
    own = np.full(len(tables().languages) + 1, 50.0, np.float32)
    own[tables().languages.index("de")] -= bits
    german = "Was ist das und was ist es nicht, das wird hier erklärt."
    assert _usage_of(german, own, usage_in("en")).language == language


WELSH = "Mae hynny yn y gân â'r llais â hi gan y dyn, ac mae'r plant wedi mynd i'r ysgol heddiw."


def test_letters_that_are_words_need_no_look_at_the_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    text = f"{ENGLISH * 3}\n{WELSH}\n"
    assert lost_marks(text) == []
    assert lost_marks(f"{GERMAN}\n\n{text}")  # the others of a text may be damaged
    monkeypatch.setattr("fixenc.punctuation.lost._are_words", lambda *_: False)
    assert (
        0
        < len(lost_marks(text))
        == sum(mark.evidence.gain < MARK_LEAST_OF_EACH for mark in lost_marks(text))
    )


def test_a_mark_that_gains_little_is_not_proposed() -> None:
    for spells in (True, False):
        evidence = MarkEvidence(MARK_LEAST_OF_EACH - 0.01, 99.0, 999.0, 999.0, spells)
        assert decide_mark(evidence) is None
