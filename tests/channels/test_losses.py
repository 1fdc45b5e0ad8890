"""Text that lost bytes or letters, and what comes back."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fixenc import fix_text, repair
from fixenc.channels.loss.byte_loss import byte_losses
from fixenc.channels.loss.completion import complete
from fixenc.channels.loss.losses import LOST, NBSP, REPLACEMENT, Loss
from fixenc.channels.misreading.candidates import _Draft
from fixenc.channels.misreading.line import Line
from fixenc.channels.misreading.lossy.changed_bytes import is_all_open, options_of
from fixenc.channels.misreading.lossy.dropped_bytes import has_dropped_bytes
from fixenc.channels.misreading.lossy.readers import _without_whole
from fixenc.channels.misreading.lossy.readings import lossy_readings
from fixenc.channels.misreading.lossy.search import Wanted, _lost_in_words
from fixenc.codecs import shown


def damaged(text: str, reader: str, stand_in: str, nbsp: str = NBSP) -> str:
    """``text`` as UTF-8, read with ``reader``, its meaningless bytes lost."""
    table = shown(reader)
    return "".join(
        stand_in
        if byte in LOST[reader] and not (stand_in and byte == 0xAD)
        else nbsp
        if byte == 0xA0
        else table[byte]
        for byte in text.encode()
    )


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
    ("Вы знаете, где они сейчас живут и о чём они говорят у вас?", "cp1252", "", NBSP),
    ("그 학교는 1950년에 설립되었고 많은 사람이 그렇게 말했다.", "cp1252", REPLACEMENT, NBSP),
    ("彼は「これは本当に大切なことだ」と述べて、部屋から出ました。", "cp1252", "?", NBSP),
    ("他們認為這是一個只有少數人才能向上走的社會，所以他們反對。", "cp1252", "", NBSP),
    ("“Go on,” she said, “I am here.”", "cp1252", "", NBSP),
    ("“Go on,” she said, “I am here.”", "cp1252", REPLACEMENT, NBSP),
    ("“Go on,” she said, “I am here.”", "cp1252", "?", NBSP),
]


@pytest.mark.parametrize(("text", "reader", "stand_in", "nbsp"), BY_DEFAULT)
def test_bytes_come_back_by_default(text: str, reader: str, stand_in: str, nbsp: str) -> None:
    assert fix_text(damaged(text, reader, stand_in, nbsp)) == text


@pytest.mark.parametrize(("text", "reader", "stand_in", "nbsp"), BY_DEFAULT)
def test_equal_lines_are_completed_alike(text: str, reader: str, stand_in: str, nbsp: str) -> None:
    """The words of a line, and lines, that come again share the texts that they may have been."""
    line = damaged(text, reader, stand_in, nbsp)
    sites = [[*loss.sites(line)] for loss in byte_losses(line)]
    once = complete([(line, each) for each in sites])
    assert complete([(line, each) for each in (*sites, *sites)]) == once * 2
    assert fix_text(f"{line}\n" * 3) == f"{text}\n" * 3


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
    ("âš ï¸ warning", "⚠\ufe0f warning"),
]


@pytest.mark.parametrize(("text", "repaired"), COLLAPSED)
def test_spaces_that_were_made_one(text: str, repaired: str) -> None:
    """A letter's last byte, A0, became a space, and then two spaces became one."""
    assert fix_text(text) == repaired


@pytest.mark.parametrize("stand_in", ["?", "\ufffd"])
@pytest.mark.parametrize(
    "text",
    ["Le déjeuner est prêt.", "O relatório da reunião está na mesa.", "Ella vivió en Almería."],
)
def test_letters_that_were_misread_twice_and_lost_a_byte(text: str, stand_in: str) -> None:
    """The first byte, C3, is C3 83 the second time, of which Latin-1 has no character for 83."""
    twice = text.encode("utf-8").decode("latin-1").encode("utf-8").decode("latin-1")
    assert fix_text(twice.replace("\x83", stand_in)) == text


def test_a_loss_does_not_repair_parts_of_what_a_misreading_explains() -> None:
    """EUC-JP with rare characters is proposed at most, and what looks like lost bytes is not."""
    text = "; 剥皹のファイルです".encode("euc-jp").decode("latin-1")
    assert fix_text(text) == text


def test_a_letter_by_itself_is_no_evidence_of_a_loss() -> None:
    text = r"Atilde &#195; \ Ã \ code 195 \ HTML 2.0 \ HTMLlat1 \ ISOlat1"
    assert fix_text(text) == text


