"""Pairs of codecs: which was taken for which, and in which languages that was common."""

WESTERN = "de en es fr it pt sv ca da eu fi id is nb nl"
CENTRAL = "cs pl hr hu ro sh sk sl"
CYRILLIC = "ru bg mk sr uk"
BALTIC = "lt lv et"
LATIN = f"{WESTERN} {CENTRAL} {BALTIC} tr latin symbols"
"""Languages of Latin letters, and the technical text that has Latin letters and symbols alone."""

HOME_CODECS = {
    "cp1252": WESTERN,
    "cp1250": CENTRAL,
    "cp1251": CYRILLIC,
    "cp1253": "el",
    "cp1254": "tr",
    "cp1255": "he",
    "cp1256": "ar fa ur",
    "cp1257": BALTIC,
    "cp874": "th",
    "cp932": "ja",
    "cp949": "ko",
    "gb18030": "zh",
}
"""The codec in which files of a language were written before UTF-8."""

UTF8_READERS = {
    "near": "cp1250 cp1254 mac_roman",
    "dos": "cp1251 cp437 cp850",
    "koi": "koi8-r cp866",
    "cjk": "gb18030 cp932 cp949 big5",
    "further": "iso8859-2 iso8859-15 cp1253 cp1255 cp1256 cp1257 cp852 cp855 koi8-u mac_cyrillic"
    " mac_latin2 euc_jp",
}

LEGACY = [
    (CYRILLIC, "cp1251", "cp1252 latin-1"),
    (CYRILLIC, "koi8-r cp866 iso8859-5", "cp1252 latin-1 cp1251"),
    ("el", "cp1253 iso8859-7", "cp1252 latin-1"),
    (CENTRAL, "cp1250", "cp1252 latin-1"),
    (CENTRAL, "iso8859-2", "cp1252 latin-1 cp1250"),
    (WESTERN, "mac_roman cp850", "cp1252"),
    (WESTERN, "cp1252", "mac_roman"),
    ("zh", "gbk big5", "latin-1 cp1252"),
    ("ja", "cp932 euc_jp", "latin-1 cp1252"),
    ("ko", "cp949", "latin-1 cp1252"),
    ("ar fa", "cp1256", "cp1252 latin-1"),
    ("ar", "iso8859-6", "cp1252 latin-1"),
    ("he", "cp1255 iso8859-8", "cp1252 latin-1"),
    ("th", "cp874", "cp1252 latin-1"),
    ("tr", "cp1254 iso8859-9 cp857", "cp1252"),
    (BALTIC, "cp1257 iso8859-13", "cp1252"),
]

FURTHER_LEGACY = [
    (CYRILLIC, "cp1251", "koi8-r cp866 iso8859-5 mac_roman mac_cyrillic cp437"),
    (CYRILLIC, "koi8-r", "cp866"),
    (CYRILLIC, "mac_cyrillic cp855", "cp1252"),
    ("uk", "koi8-u", "cp1252 cp1251"),
    (CENTRAL, "cp1250", "iso8859-2"),
    (CENTRAL, "cp852 mac_latin2", "cp1252 cp1250"),
    (WESTERN, "cp437", "cp1252"),
    (WESTERN, "cp850", "latin-1"),
    (WESTERN, "cp1252", "cp1250 cp1251 cp437 cp850"),
    (WESTERN, "mac_roman", "latin-1"),
    ("el", "mac_greek cp737", "cp1252"),
    ("he", "cp862", "cp1252"),
    ("tr", "cp1254", "latin-1 cp1250 mac_roman"),
    (BALTIC, "cp775", "cp1252"),
    ("zh", "gbk", "big5 cp932 cp949 mac_roman"),
    ("zh", "big5", "cp949"),
    ("ja", "cp932", "gbk cp949 mac_roman"),
    ("ja", "euc_jp", "gbk cp932"),
    ("ko", "cp949", "gbk big5 cp932 mac_roman"),
]

LAYERS = [
    "cp1252 latin-1",
    "latin-1 cp1252",
    "cp1252 cp1251",
    "cp1251 cp1252",
    "cp1252 cp437",
    "cp437 cp1252",
    "mac_roman cp1252",
    "cp1252 mac_roman",
]
