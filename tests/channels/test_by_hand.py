"""Channels by hand: their notation, the readings of a text, and what is learnt from examples."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from fixenc import codecs
from fixenc.channels.by_hand.learn import learn
from fixenc.channels.by_hand.notation import channel_named, notation_of
from fixenc.channels.by_hand.readings import readings
from fixenc.cli import main
from fixenc.core.document import Document, Kind
from fixenc.core.edits import Safety, apply
from fixenc.engine.named import undone
from fixenc.engine.policy import Policy
from fixenc.engine.repair import repair
from fixenc.files.utf8_blocks import Block, prover

NAMES = st.sampled_from([row.name for row in codecs.CODECS])
FRENCH = "Déjà vu: “Ça va?” demanda Zoë, naïve, à la façade."
RUSSIAN = "Всё смешалось в доме Облонских."


def sent(text: str, *names: str) -> str:
    for stored, read in zip(names[::2], names[1::2], strict=True):
        text = text.encode(stored).decode(read, "replace")
    return text


@given(
    st.lists(
        st.tuples(NAMES, NAMES).filter(lambda pair: pair[0] != pair[1]), min_size=1, max_size=4
    )
)
@example([("cp1252", "latin-1"), ("utf-8", "cp1252")])  # marks that were control characters
def test_the_notation_comes_back(pairs: list[tuple[str, str]]) -> None:
    notation = ">".join(f"{stored}>{read}" for stored, read in pairs)
    channel = channel_named(notation)
    assert notation_of(channel) == notation
    assert channel.reader == pairs[-1][1]
    first = channel
    while first.inner is not None:
        first = first.inner
    assert first.truth == pairs[0][0]


@pytest.mark.parametrize(
    ("typed", "known"),
    [
        ("UTF8 > Windows-1252", "utf-8>cp1252"),
        ("latin1>cp1252", "latin-1>cp1252"),
        ("iso-8859-1>macroman", "latin-1>mac_roman"),
        ("gbk>utf-8-sig", "gbk>utf-8"),
    ],
)
def test_names_of_codecs_as_people_write_them(typed: str, known: str) -> None:
    assert notation_of(channel_named(typed)) == known


@pytest.mark.parametrize(
    ("notation", "problem"),
    [
        ("", "'' is no channel: name the codec that stored"),
        ("cp1252", "'cp1252' is no channel"),
        ("cp1251>", "'cp1251>' is no channel"),
        ("utf-8>cp1252>utf-8", "'utf-8>cp1252>utf-8' is no channel"),
        ("cp1251>cp125", "'cp1251>cp125': there is no codec named 'cp125'; did you mean 'cp12"),
        ("utf-8>UTF8", "'utf-8>UTF8': text stored and read as utf-8 is not changed"),
        ("utf-16>cp1252", "'utf-16>cp1252': utf-16 does not keep ASCII"),
        ("cp037>cp1252", "'cp037>cp1252': cp037 does not keep ASCII"),
        ("base64>cp1252", "'base64>cp1252': base64 does not keep ASCII"),
    ],
)
def test_wrong_notation(notation: str, problem: str) -> None:
    with pytest.raises(ValueError, match=f"^{problem}".replace("(", r"\(")) as error:
        channel_named(notation)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (FRENCH, ("utf-8", "latin-1")),
        (FRENCH, ("utf-8", "cp437")),
        (FRENCH, ("cp1252", "mac_roman")),
        (FRENCH, ("utf-8", "cp1250", "utf-8", "latin-1")),
        (RUSSIAN, ("cp1251", "cp1252")),
        (RUSSIAN, ("koi8-r", "cp1251")),
        (RUSSIAN, ("utf-8", "latin-1", "utf-8", "latin-1", "utf-8", "latin-1")),
        (RUSSIAN, ("cp1251", "cp1252", "utf-8", "cp437")),
    ],
)
def test_a_channel_is_learnt_and_undone(text: str, names: tuple[str, ...]) -> None:
    bad = sent(text, *names)
    found = learn(text, bad)
    assert found is not None
    assert ">".join(names) in (found.channel, *found.others)
    assert found.losses == ()
    assert 0 < found.confidence <= 1
    assert (found.confidence < 1) == bool(found.others)
    assert apply(bad, undone(bad, channel_named(found.channel))) == text


@pytest.mark.parametrize(
    ("text", "bad", "channel", "loss"),
    [
        ("déjà vu à la carte", "dÃ©jÃ  vu Ã  la", "utf-8>cp1252", "no-break spaces made spaces"),
        ("«déjà»", "\xc2«dÃ©jÃ\xc2»", "utf-8>cp1252", "no-break spaces dropped"),
        ("“Ça”", "\xe2\xc3a\xe2", "utf-8>latin-1", "control characters dropped"),
        ("a ” b ’ c", "a â€? b â€™ c", "utf-8>cp1252", "undefined bytes made ?"),
        ("MÓVIL é", 'M\xc3"VIL Ã©', "utf-8>cp1252", "curly quotation marks made straight"),
    ],
)
def test_losses_are_named(text: str, bad: str, channel: str, loss: str) -> None:
    found = learn(text.removesuffix(" carte"), bad)
    assert found is not None
    assert (found.channel, found.losses) == (channel, (loss,))


@pytest.mark.parametrize(
    ("good", "bad", "problem"),
    [
        ("same", "same", "both texts are the same"),
        ("plain", "other", "the good text is all ASCII"),
        ("é\nà", "é", "the texts must be the same line by line: one has 2 lines, the other 1"),
    ],
)
def test_texts_that_are_no_evidence(good: str, bad: str, problem: str) -> None:
    with pytest.raises(ValueError, match=f"^{problem}"):
        learn(good, bad)


def test_nothing_is_learnt_of_other_texts() -> None:
    assert learn("déjà vu", "something else") is None


def test_no_evidence_is_asked_for_and_it_is_undone_once() -> None:
    twice = sent("é", "utf-8", "latin-1", "utf-8", "latin-1")
    policy = Policy(channel=channel_named("utf-8>latin-1"))
    found = repair(Document(twice), policy)
    assert found.text == sent("é", "utf-8", "latin-1")
    assert found.proposed == ()
    [first, second] = found.applied
    assert (first.rules, first.safety) == (("mojibake",), Safety.SAFE)
    assert second.note.endswith("as --channel utf-8>latin-1 says")
    # Every letter of windows-1252 is one of windows-1251, too: the user says that it was.
    legacy = Policy(channel=channel_named("cp1251>cp1252"))
    assert repair(Document("café"), legacy).text == "cafй"
    assert repair(Document("ïðèâåò  # fixenc: ignore"), legacy).applied == ()
    assert repair(Document("It wasn\xe2t “oui”"), policy).edits == ()


def test_a_channel_and_what_goes_with_it() -> None:
    channel = channel_named("utf-8>latin-1")
    text = "x = 'Ã©'  # e\u0301 Ã©"
    code = Document(text, kind=Kind.CODE)
    assert repair(code, Policy(channel=channel)).text == "x = 'é'  # e\u0301 é"
    assert repair(code, Policy(channel=channel, normal_form="NFC")).text == "x = 'é'  # é é"
    assert repair(code, Policy(channel=channel, ignore=frozenset({"mojibake"}))).text == text
    assert repair(code, Policy(channel=channel, lines=((2, 3),))).text == text


def test_nothing_is_proved_clean_under_a_channel() -> None:
    data = "ïðèâåò\n".encode()
    block = Block(data, len(data), True)
    assert prover(Document(""), Policy(select=frozenset({"surrogate"})))(block)
    assert not prover(Document(""), Policy(channel=channel_named("cp1251>cp1252")))(block)


@pytest.mark.parametrize(
    ("text", "channel", "reading"),
    [
        ("ïðèâåò, êàê äåëà", "cp1251>cp1252", "привет, как дела"),
        ("cafÃƒÂ© crÃƒÂ¨me", "utf-8>cp1252>utf-8>cp1252", "café crème"),
        ("plain\nã‚¢ãƒ‹ãƒ¡", "utf-8>cp1252", "アニメ"),
        ("rien à déclarer", "", "rien à déclarer"),
    ],
)
def test_the_likeliest_reading_is_first(text: str, channel: str, reading: str) -> None:
    first, *others = readings(text)
    assert (first.channel, first.text) == (channel, reading)
    assert first.bits >= max((each.bits for each in others), default=0.0)
    stands = [each for each in (first, *others) if not each.channel]
    assert [each.bits for each in stands] == [0.0]
    assert len({each.text for each in (first, *others)}) == len(others) + 1
    if channel:
        assert channel_named(channel).undo(text) is not None


def test_the_text_itself_is_always_among_them() -> None:
    assert [each.channel for each in readings("cafÃƒÂ© crÃƒÂ¨me", 2)][1:] == [""]
    assert [each.text for each in readings("", 2)] == [""]
    assert [each.text for each in readings("one\ntwo")] == ["one"]


def test_the_commands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("good.txt").write_text("привет\nмир\n", encoding="utf-8")
    Path("bad.txt").write_text(sent("привет\nмир\n", "cp1251", "cp1252"), encoding="utf-8")
    Path("old.txt").write_bytes("привет, как дела".encode("koi8-r"))
    assert main(["learn", "good.txt", "bad.txt"]) == 0
    told = capsys.readouterr().out.splitlines()
    assert told[0] == "cp1251>cp1252"
    assert told[-1] == "  to undo it: fixenc --channel 'cp1251>cp1252' PATHS"
    assert main(["learn", "é", "Ã©", "--output-format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["channel"]["channel"] == "utf-8>cp1252"
    assert main(["learn", "déjà vu", "something else"]) == 1
    assert main(["learn", "same", "same"]) == 2
    assert main(["decode", "bad.txt", "-n", "1", "--color", "never"]) == 0
    capsys.readouterr()
    assert main(["decode", "ïðèâåò", "-n", "2"]) == 0
    assert capsys.readouterr().out.startswith("1. cp1251>cp1252 (language ru, +")
    assert main(["decode", "old.txt", "--output-format", "json"]) == 0
    first = json.loads(capsys.readouterr().out)["readings"][0]
    assert (first["encoding"], first["text"]) == ("koi8-r", "привет, как дела")
    assert main(["-iq", "--channel", "cp1251>cp1252", "bad.txt"]) == 0
    assert Path("bad.txt").read_text(encoding="utf-8") == "привет\nмир\n"
    assert main(["undo"]) == 0
    assert "--channel 'cp1251>cp1252'" in capsys.readouterr().out
    assert Path("bad.txt").read_text(encoding="utf-8") == sent("привет\nмир\n", "cp1251", "cp1252")
