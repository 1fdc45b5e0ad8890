"""Lone circumflexes and quotation marks: in documents, in other languages, and left alone."""

from __future__ import annotations

import re
import time

import pytest

import fixenc
from fixenc import fix_text
from fixenc.core.edits import Safety
from fixenc.core.rule import Stage
from fixenc.rules import every_rule

RULES = [
    rule
    for rule in every_rule()
    if rule.default and (rule.stage >= Stage.QUOTES or "circumflex" in rule.name)
]
MARKS = re.compile("[“”‘’„‚«»–—…•€]")


def damaged(text: str) -> str:
    """The text with its marks misread as Latin-1 and the control characters dropped."""

    def lost(match: re.Match[str]) -> str:
        return re.sub("[\x80-\x9f]", "", match[0].encode().decode("latin-1"))

    return MARKS.sub(lost, text)


@pytest.mark.parametrize(
    "text",
    [
        "“You don’t know,” she said, “what they’re like—not at all.”",
        "“He told me, ‘I will not go,’ and he didn’t,” said the boy.",
        "“And what did they say?”—“They said ‘no’.”",
        "She called it “a mistake”—and she was right.",
        "“‘Better turn to, now?’ said he, ‘or not?’”",
        "“So it is the first day of the rest of it.\n“And this is the second of them.”",
        "It was in the ’90s, from 1990–1995, that they were at their best…",
        "„Ich weiß es nicht“, sagte sie, „aber es ist nicht so wie bei ‚Faust‘.“",
        "« C’est l’âge d’or », dit-il, « et qu’on n’en parle plus ! »",
        "L’uomo non c’era, ma quell’altro che dell’arte sapeva un po’ è venuto.",
        "Powiedział, że „nie ma takiego słowa”, ale się nie bał.",
        "Hon sade att det var ”en stor dag” för alla som var där.",
        "Ankara’da bir gün ve İstanbul’un en güzel yeri için çok para var.",
        "• the first of them costs 5 €\n• and the second of them is for you",
        "他说“我不知道”，然后就走了——没有人看见。",
    ],
)
def test_marks_come_back(text: str) -> None:
    assert damaged(text) != text
    assert fixenc.fix_text(damaged(text)) == text


@pytest.mark.parametrize(
    ("text", "repaired"),
    [
        ("\xe2We are here to stay, \xe2he said.", "“We are here to stay,” he said."),
        ("\xe2We are here. They are not. \xe2", "“We are here. They are not.”"),
    ],
)
def test_a_mark_is_restored_and_its_space_moved_in_one_change(text: str, repaired: str) -> None:
    result = fixenc.repair(text)
    assert result.text == repaired
    assert {rule for edit in result.applied for rule in edit.rules} == {
        "lone-circumflex",
        "quote-spacing",
    }


@pytest.mark.parametrize(
    "text",
    [
        "Ludwig – er war noch nicht da – hat es von der Mutter.",
    ],
)
def test_one_mark_that_may_be_a_letter_is_proposed(text: str) -> None:
    assert fixenc.fix_text(damaged(text)) != text
    assert fixenc.fix_text(damaged(text), unsafe_fixes=True) == text


def test_an_uncertain_dash_is_proposed_with_the_other_one() -> None:
    [edit] = fixenc.repair("This is what she was \xe2 or is \xe2 not.").edits[:1]
    assert edit.safety is Safety.UNSAFE
    assert (edit.new, edit.others[0]) == ("\N{EN DASH}", "\N{EM DASH}")


@pytest.mark.parametrize(
    "text",
    [
        "rock ’n’ roll of the ’90s, the boys’ books, 5' 10\" and 6'2\"",
        "L’épisode, Hawai‘i, O‘zbekiston",
        'The 3.5" disk and the 5 1/4" disk.\nJohn   "   12\n  "    "   13',
        "„Das ist so“, sagte er, „und bleibt so.“ – »Ja«, sagte sie.",
        "Hon sade: ”Det är så.” Han sade, ”det är inte så”, och gick.",
        "他说：“我不知道。”「そうですか」",
        'printf("%s, ", x); puts(", "); s = ". "',
        "“The first paragraph is long.\n\n“The second ends it.”",
        "Kişi hâlâ dükkânda; Lâle Hanım ve Kâzım Bey’in rüzgârı.",
        "Câine, pâine, mâine; a coborâ, a omorî, român, când și până.",
        "Tôi đâu có biết câu này lâu, ân cần, âm nhạc.",
        "Anâraškielâ lii sämikielâ, mon sárnuh sämmiliih já Ucjuuvâst.",
    ],
)
def test_clean_text_stays_even_with_unsafe_fixes(text: str) -> None:
    names = frozenset(rule.name for rule in RULES)
    assert fixenc.repair(text, unsafe_fixes=True, select=names).edits == ()


def test_an_unclosed_quotation_is_flagged_at_its_opening() -> None:
    text = "“We go,” he said. “They will not let us."
    found = fixenc.repair(text).edits
    assert [(edit.start, edit.safety) for edit in found] == [
        (text.index("“They"), Safety.FLAG),
        (len(text), Safety.UNSAFE),
    ]
    assert fixenc.fix_text(text, unsafe_fixes=True) == text + "”"


@pytest.mark.parametrize(
    "text",
    [
        "\xe2 ",
        "word \xe2word ",
        " “a",
        "a\xe2",
        "“a.\n",
        '"., ',
        " ”a.",
        "Mr. A He b. c ",
    ],
)
def test_time_grows_with_the_length_and_not_its_square(text: str) -> None:
    def seconds(length: int) -> float:
        document = text * (length // len(text))
        taken: list[float] = []
        for _ in range(2):  # a collection of garbage may fall into the first
            started = time.process_time()
            for rule in RULES:
                if rule.may_fire(document):
                    list(rule.edits(document))
            taken.append(time.process_time() - started)
        return min(taken)

    seconds(1000)
    # Sixteen times the text: a square would take 256 times as long.
    assert seconds(64_000) < 64 * max(seconds(4_000), 0.004)


def test_a_degree_sign_in_small_letters_is_no_permille() -> None:
    assert fix_text("25 \xe2\xb0c") == "25 \xe2\xb0c"
    assert fix_text("90 \xe2\xb0 of them") == "90 ‰ of them"
