"""The evidence of a line: whether it rests on a single letter."""

from __future__ import annotations

import unicodedata

import pytest

from fixenc import codecs, fix_text, repair
from fixenc.channels.misreading import hypotheses, layers, weak_evidence
from fixenc.channels.misreading.candidates import _most_explaining, candidates_of
from fixenc.channels.misreading.explain import (
    _explained_share,
    _has_rare,
    _is_riddled,
    _least_lead,
    _reading,
    explain_each,
)
from fixenc.channels.misreading.explanation import Explained
from fixenc.channels.misreading.hypotheses import MOST_LENT, bits_against
from fixenc.channels.misreading.line import Candidate, Line
from fixenc.channels.misreading.lossy import readings
from fixenc.channels.misreading.lossy.changed_bytes import unexplained
from fixenc.channels.misreading.lossy.readings import lossy_readings
from fixenc.channels.misreading.lossy.search import LossyReading, Wanted, _differ_in_space
from fixenc.channels.misreading.undo import LAYER, STRANGE_SYSTEMS, Misreading
from fixenc.channels.misreading.weak_evidence import has_one_ideograph, is_one_letter
from fixenc.core.edits import Safety
from fixenc.decide.misreadings import SAFE_GAIN

_LATIN = Misreading("cp1252", "cp1250")
_CYRILLIC = Misreading("cp1251", "utf-8")
_MAC = Misreading("mac_roman", "utf-8")


@pytest.mark.parametrize(
    ("misreading", "text", "new", "is_one"),
    [
        (_LATIN, "K\xf5rg\xf5zstan", "Kőrgőzstan", True),
        (_LATIN, "\xd5r \xf5r", "Őr", True),
        (_LATIN, "t\xfbz\xf5", "tűző", False),
        (_CYRILLIC, "Ріос", "гос", True),
        (_CYRILLIC, "РіРґРµ", "где", False),
        (_MAC, "Zam√≤", "Zamò", False),
        (Misreading("gb18030", "utf-8"), "Test茅", "Testé", True),
        (Misreading("gb18030", "utf-8"), "It鈥檚", "It’s", False),
        (Misreading("cp866", "utf-8"), "фйл", "䩫", True),
        (Misreading("cp1251", "koi8-r"), "МСКС", "нулу", True),
        (Misreading("cp1251", "koi8-r"), "МСКСВ", "нулуч", False),
        (Misreading("cp1252", "cp1250"), "ska³ê", "skałę", False),
    ],
)
def test_one_letter_is_little_evidence(
    misreading: Misreading, text: str, new: str, is_one: bool
) -> None:
    explained = Explained(Line(0, len(text), text), misreading, {0: new}, 20.0, 9.0, "", 3.0)
    assert explained.has_one_letter is is_one


@pytest.mark.parametrize(
    ("writer", "old", "new", "language", "is_none"),
    [
        ("cp1252", "strōna", "strôna", "fr", True),
        ("cp1250", "cia³o", "ciało", "pl", False),
        ("cp1250", "cia³o", "ciało", "fi", True),
        ("cp1252", "Ö", "à", "fr", True),
        ("mac_roman", "donÕt", "don’t", "en", False),
        ("utf-8", "Ã¼xq", "üxq", "de", False),
        ("gb18030", "Ôś Y", "远 Y", "zh", True),
        ("gb18030", "ÉÏº£", "上海", "zh", False),
        ("cp932", "Spōmocno ôś", "Spﾘmocno 呎", "ja", True),
    ],
)
def test_a_legacy_codec_makes_words_of_its_language(
    writer: str, old: str, new: str, language: str, is_none: bool
) -> None:
    misreading = Misreading("cp1257", writer)
    explained = Explained(Line(0, len(old), old), misreading, {0: new}, 20.0, 9.0, language, 3.0)
    assert explained.makes_no_known_word is is_none


@pytest.mark.parametrize(
    ("writer", "new", "rare"), [("gb18030", "上海耱鋊", 0.5), ("utf-8", "上海耱鋊", 0.0)]
)
def test_the_share_of_ideographs_that_no_language_lists(writer: str, new: str, rare: float) -> None:
    misreading = Misreading("cp1251", writer)
    explained = Explained(Line(0, 1, "я"), misreading, {0: new}, 20.0, 9.0, "zh", 3.0)
    assert explained.rare == rare


