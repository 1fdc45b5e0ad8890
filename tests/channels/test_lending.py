"""Lines that prove a misreading: what they make likely in lines near by, and what they do not."""

from __future__ import annotations

import pytest

from fixenc import fix_text


def _misread(text: str, writer: str, reader: str) -> str:
    return text.encode(writer).decode(reader)


PORTUGUESE = "A instalação não é difícil.\nTambém há informações e exceções.\n"
CHINESE = (
    "你也可以在這裡使用其他的方法，這樣就不需要每次都重新啟動伺服器。\n"
    "我們會在後面的章節中學習更多的內容。\n"
)
JAPANESE = (
    "これは日本語の文章です。とても簡単な説明を書きました。\n次の章では、もっと詳しく学びます。\n"
)
KOREAN = "이것은 한국어로 작성된 간단한 설명입니다.\n다음 장에서 더 자세히 배우게 될 것입니다.\n"


@pytest.mark.parametrize(
    ("around", "line", "writer", "reader"),
    [
        # One letter of which a program of East Asia made one character.
        (PORTUGUESE, "Primeiro, você precisa importar isto:", "utf-8", "cp949"),
        (PORTUGUESE, "E agora, vá para isto.", "utf-8", "big5"),
        (PORTUGUESE, "### Ça va", "utf-8", "gb18030"),
        # Words of a language that the model lacks.
        (PORTUGUESE, "Qatt ma għajjarna lill-avversarji.", "utf-8", "cp949"),
        # Few ideographs, in which letters of another codec cost less.
        (CHINESE, "您也可以使用 `Request`。", "big5", "latin-1"),
        (CHINESE, "他主張嚴刑。", "big5", "latin-1"),
        (JAPANESE, "## コンテキストマネージャ", "cp932", "latin-1"),
        (JAPANESE, "## 追加のステータスコード", "cp932", "latin-1"),
        (KOREAN, "* 원격 API 작업", "cp949", "latin-1"),
        # A list of names.
        (
            CHINESE,
            "蘊含大量的黃金、鑽石、錳礦、鉛礦、鋅礦、鎳礦、鈷礦以及鉬礦。",
            "big5",
            "latin-1",
        ),
    ],
)
def test_lines_help_those_that_prove_nothing(
    around: str, line: str, writer: str, reader: str
) -> None:
    damaged = _misread(line, writer, reader)
    assert fix_text(damaged) == damaged
    assert fix_text(_misread(around + line, writer, reader)) == around + line


@pytest.mark.parametrize(
    "line",
    [
        "Es ist ein Café in der Nähe, und dort gibt es Brötchen.",
        "Il prezzo è di 25 €; più tardi sarà già più alto.",
        "다음 장에서 더 자세히",
        "更多的内容",
        "Die Silbe 가 und das Zeichen 中 in einem Satz.",
        "§ 5 Abs. 2 º ± ½ ¼",
    ],
)
@pytest.mark.parametrize(
    ("around", "writer", "reader"),
    [
        (PORTUGUESE, "utf-8", "cp949"),
        (PORTUGUESE, "utf-8", "big5"),
        (CHINESE, "big5", "latin-1"),
        (JAPANESE, "cp932", "latin-1"),
        (KOREAN, "cp949", "latin-1"),
    ],
)
def test_fine_lines_beside_them_stay(line: str, around: str, writer: str, reader: str) -> None:
    damaged = _misread(around, writer, reader)
    assert fix_text(damaged + line) == around + line


def test_beyond_reach_no_line_helps() -> None:
    line = _misread("### Ça va", "utf-8", "gb18030")
    filler = "This line is fine, and so are all others of this text.\n" * 40
    assert fix_text(_misread(PORTUGUESE, "utf-8", "gb18030") + filler + line) == (
        PORTUGUESE + filler + line
    )


def test_what_is_left_of_emoji_is_not_japanese_in_any_line() -> None:
    """Latin-1 shows the first byte of an emoji as a letter, and programs drop the others."""
    left = (
        "\xf0 \xf0 \xe2\xb8 \xe2\xae\xef\xb8:\n"
        "\xe2\xa9\xef\xb8 \xf0 \xf0 \xe2\xb6\xef\xb8 `/code` &amp; "
        "\xf0 \xe2\xab\xef\xb8 \xf0 `./app` "
        "\xe2\xae\xef\xb8 \xf0 \xf0, **Uvicorn** \xf0 \xf0\xaa \xf0 &amp; **\xf0** `app` "
        "\xe2\xaa\xef\xb8\xe2\xa1\xef\xb8 `app.main`."
    )
    assert fix_text(left).split("\n")[0] == left.split("\n")[0]