def test_a_symbol_that_is_whole_is_not_the_rest_of_a_mark() -> None:
    text = "    let bar = 'â–ˆ'.repeat(Math.max(0, this.full)) + 'â–‘'.repeat(this.rest)"
    assert fix_text(text) in (text, text.replace("â–ˆ", "█").replace("â–‘", "░"))


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
    found = repair(text)
    assert "firm\xc4" in found.text
    [proposal] = [edit for edit in found.proposed if edit.start == text.index("firm")]
    assert {proposal.new, *proposal.others} >= {"firmą", "firmę"}


@pytest.mark.parametrize(
    "text",
    [
        "Ångström, Åse, Ärger und Übel",
        "SÃO PAULO, NÃO, MÃE",
        "What? no. Really? yes, he said. Who? me?",
        "Is it caf? or tea",
        "グレーブアクセントを付けたい文字を入力すると、è のようになります。",
        "3 × 4 = 12, בן × נח",
    ],
)
def test_what_was_fine_stays(text: str) -> None:
    assert repair(text).text == text
    assert fix_text(text, unsafe_fixes=True) == text


@pytest.mark.parametrize(
    ("text", "loss", "word"),
    [
        ("vlády o p\xc5ed\xc3¡v\xc3¡n\xc3\xad", Loss("latin-1", ""), "předávání"),
        ("to \xc5ekl ministr vlády", Loss("latin-1", ""), "řekl"),
        ("Die StraÃe ist", Loss("latin-1", ""), "Straße"),
        ("это было с ними, и \xd1то", Loss("cp1252", ""), "это"),
        ("C'est quatre Ã cinq fois", Loss("latin-1", "", spaced=True), "à cinq"),
    ],
)
def test_the_likeliest_word(text: str, loss: Loss, word: str) -> None:
    [words] = complete([(text, list(loss.sites(text)))])
    assert word in {each.texts[0] for each in words}


LETTERS_OF_LATIN = st.sampled_from("abcdeéèàçñäöüßåøšřžčłąęőűğışİ ")


@given(st.text(LETTERS_OF_LATIN, min_size=1), st.sampled_from(["cp1252", "latin-1"]), st.booleans())
def test_what_a_loss_hit_is_among_the_options(text: str, reader: str, replaced: bool) -> None:
    text = " ".join(text.split())
    loss = Loss(reader, REPLACEMENT if replaced else "")
    left = damaged(text, reader, loss.stand_in)
    at = 0
    sites = {site.start: site for site in loss.sites(left)}
    for character in text:
        size = len(damaged(character, reader, loss.stand_in))
        if not character.isascii():
            assert character in sites[at].options
            assert sites[at].end == at + size
        at += size


@pytest.mark.parametrize(
    ("text", "readers", "stand_ins", "spaced"),
    [
        ("Stra\xc3e", {"latin-1"}, {""}, False),
        ("Ã‰cart", {"cp1252"}, {""}, False),
        ("Stra\xc3?e", {"latin-1"}, {"", "?"}, False),
        ("Stra\xc3\ufffde", {"latin-1"}, {REPLACEMENT}, False),
        ("voil\xc3 le", {"latin-1"}, {""}, True),
        ("voil\xc3\xa0 l\xc3 le", {"latin-1"}, {""}, False),
    ],
)
def test_what_a_text_may_have_lost(
    text: str, readers: set[str], stand_ins: set[str], spaced: bool
) -> None:
    losses = byte_losses(text)
    assert {loss.reader for loss in losses} == readers
    assert {loss.stand_in for loss in losses} == stand_ins
    assert {loss.spaced for loss in losses} == {spaced}


@pytest.mark.parametrize("part", ["\xc3", "a\xc3e", "\xe3\x82", "\xd0\xb0\xd1", "\ufffda", "a?b"])
def test_a_word_of_any_length(part: str) -> None:
    text = f"La cit\xc3\xa0 {part * 300} e perch\xc3 no"
    assert repair(text).text
    assert fix_text(text, unsafe_fixes=True)


def test_a_run_is_repaired_as_a_whole() -> None:
    """One character that can't be decided leaves its run as it is."""
    text = damaged("大流士十分賞識的司令官美伽巴佐斯負責實現征服巴爾幹的目標。", "cp1252", "")
    repaired = fix_text(text)
    assert repaired == text or not re.search("[\xc0-\xff]", repaired)


def test_question_marks_that_ask_are_no_letters_beside_replacement_characters() -> None:
    asked = "Oui ? Non ? Quoi ? Qui ? Comment ? Pourquoi ? O\xf9 ? "
    text = f"{asked}Il est d?j? au caf\ufffd de la r\ufffdpublique."
    found = repair(text).edits
    assert {edit.new for edit in found} >= {"caf\xe9", "r\xe9publique"}
    assert not any("?" in text[edit.start : edit.end] for edit in found)


