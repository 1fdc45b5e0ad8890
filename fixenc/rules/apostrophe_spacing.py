"""Apostrophes with a space beside them."""

from __future__ import annotations

from collections.abc import Iterator

from fixenc.core.automaton import lines_holding
from fixenc.core.edits import Edit, Safety
from fixenc.core.rule import Lines, Stage, rule
from fixenc.decide.marks import decide_apostrophe

_CLITIC_OR_ELISION = (
    r"(?:[^\s'’] ['’] ?(?:s|ll|re|ve|d|m|S|LL|RE|VE|D|M)|[nN] ['’] ?[tT])(?:$|[^A-Za-z0-9'’])"
    r"|(?:^|[\s(\"“«])(?:[b-df-hj-np-tv-zB-DF-HJ-NP-TV-Z]|(?:[DdNn]e|[DdSs]?[Aau]|[Qq]ue)ll|[a-zL]*[Qq]u|[Uu]n|[Qq]uest|[Ss]enz)"
    r"(?: ['’] ?|['’] )"
    r"[aeiouyhAEIOUYH\u00c0-\u024f\u1e00-\u1eff]"
)
_NAME_OR_AND = r"O(?: ['’] ?|['’] )[A-Z][a-z]|[A-Za-z] (?:['’] n ?|['’]n )['’] ?[a-z]"
_NEEDS = f"{_CLITIC_OR_ELISION}|{_NAME_OR_AND}"


@rule(
    stage=Stage.QUOTES,
    safety=Safety.SAFE,
    needs=_NEEDS,
    in_ascii=(" '", "' "),
    damaged={
        "It was Putin 's call to take Ukraine ’s Crimean peninsula.": (
            "It was Putin's call to take Ukraine’s Crimean peninsula."
        ),
        "Mr. O 'Malley says that he doesn ' t like rock 'n ' roll.": (
            "Mr. O'Malley says that he doesn't like rock 'n' roll."
        ),
        "Il n ' a pas vu le risque d ' explosion de l’ usine.": (
            "Il n'a pas vu le risque d'explosion de l’usine."
        ),
        "La casa dell ' uomo era in una città.": "La casa dell'uomo era in una città.",
    },
    intact=[
        "jolene parker 's house is the one that she lives in .",
        "I do n't know that it 's his.",
        "Add an 's to the word, or the 's' of it.",
        "The boys' own books were top o’ the heap, and ’tis true of ’em.",
        "Om 8 uur 's morgens kwam hij thuis in 's-Gravenhage.",
        "Wenn sie 's nicht wissen, weiß es keiner.",
        "Un po' di pane e un poco d'acqua.",
        "Le ’z eus hag a 'm eus e brezhoneg.",
        "a 5 ' tall door, and 6 ' ones",
    ],
)
def apostrophe_spacing(text: str, lines: Lines | None = None) -> Iterator[Edit]:
    """An apostrophe that joins two words has a space before it, behind it, or both.

    Tokenizers write *Putin 's* for *Putin’s*, and machine translation puts the pieces
    together again with the spaces left in. It is repaired where the grammar of English,
    French, Italian, Catalan or Occitan leaves no other reading. Text that is tokenized
    throughout, with spaces before its full stops and commas too, is meant so and stays.
    """
    found = lines_holding(_NEEDS, text) if lines is None else lines
    spans = tuple(found)
    if not spans:
        return
    from fixenc.punctuation.apostrophes import detached
    from fixenc.punctuation.tokenized import is_tokenized, may_be_tokenized

    if is_tokenized(text):
        return
    is_certain = not may_be_tokenized(text)
    for start, end in spans:
        for one in detached(text, start, end):
            safety = decide_apostrophe(one.gain, one.known, one.unambiguous and is_certain)
            if safety is not None:
                yield Edit(one.start, one.end, one.new, safety=safety)
