"""Bytes to text and back: nothing is lost, whatever the bytes are."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fixenc.files import FileProblem, decode, encode

ANY_CODEC = ["utf-8", "utf-16", "utf-32", "cp1252", "koi8-r", "cp932", "big5", "gb18030", "euc-kr"]


@settings(deadline=None)  # the first detection loads models
@given(
    st.binary(max_size=60)
    | st.builds(
        lambda text, codec, mark: mark + text.encode(codec, "replace"),
        st.text(max_size=30),
        st.sampled_from(ANY_CODEC),
        st.sampled_from([b"", codecs.BOM_UTF8]),
    )
)
def test_every_byte_comes_back(data: bytes) -> None:
    try:
        document = decode(data)
    except FileProblem:
        assert data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE))
    else:
        assert encode(document.text, document) == data


@given(st.binary(max_size=60), st.sampled_from([*ANY_CODEC, "utf-7", "hz", "iso2022_jp", "cp424"]))
def test_every_byte_comes_back_from_a_codec_that_was_named(data: bytes, codec: str) -> None:
    try:
        document = decode(data, encoding=codec)
    except FileProblem:
        with pytest.raises(UnicodeError):
            data.decode(codec)
    else:
        assert encode(document.text, document) == data


@pytest.mark.parametrize(
    ("data", "encoding", "text", "bom"),
    [
        (b"", "utf-8", "", b""),
        (b"a", "utf-8", "a", b""),
        ("na\xefve\r\n".encode(), "utf-8", "na\xefve\r\n", b""),
        (b"\xef\xbb\xbfa", "utf-8", "a", b"\xef\xbb\xbf"),
        (b"\xff\xfea\0", "utf-16-le", "a", b"\xff\xfe"),
        (b"\xfe\xff\0a", "utf-16-be", "a", b"\xfe\xff"),
        (b"\xff\xfe\0\0a\0\0\0", "utf-32-le", "a", b"\xff\xfe\0\0"),
        (b"\0\0\xfe\xff\0\0\0a", "utf-32-be", "a", b"\0\0\xfe\xff"),
        ("Война и мир\n".encode("utf-16-le"), "utf-16-le", "Война и мир\n", b""),
        ("Война и мир\n".encode("utf-16-be"), "utf-16-be", "Война и мир\n", b""),
        ("war\n".encode("utf-32-be"), "utf-32-be", "war\n", b""),
        ("\xe9\xe8\xea".encode() + b"\x93", "utf-8", "\xe9\xe8\xea\udc93", b""),
    ],
)
def test_what_the_bytes_say(data: bytes, encoding: str, text: str, bom: bytes) -> None:
    document = decode(data)
    assert (document.encoding, document.text, document.bom) == (encoding, text, bom)


@pytest.mark.parametrize(
    ("data", "encoding", "message"),
    [
        (b"\xff\xfea", None, "x: is not valid utf-16-le at byte 0"),
        (b"abc", "utf-16", "x: is not valid utf-16-le at byte 2"),
        (b"abc", "no-such", "x: there is no text encoding named 'no-such'"),
        (b"abc", "hex", "x: there is no text encoding named 'hex'"),
    ],
)
def test_what_cannot_be_read(data: bytes, encoding: str | None, message: str) -> None:
    with pytest.raises(FileProblem) as caught:
        decode(data, path="x", encoding=encoding)
    assert str(caught.value).startswith(message)


def test_a_character_without_bytes_is_named() -> None:
    document = decode(b"caf\xe9", path="x", encoding="cp1252")
    with pytest.raises(FileProblem, match=r"x: has no room for U\+03B1 GREEK SMALL .* in cp1252"):
        encode("caf\N{GREEK SMALL LETTER ALPHA}", document)


def test_a_file_that_its_codec_would_not_write_back_is_not_edited_in_it() -> None:
    data = b"\x87\x90 x"  # a second way in Shift-JIS to write the character of 81 e0
    document = decode(data, path="x", encoding="cp932")
    assert encode(document.text, document) == data
    with pytest.raises(FileProblem, match="would change elsewhere"):
        encode(document.text + "y", document)
