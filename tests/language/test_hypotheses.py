"""Of hundreds of misreadings those are found that explain a text."""

from __future__ import annotations

import pytest

import fixenc
from fixenc.language import codecs
from fixenc.language.contenders import contenders, may_have_lost_bytes
from fixenc.language.hypotheses import explain, implausible
from fixenc.language.misreading import Misreading

_EVERYWHERE: frozenset[str] = frozenset()

_SENTENCES = {
    "cs": "Příliš žluťoučký kůň úpěl ďábelské ódy, řekl starý muž a šel domů.",
    "de": "Über die größten Bäume hinweg fällt dünner Schnee auf müde Dächer.",
    "el": "Καλημέρα σας, τι κάνετε σήμερα; Όλα είναι πολύ ωραία εδώ.",
    "fr": "Le café de l’été dernier était très agréable, même à côté de la forêt.",
    "ja": "これは普通の文章であり、特に問題はないと思います。",
    "ru": "Это обычная строка, и в ней всё хорошо, как всегда.",
    "tr": "Bugün hava çok güzel, çocuklar dışarıda şarkı söylüyor ağaçların altında.",
}


def _sample(language: str, misreading: Misreading) -> list[str]:
    """The damaged words of a sentence."""
    text = _SENTENCES[language]
    for truth, reader in reversed([*_steps(misreading)]):
        data = text.encode(truth)
        text = codecs.decode(data, reader) or data.decode(reader)
    return [word for word in text.split(" ") if not word.isascii()]


def _steps(misreading: Misreading) -> list[tuple[str, str]]:
    inner = _steps(misreading.inner) if misreading.inner else []
    return [(misreading.truth, misreading.reader), *inner]


_EXPLAINED = [
    ("cs", Misreading("cp1252", "cp1250")),
    ("cs", Misreading("cp852", "utf-8")),
    ("de", Misreading("mac_roman", "cp1252")),
    ("de", Misreading("cp1252", "utf-8", Misreading("cp1252", "utf-8"))),
    ("el", Misreading("latin-1", "iso8859-7")),
    ("fr", Misreading("cp1252", "mac_roman")),
    ("fr", Misreading("cp437", "utf-8")),
    ("ja", Misreading("gb18030", "euc_jp")),
    ("ja", Misreading("cp437", "cp932")),
    ("ru", Misreading("cp1251", "koi8-r")),
    ("ru", Misreading("koi8-r", "cp1251")),
    ("ru", Misreading("cp866", "utf-8")),
    ("tr", Misreading("latin-1", "cp1254")),
]


@pytest.mark.parametrize(("language", "misreading"), _EXPLAINED)
def test_the_best_explanation_restores_the_text(language: str, misreading: Misreading) -> None:
    sample = _sample(language, misreading)
    best = explain(sample, _EVERYWHERE)[0]
    whole = " ".join(word for word in _SENTENCES[language].split(" ") if not word.isascii())
    assert best.undo(" ".join(sample)) == whole


@pytest.mark.parametrize(("language", "misreading"), _EXPLAINED)
def test_few_are_tried_with_the_right_one_among_them(language: str, misreading: Misreading) -> None:
    sample = _sample(language, misreading)
    text = " ".join(sample)
    tried = contenders(sample)
    once = Misreading(misreading.reader, misreading.truth)
    assert once.undo(text) in {each.undo(text) for each in tried}
    assert len(tried) < 60  # of two thousand


def test_where_utf8_is_certain_nothing_else_is_tried() -> None:
    sample = _sample("ru", Misreading("cp866", "utf-8"))
    assert {each.truth for each in contenders(sample)} == {"utf-8"}
    legacy = contenders(_sample("ru", Misreading("koi8-r", "cp1251")), legacy=False)
    assert {each.truth for each in legacy} <= {"utf-8"}


def test_utf8_that_looks_like_words_is_told_by_what_it_was() -> None:
    """In MacCyrillic most of UTF-8 are letters with dashes between them."""
    fixed = "Натиснете със средния бутон на мишката в прозореца, за да вземете цвят."
    damaged = codecs.decode(fixed.encode(), "mac_cyrillic")
    assert damaged is not None
    assert fixenc.fix_text("\n".join([damaged] * 3)) == "\n".join([fixed] * 3)


def test_codecs_too_rare_to_be_rivals_do_not_make_doubt() -> None:
    """ISO 8859-10 has the same letters as windows-1252, but for ``ê``."""
    damaged = "Ele incluiu trÍs faixas com o irm„o de Rafferty, tambÈm cantor, na dÈcada de 1970."
    fixed = "Ele incluiu três faixas com o irmão de Rafferty, também cantor, na década de 1970."
    assert fixenc.fix_text(damaged) == fixed


def test_marks_for_letters_need_words_beside_them() -> None:
    """In Friulian accents end words; in another codec they would be dashes and dots."""
    friulian = "Oten informazions sul ûs de liste dulà che chest messaç al fâs part"
    assert fixenc.fix_text(friulian) == friulian
    quoted = "ìShe seems a very pleasant young woman,î said Bingley; ìmy uncle!î cried Jane."
    assert fixenc.fix_text(quoted).count("”") == 2


@pytest.mark.parametrize(
    ("before", "after", "bits"),
    [
        ("2§", "2º", 0.0),  # an ordinal is of no script, but no riddle
        ("a§b", "a\u30fbb", 0.0),
        ("caf§", "caf\N{CHEROKEE LETTER A}", 10.0),
        ("abc", "§", 12.6),  # three letters of ASCII that are gone
        ("don§t", "don”t", 10.0),
    ],
)
def test_what_no_text_has_speaks_against_a_result(before: str, after: str, bits: float) -> None:
    assert implausible([before], [after]) == pytest.approx(bits)


@pytest.mark.parametrize(
    ("word", "may"),
    [
        ("crÃme", True),
        ("quâil", True),
        ("ÐÑÐÐÐÑ", True),  # привет without its last bytes
        ("Âcaf\N{REPLACEMENT CHARACTER}", True),
        ("ÐÒÉ×ÅÔ", False),  # the same in KOI8-R
        ("¾È³çÇÏ¼¼¿ä", False),
        ("ïðèâåò", False),
    ],
)
def test_bytes_can_be_lost_of_words_in_one_script(word: str, may: bool) -> None:
    assert may_have_lost_bytes(word) is may
