"""Which language is this?  Told by the small words that every sentence needs.

Typographic rules differ by language, and a line or two must be enough to tell
which rules hold.  Articles, prepositions and pronouns do: a sentence of ten
words holds about four of them, and few are shared between languages.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import cache

from fixenc.language.letters import read

_FUNCTION_WORDS = {
    "ca": (
        "el la els les de del dels i a que en per amb un una no és al als es va com més però "
        "són seva aquest"
    ),
    "cs": (
        "a v se na je že s z do o k i ve to si jako po za pro byl by ale od jeho které který "
        "až také podle při"
    ),
    "cy": (
        "yn y yr a i o ar mae ac gan wedi am bod oedd â ei eu hyn sydd fel neu at cael hefyd "
        "roedd ond fod"
    ),
    "da": (
        "og i at er en det til på som den af for de med der ikke har et var fra han blev også "
        "ved sig efter om men"
    ),
    "de": (
        "der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als "
        "auch es an werden aus er hat dass sie nach wird bei einer um am sind noch wie einem "
        "über war"
    ),
    "en": (
        "the of and to in a is that for it was on with as he be at by are this from his had "
        "have not they but which or an were her she you we their been has would will who if "
        "so what there when said i my me t am do did no your our him could should into now "
        "very than then much must how such know could them out up about can some all any more "
        "only other its"
    ),
    "es": (
        "de la que el en y a los se del las un por con no una su para es al lo como más o "
        "pero sus le ha sin sobre este entre cuando fue también era son"
    ),
    "et": (
        "ja on ei et see oli kui ta mis ka ning aga oma selle nii ma kes siis või sest mida "
        "veel olid pole"
    ),
    "fi": (
        "ja on ei että se oli hän joka mutta myös kun ovat tai kuin niin mukaan ole sen olla "
        "hänen sekä jo vain mitä"
    ),
    "fr": (
        "de la le et les des en un du une que est pour qui dans a par plus pas au sur ne se "
        "ce il sont avec son aux d l qu cette ou mais comme été elle nous on leur je vous ses "
        "était c j n s"
    ),
    "ga": "an agus na a i ar go is bhí le ag do de sé ní chun atá nach mar é tá sí sa faoi",
    "hr": (
        "i u je na se da su za od a s o kao što koji iz će bio ne ili nije to po koja koje "
        "sam ali bi samo kako bilo"
    ),
    "hu": (
        "a az és hogy nem is egy ez volt de meg csak mint már még el ha azt van vagy aki ami "
        "kell ezt után szerint minden"
    ),
    "id": (
        "yang dan di dengan untuk pada ini dari dalam tidak itu adalah ke akan juga telah "
        "oleh sebagai mereka ada atau karena dia bisa kami"
    ),
    "is": (
        "og í að á er sem til við um var með en fyrir ekki það af hann því þar frá hefur þess "
        "eru hún"
    ),
    "it": (
        "di e che la il un in per è una del non sono della le i con da si al come dei nel più "
        "gli alla lo anche ha su ma delle l d o dell era cui"
    ),
    "lt": (
        "ir kad į su iš yra bei tai jo apie bet kaip ne taip buvo jis už kurie savo per jų "
        "dėl nuo tik jau"
    ),
    "lv": (
        "un ir ar par no ka uz kas lai arī bija kā bet pēc gan to tas pie vai nav viņš tika "
        "savu kuras"
    ),
    "mt": "il li ta u fl f biex dan ma din minn kien għal kienet bil",
    "nb": (
        "og i er det på som en til av for at med de den har ikke om et var fra men ble han "
        "kan seg etter vi også eller jeg"
    ),
    "nl": (
        "de van het een en in is dat op te zijn voor met die niet aan er om ook als bij maar "
        "dan of door nog naar heeft hij ze uit wordt werd over was"
    ),
    "pl": (
        "w i na z się do nie że jest to o jak za od po przez dla są ale był co jego tego tym "
        "które który przed jej już także oraz może lub"
    ),
    "pt": (
        "de a o que e do da em um para com não uma os no se na por mais as dos como mas ao "
        "ele das à seu sua ou quando muito nos já também só pelo pela até isso foi são"
    ),
    "ro": (
        "de și în a la cu o pe nu care din este un să că pentru mai au fi sunt ce prin ca sau "
        "lui era dar fost după îi le se al ale într"
    ),
    "sk": (
        "a v sa na je že s z do o k aj ako po za pre bol by ale od jeho ktoré ktorý sú to si "
        "pri podľa už tak"
    ),
    "sl": (
        "in je v na se za da so pa z ki kot tudi bi s po ne o iz bil od pri še sta ali ga ni bo"
    ),
    "sq": "të e në dhe i me për një që nga se u ka është si nuk më do janë por ky kjo edhe",
    "sv": (
        "och i att det som en på är av för med den till inte har de ett om han var jag från "
        "vid så men hon kan ut år enligt också eller ha"
    ),
    "tr": (
        "ve bir bu da de için ile çok daha olarak olan gibi kadar sonra en o ne ama her ya "
        "var değil ki olduğu tarafından ise ancak diye mi"
    ),
    "vi": (
        "và của là có được trong cho không với một các người những đã này khi để ở đến từ về "
        "như ra sẽ cũng vào phải"
    ),
    "bg": "на и в за се от да с е са не по че като до но то през при който която още би си",
    "mk": "на и во за се од да со е не ќе дека по што ги но како до го биде сум",
    "ru": (
        "в и на не с что по как из к у за от для это о он но а же его так все был она они "
        "было бы только при или также если до"
    ),
    "sr": "и у је на се да су за од а са као што који из ће био не или није по",
    "uk": (
        "в і на не з що та до у за як про від його це й для він але був або які також при "
        "вона їх чи"
    ),
}

_BY_WORD: dict[str, list[str]] = {}
for _language, _words in _FUNCTION_WORDS.items():
    for _word in _words.split():
        _BY_WORD.setdefault(_word, []).append(_language)

_LETTERS = {
    "cs": "ěřů",
    "de": "ß",
    "es": "ñ¿¡",
    "hu": "őű",
    "is": "ðþ",
    "lt": "ėįų",
    "lv": "āēīļņ",
    "pl": "łąęśż",
    "pt": "ãõ",
    "ro": "ățș",
    "ru": "ыэё",
    "sk": "ľĺŕ",
    "sv": "åäö",
    "da": "åæø",
    "nb": "åæø",
    "tr": "ğşı",
    "uk": "іїєґ",
    "vi": "ơưạếề",
}
"""Letters that few other languages have; they tip the balance in short lines."""

_BY_LETTER: dict[str, list[str]] = {}
for _language, _letters in _LETTERS.items():
    for _letter in _letters:
        _BY_LETTER.setdefault(_letter, []).append(_language)

_WORD = re.compile(r"[^\W\d_]+")

_SCRIPTS = {
    "ARABIC": "ar",
    "HEBREW": "he",
    "GREEK": "el",
    "HANGUL": "ko",
    "HIRAGANA": "ja",
    "KATAKANA": "ja",
    "CJK": "zh",
    "THAI": "th",
    "DEVANAGARI": "hi",
    "ARMENIAN": "hy",
    "GEORGIAN": "ka",
}

_LOST = "\N{LATIN SMALL LETTER A WITH CIRCUMFLEX}"

SAMPLE = 20_000
"""Characters that are enough to tell a language, so that a huge line costs no more."""


@cache
def function_words(language: str) -> frozenset[str]:
    """The small words of a language, if they are known."""
    return frozenset(_FUNCTION_WORDS.get(language, "").split())


def language_of(text: str) -> str:
    """The code of the language that ``text`` is most likely in, or ``""``.

    Most of it is written in a script that stands for one language, or it shows
    at least two of a language's function words and more than of any other;
    failing both, its spelling decides.
    """
    sample = text[:SAMPLE]
    hits: Counter[str] = Counter()
    lower = sample.lower()
    words = Counter(_WORD.findall(lower))
    if _LOST in lower:
        # The words around a lost apostrophe or dash look like one.
        words += Counter(_WORD.findall(lower.replace(_LOST, " ")))
    by_script = _script_language(words)
    if by_script:
        return by_script
    for word, times in words.items():
        for language in _BY_WORD.get(word, ()):
            # A word that is said over and over proves less than as many words.
            hits[language] += min(times, 20)
    for letter in _BY_LETTER.keys() & set(sample.lower()):
        for language in _BY_LETTER[letter]:
            hits[language] += 1
    ranked = hits.most_common(2)
    if ranked and ranked[0][1] >= 2 and (len(ranked) == 1 or ranked[0][1] > ranked[1][1]):
        return ranked[0][0]
    return _language_by_letters(sample)


def _language_by_letters(sample: str) -> str:
    """The Latin or Cyrillic language whose spelling fits best: a guess, but seldom a bad one."""
    # The letter that lost marks leave behind says nothing of the language.
    found = read(sample[:2000].replace(_LOST, " ")).languages
    language = found.get("CYRILLIC") or found.get("LATIN", "")
    return "hr" if language == "sh" else language


def _script_language(words: Counter[str]) -> str:
    """The language that most of the letters stand for by their script, if one does."""
    scripts: Counter[str] = Counter()
    for word, times in words.items():
        language = _SCRIPTS.get(_script(word[-1]), "")
        # A character of Chinese says as much as three letters.
        scripts[language] += times * len(word) * (3 if language in ("zh", "ja", "ko") else 1)
    if scripts["ja"]:
        scripts["ja"] += scripts.pop("zh", 0)
    return scripts.most_common(1)[0][0] if scripts else ""


@cache
def _script(char: str) -> str:
    return unicodedata.name(char, "").partition(" ")[0]
