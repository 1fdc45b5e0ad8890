"""In ftfy's place: what its settings mean, they mean here."""

from __future__ import annotations

import pickle
import re
from collections.abc import Callable
from html.entities import html5
from typing import Any

import ftfy
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import fixenc
from fixenc.core.document import Document
from fixenc.engine.repair import repair
from fixenc.integrations.ftfy import (
    PRESETS,
    Preset,
    TextFixerConfig,
    policy,
)
from fixenc.rules.lost_bytes import lost_letter

NO_REPAIRS = ftfy.TextFixerConfig(fix_encoding=False)

# What ftfy's fixers look for, in pieces that can make a whole; but nothing that fixenc
# would repair, since ftfy would do that in another way.
PIECES = st.sampled_from(
    [
        *"ab &;[0m\n\r\t\x00\x07\x0c\x1b\x7f\x85\x91\x93",
        *"\ufb01\ufb05\u0149\u01c5\uff21\uff76\uff9e\u3000\uffe8\u2018\u201d\u02bc\u2028\u2029",
        *"e\u0301\u0327\u212b\xb2\u0958\ud83d\udca9\udc80\ufeff\ufffc\u206a\u200d",
        *("&amp;", "&eacute;", "&EACUTE;", "&#233;", "&#x27;", "&#128;", "&#55357;", "&nope;"),
        *("\x1b[31m", "\x1b[1;2", "\r\n", "&amp;lt;", "&lt;", "<", "&#38;#60;", "\u2039"),
    ]
)
CHARACTERS = st.one_of(
    PIECES,
    st.characters(),
    st.characters(max_codepoint=0x3000),
    st.sampled_from(sorted(html5)).map(lambda name: f"&{name}"),
    st.sampled_from(sorted(html5)).map(lambda name: f"&{name.upper()}"),
    st.integers(0, 0x120000).map(lambda number: f"&#{number};"),
)
SWITCHES = [
    "remove_terminal_escapes", "fix_c1_controls", "fix_latin_ligatures", "fix_character_width",
    "uncurl_quotes", "fix_line_breaks", "fix_surrogates", "remove_control_chars",
]  # fmt: skip
FORMS = ["NFC", "NFD", "NFKC", "NFKD"]
NOTHING = NO_REPAIRS._replace(
    unescape_html=False, normalization=None, **dict.fromkeys(SWITCHES, False)
)
ONE_BY_ONE = [
    *((name, True) for name in SWITCHES),
    *(("unescape_html", value) for value in ("auto", True)),
    *(("normalization", form) for form in FORMS),
]
# A setting that is null, as in a file of settings, is off.
SETTINGS = st.fixed_dictionaries(
    {},
    optional={
        "unescape_html": st.sampled_from(["auto", True, False, None]),
        **{name: st.sampled_from([True, False, None]) for name in SWITCHES},
        "normalization": st.sampled_from([*FORMS, None]),
    },
)


@pytest.mark.parametrize(("setting", "value"), ONE_BY_ONE)
@given(text=st.lists(CHARACTERS, max_size=12).map("".join))
def test_each_fixer_alone_does_what_ftfys_does(setting: str, value: Any, text: str) -> None:
    config = NOTHING._replace(**{setting: value})
    assert fixenc.fix_text(text, config) == ftfy.fix_text(text, config)


@given(st.lists(PIECES, max_size=12).map("".join), SETTINGS)
def test_the_other_fixers_do_what_ftfys_do(text: str, settings: dict[str, Any]) -> None:
    # Two differences, both between fixers that meet.  Commands that become whole only by what
    # other fixers do end elsewhere: fixenc removes commands first, ftfy nearly last.  And ftfy
    # splits lines at "\n" alone before it looks for a "<", fixenc at all that becomes one.
    assume(not ("<" in text and set(text) & set("\r\x85\u2028\u2029")))
    assume(text.count("\x1b") < 2 and not re.search(r"\x1b\[[0-9;]*([^0-9;A-Za-z]|$)", text))
    config = NO_REPAIRS._replace(**settings)
    assert fixenc.fix_text(text, config) == ftfy.fix_text(text, config)


def test_the_settings_are_ftfys() -> None:
    assert TextFixerConfig._fields == ftfy.TextFixerConfig._fields
    assert TextFixerConfig._field_defaults == ftfy.TextFixerConfig._field_defaults


