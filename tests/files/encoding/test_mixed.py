"""Files in which UTF-8 and a legacy codec are mixed."""

from __future__ import annotations

import pytest

import fixenc

LINES = {
    "cp1252": [
        "Le café ouvre à sept heures.",
        "La crème brûlée est prête.",
        "Où déjeunez-vous ?",
        "Très bien, à bientôt.",
        "L’été a été agréable.",
    ],
    "cp1251": [
        "Это первая строка текста.",
        "А вот ещё одна, подлиннее первой.",
        "Третья строка тоже здесь.",
        "И четвёртая, как видите.",
        "Наконец, пятая и последняя.",
    ],
    "cp932": [
        "これは最初の文章です。",
        "次の文章はもう少し長いものになります。",
        "三番目の文章もあります。",
        "四番目もご覧のとおりです。",
        "最後の五番目です。",
    ],
}


@pytest.mark.parametrize("codec", LINES)
@pytest.mark.parametrize("legacy", [(2,), (0, 1, 3), (0, 1, 2, 4)], ids=["few", "half", "most"])
def test_lines_of_either_codec_are_read(codec: str, legacy: tuple[int, ...]) -> None:
    data = b"\n".join(
        line.encode(codec if number in legacy else "utf-8")
        for number, line in enumerate(LINES[codec])
    )
    assert fixenc.repair_bytes(data).text == "\n".join(LINES[codec])


@pytest.mark.parametrize("codec", ["cp1252", "cp1251", "koi8-r", "cp866", "cp932", "gb18030"])
def test_what_is_in_one_legacy_codec_is_not_mixed(codec: str) -> None:
    home = {"koi8-r": "cp1251", "cp866": "cp1251", "gb18030": "cp932"}.get(codec, codec)
    text = "\n".join(LINES[home] * 4)
    assert "mixed" not in fixenc.repair_bytes(text.encode(codec)).document.evidence


WEATHER = "Обычный русский текст о погоде и о том, как мы жили в деревне летом.\n"


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        # Л and І are a character of UTF-8, and so are the bytes of 霉.
        (WEATHER * 30 + "Директор сообщил корреспонденту ЛІГАБізнесІнформ о сделке.\n", "cp1251"),
        ("真是倒霉，越是想上的越选不上啊，\n啊啊啊啊啊啊啊啊啊啊啊啊\n", "gb18030"),
    ],
)
def test_where_one_codec_decodes_the_whole_no_piece_is_read_in_another(
    text: str, codec: str
) -> None:
    found = fixenc.repair_bytes(text.encode(codec))
    assert found.document.encoding == codec
    assert found.text == text


def test_a_program_that_is_mostly_ascii_is_in_one_codec() -> None:
    """None of the likeliest codecs is the one: the pieces must not be read one by one."""
    lines = [f"if [ -f /tmp/x{number} ]; then rm -f x; fi" for number in range(900)]
    comments = [
        "這兩個組織提交了上訴，但是在10月12日被駁回了。",
        "根據流程，她將會在23點45分講話。",
    ]
    data = "\n".join([*lines, *(f"# {comment}" for comment in comments * 9)]).encode("gb18030")
    try:
        found = fixenc.repair_bytes(data, path="run.sh")
    except fixenc.FileProblem:
        return
    assert "mixed" not in found.document.evidence
    assert found.data == data