@pytest.mark.parametrize(
    ("writer", "old", "new", "is_none"),
    [
        ("gb18030", "\xa0\xa012", "适12", True),
        ("cp862", "└──┘", "האאו", True),
        ("cp862", "─│┌┐└┘├┤┬┴┼", "x", True),
        ("koi8-r", "─│┌┐└┘├┤┬┴┼╨", "x", False),
        ("cp866", "„K“", "ЧKТ", True),
        ("cp866", "с –", "с С", True),
        ("cp437", "f”r", "för", False),
        ("cp862", "└\xe9└", "אxא", False),
        ("utf-8", "\xa0", "x", False),
    ],
)
def test_marks_around_words_are_no_evidence_for_a_legacy_codec(
    writer: str, old: str, new: str, is_none: bool
) -> None:
    misreading = Misreading("cp437", writer)
    explained = Explained(Line(0, len(old), old), misreading, {0: new}, 20.0, 9.0, "", 3.0)
    assert explained.changes_marks_only is is_none


@pytest.mark.parametrize(
    "text",
    [
        "return string.replace(/[١٢٣٤٥٦٧٨٩٠]/g, function (match) {",
        '"гoривo",',
        'alphabet="ñáéíóúüÑÁÉÍÓÚÜ",',
        'alphabet="ÀÈÉÌÒÓÙàèéìòóù",',
        "\xa0\xa0129937\xa0\xa0==150380<br>",
        "┌──┐ │ x │ └──┘ ░▒▓",
    ],
)
def test_lists_of_letters_and_spaces_stay(text: str) -> None:
    assert fix_text(text) == text


def test_the_cells_of_a_row_are_explained_by_themselves() -> None:
    assert fix_text("Ela é boa.\tÃîðîä Ìîñêâà\tMerci à lui.") == (
        "Ela é boa.\tГород Москва\tMerci à lui."
    )
    assert fix_text("1 | cafÃ© crÃ¨me | Naïve Größe") == "1 | café crème | Naïve Größe"
    about = "Ã¼ | ü\nÃ¶ | ö"
    assert fix_text(about) == about


@pytest.mark.parametrize(
    ("new", "is_foreign"),
    [("ᯨ᮪", True), ("ߊ", True), ("список", False), ("漢한ア😀→“", False), ("e\u0301", False)],
)
def test_letters_of_scripts_without_a_language_are_foreign(new: str, is_foreign: bool) -> None:
    misreading = Misreading("cp866", "utf-8")
    explained = Explained(Line(0, 6, "список"), misreading, {0: new}, 20.0, 9.0, "", 3.0)
    assert explained.makes_foreign_letters is is_foreign


@pytest.mark.parametrize(
    "text",
    [
        "\\fB\\-s\\fP \\fIсписак\\/\\fP, \\fB\\-\\-sections=\\fP\\fIсписак\\/\\fP",
        "ree.state.error.full = Przi robocie przi strōmie dōminatora pokozoł sie feler",
        ".label = Pokoż informacyje ô ôbrazie",
        "ïakren <v>\nïalam <v>\nïalang <v>\nïalong <v>\nïania <v>\nïakmen lem <v>",
        "al·latius\nal·literessis\nal·lotejarem\narmil·la\ncol·locava\nempal·lií",
        "A bad day: transfer comрleted (5720468 bytes, 1 CPS).",
        "ьнейшей",
        "dades, s'han de reinstal·lar:\nDesinstal·la un paquet essencial\nno instal·lat",
        "опција „%c“ се не може користити „J“ или „K“ или „T“",
        "английска — американска, c „€“ при 5",
        "L'\xa0ôre di relijhaedje des cayets mostrés",
        "Offering 5×£35 pin ups",
        "grep -rn 'Ã©' templates/",
        "git grep 'â€' -- docs",
        "Intenta (des)instal·lar coses fins i tot sense ser root\ndades, s'han de reinstal·lar:\n"
        "reintentant; els paquets es poden desinstal·lar amb dselect o\nDesinstal·la un paquet "
        "essencial\nDesinstal·la un paquet protegit\nno instal·lat\ns'ha instal·lat el script\n"
        " reinstal·lar abans d'intentar desinstal·lar-lo",
        "“+” and “×” curves",
        "Join ZZAJÉ’s Official Fan List",
    ],
)
def test_messages_in_many_languages_stay(text: str) -> None:
    assert fix_text(text) == text


