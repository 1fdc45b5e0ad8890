"""Kinds of hostile text, each of which can be built in any size."""

from __future__ import annotations

import random
from collections.abc import Callable

Builder = Callable[[int], bytes]


def repeated(piece: str) -> Builder:
    """``piece`` over and over, as UTF-8."""
    data = piece.encode("utf-8", "surrogatepass")
    return lambda size: data * (size // len(data))


def _misread(text: str, times: int) -> str:
    for _ in range(times):
        text = text.encode("utf-8").decode("latin-1")
    return text


def _nested_entity(size: int) -> bytes:
    return ("&" + "amp;" * ((size - 6) // 4) + "eacute;").encode()


def _one_accent(size: int) -> bytes:
    return ("a" * (size // 2) + "\xe9" + "a" * (size // 2)).encode()


def _one_misread_accent(size: int) -> bytes:
    return ("a" * (size // 2) + "\xc3\xa9" + "a" * (size // 2)).encode()


def _misread_in(text: str, codec: str) -> str:
    return text.encode("utf-8").decode(codec)


def _random_bytes(size: int) -> bytes:
    return random.Random(17).randbytes(size)


def _random_text(size: int) -> bytes:
    """Random Latin-1 letters and spaces, as UTF-8."""
    letters = "etaoin shrdlu\xe2\xc3\xa9\xa0\u20ac\n"
    return "".join(random.Random(17).choices(letters, k=size)).encode()[:size]


def _in_codec(text: str, codec: str) -> Builder:
    data = text.encode(codec)
    return lambda size: data * (size // len(data))


def _within(start: str, piece: str, end: str) -> Builder:
    """``piece`` over and over between a start and an end."""
    body = repeated(piece)
    return lambda size: start.encode() + body(size - len(start + end)) + end.encode()


def _nested(start: str, middle: str, end: str) -> Builder:
    def build(size: int) -> bytes:
        depth = size // len(start + end)
        return (start * depth + middle + end * depth).encode()

    return build


def _numbered(line: str, start: str = "", end: str = "") -> Builder:
    """Lines that differ in a number, written ``{}``."""

    def build(size: int) -> bytes:
        lines, length, number = [start], len(start) + len(end), 0
        while length < size:
            lines.append(line.replace("{}", str(number)))
            length += len(lines[-1].encode())
            number += 1
        return "".join([*lines, end]).encode()

    return build


CYRILLIC = (
    "\u041e\u0431\u044b\u0447\u043d\u044b\u0439 \u0442\u0435\u043a\u0441\u0442 "
    "\u043e \u043f\u043e\u0433\u043e\u0434\u0435 "
)
CHINESE = "\u6c49\u5b57\u662f\u4e2d\u6587\u7684\u6587\u5b57\uff0c"
ACCENTED = "Un caf\xe9 cr\xe8me \xe0 la gar\xe7onni\xe8re "
DAMAGED = "caf\xc3\xa9 \xe2\u20ac\u0153cr\xc3\xa8me\xe2\u20ac\x9d "

KINDS: dict[str, Builder] = {
    # Characters that damage leaves, by themselves and in words.
    "circumflex": repeated("\xe2"),
    "circumflex words": repeated("\xe2word "),
    "circumflex lines": repeated("It wasn\xe2t me, \xe2he said.\xe2\n"),
    "circumflex after words": repeated("word\xe2s "),
    "circumflex between words": repeated("word \xe2 "),
    "numbered circumflex lines": _numbered("It wasn\xe2t {}, \xe2he said.\xe2\n"),
    "capital a tilde": repeated("\xc3"),
    "replacement characters": repeated("\ufffd"),
    "replacement words": repeated("t\ufffdm\ufffdn "),
    "replacement lines": repeated("Le caf\ufffd est tr\ufffds bon.\n"),
    "question words": repeated("caf? cr?me "),
    "question marks": repeated("?"),
    "question marks and mojibake": repeated("\xc3? la cr\xc3\xa8me "),
    "nul": lambda size: b"word " * 820 + b"\0" * (size - 4100),
    "combining marks": repeated("\u0301"),
    "right to left": repeated("\u202e"),
    "surrogates in UTF-8": repeated("\ud83d"),
    "control characters": repeated("don\x92t \x93word\x94 "),
    "low control characters": repeated("I\x19m \x1cword\x1d "),
    "no-break spaces": repeated("\xc3\xa0 la \xc3  "),
    "emoji": repeated("\U0001f600"),
    "ligatures": repeated("\ufb01"),
    "wide characters": repeated("\uff21\uff22 "),
    "decomposed letters": repeated("e\u0301a\u0300 "),
    "line separators": repeated("word\u2028"),
    "byte order marks": repeated("\ufeff"),
    "misread byte order marks": repeated("\xef\xbb\xbf"),
    "terminal escapes": repeated("\x1b[31mword\x1b[0m "),
    # Mojibake.
    "mojibake": repeated("\xc3\xa9"),
    "mojibake words": repeated("caf\xc3\xa9 "),
    "mojibake lines": repeated(DAMAGED + "\n"),
    "mojibake in one line": repeated(DAMAGED),
    "numbered mojibake": _numbered("caf\xc3\xa9{} "),
    "mojibake euro": repeated("\xe2\u20ac\u2122"),
    "deep mojibake": repeated(_misread("\xe9 ", 6)),
    "double mojibake": repeated(_misread("caf\xe9 ", 2)),
    "double mojibake lines": repeated(_misread(ACCENTED, 2) + "\n"),
    "one mojibake in a word": _one_misread_accent,
    "one accent in a word": _one_accent,
    "misread cyrillic": repeated("\xef\xf0\xe8\xe2\xe5\xf2 "),
    "cyrillic UTF-8 as cp1252": repeated(
        _misread_in("\u043f\u0440\u0438\u0432\u0435\u0442 ", "latin-1")
    ),
    "cyrillic UTF-8 as cp1251": repeated("\u0420\u045f\u0421\u0402\u0420\u0451 "),
    "chinese UTF-8 as cp1252": repeated(_misread(CHINESE, 1)),
    "UTF-8 as GBK": repeated("\u8117\u6f0f don\u9225\u6a9b "),
    "koi8-r as cp1251": repeated(CYRILLIC.encode("koi8-r").decode("cp1251")),
    "emoji misread": repeated("\xf0\u0178\u02dc\u20ac "),
    "mixture of misreadings": repeated(DAMAGED + "\u0420\u045f\u0421\u0402 \xef\xf0\xe8 It\xe2s "),
    # Escapes.
    "entities": repeated("&amp;"),
    "entities of entities": repeated("&amp;amp;eacute; "),
    "one nested entity": _nested_entity,
    "open entities": repeated("&"),
    "references of bytes": repeated("&#xc3;&#xa9;"),
    "references of bytes and spaces": repeated("&#xc3;&#xa9; "),
    "decimal references": repeated("caf&#195;&#169; "),
    "backslashes": repeated("\\"),
    "escapes": repeated("\\u00c3\\u00a9"),
    "escapes and spaces": repeated("\\u00c3\\u00a9 "),
    "hexadecimal escapes": repeated("\\xc3\\xa9 "),
    "percent escapes": repeated("%C3%A9"),
    "percent escapes and spaces": repeated("%C3%A9 "),
    "percent signs": repeated("%"),
    "quoted-printable": repeated("=C3=A9"),
    "quoted-printable and spaces": repeated("=C3=A9 "),
    "soft line breaks": repeated("caf=C3=A9 =\n"),
    "equals signs": repeated("="),
    # Fine text and spaces.
    "box drawing": repeated("\u2500"),
    "mixed box drawing": repeated("\u2551\u2592\u2564"),
    "cyrillic": repeated("\u0436"),
    "cyrillic words": repeated(CYRILLIC),
    "chinese": repeated(CHINESE),
    "accented": repeated(ACCENTED),
    "random text": _random_text,
    "carriage returns": lambda size: b"\r" * size,
    "line feeds": lambda size: b"\n" * size,
    "spaces": lambda size: b" " * size + b"\xc3\xa9",
    "pragmas": repeated("fixenc: off\xe2\nfixenc: on\n"),
    # Punctuation.
    "quotation marks": repeated('"'),
    "curly quotation marks": repeated("\u201c"),
    "quotation marks and spaces": repeated(" \u201d "),
    "quotations": repeated("\u201cWord,\u201c he said. "),
    "spaced quotations": repeated("said,\u201c Come in,\u201d "),
    "spaced apostrophes": repeated("Putin 's O 'Malley "),
    "apostrophes": repeated("'"),
    # Bytes that are no UTF-8.
    "lone bytes": lambda size: b"\xc3\xa9\xc3\xa9\x92" * (size // 5),
    "stray bytes in words": lambda size: b"caf\xc3\xa9 don\x92t " * (size // 13),
    "stray bytes in lines": lambda size: b"caf\xc3\xa9 don\x92t\n" * (size // 13),
    "random bytes": _random_bytes,
    "legacy": lambda size: b"\xe9\xe8 " * (size // 3),
    "legacy words": lambda size: b"d\xe9j\xe0 vu " * (size // 8),
    "cp1251": _in_codec(CYRILLIC, "cp1251"),
    "cp1251 lines": _in_codec(CYRILLIC + "\n", "cp1251"),
    "koi8-r": _in_codec(CYRILLIC, "koi8-r"),
    "koi8-r lines": _in_codec(CYRILLIC + "\n", "koi8-r"),
    "gb18030": _in_codec(CHINESE, "gb18030"),
    "utf-16": lambda size: (ACCENTED * (size // 2 // len(ACCENTED))).encode("utf-16"),
    "utf-16 without a mark": lambda size: (ACCENTED * (size // 2 // len(ACCENTED))).encode(
        "utf-16-le"
    ),
    # Formats: the name before the colon is the suffix of the file.
    "json: escapes": _within('{"a": "', "\\u00c3\\u00a9", '"}\n'),
    "json: escapes and spaces": _within('{"a": "', "\\u00c3\\u00a9 ", '"}\n'),
    "json: keys": _numbered('"caf\xc3\xa9{}": "cr\xc3\xa8me",\n', "{\n", '"a": 1}\n'),
    "json: one list": _within("[", '"caf\xc3\xa9", ', '"a"]\n'),
    "json: deep lists": _nested("[", '"caf\xc3\xa9"', "]"),
    "jsonl: lines": _numbered('{"text": "caf\xc3\xa9 {}", "n": {}}\n'),
    "csv: one cell": _within('a,"', DAMAGED, '"\n'),
    "csv: one row": repeated("caf\xc3\xa9,"),
    "csv: rows": repeated("caf\xc3\xa9,cr\xc3\xa8me,1\n"),
    "html: one attribute": _within('<p title="', DAMAGED, '">a</p>\n'),
    "html: attributes": _within("<p ", 'title="caf\xc3\xa9" ', ">a</p>\n"),
    "html: elements": repeated('<p title="caf\xc3\xa9">cr\xc3\xa8me</p>\n'),
    "html: deep": _nested("<div>", "caf\xc3\xa9", "</div>"),
    "html: open tags": repeated("<"),
    "html: comments": repeated("<!-- caf\xc3\xa9 "),
    "xml: deep": _nested("<a>", "caf\xc3\xa9", "</a>"),
    "xml: elements": _within("<r>", '<a b="caf\xc3\xa9">cr\xc3\xa8me</a>\n', "</r>\n"),
    "xml: sections": repeated("<![CDATA[caf\xc3\xa9 "),
    "toml: dotted keys": _numbered('a.b.c{} = "caf\xc3\xa9"\n'),
    "toml: one dotted key": _within("", "a.", 'b = "caf\xc3\xa9"\n'),
    "toml: one array": _within("a = [", '"caf\xc3\xa9", ', "]\n"),
    "yaml: keys": _numbered('key{}: "caf\xc3\xa9"\n'),
    "po: messages": _numbered('msgid "coffee {}"\nmsgstr "caf\xc3\xa9 {}"\n\n'),
    "po: one message": _within('msgid "a"\nmsgstr ""\n', '"caf\xc3\xa9 \\n"\n', "\n"),
    "md: paragraphs": repeated("# Caf\xc3\xa9\n\nIt wasn\xe2t `caf\xc3\xa9` me.\n\n"),
    "md: code marks": repeated("`caf\xc3\xa9"),
    "py: comments": repeated("# caf\xc3\xa9\n"),
    "py: strings": _numbered('a{} = "caf\xc3\xa9"\n'),
    "py: one string": _within('a = "', "caf\xc3\xa9 ", '"\n'),
    "py: brackets": _nested("(", "", ")"),
    "c: comments": repeated("/* caf\xc3\xa9 */ int a;\n"),
    "c: one comment": _within("/*", " caf\xc3\xa9\n", "*/\n"),
    "sql: rows": _numbered("INSERT INTO a VALUES ({}, 'caf\xc3\xa9');\n"),
    "tex: lines": repeated("\\section{caf\xc3\xa9} % cr\xc3\xa8me\n"),
    "eml: lines": _within(
        "Subject: a\nContent-Type: text/plain\n\n", "caf=C3=A9 caf\xc3\xa9\n", ""
    ),
    "properties: keys": _numbered("key{} = caf\\u00c3\\u00a9\n"),
    "ini: keys": _numbered("key{} = caf\xc3\xa9\n", "[a]\n"),
    "srt: lines": _numbered("{}\n00:00:01,000 --> 00:00:02,000\nIt wasn\xe2t me.\n\n"),
}


def path(kind: str) -> str:
    """Return a file's name for the text of a kind."""
    suffix, colon, _ = kind.partition(": ")
    return f"hostile.{suffix}" if colon else "<hostile>"
