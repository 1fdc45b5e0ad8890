"""Single lines: what was misread is restored, and what was meant stays."""

from __future__ import annotations

import pytest

from fixenc import fix_text, repair

DAMAGED = {
    "Enable it: sudo raspi-config \xe2†’ Camera": "Enable it: sudo raspi-config → Camera",
    "hatiku\xe2™«~": "hatiku♫~",
    "Zam√≤": "Zamò",
    "K√∂nig": "König",
    "2016. j├║nius 16.": "2016. június 16.",
    "Iggy Pop (n\xc3ƒ\xc2© Jim Osterberg)": "Iggy Pop (né Jim Osterberg)",
    "com especial aten\xc3§\xc3£o \xc3 s crian\xc3§as": "com especial atenção às crianças",
    "D\xc3©j\xc3 vu": "Déjà vu",
    "\xc5 veices ba\xc5†\xc4·ieri": "Šveices baņķieri",
    "\xccàäðèä.": "Мадрид.",
    "Uciekaj¹ca ska³a": "Uciekająca skała",
    "\xcbóöèé \xc0ííåé \xd1åíåêà": "Луций Анней Сенека",
    "\xdeimdi deðil": "Şimdi değil",
}


def test_which_dash_lost_its_byte_is_only_proposed() -> None:
    text = 'pages 10\xe2€"12'
    assert fix_text(text) == text
    assert fix_text(text, unsafe_fixes=True) in ("pages 10–12", "pages 10—12", text)


def test_half_surrogates_are_joined() -> None:
    assert (
        fix_text("Hi guys \xed\xa0½\xed¸\x8d") == "Hi guys \N{SMILING FACE WITH HEART-SHAPED EYES}"
    )
    assert fix_text("Hi guys \xed\xa0½\xed") != "Hi guys "


def test_controls_that_stand_for_undefined_bytes_were_not_dropped() -> None:
    text = "Он сказал: «объявить войну»."
    shown = text.encode().decode("latin-1").translate(_WINDOWS)
    assert "\x8f" in shown
    assert fix_text(shown) == text


_WINDOWS = {
    byte: bytes([byte]).decode("cp1252")
    for byte in range(0x80, 0xA0)
    if byte not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)
}


def test_a_text_that_ends_within_a_character_is_not_guessed_unasked() -> None:
    cut = "Snažili se ho nechr\xc3¡n\xc3"
    assert fix_text(cut).endswith("n\xc3")


@pytest.mark.parametrize("text", DAMAGED)
def test_a_line_is_restored(text: str) -> None:
    assert fix_text(text) == DAMAGED[text]


MEANT = [
    "Fixed: \xc3¼ → ü, \xc3¶ → ö, \xc3Ÿ → ß",
    '["m\xc3ªs", "mês"]',
    "caf\xc3© → café",
    "It shows “caf\xc3©” for “café”.",
    "Если вместо текста видите «РџСЂРёРІРµС‚», смените кодировку.",
    "n\xe0, qu\xe9, ci\xf2",
    "caf\xe9\xa0\xbb oui",
    "avrupa'da \xe2l\xe2m-\u0131 muht\u0131ra",
    "\xe21n2a",
    "MANH\xc3 E TARDE",
    'Names that were encoded twice (e.g. "ZÃ¼rich") are put right.',
    "s = s.replace(/‚Äì|‚Äî/g, '-')",
    '.replace(/脙漏/g, "e")',
    '    "â€\ufffd": "quote", "â€œ": "quote",',
    "It repairs Ã¼, Ã¶, Ã¤ and ÃŸ.",
    # Gothic, in which a letter of Turkish and Slovenian stands in every word.
    "iþ þu þans guþ wairþiþ",
    "saei habaiþ þana, iþ þans guþ sokeiþ",
]


@pytest.mark.parametrize("text", MEANT)
def test_what_was_meant_stays(text: str) -> None:
    assert fix_text(text) == text


SIGNS = {
    "The sauna is kept at 80 Â°C all day.": "The sauna is kept at 80 °C all day.",
    "label = 'Depth (Âµm)'": "label = 'Depth (µm)'",
    "Copyright Â© 2019 Harbour Books": "Copyright © 2019 Harbour Books",
    "Calle Mayor, NÂº 7, 2Âª planta": "Calle Mayor, Nº 7, 2ª planta",
    'total += float(row["fee"].strip("Â£"))': 'total += float(row["fee"].strip("£"))',
}


