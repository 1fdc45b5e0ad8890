"""The names that formats have for codecs, by their documentation.

From the names in lower case to codecs of Python; empty for codecs that Python does not have.
Of several names of a codec the first is written, as it stands here.
"""

from __future__ import annotations

LATINS = {f"latin{number}": f"iso8859-{number}" for number in range(1, 5)}

# https://ctan.org/pkg/inputenc
LATEX = {
    "utf8": "utf-8",
    "utf8x": "utf-8",
    **LATINS,
    "latin5": "iso8859-9",
    "latin9": "iso8859-15",
    "latin10": "iso8859-16",
    "ansinew": "cp1252",
    "applemac": "mac-roman",
    "macce": "mac-latin2",
}
# https://ctan.org/pkg/cjk
CJK = {
    "UTF8": "utf-8",
    "gb": "gb2312",
    "gbk": "gbk",
    "bg5": "big5",
    "sjis": "shift_jis",
    "ks": "euc_kr",
}
# https://www.texdev.net/2011/03/24/texworks-magic-comments/
TEX_COMMENT = {
    "utf-8 unicode": "utf-8",
    "isolatin": "iso8859-1",
    "isolatin2": "iso8859-2",
    "isolatin5": "iso8859-9",
    "isolatin9": "iso8859-15",
    "windows latin 1": "cp1252",
    "macosroman": "mac-roman",
}
# https://www.postgresql.org/docs/current/multibyte.html
POSTGRES = {
    "utf8": "utf-8",
    "unicode": "utf-8",
    "sql_ascii": "",
    "koi8r": "koi8-r",
    "koi8": "koi8-r",
    "koi8u": "koi8-u",
    "win": "cp1251",
    "alt": "cp866",
    "win866": "cp866",
    "win874": "cp874",
    **{f"win{number}": f"cp{number}" for number in range(1250, 1259)},
    **LATINS,
    "latin5": "iso8859-9",
    "latin6": "iso8859-10",
    "latin7": "iso8859-13",
    "latin8": "iso8859-14",
    "latin9": "iso8859-15",
    "latin10": "iso8859-16",
    **{f"iso_8859_{number}": f"iso8859-{number}" for number in range(5, 9)},
    "euc_cn": "gb2312",
    "sjis": "cp932",
    "uhc": "cp949",
    "euc_tw": "",
    "mule_internal": "",
}
# https://dev.mysql.com/doc/refman/8.4/en/charset-charsets.html
MYSQL = {
    "utf8mb4": "utf-8",
    "utf8mb3": "utf-8",
    "utf8": "utf-8",
    "latin1": "cp1252",
    "latin2": "iso8859-2",
    "latin5": "iso8859-9",
    "latin7": "iso8859-13",
    "koi8r": "koi8-r",
    "koi8u": "koi8-u",
    "greek": "iso8859-7",
    "hebrew": "iso8859-8",
    "tis620": "iso8859-11",
    "macroman": "mac-roman",
    "macce": "mac-latin2",
    "sjis": "shift_jis",
    "ujis": "euc_jp",
    "eucjpms": "euc_jp",
    "euckr": "euc_kr",
    "hp8": "hp-roman8",
    **dict.fromkeys(("binary", "dec8", "swe7", "armscii8", "geostd8", "keybcs2"), ""),
}
# GEDCOM 5.5.1, CHARACTER_SET; IBMPC and ANSI are what programs write beside it.
GEDCOM = {
    "UTF-8": "utf-8",
    "utf-8": "utf-8",
    "unicode": "utf-16",
    "ascii": "ascii",
    "ansi": "cp1252",
    "ibmpc": "cp437",
    "macintosh": "mac-roman",
    "ansel": "",
}
# hunspell(5)
HUNSPELL = {"UTF-8": "utf-8", "microsoft-cp1251": "cp1251", "tis620-2533": "iso8859-11"}