def test_what_is_certain_of_a_line_that_lost_bytes_is_restored() -> None:
    assert fix_text("DuckDB 鏁版嵁搴撹矾寰?") == "DuckDB 数据库路\N{REPLACEMENT CHARACTER}"
    assert fix_text("它是什么?") == "它是什么?"


@pytest.mark.parametrize(
    "text", ["人因年老而死是一件值得慶祝的事。", "관용성, 물론 삶, 자유 및 행복 추구를 대변한다."]
)
def test_a_byte_of_a_longer_character_that_became_a_space(text: str) -> None:
    damaged = text.encode().decode("latin-1").replace("\xa0", " ")
    assert fix_text(damaged) == text


@pytest.mark.parametrize("restored", [1, 4, 5])
def test_how_much_of_a_line_that_lost_bytes_is_explained(restored: int) -> None:
    text = "鞚? 鞚? 鞚? 鞚? 鞚? ascii"
    line = Line(0, len(text), text)
    assert _explained_share(line, dict.fromkeys(range(restored), "")) == restored / 5
    whole = Line(0, 9, "鞚 鞚 鞚 鞚 鞚")
    assert _explained_share(whole, {0: ""}) == 1


@pytest.mark.parametrize(
    ("new", "lists"),
    [
        ("ð ݻ â ݬ", True),
        ("ð ݻ â", False),
        ("ð ݻ â ݬ где это было тут", False),
        ("ð ݻ â ݬ где это было", True),
        ("a b c d e f", False),
        ("ডেটা অবৈধ হলে স্বয়ংক্রিয় এবং ত্রুটির", False),
        ("ঀ ক খ গ ঘ", True),
        ("一 二 三 四 五", False),
    ],
)
def test_a_list_of_letters_is_more_than_three_and_more_than_half(new: str, lists: bool) -> None:
    explained = Explained(Line(0, 1, "é"), _MAC, {0: new}, 20.0, 9.0, "", 3.0)
    assert explained.lists_letters is lists


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("ан", True),
        ("а", True),
        ("он.", True),
        ("это", False),
        ("Só", False),
        ("12 п", True),
    ],
)
def test_two_letters_beyond_ascii_are_as_little_evidence_as_one(text: str, is_one: bool) -> None:
    assert is_one_letter(text) is is_one


@pytest.mark.parametrize(
    ("reader", "run", "leaves"),
    [
        ("cp1253", "ΞΞ½Ξ±", True),
        ("cp1253", "Ξ½Ξ±", False),
        ("cp1252", "ÃÃ°ur", False),
        ("mac_roman", "√©t√", True),
        ("mac_roman", "√©t©", False),
    ],
)
def test_first_bytes_that_stay_are_found(reader: str, run: str, leaves: bool) -> None:
    assert Misreading(reader, "utf-8").leaves_first_bytes(run) is leaves


def test_a_run_of_which_a_part_stays_is_proposed() -> None:
    damaged = "Ένα μικρό βήμα για τον άνθρωπο".encode().decode("cp1253", "ignore")
    assert "ΞΞ½Ξ±" in fix_text(damaged)
    assert "βήμα" in fix_text(damaged)
    assert "Ξνα" in fix_text(damaged, unsafe_fixes=True)


@pytest.mark.parametrize(
    ("outer", "inner", "strange"),
    [
        ("cp850", "mac_roman", True),
        ("mac_roman", "cp850", True),
        ("cp850", "cp1252", False),
        ("mac_roman", "cp1252", False),
    ],
)
def test_systems_that_shared_no_disks_are_strange_in_a_chain_too(
    outer: str, inner: str, strange: bool
) -> None:
    chain = Misreading(outer, "utf-8", Misreading(inner, "utf-8"))
    alone = Misreading(outer, "utf-8").prior + Misreading(inner, "utf-8").prior + LAYER
    assert chain.prior - alone == (STRANGE_SYSTEMS if strange else 0.0)