@pytest.mark.parametrize("text", SIGNS)
def test_a_sign_behind_its_first_byte_is_enough_evidence(text: str) -> None:
    assert fix_text(text) == SIGNS[text]


ICONS = {
    "    deleteIcon: 'ðŸ—‘',": "    deleteIcon: '🗑',",
    "        return 'ðŸ§­';": "        return '🧭';",
    "<td>â€¢</td>": "<td>•</td>",
    'menu.add("Weather", "ðŸŒ§")': 'menu.add("Weather", "🌧")',
    "  const lives = 'â™¥'.repeat(n) + 'â™¡'.repeat(3 - n)": (
        "  const lives = '♥'.repeat(n) + '♡'.repeat(3 - n)"
    ),
}


@pytest.mark.parametrize("text", ICONS)
def test_a_symbol_alone_in_quotation_marks_is_an_icon(text: str) -> None:
    assert fix_text(text) == ICONS[text]


REPLACED = [
    "    'ðŸ—‘': 'bin',",
    '  ["â™ª", "a note"],',
    '    "â†’",',
    "name = name.replace('âœ“', 'yes')",
    "title = title.replaceAll('Â©', '©')",
    "  'Â°' => ' degrees',",
    "bullet = 'â€¢'",
    "if key == 'Ã¤':",
]


@pytest.mark.parametrize("text", REPLACED)
def test_what_a_program_replaces_or_looks_for_stays(text: str) -> None:
    assert fix_text(text) == text


ALPHABETS = [
    "plain = plain.replace(/[ÀÁÂÃÄÅ]/, 'A')",
    "shape = '^[a-záéíóúÁÉÍÓÚñÑ]{2,9}$'",
    "vowels = set('aàáâãäåæeèéêëiìíîïoòóôõöuùúûüýāăą')",
    "pattern = '[A-Za-ząćęłńóśźżĄĆĘŁŃÓŚŹŻ]+'",
]


@pytest.mark.parametrize("text", ALPHABETS)
def test_letters_side_by_side_are_not_even_proposed_to_change(text: str) -> None:
    assert fix_text(text, unsafe_fixes=True) == text


def test_a_word_that_is_damaged_in_part_is_restored() -> None:
    assert fix_text("Ã–ğretmenler bugün geldi.") == "Öğretmenler bugün geldi."


def test_a_dash_of_which_a_chinese_program_showed_two_bytes_is_proposed() -> None:
    text = "options = parse(args)  # 鈥?read them before the loop begins"
    assert fix_text(text) == text
    assert fix_text(text, unsafe_fixes=True) == text.replace("鈥?", "— ")


def test_other_lines_say_that_a_list_of_letters_is_damaged() -> None:
    letters = "Die Umlaute sind Ã¤, Ã¶, Ã¼ und ÃŸ."
    assert fix_text(letters) == letters
    assert fix_text(letters, unsafe_fixes=True) == "Die Umlaute sind ä, ö, ü und ß."
    damaged = "Die Ã–ffnungszeiten fÃ¼r alle GÃ¤ste.\n"
    assert fix_text(damaged + letters).endswith("Die Umlaute sind ä, ö, ü und ß.")


@pytest.mark.parametrize(
    "text", ["表示のあとで戻ります", "記録は残るので、あとで読みます", "確認したあとで消去します"]
)
def test_text_of_east_asia_that_lost_bytes_is_not_repaired_in_parts(text: str) -> None:
    """What windows-1252 has no character for is gone, and a no-break space became a space."""
    shown = text.encode("cp932").decode("cp1252", "ignore").replace("\xa0", " ")
    assert fix_text(shown) == shown


def test_other_lines_say_that_a_mark_in_quotation_marks_is_damaged() -> None:
    damaged = "# the list â€” one row for each item\nbullet = 'â€¢'\n"
    repaired = "# the list — one row for each item\nbullet = '•'\n"
    assert fix_text(damaged) == repaired
    letter = "if key == 'Ã¤':\n"
    assert fix_text(damaged + letter) == repaired + letter
    pair = "'â€“': '-',\n"
    assert fix_text(damaged + pair) == repaired + pair


