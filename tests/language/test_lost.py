"""Text that lost bytes or letters, and what comes back."""

from __future__ import annotations

import pytest

from fixenc import codecs, fix_text, repair
from fixenc.language.losses import NBSP, REPLACEMENT, byte_losses, letter_losses

CP1252, LATIN1 = byte_losses("")
FFFD = letter_losses(REPLACEMENT)[0]


def damaged(text: str, reader: str, stand_in: str, nbsp: str = NBSP) -> str:
    """``text`` as UTF-8, read with ``reader``, its meaningless bytes lost."""
    loss = next(loss for loss in (CP1252, LATIN1) if loss.reader == reader)
    read = codecs.decode(text.encode(), reader)
    assert read is not None
    return loss.lost.sub(stand_in, read).replace(NBSP, nbsp)


BY_DEFAULT = [
    ("Představitel české vlády řekl, že předpisy se změní.", "latin-1", "", NBSP),
    ("Niemiecki rząd zaprosił dziś przedstawicieli związków zawodowych.", "latin-1", "", NBSP),
    ("Ülkenin kuzeyinde yaşayan çiftçiler yağmur bekliyor.", "latin-1", "", NBSP),
    ("C’est déjà voilà ce qu’il a écrit à sa sœur à Noël.", "latin-1", "", " "),
    ("È una città bellissima. È stato detto così.", "latin-1", "", NBSP),
    ("Die Straße ist groß, Äpfel fallen über den Zaun.", "latin-1", "?", NBSP),
    ("Путешествие из Санкт-Петербурга в Москву описано в книге.", "cp1252", "", NBSP),
    ("我们不知道他们是不是已经离开了这个地方。", "cp1252", REPLACEMENT, NBSP),
    ("Сегодня я читаю, а она говорит с друзьями о США и о Святой земле.", "cp1252", "", NBSP),
    ("Это случилось в 300 г. до н. э., и я думаю о нём, как он шёл с мечом.", "cp1252", "", NBSP),
    ("그 학교는 1950년에 설립되었고 많은 사람이 그렇게 말했다.", "cp1252", REPLACEMENT, NBSP),
    ("他們認為這是一個只有少數人才能向上走的社會，所以他們反對。", "cp1252", "", NBSP),
    ("“Go on,” she said, “I am here.”", "cp1252", "", NBSP),
    ("“Go on,” she said, “I am here.”", "cp1252", REPLACEMENT, NBSP),
    ("“Go on,” she said, “I am here.”", "cp1252", "?", NBSP),
]


@pytest.mark.parametrize(("text", "reader", "stand_in", "nbsp"), BY_DEFAULT)
def test_bytes_come_back_by_default(text: str, reader: str, stand_in: str, nbsp: str) -> None:
    assert fix_text(damaged(text, reader, stand_in, nbsp)) == text


ALONE = ["MÄRÄ’s", "SULTÃ", "MANHÃ", "LÃ"]


@pytest.mark.parametrize("text", ALONE)
def test_a_word_alone_is_no_evidence(text: str) -> None:
    assert fix_text(text) == text


COLLAPSED = [
    ("voilÃ le chat et le chien", "voilà le chat et le chien"),
    (
        "Il va Ã Paris, voilÃ tout. Ã Lyon aussi il va.",
        "Il va à Paris, voilà tout. À Lyon aussi il va.",
    ),
    ("C’est dÃ©jÃ  lÃ , voilÃ le problÃ¨me.", "C’est déjà là, voilà le problème."),
]


@pytest.mark.parametrize(("text", "repaired"), COLLAPSED)
def test_spaces_that_were_made_one(text: str, repaired: str) -> None:
    """A letter's last byte, A0, became a space, and then two spaces became one."""
    assert fix_text(text) == repaired


def test_few_suspicious_lines_of_a_long_text_are_looked_at_first() -> None:
    line = "Die Straße ist groß, und über der Brücke stehen Häuser aus alter Zeit.\n"
    assert fix_text(300 * line + "CuidadoÑ con 48×48.\n") == 300 * line + "CuidadoÑ con 48×48.\n"
    assert fix_text(300 * line + "Die StraÃe war gesperrt.\n").endswith(
        "Die Straße war gesperrt.\n"
    )


LETTERS = [
    ("Le café est très bon, mon frère.", REPLACEMENT),
    ("Le café est très bon, mon frère était là.", "?"),
    ("Die Prüfung für die Schüler wäre schön und größer.", REPLACEMENT),
    ("Il caffè è già finito, perché la città è più grande.", "?"),
]


@pytest.mark.parametrize(("text", "mark"), LETTERS)
def test_letters_are_guessed_only_when_asked(text: str, mark: str) -> None:
    loss = "".join(mark if c.isalpha() and not c.isascii() else c for c in text)
    assert fix_text(loss) == loss
    assert fix_text(loss, unsafe_fixes=True) == text


def test_words_that_fit_alike_are_only_proposed() -> None:
    text = "Rozmawiali o tym z firm\xc4 oraz przepi\xc5r\xc4."
    assert "firm\xc4" in repair(text).text