@pytest.mark.parametrize(("once", "twice", "chains"), [(2, 1, False), (1, 1, True), (1, 2, True)])
def test_a_second_misreading_explains_half_of_the_words_at_least(
    once: int, twice: int, chains: bool
) -> None:
    shown = "été".encode().decode("cp1252")
    again = shown.encode().decode("cp1252")
    text = "\t".join([shown] * once + [again] * twice)
    found = candidates_of(Line(0, len(text), text))
    assert any(each.misreading.inner for each in found) is chains


def test_a_letter_of_utf8_borrows_nothing_from_the_lines_around() -> None:
    around = "\n".join(["Le café de l’été".encode().decode("latin-1")] * 4)
    text = f"{around}\nSELKÄ\xa0ON\n{around}"
    assert "SELKÄ\xa0ON" in fix_text(text)


def test_a_line_borrows_eight_bits_at_most() -> None:
    assert MOST_LENT == 8.0
    assert MOST_LENT < SAFE_GAIN - 4


@pytest.mark.parametrize(
    ("damaged", "right"),
    [
        ("READY â†' x", "READY → x"),
        ("The city of RÄ«ga is", "The city of Rīga is"),
        ('PowerHouseâ"¢', "PowerHouse™"),
        ("Dla przykÅ'adÃ³w posiadajÄ…cych", "Dla przykładów posiadających"),
        ('**РџР\xa0Р•Р"РЈРџР\xa0Р•Р–Р"Р•РќР\x98Р•**', "**ПРЕДУПРЕЖДЕНИЕ**"),
        # Each mark is a part of the sequence before it, and begins no quotation.
        ("Ð'Ñ\x81Ñ' Ñ\x81Ð¾Ð·Ð´Ð°Ñ'Ñ'Ñ\x81Ñ\x8f Ð·Ð°Ð½Ð¾Ð²Ð¾", "Всё создаётся заново"),
        # Lost bytes would explain the letters, but not the marks between them.
        ('Ø®Ù"Ø§Ù" Ø§Ù"Ø¹Ø§Ù… Ø§Ù"Ù…Ø§Ø¶ÙŠ', "خلال العام الماضي"),
        # MacRoman shows the first bytes as marks.
        ("l'Äôann√©e derni√®re", "l’année dernière"),
        ("Rain'Äîand more rain'Äîwon'Äôt stop us.", "Rain—and more rain—won’t stop us."),
        ('"Åì"Çå"ÅØÊó•Êú¨Ë™û"ÅÆÊñá"Åß"Åô"ÄÇ', "これは日本語の文です。"),
        ("'Ü'° '£'∂'°÷Å 'ø'∏÷Ç'∂ ÷á '≠'∏'Ω'•÷Å", "Նա գնաց տուն և խոսեց"),
    ],
)
def test_text_whose_bytes_were_changed(damaged: str, right: str) -> None:
    assert fix_text(damaged) == right


@pytest.mark.parametrize(
    ("damaged", "right"),
    [
        # One mark for one letter, in several words that the language lists.
        ("Lis‰ksi ett‰ yhdist‰misi‰ t‰ss‰ t‰n‰‰n", "Lisäksi että yhdistämisiä tässä tänään"),
        # Marks inside of words, which are no words of their own.
        ("s'‚lever, ‡a reste", "s'élever, ça reste"),
        ("‰ ‰ ‰ ‰ ‰", "‰ ‰ ‰ ‰ ‰"),
    ],
)
def test_marks_that_make_known_words_are_evidence(damaged: str, right: str) -> None:
    assert fix_text(damaged) == right


def test_a_word_of_which_a_letter_is_doubtful_stays_amid_repaired_ones() -> None:
    damaged = 'Jauns noregulÄ"jums administratÄ«vajÄ\x81 tiesÄ\x81'
    assert fix_text(damaged) == 'Jauns noregulÄ"jums administratīvajā tiesā'
    assert fix_text(damaged, unsafe_fixes=True) == "Jauns noregulējums administratīvajā tiesā"


@pytest.mark.parametrize(
    ("text", "reader", "number"),
    [
        ("l'Äô √©", "mac_roman", 0),
        ("l'Äô √©", "cp1252", 4),
        ("l'Äô √©", "cp850", 4),
    ],
)
def test_codecs_leave_characters_unexplained(text: str, reader: str, number: int) -> None:
    assert unexplained(text, reader) == number