def test_fine_words_of_a_line_speak_against_a_rare_codec() -> None:
    """The number two, in Greek, is the bytes of an accent: the words around were not misread."""
    fine = "Ο βασιλιάς Γεώργιος Β΄ επέστρεψε στη χώρα μετά τον πόλεμο.\n"
    assert fix_text(f"{fine}Le cafΓ© est fermΓ© en Γ©tΓ©.") == f"{fine}Le café est fermé en été."


def test_a_fine_line_beside_damage_stays() -> None:
    fine = "La lana \xe8 una fibra.\nMerci \xe0 lui.\nEla \xe9 boa.\n"
    assert fix_text(f"{fine}\xc3îðîä Ìîñêâà ñòîèò íà ðåêå.") == f"{fine}Город Москва стоит на реке."


@pytest.mark.parametrize(
    ("damaged", "right"),
    [
        # Most letters of a word lost a byte: any word of another language fits.
        ("ÐÑÐºÑÑ Ð·Ð° Ð»Ð¸ÑÑÐ°", "ÐÑÐºÑÑ Ð·Ð° Ð»Ð¸ÑÑÐ°"),
        # The codec has no character for the byte AA.
        ("Γ‰ verdade que vocΓ? nΓ£o vem?", "É verdade que você não vem?"),
        # Inside of a word stands no opening mark.
        ("It wasnâ€'t me.", "It wasn’t me."),
        # Another codec must not explain what is left of a line.
        ("Itβ€™s a cafΓ© β€” β€?reallyβ€??", "It’s a café — “really�?"),
        # Small letters of what was no UTF-8 any longer.
        ("l’annã©e ã©tait belle", "l’annã©e ã©tait belle"),
        ("Â§ 12 of the law", "§ 12 of the law"),
        # A run that reads well proves the loss, and so a rare word before it.
        ("SIA \x84VTU Valmiera\x93", "SIA „VTU Valmiera“"),
        # A no-break space whose second byte became a space is one again.
        ("named\xc2 \xe2€žscars\xe2€ś after the rock", "named\xa0„scars“ after the rock"),
        # What a line shows on purpose is not completed either.
        (
            "UTF-8 read as cp1252: “é” becomes “Ã©”, the mark ’ becomes â€™.",
            "UTF-8 read as cp1252: “é” becomes “Ã©”, the mark ’ becomes â€™.",
        ),
    ],
)
def test_lines_that_a_reader_tried(damaged: str, right: str) -> None:
    assert fix_text(damaged) == right


def test_a_line_lost_bytes_in_its_own_way() -> None:
    letters = "Дорогая бабушка! Мы получили твоё письмо из Саратова и очень обрадовались."
    line = "".join(chr(byte) for byte in letters.encode() if not 0x80 <= byte < 0xA0)
    other = "It wasnâ€™t me; donâ€™t say â€œyesâ€."
    assert fix_text(f"{line}\n{other}").split("\n")[0] == fix_text(line)


def test_escapes_of_what_may_be_two_texts_stay() -> None:
    text = "Î caf&#195;&#169;, don&#226;&#8364;&#8482;t"
    assert repair(text).text == text


NO_BREAK_SPACES = {
    "Hello.\xc2 How are you?": "Hello.\xa0How are you?",
    "see p.\xc2 5 and Fig.\xc2 2": "see p.\xa05 and Fig.\xa02",
    "“Yes,”\xc2 he said.": "“Yes,”\xa0he said.",
    "10\xc2 km": "10\xa0km",
    "P\xeache à\xc2 la ligne": "P\xeache à\xa0la ligne",
    "tal-PN tal-Piet\xc3 u tal-ma\xc4§": "tal-PN tal-Pietà u tal-maħ",
    "À \xc2 Ä": "À \xc2 Ä",
    "(\xc2 )": "(\xc2 )",
    "RE\xc2 DE": "RE\xc2 DE",
}


@pytest.mark.parametrize("text", NO_BREAK_SPACES)
def test_the_first_byte_of_a_no_break_space_behind_a_word(text: str) -> None:
    assert fix_text(text) == NO_BREAK_SPACES[text]


