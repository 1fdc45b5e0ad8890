"""The benchmark's channels: each does the damage that its name says, and no other."""

from __future__ import annotations

from random import Random

import pytest
import wide
from channels import CHANNELS, CLEAN, Channel
from scoring import Line, Sample, edits_between, judged, outcomes, samples
from shapes import MIXTURES, SHAPES

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
    "symbols as cp1252": ("é → ok", "é â†’ ok"),
    "utf-8 as cp1252, 3 layers": ("é", "ÃƒÆ’Ã‚Â©"),
    "utf-8 as gbk with ?": ("a “good” day", "a 鈥済ood鈥? day"),
    "utf-8 as cp949 with U+FFFD": ("Nothing lost", None),
    "utf-8 as gbk with ?, swallowing": ("a “good” day", "a 鈥済ood鈥?day"),
    "cp1252, curly made straight": ("a — b", 'a â€" b'),
    "latin-1, NBSP made a space": ("à la", "Ã  la"),
    "byte order mark as cp1252": ("# Title", "ï»¿# Title"),
    "surrogates as latin-1": ("Hi 😀", "Hi í\xa0½í¸\x80"),
    "fragments in en": ("a communiqué of all", "a. communicated of all"),
    "opening mark's space moved": ("he said, “so”", "he said,“ so”"),
    "space inside the opening mark": ("he said, “so”", "he said, “ so”"),
    "straight opening mark's space moved": ('the 1st "man" of', 'the 1st" man" of'),
    "space before English apostrophes": ("Putin's, I’m", "Putin 's, I ’m"),
    "space on both sides of elisions": ("l’été", "l ’ été"),
    "marks as low bytes": ("“I’m” – so", "\x1cI\x19m\x1d \x13 so"),
    "marks of cp1252 as C1": ("“I’m”", "\x93I\x92m\x94"),
    "closing marks moved, then lone letters": ("“So,” he", "\xe2So, \xe2he"),
    "two surrogates": ("Hi 😀", "Hi \ud83d\ude00"),
}

LINES = [
    "→ ⇒ “…” – — 😀 ™ Ě Р",
    "“So,” he said. “The end.”",
    'He was O’Neil’s "friend" – l’ami',
    "con pie a tierra: tête-à-tête, pied-à-terre, vis-à-vis",
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
        assert damaged in (line, line.encode(), None) or channel.row == "bom"
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
            Line("a素", "aç´", counts=True, accepted="a|b"),
        ]
        before = [str(line.damaged) for line in lines]
        after = ["e\N{COMBINING ACUTE ACCENT}", "Ã©", "éÃ", "É", "ok", "k", "a"]
        sound = [True, True, True, False, True, False, True]
        assert list(outcomes(lines, before, after, sound)) == [
            "restored", "left", "partly", "wrong", "fine", "harmed", "restored",
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

    def test_a_line_of_which_something_is_lost(self) -> None:
        damage = {"codec": "gbk", "swallow": True}
        damaged = wide.shown("“good” day", Random(0), mark="?", **damage)
        line = Line("“good” day", str(damaged), True, wide.restored("“good” day", "", **damage))
        assert line.restored_by("“good” day")
        assert line.restored_by("“good\N{REPLACEMENT CHARACTER}day")
        assert line.restored_by("“good鈥?day")
        assert not line.restored_by("“good’day")
        assert not line.restored_by("good” day")

    def test_edits_of_tools_that_do_not_name_them(self) -> None:
        edits = edits_between("Ã© a Ã¼", "é a Ã¼")
        assert judged([Line("é a ü", "Ã© a Ã¼", counts=True)], ["é a Ã¼"], edits) == [
            [True] * len(edits)
        ]


class TestSamples:
    CP1252 = CHANNELS["utf-8 as cp1252"]

    def test_documents_hold_neighbours_until_enough_is_damaged(self) -> None:
        clean = [f"{n} é" if n % 2 else f"{n}" for n in range(100)]
        chosen = list(samples(self.CP1252, {"fr": clean}, SHAPES["document"], 12, "seed"))
        assert [len(sample.lines) for sample in chosen] == [10, 10, 10]
        for sample in chosen:
            numbers = [int(line.clean.split()[0]) for line in sample.lines]
            assert numbers == list(range(numbers[0], numbers[0] + 10))
            assert [line.counts for line in sample.lines] == [n % 2 == 1 for n in numbers]

    def test_lines_that_do_not_survive_are_left_out(self) -> None:
        texts = {"ru": ["Я 中", "Я"]}
        channel = CHANNELS["cp1251 as cp1252"]
        [sample] = samples(channel, texts, SHAPES["document"], 5, "seed")
        assert [line.clean for line in sample.lines] == ["Я"]

    def test_text_of_other_languages_is_left_out(self) -> None:
        texts = {"ru": ["Я"], "tech/cyr": ["Я и ты"], "el*": ["я и она"]}
        channel = CHANNELS["cp1251 as cp1252"]
        assert [s.damaged for s in samples(channel, texts, SHAPES["line"], 5, "")] == ["ß"]
        found = {s.lines[0].clean for s in samples(self.CP1252, texts, SHAPES["line"], 5, "")}
        assert found == {"Я", "Я и ты"}

    def test_windows_are_whole_words(self) -> None:
        texts = {"fr": ["« Où est-ce », dit-il, et l’été s’en alla très vite où il était déjà"]}
        words = texts["fr"][0].split(" ")
        chosen = list(samples(self.CP1252, texts, SHAPES["window"], 8, "seed"))
        assert len(chosen) == 8
        for sample in chosen:
            [line] = sample.lines
            assert 5 <= len(line.clean) <= 60
            assert set(line.clean.split(" ")) <= set(words)

    @pytest.mark.parametrize("name", MIXTURES)
    def test_mixtures_damage_one_line_among_others_of_another_language(self, name: str) -> None:
        texts = {"fr": [f"été {n}" for n in range(20)], "ru": [f"да\t{n}" for n in range(20)]}
        chosen = list(samples(self.CP1252, texts, MIXTURES[name], 4, "seed"))
        assert len(chosen) == 4
        for sample in chosen:
            damaged = [line for line in sample.lines if line.counts]
            clean = {line.clean[:2] for line in sample.lines if not line.counts}
            assert len(damaged) == 1
            assert damaged[0].clean[:2] not in clean
            assert len(clean) == 1
            text = sample.damaged
            assert isinstance(text, str)
            assert len(text.split(sample.separator)) == len(sample.lines)

    def test_clean_text(self) -> None:
        chosen = list(samples(CLEAN, {"fr": ["a", "é"]}, SHAPES["line"], 2, "seed"))
        assert sorted(str(sample.damaged) for sample in chosen) == ["a", "é"]
        assert not any(sample.lines[0].counts for sample in chosen)

    def test_a_file_in_bytes(self) -> None:
        assert Sample([Line("é", b"\xe9", True), Line("à", b"\xe0", True)]).damaged == b"\xe9\n\xe0"
