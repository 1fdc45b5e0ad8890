"""The benchmark's channels: each does the damage that its name says, and no other."""

from __future__ import annotations

from random import Random

import pytest
from channels import CHANNELS, Channel
from scoring import Line, documents, judged, outcomes

from fixenc import Edit

DAMAGED = {
    "utf-8 as cp1252": ("Déjà", "DÃ©jÃ\N{NO-BREAK SPACE}"),
    "utf-8 as latin-1 twice": ("é", "Ã\x83Â©"),
    "utf-8 as koi8-r": ("é", "ц╘"),
    "utf-8 as gb18030": ("€ 5", None),
    "cp1251 as cp1252": ("Привет", "Ïðèâåò"),
    "gbk as latin-1": ("中文", "ÖÐÎÄ"),
    "mac_roman as cp1252": ("é", "\N{LATIN CAPITAL LETTER Z WITH CARON}"),
    "C1 dropped": ("“so” – à", "âsoâ â Ã\N{NO-BREAK SPACE}"),
    "C1 dropped, NBSP made a space": ("à la", "Ã  la"),
    "marks, C1 dropped": ("l’été…", "lâétéâ\N{BROKEN BAR}"),
    "undefined bytes dropped": ("“so”", "â€œsoâ€"),
    "undefined bytes made U+FFFD": ("“so”", "â€œsoâ€\N{REPLACEMENT CHARACTER}"),
    "undefined bytes made ?": ("“so”", "â€œsoâ€?"),
    "C1 made ?": ("“so”", "â??soâ??"),
    "cp1252, NBSP stripped off the end": ("元素", "å…ƒç´"),
    "cp1252, last character cut": ("元素。", "å…ƒç´"),
    "named entities of cp1252": ("é’", "&Atilde;&copy;&acirc;&euro;&trade;"),
    "numeric entities of cp1252": ("é", "&#195;&#169;"),
    "JSON escapes of bytes": ("é", r"\u00c3\u00a9"),
    "quoted-printable": ("é", "=C3=A9"),
    "percent escapes": ("é", "%C3%A9"),
    "letters made U+FFFD": ("“Königs”", "“K\N{REPLACEMENT CHARACTER}nigs”"),
    "letters made ?": ("témön", "t?m?n"),
    "space before the closing quote": ("so,” he", "so, ”he"),
    "closing quote detached at the end": ("“The end.”", "“The end. ”"),
}

LINES = [
    "“So,” he said. “The end.”",
    "Über Maß und Ähre",
    "“Déjà vu,” he said – l’été… «où»",
    "Všechno žluťoučký kůň, łódź",
    "Съешь же ещё этих мягких булок",
    "Ξεσκεπάζω την ψυχοφθόρα",
    "דג סקרן שט בים",
    "مرحبا بالعالم",
    "いろはにほへと",
    "日本",
    "中文测试",
    "키스의 고유조건은",
    "Pijamalı hasta yağız şoföre çabucak",
    "Įlinkdama fechtuotojo špaga",
    "เป็นมนุษย์สุดประเสริฐ",
]


@pytest.mark.parametrize(("name", "clean", "damaged"), [(n, *pair) for n, pair in DAMAGED.items()])
def test_damage(name: str, clean: str, damaged: str | None) -> None:
    assert CHANNELS[name].damage(clean, Random(0)) == damaged


@pytest.mark.parametrize("channel", CHANNELS.values(), ids=CHANNELS)
def test_every_channel_damages_something_and_ascii_never(channel: Channel) -> None:
    chance = Random(0)
    for line in ("Nothing to lose.", "a b"):
        damaged = channel.damage(line, chance)
        assert damaged in (line, line.encode(), None)
    damaged_lines = [(line, channel.damage(line, chance)) for line in LINES * 9]
    assert any(damaged not in (line, line.encode(), None) for line, damaged in damaged_lines)