MARKS_AS_CONTROLS = {
    "don\xc2’t go": "don’t go",
    "don\xc2\x92t go": "don’t go",
    "it\xc2’s \xc2“good\xc2”": "it’s “good”",
    "wait \xc2– what": "wait – what",
    "O\xc2\x80\x99SAMPLA": "O\xc2\x80\x99SAMPLA",  # of capitals: the first byte was E2
    "KÄÄ\xc2’s": "KÄÄ\xc2’s",
}


@pytest.mark.parametrize("text", MARKS_AS_CONTROLS)
def test_marks_that_were_control_characters_before_they_were_utf8(text: str) -> None:
    assert fix_text(text) == MARKS_AS_CONTROLS[text]


@pytest.mark.parametrize(
    "text",
    [
        "Заета ток загора мен след франция от дебелина състояние.",
        "По и на могат кажи да ти призовава трябва.",
        "Когда вступает жуткий, как в хите из 1960-х Monster Mash, орган.",
    ],
)
def test_few_letters_of_a_legacy_codec_are_no_second_layer(text: str) -> None:
    shown = text.encode("cp1251").decode("latin-1")
    assert fix_text(shown.encode().decode("latin-1")) == text


def test_a_letter_between_curly_marks_that_are_bytes_is_no_quotation() -> None:
    damaged = "un mayor nÐ“Ñ”mero de latinoamericanos saldrÐ“ÐŽ a votar"
    assert fix_text(damaged) == "un mayor número de latinoamericanos saldrá a votar"


@pytest.mark.parametrize(
    "text",
    [
        '<a href="x" target="_blank">\xf0¥ Update the page</a>.',
        "`Form` \xf0 \xf0 \xf0 \xe2ª\xef¸\xe2¡\xef¸ `Body`.",
        "`item` \xf0£ `int`.",
    ],
)
def test_what_is_left_of_emoji_is_no_text_in_a_rare_codec(text: str) -> None:
    assert fix_text(text) == text


def test_what_a_program_of_east_asia_replaced_speaks_not_against_the_rest() -> None:
    damaged = "ambasadori \ufffd\ufffdlanovima predsedni禳tva BiH"
    assert fix_text(damaged) == "ambasadori \ufffd\ufffdlanovima predsedništva BiH"


def test_a_word_that_is_cut_may_end_in_any_character() -> None:
    """``í`` and capitals alone lose a byte that windows-1252 or Latin-1 leave undefined."""
    assert fix_text("tedavi g\xc3¶rd\xc3").endswith("rd\xc3")
    line = "Bayan Pugh Papworth ve Addenbrooke Hastanelerinde tedavi g\xc3¶rd\xc3"
    assert "rdí" not in fix_text(line, unsafe_fixes=True)


@pytest.mark.parametrize("text", ['"أكتـ",', "أكتـ"])
def test_one_or_two_ideographs_are_weak_evidence(text: str) -> None:
    assert fix_text(text) == text


NAMES = {
    "吳秀鳳": "cp1252",
    "李碧霞": "latin-1",
    "අකලංක": "mac_roman",
    "રોહિતfurt": "mac_roman",
    "ପରିଡା Inc": "cp437",
    "ශාන්ත පෙරේරා": "cp850",
}


@pytest.mark.parametrize("name", NAMES)
def test_names_that_no_language_lists_have_the_form_of_utf8(name: str) -> None:
    table = bytes(range(128, 256)).decode(NAMES[name], "replace")
    shown = "".join(
        chr(byte) if byte < 128 or table[byte - 128] == "\ufffd" else table[byte - 128]
        for byte in name.encode()
    )
    assert fix_text(shown) == name


@pytest.mark.parametrize("text", ["é¹\x8f", "\u2021\u2202Öx"])
def test_a_single_sequence_may_be_chance(text: str) -> None:
    assert fix_text(text) == text


def test_letters_that_no_language_has_are_no_repair_of_lost_bytes() -> None:
    """The text is in Big5: two of its characters have the form of UTF-8 by chance."""
    text = "\xb1z\xa4]\xa5i\xa5H\xa8\xcf\xa5\xce `from starlette import Request`\xa1C"
    assert fix_text(text) == text


