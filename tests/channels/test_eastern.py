"""UTF-8 that programs of East Asia showed, and lost bytes of."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from fixenc import fix_text, repair
from fixenc.channels.misreading.lossy import eastern
from fixenc.channels.misreading.lossy.eastern import Piece, lacks_characters, pieces_of
from fixenc.channels.misreading.lossy.readings import lossy_readings
from fixenc.channels.misreading.lossy.search import Wanted
from fixenc.core.edits import LOST, Safety
from tests.shown import shown, shown_by_windows


def certain_text(run: str) -> str:
    """What is certain of a run that a Chinese program showed."""
    reading = lossy_readings([Wanted(run, "gb18030")]).get(Wanted(run, "gb18030"))
    return run if reading is None else reading.certain


def shown_by_japanese_windows(text: str) -> str:
    """The same in code page 932: two bytes that are no character are shown as a middle dot."""
    data, found = text.encode(), ""
    while data:
        size = 1 if data[0] <= 0x80 or 0xA0 <= data[0] <= 0xDF else 2
        try:
            found += data[:size].decode("cp932")
        except UnicodeDecodeError:
            found += "・"
        data = data[size:]
    return found


def shown_without_private_use(text: str) -> str | None:
    """The same in GBK, of which the characters for private use are dropped; None if it is not."""
    data, found = text.encode(), ""
    while data:
        size = 1 if data[0] <= 0x80 else 2
        dropped = size == 2 and 0xAA <= data[0] <= 0xAF and data[1:2] >= b"\xa1"
        if not dropped:
            try:
                found += "€" if data[0] == 0x80 else data[:size].decode("gbk")
            except UnicodeDecodeError:
                return None
        data = data[size:]
    return found


def allow(pieces: list[Piece], text: str) -> bool:
    """Whether pieces can have been a text; what is lost may have been several characters.

    A question mark may stand for what is lost, too.
    """
    options = (
        ".+" if each == (LOST,) else ".*" if each == ("?",) else "|".join(map(re.escape, each))
        for each in pieces
    )
    return re.fullmatch("".join(f"(?:{option})" for option in options), text) is not None


TEXTS = st.text(
    st.sampled_from("数据库路径的。、……——“引”’是テスト実行하다한국어é✅a "), max_size=12
)


@pytest.mark.parametrize("codec", ["gbk", "gb18030", "cp932", "cp949", "big5"])
@pytest.mark.parametrize("stand_in", ["?", LOST])
@settings(max_examples=60, deadline=None)
@example("路径。")
@example("———実行")
@given(TEXTS)
def test_the_pieces_allow_what_was_shown(codec: str, stand_in: str, text: str) -> None:
    for run in text.split():
        reader = "gb18030" if codec == "gbk" else codec
        pieces = pieces_of(shown(run, codec, stand_in), reader)
        assert pieces is None or allow(pieces, run)


@settings(max_examples=100, deadline=None)
@example("一些的")
@given(TEXTS)
def test_the_pieces_allow_what_windows_showed(text: str) -> None:
    for run in text.split():
        pieces = pieces_of(shown_by_windows(run), "gb18030")
        assert pieces is None or allow(pieces, run)


CHINESE = st.text(
    st.sampled_from("模型训练脚本好的权重是否一个元素统计需要高度所有任务，"), max_size=9
)


@settings(max_examples=300, deadline=None)
@example("训练好")
@example("是否一个")
@given(CHINESE)
def test_the_pieces_allow_what_lacks_characters_for_private_use(text: str) -> None:
    run = shown_without_private_use(text)
    pieces = None if run is None else pieces_of(run, "gb18030")
    assert pieces is None or allow(pieces, text)


@pytest.mark.parametrize(
    "text", ["下载训练好的模型文件", "保存训练结果到文件里", "请先训练这个模型"]
)
def test_characters_that_were_dropped_are_guessed_when_asked(text: str) -> None:
    """Nothing in the text says that they were there: it stays until somebody asks."""
    run = shown_without_private_use(text)
    assert run is not None
    assert lacks_characters(run)
    assert fix_text(run) == run
    assert fix_text(run, unsafe_fixes=True) == text


@pytest.mark.parametrize(
    "text", ["训练数据保存在这里", "中文文本没有问题。", "鏁版嵁搴撹矾寰", "鎴"]
)
def test_fine_and_whole_text_lacks_no_characters(text: str) -> None:
    assert not lacks_characters(text)


@settings(max_examples=100, deadline=None)
@example("管理する")
@given(TEXTS)
def test_the_pieces_allow_what_a_japanese_windows_showed(text: str) -> None:
    for run in text.replace("a", " ").split():  # which it swallows behind what it can't read
        pieces = pieces_of(shown_by_japanese_windows(run), "cp932")
        assert pieces is None or allow(pieces, run)


@pytest.mark.parametrize(
    ("text", "certain"),
    [
        ("// 表の行を管理する", "// 表の行を管理す�"),
        ("ファイルの管理", "ファイルの管理"),
        ("この表の基本的な書き方を試す人", "こ�表の基本�な書き方を試す人"),
    ],
)
def test_a_middle_dot_stands_for_bytes_that_windows_could_not_read(text: str, certain: str) -> None:
    damaged = shown_by_japanese_windows(text)
    assert "・" in damaged
    assert fix_text(damaged) == certain
    guess = fix_text(damaged, unsafe_fixes=True)
    assert guess.count(LOST) <= certain.count(LOST)
    assert all(character in (own, LOST) for character, own in zip(guess, text, strict=True))


def test_what_a_middle_dot_stands_for_is_guessed_when_asked() -> None:
    text = "// 表の行を管理する"
    assert fix_text(shown_by_japanese_windows(text), unsafe_fixes=True) == text


@pytest.mark.parametrize("text", ["名前・年齢・住所", "データ・ファイル・管理の説明"])
def test_a_middle_dot_between_words_is_one(text: str) -> None:
    assert fix_text(text, unsafe_fixes=True) == text
    shown = text.encode().decode("cp932", "ignore")
    assert "・" not in shown


@pytest.mark.parametrize(
    ("run", "text"),
    [
        ("鏁版嵁搴撹矾寰?", "数据库路�"),
        ("閬稿崁鍗?鐨勯伕绁?", "選區�的選�"),
        ("涓€浜?", "一�"),
        ("鈥斺€?", "—�"),
        ("涓€浜涚€?", "一些�"),
        # A question mark behind a whole character is one.
        ("鏁版嵁?", "数据?"),
        ("鏁版嵁�", "数据�"),
        # It stays behind a lost one, too: 吗? and 么? are shown so.
        ("浣犲幓鍚??濂界殑", "你去�?好的"),
        ("鐨勩??", "的�"),
        # With the byte that can't be read the first byte of the next character was swallowed; there
        # is one that makes a word.
        ("Linux銇?儛銉笺偢", "Linux�バージ"),
        ("数据库", "数据库"),
    ],
)
def test_what_is_certain_is_restored(run: str, text: str) -> None:
    assert certain_text(run) == text


@pytest.mark.parametrize("run", ["鈥?", "鉁?", "?版?", "寰??", "鍗?a鐨?"])
def test_a_run_of_which_nothing_is_certain_stays(run: str) -> None:
    assert certain_text(run) == run


@pytest.mark.parametrize(
    ("damaged", "repaired"),
    [
        ("// 鑾峰彇褰撳墠鏃堕棿鎴?", "// 获取当前时间�"),
        ("鎴戜滑浼氬湪杩欓噷娣诲姞涓€浜涙暟鎹?", "我们会在这里添加一些数据"),
        ("鉁? 瀹屾垚", "鉁? 完成"),
        ("it鈥檚 done 鈥? really", "it’s done 鈥? really"),
        ("Daissa lo caf猫 e v猫ni te dire鈥?", "Daissa lo cafè e vèni te dire鈥?"),
        ("价格：100€? 真的", "价格：100€? 真的"),
    ],
)
def test_all_that_is_certain_in_a_line_is_restored(damaged: str, repaired: str) -> None:
    assert fix_text(damaged) == repaired


@pytest.mark.parametrize(
    ("damaged", "guess"),
    [
        ("DuckDB 鏁版嵁搴撹矾寰?", "DuckDB 数据库路径"),
        ("浣跨敤鏂规硶锛?", "使用方法："),
        ("鐗堟湰锛?", "版本："),
    ],
)
def test_what_is_lost_is_guessed_only_when_asked(damaged: str, guess: str) -> None:
    assert LOST in fix_text(damaged)
    assert fix_text(damaged, unsafe_fixes=True) == guess
    found = repair(damaged, unsafe_fixes=True)
    assert found.text == guess
    assert {edit.safety for edit in found.edits} == {Safety.UNSAFE}
    [edit] = repair(damaged).edits
    assert edit.safety is Safety.SAFE
    assert "U+FFFD" in edit.note
    assert edit.others


@pytest.mark.parametrize(
    ("codec", "text", "certain"),
    [
        # The first byte of a character is lost, and all others are there.
        ("cp949", "기본 방법을 추후 설명하는 안내서", "기본 방법을 추후 �명하는 안�서"),
        ("cp949", "추후 여기서 선언하는 기본 상태 코드", "추후 �기서 선언�는 기본 상태 코드"),
        ("gbk", "数据 保存到本地目录 数据库", "数据 保存到本地目� 数据�"),
        # Of the last run three of four characters are certain.
        ("gbk", "数据 保存到本地目录 然后 重新启动", "数据 保存到本地目� 然后 重新启�"),
    ],
)
def test_characters_that_lost_a_byte_are_restored_where_they_are_certain(
    codec: str, text: str, certain: str
) -> None:
    damaged = shown(text, codec, LOST)
    assert fix_text(damaged) == certain
    assert fix_text(damaged, unsafe_fixes=True) == text


@pytest.mark.parametrize(
    ("codec", "text"),
    [
        # Too much is open to be done unasked.
        ("cp949", "시작하기"),
    ],
)
def test_a_line_of_which_much_is_open_is_restored_when_asked(codec: str, text: str) -> None:
    damaged = shown(text, codec, LOST)
    assert fix_text(damaged) == damaged
    assert fix_text(damaged, unsafe_fixes=True) == text


def test_a_line_with_a_fine_word_that_lost_bytes_is_not_restored_unasked() -> None:
    text = "数据 保存到本地目录 然后 重新启动 数据库路径 名称"
    damaged = f"数据 {shown(text, 'gbk', LOST)}"
    assert fix_text(damaged) == damaged
    assert fix_text(damaged, unsafe_fixes=True) == f"数据 {text}"


def test_a_guess_with_what_stays_lost_takes_the_place_of_more_that_is_lost() -> None:
    damaged = shown("設定ファイルを読み込んで、結果を返す関数です。", "cp949", LOST)
    assert fix_text(damaged) == "�定ファイルを�み込んで�結果を返す関数です�"
    assert fix_text(damaged, unsafe_fixes=True) == "設定ファイルを読み込んで�結果を返す関数です�"


@pytest.mark.parametrize(
    ("data", "size", "end"),
    [
        ([-2, 0x97, 0xAC], 14, 3),  # a lead from E0 to EF, and F0 9F
        ([-2, 0x9F, 0x98, 0x80], 1, 4),
        ([-2, 0x97, -2, 0xAC], 1, 4),
        ([-2, -2, 0x97, 0xAC], 1, 4),
    ],
)
def test_a_lost_byte_before_two_others_is_the_first_one(
    data: list[int], size: int, end: int
) -> None:
    options, behind = eastern._behind_lost(data, 0)
    assert (len(options), behind) == (size, end)


def test_a_word_of_two_lost_characters_stays_beside_what_is_restored() -> None:
    damaged = shown("* 인증 및 권한 부여 시스템", "gb18030", "?")
    assert fix_text(damaged) == "* 인증 氚? 권한 攵?鞐? 시스�"