@pytest.mark.parametrize(
    ("settings", "text", "repaired"),
    [
        ({"explain": False}, "“It wasn\xe2t me” — caf\xc3\xa9", '"It wasn\'t me" — café'),
        ({"uncurl_quotes": False}, "“It wasn\xe2t me”", "“It wasn’t me”"),
        ({"fix_encoding": False}, "caf\xc3\xa9", "caf\xc3\xa9"),
        (
            {"unescape_html": False},
            "caf&Atilde;&copy; &amp; cr\xc3\xa8me br\xc3\xbbl\xc3\xa9e",
            "caf&Atilde;&copy; &amp; crème brûlée",
        ),
        ({"unescape_html": "auto"}, "<b>&amp;\n&amp;", "<b>&amp;\n&amp;"),
        ({"unescape_html": "auto"}, "&amp;\n<b>\n&amp;", "&\n<b>\n&amp;"),
        ({"unescape_html": "auto"}, "&amp;lt;\n&amp;", "<\n&"),
        ({"unescape_html": "auto"}, "&amp;\n\u2039", "&\n\u2039"),
        ({"unescape_html": None}, "&amp;", "&amp;"),
        ({"unescape_html": True}, "<b>&amp;\n&amp;", "<b>&\n&"),
        (
            {"explain": False},
            "d\xc3\xa9j\xc3  vu — l\xe2\u20ac\u2122\xc3\xa9t\xc3\xa9",
            "déjà vu — l'été",
        ),
        (
            {"restore_byte_a0": False},
            "d\xc3\xa9j\xc3  vu — l\xe2\u20ac\u2122\xc3\xa9t\xc3\xa9",
            "d\xc3\xa9j\xc3  vu — l'été",
        ),
        (
            {"replace_lossy_sequences": False},
            "It wasn\xe2t me, d\xc3\xa9j\xc3  vu",
            "It wasn\xe2t me, déjà vu",
        ),
        (
            {"explain": True},
            "Le caf\xe9 et la cr\xc3\xa8me br\xc3\xbbl\xc3\xa9e.\nLa th\xc3\xa8se na\xc3\xafve.",
            "Le café et la crème brûlée.\nLa thèse naïve.",
        ),
        (
            {"decode_inconsistent_utf8": False},
            "Le caf\xe9 et la cr\xc3\xa8me br\xc3\xbbl\xc3\xa9e.\nLa th\xc3\xa8se na\xc3\xafve.",
            "Le café et la cr\xc3\xa8me br\xc3\xbbl\xc3\xa9e.\nLa thèse naïve.",
        ),
    ],
)
def test_a_setting_holds_the_repairs(settings: dict[str, Any], text: str, repaired: str) -> None:
    assert fixenc.fix_text(text, **settings) == repaired
    assert fixenc.fix_text(text, ftfy.TextFixerConfig(**settings)) == repaired


@pytest.mark.parametrize(
    ("preset", "repaired"),
    [
        ("default", "“It wasn’t me who said that”, &amp;\x07 \ufb01"),
        ("ftfy", '"It wasn\'t me who said that", & fi'),
        ("web", "“It wasn’t me who said that”, & \ufb01"),
    ],
)
def test_presets(preset: Preset, repaired: str) -> None:
    text = "“It wasn\xe2t me who said that”, &amp;\x07 \ufb01"
    assert fixenc.fix_text(text, preset) == repaired
    sent = pickle.loads(pickle.dumps(policy(preset)))
    assert repair(Document(text), sent).text == repaired


def test_web_is_what_datatrove_asks_for() -> None:
    formatters = pytest.importorskip("datatrove.pipeline.formatters")
    assert PRESETS["web"] == formatters.FTFYFormatter().config


def test_lines_that_are_too_long_are_repaired_in_pieces() -> None:
    misread = "\xc3\xa9t\xc3\xa9 "
    assert fixenc.fix_text(f"{misread}\n{misread}", uncurl_quotes=False) == "été \nété "
    # Cut between its two characters, the letter is no evidence of anything.
    assert fixenc.fix_text("\xc3\xa9", max_decode_length=1) == "\xc3\xa9"
    assert fixenc.fix_text("ab\nd\xc3\xa9j\xc3\xa0\n" * 2, max_decode_length=7) == "ab\ndéjà\n" * 2


def test_unsafe_fixes_go_with_settings() -> None:
    [(damaged, repaired)] = lost_letter.damaged.items()
    assert fixenc.fix_text(damaged, "web") == damaged
    assert fixenc.fix_text(damaged, "web", unsafe_fixes=True) == repaired