def test_two_scripts_have_the_form_of_utf8_by_chance() -> None:
    text = r"\fB\-s\fP \fIсписак\/\fP, \fB\-\-sections=\fP\fIсписак\/\fP"
    assert fix_text(text) == text


SYMBOLS = [
    "eV/Å³",
    "10 Å²·ps⁻¹",
    "bore Ø±0.05 mm",
    "F·Ø³",
    "Â² = 1",
    "this.Â = mcIn;",
    "literele „Ă”, „Â” și „Î”",
    "Vocalele „ă, â, Ă și Â” apar des în text.",
    "Literele Ă, Â… sunt",
    "literele (ă,Â și î)",
    "Ç’nin",
    "GAÜ’ye",
    "`â†` = creation operator",
    "MAÇÃ - 1 KG",
    "MAÇÃ? IRMÃ?",
    "ROMÃ;4,00",
]


@pytest.mark.parametrize("text", SYMBOLS)
def test_letters_beside_signs_and_marks_stay(text: str) -> None:
    assert fix_text(text) == text


@pytest.mark.parametrize(
    ("damaged", "right"),
    [
        ("ì„¤ì • íŒŒì¼", "설정 파일"),  # its no-break space became a space
        ("Here¡¯s a sample ¡°image¡± for you", "Here’s a sample “image” for you"),
        ("P\xc3µder Keys", "Põder Keys"),
        ("Archimedes‰Ûªs principle", "Archimedes’s principle"),  # saved on a Macintosh again
        ("a plan ‰ÛÓ as it is", "a plan — as it is"),
        ("he said ‰ÛÏyes‰Û\x9d to it", "he said “yes” to it"),
    ],
)
def test_lines_that_were_found_in_public(damaged: str, right: str) -> None:
    assert fix_text(damaged) == right


@pytest.mark.parametrize(
    ("text", "restored"),
    [
        (" *  so you don\xd5t have to do it.", " *  so you don’t have to do it."),
        ("// l\xd5eau est l\xd5ami", "// l’eau est l’ami"),
        ("each asset\xa1\xafs performance", "each asset’s performance"),
        ("THIRD PARTY\xa1\xafS TECHNOLOGY (SONY)", "THIRD PARTY’S TECHNOLOGY (SONY)"),
        ("Prepara su renovaci—n con el barca", "Prepara su renovación con el barca"),
        ("Espa–a es grande", "España es grande"),
    ],
)
def test_marks_inside_of_words_are_restored_in_a_single_line(text: str, restored: str) -> None:
    assert fix_text(text) == restored


@pytest.mark.parametrize(
    "text",
    [
        "informa\xe7\xd5es",
        "Sl\xd5htuleht",
        "get\xd5pilane()",
        "kasutaja\xd5igus",
        "the house—a man said",
        "I know—I said",
        "vitamin–c and plan–b",
        "Mr\xa1\xaf x",
    ],
)
def test_marks_inside_of_words_stay_where_they_make_no_better_word(text: str) -> None:
    assert fix_text(text) == text


@pytest.mark.parametrize("text", ["├┤a┼┐a┼┐a", "├┤a┼┐a┼┐a┼┐a┼┐a"])
def test_line_art_is_no_word_with_a_letter_that_no_language_has(text: str) -> None:
    assert fix_text(text, unsafe_fixes=True) == text
    assert fix_text("j├║nius") == "június"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("H\xc3”TEL", "HÔTEL"),
        ("a rights issue of Г‚ВЈ5.8bn", "a rights issue of £5.8bn"),
        ("icon: 'рџЋ®',", "icon: '🎮',"),
        ('Short: "рџЋ® God Mode",', 'Short: "🎮 God Mode",'),
        ("norm ┬\xc1V", "norm µV"),
    ],
)
def test_a_character_with_few_suspicious_neighbours_is_restored(text: str, expected: str) -> None:
    assert fix_text(text) == expected


def test_a_transliterated_word_keeps_its_letter() -> None:
    text = "l'hébreu, l'arabe, le dévan\xe2garî ou le malayalam)."
    assert fix_text(text) == text