@pytest.mark.parametrize(
    ("text", "readers", "tried"),
    [
        # Both show all of it, and more bytes are lost in the rarer one.
        ("â€\ufffd", {"cp1254", "cp1252"}, ["cp1252"]),
        ("ğŸš\ufffd", {"cp1254", "cp1252"}, ["cp1254", "cp1252"]),
        # Most letters are of words that it did not show.
        ("é ç è ö ä â€\ufffd", {"cp1254"}, []),
    ],
)
def test_a_rare_codec_is_tried_if_it_explains_more(
    text: str, readers: set[str], tried: list[str]
) -> None:
    assert list(_most_explaining(text, readers)) == tried


def test_what_is_no_more_than_a_guess_is_the_other_choice() -> None:
    (edit,) = repair("DuckDB 鏁版嵁搴撹矾寰?").edits
    assert (edit.new, edit.others) == ("数据库路\ufffd", ("数据库路径",))


@pytest.mark.parametrize(
    ("text", "rare"), [("元紑", True), ("元素", False), ("é", False), ("。", False)]
)
def test_ideographs_that_no_language_lists_are_rare(text: str, rare: bool) -> None:
    assert _has_rare(text) is rare


def test_an_ideograph_whose_bytes_are_gone_is_left_to_a_person() -> None:
    damaged = "Python åˆ\xa0é™¤åˆ—è¡¨ä¸\xadçš„å…ƒç´'"
    assert fix_text(damaged) == damaged
    assert [edit.safety for edit in repair(damaged).edits] == [Safety.FLAG]


def test_runs_are_searched_together_as_they_are_alone() -> None:
    text = "Привет, съешь же ещё этих мягких французских булок"
    runs = text.encode().decode("cp1252", "replace").split(" ")
    wanted = [Wanted(run, reader) for run in runs for reader in ("cp1252", "latin-1")]
    together = lossy_readings(wanted)
    readings._recent.clear()
    alone: dict[Wanted, LossyReading] = {}
    for each in wanted:
        alone |= lossy_readings([each])
    assert alone == together == lossy_readings(wanted)  # which are kept
    best = [together[Wanted(run, "cp1252")].best for run in runs]
    assert " ".join(best) == text


def test_only_the_commonest_readers_of_changed_bytes_are_tried() -> None:
    text = "Привет, съешь же ещё этих мягких".encode().decode("cp1252", "replace")
    readers = {
        each.misreading.reader
        for each in candidates_of(Line(0, len(text), text))
        if each.misreading.lossy
    }
    assert "cp1252" in readers
    assert len(readers) <= 5


@pytest.mark.parametrize("reader", ["mac_roman", "cp1250", "cp437", "koi8-r"])
@pytest.mark.parametrize(
    "text", ["ডেটা অবৈধ হলে স্বয়ংক্রিয় এবং পরিষ্কার", "यह एक अच्छा दिन है और हम खुश हैं", "ภาษาไทยที่นี่"]
)
def test_scripts_with_combining_characters_come_back(text: str, reader: str) -> None:
    damaged = codecs.decode(text.encode(), reader)
    assert damaged is not None
    assert fix_text(damaged) == unicodedata.normalize("NFC", text)


@pytest.mark.parametrize(
    ("text", "reader", "writer"),
    [
        ("И во Не за врз фирма кои од и.", "cp866", "cp1251"),
        ("Някои му може хайнрих за на на слави", "cp437", "cp1251"),
        ("Малко се ми чешма създаването но туника да.", "cp866", "koi8-r"),
        # The Apple logo, U+F8FF, is no ideograph.
        ("спортсменка проиграла", "mac_roman", "cp1251"),
        ("彼女の存在は、同時代の文人たちに大きな影響を与えた。", "mac_roman", "cp932"),
        ("세금을 징수하는 마을의 대의원들에 의해 운영되었다.", "mac_roman", "cp949"),
        ("비행기 추락 사고를 조사하는 캐나다 조사관", "big5", "cp949"),
        # No-break spaces make one run of the line, with few kinds of characters for its length.
        (
            "Ясно знае немислимо германското с промяна свят недостатък ок бъдат агенция искам.",
            "cp1252",
            "mac_cyrillic",
        ),
    ],
)
def test_lines_of_rarer_codecs_are_restored(text: str, reader: str, writer: str) -> None:
    assert fix_text(text.encode(writer).decode(reader, "strict")) == text