@pytest.mark.parametrize("fix_text", [ftfy.fix_text, fixenc.fix_text])
def test_the_old_name_of_a_setting_warns(fix_text: Callable[..., str]) -> None:
    with pytest.warns(DeprecationWarning, match="unescape_html") as caught:
        assert fix_text("&amp;", fix_entities=False) == "&amp;"
    if fix_text is fixenc.fix_text:
        assert caught[0].filename == __file__


@pytest.mark.parametrize("fix_text", [ftfy.fix_text, fixenc.fix_text])
@pytest.mark.parametrize("config", [None, TextFixerConfig(), ftfy.TextFixerConfig()])
def test_an_unknown_setting_is_an_error(fix_text: Callable[..., str], config: Any) -> None:
    with pytest.raises((TypeError, ValueError), match="fix_everything"):
        fix_text("text", config, fix_everything=True)


@pytest.mark.parametrize(
    ("settings", "problem"),
    [
        ({"config": "wep"}, "there is no preset 'wep'; there are: default, ftfy, web"),
        ({"normalization": "NFX"}, "normalization is NFC, NFD, NFKC, NFKD or None, not 'NFX'"),
        ({"max_decode_length": 0}, "max_decode_length is 1 or more, not 0"),
    ],
)
def test_a_wrong_value_is_an_error(settings: dict[str, Any], problem: str) -> None:
    with pytest.raises(ValueError, match=f"^{problem}$"):
        fixenc.fix_text("text", **settings)


def test_keywords_beside_default_change_nothing_else() -> None:
    text = "“It wasn\xe2t me”, &amp;\x07 \ufb01 &Atilde;&copy;t&Atilde;&copy;\r\n"
    plain = fixenc.fix_text(text)
    assert "été" in plain
    assert fixenc.fix_text(text, "default", fix_latin_ligatures=False) == plain
    ligature = fixenc.fix_text(text, "default", fix_latin_ligatures=True)
    assert ligature == plain.replace("\ufb01", "fi")
    assert "&Atilde;" in fixenc.fix_text(text, "default", unescape_html=False)
    assert fixenc.fix_text(text, "default", fix_encoding=False) == text


@pytest.mark.parametrize("config", [{"a": 1}, 5, True])
@pytest.mark.parametrize("keywords", [{}, {"uncurl_quotes": False}])
def test_settings_of_another_type_are_an_error(config: Any, keywords: dict[str, Any]) -> None:
    with pytest.raises(TypeError, match=r"^config is a TextFixerConfig or one of default, ftfy"):
        fixenc.fix_text("text", config, **keywords)


@pytest.mark.parametrize("call", [fixenc.fix_text, fixenc.repair])
@pytest.mark.parametrize(
    ("text", "kind", "problem"),
    [
        (b"abc", UnicodeError, "bytes are no text yet: decode them, or call fixenc.repair_bytes"),
        (b"caf\xc3\xa9", UnicodeError, "bytes are no text yet: decode them"),
        (bytearray(b"a"), UnicodeError, "bytes are no text yet: decode them"),
        (None, TypeError, "text is a str, not NoneType"),
        (5, TypeError, "text is a str, not int"),
        (["caf\xe9"], TypeError, "text is a str, not list"),
        ([], TypeError, "text is a str, not list"),
    ],
)
def test_what_is_no_text_is_refused(
    call: Callable[..., object], text: object, kind: type[Exception], problem: str
) -> None:
    with pytest.raises(kind, match=f"^{problem}"):
        call(text)


@pytest.mark.parametrize(
    ("call", "data"), [(fixenc.repair, "text"), (fixenc.repair_bytes, b"text")]
)
@pytest.mark.parametrize("parameter", ["select", "ignore"])
def test_names_of_rules_are_checked(
    call: Callable[..., object], data: object, parameter: str
) -> None:
    with pytest.raises(TypeError, match=f"^{parameter} is a set of names.*: pass {{'mojibake'}}$"):
        call(data, **{parameter: "mojibake"})
    with pytest.raises(ValueError, match=f"^{parameter}: .*'mojibak'; did you mean 'mojibake'"):
        call(data, **{parameter: ["mojibak"]})
    call(data, **{parameter: ["mojibake"]})


def test_text_is_refused_where_bytes_are_due() -> None:
    with pytest.raises(TypeError, match=r"call fixenc\.repair$"):
        fixenc.repair_bytes("text")  # type: ignore[arg-type]


def test_bytes_are_refused() -> None:
    for fix_text in (ftfy.fix_text, fixenc.fix_text):
        with pytest.raises(UnicodeError):
            fix_text(b"caf\xc3\xa9", uncurl_quotes=False)  # type: ignore[arg-type]