def test_a_sign_amid_letters_that_lost_nothing_is_proposed() -> None:
    text = "Strange letters in database text: Ã, Ã, ¢, â‚ €,"
    assert fix_text(text) == text
    assert fix_text("Strange letters in database text: â‚ €,") != text


@pytest.mark.parametrize("around", ['"{}"', 'x = "{}"', 'f("{}")', "['{}', 'b']"])
def test_a_mark_that_closes_a_string_stands_for_no_byte(around: str) -> None:
    shown = "بنجاح".encode().decode("cp1256").removesuffix("\xad")
    line = around.format(shown)
    assert fix_text(line) == line


def test_a_mark_without_a_partner_may_stand_for_a_byte() -> None:
    assert fix_text("READY \xe2†' x") == "READY → x"
    assert fix_text("x = 'READY \xe2†' y'") == "x = 'READY → y'"


@pytest.mark.parametrize(
    ("text", "reader"),
    [
        ("Игры", "cp1251"),
        ("Информация о системе", "cp1251"),
        ("Ваш заказ подтверждён оператором. История и Искусство.", "cp1251"),
        ("Říční věž stojí za městem.", "cp1250"),
    ],
)
def test_a_byte_that_a_codec_of_windows_leaves_undefined_comes_back(text: str, reader: str) -> None:
    damaged_ = text.encode().decode(reader, "ignore")
    assert damaged_.encode(reader) != text.encode()
    assert fix_text(damaged_) == text


def test_a_dropped_byte_takes_more_whole_characters_in_its_word() -> None:
    one = "Иг".encode().decode("cp1251", "ignore")
    assert fix_text(f"{one}, {one} x") == f"{one}, {one} x"


@pytest.mark.parametrize(
    "text",
    [
        "सभी मनुष्यों को गौरव और अधिकारों के मामले में जन्मजात स्वतन्त्रता",
        "সমস্ত মানুষ স্বাধীনভাবে সমান মর্যাদা এবং অধিকার নিয়ে জন্মগ্রহণ করে।",
        "मराठी भाषेतील शब्द आणि वाक्य",
    ],
)
def test_vowels_of_indian_scripts_are_parts_of_words(text: str) -> None:
    shown = text.encode().decode("cp1252", "ignore")
    assert len(shown) < len(text.encode())
    assert fix_text(shown) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("botвЂ\N{REPLACEMENT CHARACTER}s username", "bot’s username"),
        ('print("ğŸ\N{REPLACEMENT CHARACTER}¯ 1. Target")', 'print("🎯 1. Target")'),
    ],
)
def test_a_start_that_no_text_has_is_enough_beside_a_lost_byte(text: str, expected: str) -> None:
    assert fix_text(text) == expected


@pytest.mark.parametrize(
    ("line", "tails"),
    [
        ('x = "é" y', {}),
        ('x = "é"', {2: '"'}),
        ('x = "é", y', {2: '",'}),
        ('5" é"', {}),
        ('"é" x "é" y "c é"', {5: '"'}),
    ],
)
def test_what_closes_a_string_behind_a_run(line: str, tails: dict[int, str]) -> None:
    assert _Draft(Line(0, len(line), line))._tails == tails


IGRY = "Игры".encode().decode("cp1251", "ignore")
HELLO = "привет".encode().decode("cp1251")


@pytest.mark.parametrize(
    ("run", "lacks"), [(IGRY, True), (f"{IGRY}ж", False), (f"{HELLO}вЂ", True), (HELLO, False)]
)
def test_runs_that_lack_bytes(run: str, lacks: bool) -> None:
    assert has_dropped_bytes(run, "cp1251") is lacks


def test_a_byte_was_dropped_only_amid_whole_characters() -> None:
    assert options_of("Р", "cp1251", amid=True) == ("И",)
    assert options_of("Р", "cp1251", amid=False) == ()


def test_a_soft_hyphen_is_dropped_and_not_replaced() -> None:
    """The byte AD is a small letter behind C3, and 8D a capital one."""
    assert fix_text("\xc3\ufffdngel \xc3\ufffd\xc3\xb1iguez").endswith(" Íñiguez")


def test_a_selector_stands_before_two_spaces() -> None:
    assert fix_text("âš ï¸  Pendiente â†’ Amarillo") == "⚠️  Pendiente → Amarillo"


@pytest.mark.parametrize(
    ("text", "repaired"),
    [
        ('title="Retour \xc3  la liste"', 'title="Retour à la liste"'),
        ("se trouve \xc3  la fin", "se trouve à la fin"),
        ("\xc3\x84 \xc3  \xe3", "\xc3\x84 \xc3  \xe3"),
        ("A \xc3  B", "A \xc3  B"),
    ],
)
def test_a_word_of_one_letter_whose_byte_became_a_space(text: str, repaired: str) -> None:
    assert fix_text(text) == repaired