@pytest.mark.parametrize(
    "text",
    [
        "Στα 356 π.Χ. οι κάτοικοι ζητούν τη βοήθεια του Φιλίππου Β΄, ο οποίος την καταλαμβάνει.",
        "뷁 ㅋㅋㅋ ㅠㅠ ㅎㄷㄷ 쀍 뙇 쩜쩜쩜",
    ],
)
def test_fine_words_beside_and_repeated_characters_speak_against(text: str) -> None:
    assert fix_text(text) == text


@pytest.mark.parametrize(
    ("reader", "rest", "leaves"),
    [
        ("cp1253", "Φιλίππου", True),
        ("cp1253", "Philippou", False),
        ("cp1253", "Филиппа", False),  # which the codec does not have
        ("cp1253", "№", False),
        ("cp1253", "«»", False),
        ("cp1252", "Élie", False),
        ("gb18030", "菲利普", False),
    ],
)
def test_words_that_a_rare_codec_has_shown_right(reader: str, rest: str, leaves: bool) -> None:
    line = Line(0, 0, f"{rest} Β΄")
    candidate = Candidate(Misreading(reader, "utf-8"), {len(line.runs) - 1: "´"})
    plain = candidate.misreading.prior
    assert bits_against(line, candidate) == plain + (hypotheses.STAY if leaves else 0)


@pytest.mark.parametrize(
    ("run", "is_pattern"),
    [
        ("═══", True),
        ("══", False),
        ("─┼─┼", False),
        ("─┼─┼─┼", True),
        ("Píxeles·sobro'l·conxuntu·de·llinies", True),
        ("─┼" * 4, True),
        ("абвгдеж" * 4, True),
        ("абвгдежз" * 4, False),
    ],
)
def test_a_pattern_repeats_few_characters(run: str, is_pattern: bool) -> None:
    assert weak_evidence._repeated(run) is is_pattern


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("run 12 of 345", "run 98 of 761", True),
        ("run 12", "run 123", False),
        ("a1 caf\xc3\xa92", "a2 caf\xc3\xa92", True),
        ("a1 caf\xc3\xa92", "a1 caf\xc3\xa93", True),
        ("a1 caf\xc3\xa9x2", "a1 caf\xc3\xa9x3", False),
        ("\xc3\xa912\xc3\xa92", "\xc3\xa912\xc3\xa93", True),
        ("caf\xe92\xe92", "caf\xe92\xe93", False),  # four bytes of GB 18030
        ("caf\xc3\xa9-(12)", "caf\xc3\xa9-(97)", True),
        ("caf\xc3\xa9-1", "caf\xc3\xa9-3", False),
        ("12.caf\xc3\xa9", "97.caf\xc3\xa9", True),
        ("12\xc3\xa9", "17\xc3\xa9", False),
        ("12\xc3\xa9", "32\xc3\xa9", True),
        ("\xc3\xa912\xc3\xa9", "\xc3\xa972\xc3\xa9", False),
        ("", "", True),
    ],
)
def test_lines_that_differ_in_digits_have_one_form(one: str, other: str, same: bool) -> None:
    forms = [Line(0, len(text), text).form for text in (one, other)]
    assert (forms[0] == forms[1]) is same


@pytest.mark.parametrize(
    ("text", "new", "found"),
    [
        ("#97.caf\xc3\xa9-(45)", "#22.café-(22)", "#97.café-(45)"),
        ("#97.caf\xc3\xa9-(45)", "#22.ca22)", "#97.ca45)"),
        ("#97.caf\xc3\xa9-(45)", "#22.café-(2)", None),
        ("#97.caf\xc3\xa9-(45)", "#22", None),
        ("97\xc3\xa9", "27é", "97é"),
        ("caf\xc3\xa9", "café", "café"),
    ],
)
def test_a_line_has_its_own_digits(text: str, new: str, found: str | None) -> None:
    changed = Line(0, len(text), text).from_form({0: new})
    assert changed == (None if found is None else {0: found})


