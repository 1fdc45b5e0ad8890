"""The codecs that text goes through: one row each, and nothing about a codec elsewhere.

Python's name, the name that people know, how unlikely the codec is before a text is looked
at, and the languages whose files were written in it.

The bits of improbability follow how often people meet a codec: UTF-8 and windows-1252 are
met everywhere, the other codecs of Windows where their languages are written, those of DOS
and of the Macintosh on old disks, and some ISO 8859 parts hardly ever.  W3Techs' "Usage
statistics of character encodings for websites" (2010 to 2024) gives the order of the codecs
of Windows and ISO 8859; one bit is a factor of two.
"""

from __future__ import annotations

from dataclasses import dataclass

_WEST = "en de fr es it pt nl sv da nb nn fi is ca gl eu oc br ga gd gv fo af an id ms fil sw cy sq"
_CENTRAL = "cs hu pl ro sh sk sl sq bs de dsb hsb"
_CYRILLIC = "ru uk be bg mk sr"
_BALTIC = "lt lv et"


@dataclass(frozen=True)
class Codec:
    """One codec.

    ``improbability`` is in bits.  ``languages`` are codes of the languages that were written
    in the codec before UTF-8; an empty tuple stands for all.  ``wide`` codecs take one to
    four bytes for a character.
    """

    name: str
    display: str
    improbability: float
    languages: tuple[str, ...] = ()
    wide: bool = False

    @property
    def platform(self) -> str:
        """The system whose programs write the codec: ``mac``, ``dos`` or neither."""
        number = self.name.removeprefix("cp")
        if self.name.startswith("mac_"):
            return "mac"
        is_dos = number.isdigit() and (len(number) == 3 and not self.wide and self.name != "cp874")
        return "dos" if is_dos else ""

    @property
    def is_utf8(self) -> bool:
        """Whether the codec is UTF-8 itself."""
        return self.name == "utf-8"


def _row(
    name: str, display: str, improbability: float, languages: str, *, wide: bool = False
) -> Codec:
    return Codec(name, display, improbability, tuple(languages.split()), wide)


CODECS = (
    _row("utf-8", "UTF-8", 0, "", wide=True),
    _row("cp1252", "windows-1252", 0, _WEST),
    _row("latin-1", "Latin-1", 1, _WEST),
    _row("cp1250", "windows-1250", 1, _CENTRAL),
    _row("cp1251", "windows-1251", 1, _CYRILLIC),
    _row("cp1253", "windows-1253", 2.5, "el"),
    _row("cp1254", "windows-1254", 2, "tr ku az"),
    _row("cp1255", "windows-1255", 2.5, "he"),
    _row("cp1256", "windows-1256", 2.5, "ar fa ur ug ckb"),
    _row("cp1257", "windows-1257", 2.5, _BALTIC),
    _row("cp1258", "windows-1258", 5, "vi"),
    _row("cp874", "windows-874", 2.5, "th"),
    _row("iso8859-2", "ISO 8859-2", 3, _CENTRAL),
    _row("iso8859-3", "ISO 8859-3", 14, "eo"),
    _row("iso8859-4", "ISO 8859-4", 14, "lt lv et se"),
    _row("iso8859-5", "ISO 8859-5", 3.5, _CYRILLIC),
    _row("iso8859-6", "ISO 8859-6", 5, "ar"),
    _row("iso8859-7", "ISO 8859-7", 3.5, "el"),
    _row("iso8859-8", "ISO 8859-8", 5, "he"),
    _row("iso8859-9", "ISO 8859-9", 3.5, "tr ku az"),
    _row("iso8859-10", "ISO 8859-10", 14, "is fo se lt"),
    _row("iso8859-13", "ISO 8859-13", 5, _BALTIC),
    _row("iso8859-14", "ISO 8859-14", 14, "ga gd cy br gv"),
    _row("iso8859-15", "ISO 8859-15", 4.5, _WEST),
    # It came when all went over to UTF-8.
    _row("iso8859-16", "ISO 8859-16", 12, "ro"),
    _row("koi8-r", "KOI8-R", 2, "ru bg"),
    _row("koi8-u", "KOI8-U", 5, "uk be ru"),
    _row("mac_roman", "MacRoman", 2.5, _WEST),
    _row("mac_cyrillic", "MacCyrillic", 5, "ru uk be bg mk sr"),
    _row("mac_greek", "MacGreek", 7, "el"),
    _row("mac_latin2", "MacCentralEurope", 6, f"{_CENTRAL} {_BALTIC}"),
    _row("mac_turkish", "MacTurkish", 8, "tr"),
    _row("mac_iceland", "MacIcelandic", 9, "is fo"),
    _row("cp437", "cp437", 3, _WEST),
    _row("cp850", "cp850", 3, _WEST),
    _row("cp852", "cp852", 3, _CENTRAL),
    _row("cp855", "cp855", 7, "ru bg mk sr"),
    _row("cp857", "cp857", 5, "tr"),
    _row("cp861", "cp861", 10, "is"),
    _row("cp862", "cp862", 6, "he"),
    _row("cp864", "cp864", 11, "ar"),
    _row("cp865", "cp865", 10, "da nb nn"),
    _row("cp866", "cp866", 3, "ru uk be bg"),
    _row("cp737", "cp737", 5, "el"),
    _row("cp775", "cp775", 6, _BALTIC),
    _row("cp720", "cp720", 10, "ar"),
    _row("kz1048", "KZ-1048", 11, "kk"),
    _row("gb18030", "GB 18030", 2, "zh", wide=True),
    _row("cp932", "Shift-JIS", 2, "ja", wide=True),
    _row("cp949", "EUC-KR", 2, "ko", wide=True),
    _row("big5", "Big5", 2, "zh", wide=True),
    _row("big5hkscs", "Big5-HKSCS", 5, "zh", wide=True),
    _row("euc_jp", "EUC-JP", 3, "ja", wide=True),
)
"""Every codec that a misreading is made of.  A new one is one more row."""


_BY_NAME = {row.name: row for row in CODECS}


def codec(name: str) -> Codec:
    """The row of a codec, by Python's name; a :class:`KeyError` if there is none."""
    return _BY_NAME[name]


def row_name(encoding: str) -> str | None:
    """The name in :data:`CODECS` of a codec that Python's or chardet's name names, if any."""
    name = encoding.replace("mac-", "mac_")
    name = "latin-1" if name == "iso8859-1" else name
    return name if name in _BY_NAME else None


SINGLE_BYTE = tuple(row.name for row in CODECS if not row.wide)
"""Codecs in which each character is one byte, as Python names them."""

MULTI_BYTE = tuple(row.name for row in CODECS if row.wide and not row.is_utf8)
"""Codecs of East Asia, each the widest of its kin (gb18030 reads GBK and GB 2312)."""


def improbability(name: str) -> float:
    """The bits that speak against a codec before the text is looked at; 9 if it has no row."""
    row = _BY_NAME.get(name)
    return 9.0 if row is None else row.improbability


def display(name: str) -> str:
    """The name of a codec as people write it."""
    row = _BY_NAME.get(name)
    if row is None:
        return name.replace("iso8859", "ISO 8859").replace("_", " ")
    return row.display