@pytest.mark.parametrize(
    "name",
    [name for name, channel in CHANNELS.items() if channel.lossless and name.count(" as ") == 1],
)
def test_a_lossless_channel_can_be_gone_back(name: str) -> None:
    written, _, read = name.removesuffix(" twice").partition(" as ")
    if "," in read:
        inner, outer = read.split(", then as ")
        steps = [(written, inner), ("utf-8", outer)]
    else:
        steps = [(written, read)] * (1 + name.endswith(" twice"))
    for line in LINES:
        damaged = CHANNELS[name].damage(line, Random(0))
        if not isinstance(damaged, str):
            continue
        for source, wrong in reversed(steps):
            damaged = _bytes_of(damaged, wrong).decode(source)
        assert damaged == line


def _bytes_of(text: str, codec: str) -> bytes:
    """The bytes that were misread; controls stand for bytes that the codec does not define."""
    data = b""
    for character in text:
        try:
            data += character.encode(codec)
        except UnicodeEncodeError:
            data += character.encode("latin-1")
    return data


class TestScoring:
    def test_outcomes(self) -> None:
        lines = [
            Line("é", "Ã©", counts=True),
            Line("é", "Ã©", counts=True),
            Line("éà", "Ã©Ã", counts=True),
            Line("é", "Ã©", counts=True),
            Line("ok", "ok", counts=False),
            Line("ok", "ok", counts=False),
            Line("a素", "aç´", counts=True, accepted=("a",)),
        ]
        before = [str(line.damaged) for line in lines]
        after = ["e\N{COMBINING ACUTE ACCENT}", "Ã©", "éÃ", "É", "ok", "k", "a"]
        sound = [True, True, True, False, True, False, True]
        assert list(outcomes(lines, before, after, sound)) == [
            "restored", "untouched", "partly", "wrong", "fine", "harmed", "restored",
        ]  # fmt: skip

    def test_an_edit_is_right_if_it_left_the_clean_text_there(self) -> None:
        document = [
            Line("fine", "fine", counts=False),
            Line("é, à and ü", "Ã©, Ã and Ã¼", counts=True),
        ]
        # The second edit is wrong, the first and the third are right; one damage is left.
        edits = [Edit(5, 7, "é"), Edit(9, 10, "ã")]
        assert judged(document, ["fine", "é, ã and Ã¼"], edits) == [[], [True, False]]
        edits = [Edit(5, 7, "é"), Edit(15, 17, "ü")]
        assert judged(document, ["fine", "é, Ã and ü"], edits) == [[], [True, True]]

    @pytest.mark.parametrize(
        ("edit", "after", "right"),
        [
            (Edit(1, 2, ""), "ac, Ã©", False),
            (Edit(1, 1, "b"), "abbc, Ã©", False),
            (Edit(1, 2, "x"), "axc, Ã©", False),
            (Edit(5, 6, "é"), "abc, é©", True),
        ],
        ids=["swallowed", "doubled", "changed", "half repaired"],
    )
    def test_an_edit_beside_what_is_left(self, edit: Edit, after: str, right: bool) -> None:
        assert judged([Line("abc, é", "abc, Ã©", counts=True)], [after], [edit]) == [[right]]

    def test_documents_hold_neighbours_until_enough_is_damaged(self) -> None:
        clean = [f"{n} é" if n % 2 else f"{n}" for n in range(100)]
        chosen = list(documents(CHANNELS["utf-8 as cp1252"], clean, 10, 12, "seed"))
        assert [len(document) for document in chosen] == [10, 10, 10]
        for document in chosen:
            numbers = [int(line.clean.split()[0]) for line in document]
            assert numbers == list(range(numbers[0], numbers[0] + 10))
            assert [line.counts for line in document] == [n % 2 == 1 for n in numbers]

    def test_lines_that_do_not_survive_are_left_out(self) -> None:
        [document] = documents(CHANNELS["cp1251 as cp1252"], ["Я 中", "Я"], 10, 5, "seed")
        assert [line.clean for line in document] == ["Я"]