@pytest.mark.parametrize(
    "line",
    [
        "{} caf\xc3\xa9 cr\xc3\xa8me at {}:00",
        'msgstr "caf\xc3\xa9 {}, cr\xc3\xa8me-{}"',
        "na\xc3\xafve({}),gar\xc3\xa7on[{}]",
        "It wasn\xe2t {}, \xe2he said.\xe2",
        "\xcf\xf0\xe8\xe2\xe5\xf2 {}, \xea\xe0\xea \xe4\xe5\xeb\xe0?",
        "cp{} shows caf\xc3\xa9 for UTF-{}",
        "the {}0s were na\xc3\xafve",
    ],
)
@pytest.mark.parametrize("numbers", [("1252", "8"), ("7", "12"), ("90", "0"), ("1251", "16")])
def test_digits_of_other_lines_make_no_difference(line: str, numbers: tuple[str, str]) -> None:
    """What a line was is the same beside lines that differ in digits, and by itself."""
    others = "".join(line.format(n, n) + "\n" for n in (1252, 8, 15, 44))
    own = line.format(*numbers, *numbers)
    found = fix_text(others + own + "\n").split("\n")
    alone = fix_text(f"{own}\n" * 5).split("\n")
    assert found[4] == alone[4]


@pytest.mark.parametrize(
    ("run", "remains"),
    [
        ("itâs", True),
        ("cafÃ", True),
        ("cafÃ©", False),
        ("**ð¦", True),
        ("**ð¦ð**", True),
        ("ð¦¾¿", False),
        ("dað", False),
        ("ð¦ é", False),
    ],
)
def test_what_may_be_left_of_utf8_is_weak_evidence(run: str, remains: bool) -> None:
    assert weak_evidence._are_remains(run) is remains


@pytest.mark.parametrize(
    ("text", "inner", "passes"),
    [
        # cp850 shows D1 A5, which is one letter, as the two that are left.
        ("ÐÑÐ°Ð¿Ð¸Ð²Ð¸Ð½", "cp850", True),
        ("Ð°Ð¿Ð¸Ð²Ð¸Ð½", "cp850", False),
        ("ÃƒÂ©t", "cp1252", False),
    ],
)
def test_a_chain_explains_no_characters_that_its_outer_misreading_leaves(
    text: str, inner: str, passes: bool
) -> None:
    chain = Misreading("cp1252", "utf-8", Misreading(inner, "utf-8"))
    assert layers._passes_by(text, chain) is passes


def test_what_is_left_of_letters_is_no_second_layer() -> None:
    title = "ÐÐ»Ð°Ð´Ð¸ÑÐ»Ð°Ð² ÐÑÐ°Ð¿Ð¸Ð²Ð¸Ð½ - Ð¡Ð°Ð¼Ð¾Ð»ÐµÑ Ð¿Ð¾ Ð¸Ð¼ÐµÐ½Ð¸"
    assert "ѥ" not in fix_text(title)


@pytest.mark.parametrize(
    "text",
    [
        "«Ã» est une lettre, «Â» une autre",
        "La letra «Ñ» es española.",
        "«Ø» og «Å»",
        "»Å« og »Ø«",
        "«Î» et «Ô»",
        "le mot «ROMÂ» et la lettre «Le Ã»",
        "“Ã” and ‘Â’",
        "Чуден карактер „%s“, се очекува цитат „%s“·по „=“·за елементот",
        "Píxeles·sobro'l·conxuntu·de·llinies",
    ],
)
def test_letters_in_quotation_marks_stay(text: str) -> None:
    assert fix_text(text) == text


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("«Ã» et «le Ñ»", "« et «le "),
        ("«le goÃ»t»", "«le goÃ»t»"),
        ("Â«le Ñ»", "Â«le Ñ»"),
        ("»Å« og", "» og"),
        ("Â»le Å«", "Â»le Å«"),
        ("à\xa0» 3×£ “Ã” Â’s", "   "),
    ],
)
def test_what_only_looks_misread_is_left_out(text: str, plain: str) -> None:
    assert layers.without_meant(text) == plain


@pytest.mark.parametrize(
    ("text", "few"),
    [
        ('show("\xbf\xec\xc0\xaf")', True),
        ("\xbf\xec\xc0\xaf\xbf\xec", False),
        ("caf\xc3\xa9", False),
    ],
)
def test_a_legacy_codec_makes_few_ideographs(text: str, few: bool) -> None:
    [found] = explain_each([text])
    assert found is not None
    assert found.makes_few_ideographs is few


