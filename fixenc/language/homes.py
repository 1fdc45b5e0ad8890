"""The codecs that a language was written in before UTF-8."""

from __future__ import annotations

from collections.abc import Collection

from fixenc import codecs

_WESTERN = "cp1252 latin-1 iso8859-15 mac_roman cp850 cp437"
_HOMES = {
    "cs hr hu pl ro sh sk sl sq bs": "cp1250 iso8859-2 iso8859-16 cp852 mac_latin2",
    "ru uk be bg mk sr kk mn uz": "cp1251 koi8-r koi8-u cp866 iso8859-5 mac_cyrillic cp855 kz1048",
    "el": "cp1253 iso8859-7 cp737 mac_greek",
    "tr ku az": "cp1254 iso8859-9 cp857 mac_turkish",
    "he": "cp1255 iso8859-8 cp862",
    "ar fa ur": "cp1256 iso8859-6 cp720 cp864",
    "lt lv et": "cp1257 iso8859-13 cp775",
    "vi": "cp1258",
    "th": "cp874",
    "ja": "cp932 euc_jp",
    "zh": "gb18030 big5 big5hkscs",
    "ko": "cp949",
}
_BY_LANGUAGE = {
    language: frozenset(home.split())
    for languages, home in _HOMES.items()
    for language in languages.split()
}

_ABROAD = 6.0


def prior(codec: str, languages: Collection[str]) -> float:
    """The bits that speak against a codec in a text that is partly in these languages.

    Most of them write Latin letters beside their own, so a text in several is
    at home in the codecs of each.  Nothing is known of a text in English alone.
    """
    homes = [_BY_LANGUAGE.get(language, frozenset(_WESTERN.split())) for language in languages]
    far = bool(homes) and set(languages) != {"en"} and not any(codec in home for home in homes)
    return codecs.improbability(codec) + (_ABROAD if far else 0.0)