@pytest.mark.parametrize(
    "text",
    [
        "showBtToast('\xc3\xa2\xc2Å’ Ninguno encontrado en lote')",
        'b = "Ã\u0192\xc2\xb0Ã…\xc2\u0178Ã\xa2â\u201a\xac\xc2\xc3\u201a\xc2\xb5 Unread"',
    ],
)
def test_two_layers_of_which_the_inner_lost_a_byte_stay_whole(text: str) -> None:
    assert fix_text(text) == text


@pytest.mark.parametrize(
    ("reader", "text"),
    [
        ("iso8859-2", "Войска Ахеменидов завоевали Фракию, прибрежные греческие города и Пеонию."),
        ("iso8859-9", "Они сказали, что это была самая большая библиотека в городе."),
    ],
)
def test_a_codec_that_lost_its_control_characters_is_none_of_windows(
    reader: str, text: str
) -> None:
    """Windows shows other characters for some of these bytes."""
    run = "".join("?" if "\x80" <= c < NBSP else c for c in text.encode().decode(reader))
    restored = fix_text(run)
    assert restored != run
    assert not {*re.findall(r"\w", restored)} - {*text, *run}


@pytest.mark.parametrize("text", ["Is it Û?", "What about Ö?", "(Ö?VP) und", "Ü\ufffdldse"])
def test_a_letter_before_a_question_mark_is_no_sign_of_another_script(text: str) -> None:
    assert fix_text(text) == text


def test_a_symbol_that_lost_a_byte_in_a_string() -> None:
    assert fix_text('print("âŒ Error: file not found")') == 'print("❌ Error: file not found")'


def test_what_is_certain_of_a_run_is_known_beside_what_is_open() -> None:
    text = "여러분은 각 컨테이너"
    run = damaged(text, "cp1252", "?")
    [reading] = lossy_readings([Wanted(run, "cp1252")]).values()
    assert reading.best == text
    assert reading.certain == text.replace("각", "ê°?")


@pytest.mark.parametrize(
    ("text", "repaired"),
    [
        ("以下のURLを開くと:", "以下のURLを開ã��と:"),
        ("Он сказал, что * с * — это слово.", "Он сказал, что * Ñ� * — это слово."),
    ],
)
def test_characters_stay_of_which_the_byte_is_open(text: str, repaired: str) -> None:
    assert fix_text(damaged(text, "cp1252", REPLACEMENT)) == repaired


@pytest.mark.parametrize(
    ("run", "is_open"),
    [("Ñ?", True), ("Ñ? Ñ?", True), ("Ñ?а", False), ("Ð°", False), ("a?", False)],
)
def test_runs_of_which_all_is_open(run: str, is_open: bool) -> None:
    assert is_all_open(run, "cp1252") is is_open


@pytest.mark.parametrize(
    ("chosen", "places", "lost"),
    [
        (["при", "в", "ет, ", "к", "ак"], [1, 3], {1: 1, 3: 1}),
        (["", "п", "р", "и", "вет"], [1, 3], {1: 2, 3: 2}),
        (["", "п", "-", "и", "вет"], [1, 3], {1: 1, 3: 1}),
        (["“", "Ü", "x"], [0, 1], {0: 1, 1: 1}),
    ],
)
def test_characters_that_are_lost_in_a_word(
    chosen: list[str], places: list[int], lost: dict[int, int]
) -> None:
    assert _lost_in_words(chosen, places) == lost


def test_a_byte_of_emoji_may_be_there() -> None:
    assert _without_whole()["cp1254"].search("ğŸ\xaf\N{REPLACEMENT CHARACTER}")
    assert not _without_whole()["cp1251"].search("рџ \N{REPLACEMENT CHARACTER}")


@pytest.mark.parametrize("reader", ["cp1252", "latin-1"])
def test_a_soft_hyphen_does_not_speak_against_a_loss(reader: str) -> None:
    loss = Loss(reader, "")
    assert loss.may_have_hit("a\xadb")
    assert not loss.may_have_hit("a\x81b")
    options = [site.options for site in loss.sites("\xe0\xa4\xad \xe0\xa4") if site.lost]
    assert options
    assert all(b"\xad" not in each.encode() for own in options for each in own)


def test_words_beside_code_are_completed_in_the_languages_of_their_script() -> None:
    show = shown("cp1252")

    def misread(text: str) -> str:
        lost = "".join(map(show.__getitem__, text.encode())).replace("\x81", "")
        return f"`account_gender` enum('{lost}') DEFAULT NULL"

    text = "`account_gender` enum('Мужской','Женский') DEFAULT NULL"
    assert fix_text(misread("Мужской','Женский")) == text