@pytest.mark.parametrize(
    ("pairs", "riddled"),
    [
        ([("数据�� ab", "数据库存 ab"), ("库", "库")], False),
        ([("数据��", "数据库存"), ("a", "a")], True),
        ([("一二三��", "一二三四五")], False),
        ([("一二三���", "一二三四五六")], True),
        ([("一二三���", "一二三���")], True),
        ([("ФакÑ?Ñ?", "Фактс")], False),
        ([("ФаÑ?Ñ?", "Фатс")], True),
        ([("ФакÑ\ufffdÑ\ufffd", "Фактс")], False),
        ([("abc", "abc")], False),
    ],
)
def test_of_a_safe_repair_most_is_not_open(pairs: list[tuple[str, str]], riddled: bool) -> None:
    assert _is_riddled(pairs) is riddled


@pytest.mark.parametrize(
    ("text", "is_one"), [("Here’s", False), ("N凉", True), ("N凉。", True), ("凉凉", False)]
)
def test_a_single_ideograph(text: str, is_one: bool) -> None:
    assert has_one_ideograph(text) is is_one


@pytest.mark.parametrize(
    ("behind", "is_space"), [(".", True), ("", True), (" so", True), ("yé", False), ("1", False)]
)
def test_a_space_that_a_letter_follows_divides_a_word(behind: str, is_space: bool) -> None:
    assert _differ_in_space("à ", ["Piet", "à", behind], 1) is is_space
    assert not _differ_in_space("á ", ["Piet", "à", behind], 1)


def test_readings_that_differ_in_a_space_before_a_mark_are_one() -> None:
    one, other, third = (_reading(((0, text),), {}) for text in ("là .", "là.", "là b"))
    assert one == other != third


@pytest.mark.parametrize(
    ("text", "changed", "share"),
    [
        ("\ufffdlan tro\ufffd žena禳", {2: "x"}, 1),
        ("\ufffdlan tro\ufffd žena禳 a禳", {2: "x"}, 1 / 2),
        ("žena禳 a禳", {0: "x"}, 1),  # nothing is lost
    ],
)
def test_runs_that_only_lost_bytes_need_no_explanation(
    text: str, changed: dict[int, str], share: float
) -> None:
    assert _explained_share(Line(0, len(text), text), changed) == share


@pytest.mark.parametrize(
    ("rest", "too_little"), [("", False), ("ñ", False), ("ñó", False), ("ñóñ", True)]
)
def test_an_inner_misreading_explains_half_of_the_characters(rest: str, too_little: bool) -> None:
    assert layers._explains_too_little(f"Ã© {rest}", Misreading("cp1252", "utf-8")) is too_little
    assert not layers._explains_too_little(f"鈥 {rest}", Misreading("gb18030", "utf-8"))


@pytest.mark.parametrize(
    ("text", "repaired"),
    [
        ('open(@"C:\\Users\\{}\\AppData\\Local\\Temp\\x.bin")', True),
        ("/home/user/{}/archive-2019.tar.gz", True),
        ("x{}y", False),  # one word
    ],
)
def test_code_beside_words_is_no_part_of_their_density(text: str, repaired: bool) -> None:
    right = text.format("Пользователь")
    damaged = right.encode("cp1251").decode("latin-1")
    assert fix_text(damaged) == (right if repaired else damaged)


def test_words_with_letters_of_ascii_are_as_dense_as_they_are() -> None:
    damaged = "retorna uma função legal, senão falso".encode("cp860").decode("cp1252")
    assert fix_text(damaged) == damaged


@pytest.mark.parametrize("reader", ["cp437", "cp850"])
def test_a_sign_that_many_codecs_show_is_the_letter_of_the_line(reader: str) -> None:
    text = "en plats i styrelsen för det"  # the sign of division, which is ö
    assert fix_text(text.encode("cp1252").decode(reader)) == text


def test_the_lead_of_emoji_was_tested_for_programs_of_east_asia() -> None:
    assert _least_lead(["\N{GRINNING FACE}"], from_eastern=False) == 12.0
    assert _least_lead(["\N{GRINNING FACE}"], from_eastern=True) == 4.0
    assert _least_lead(["a"], from_eastern=False) == 4.0
