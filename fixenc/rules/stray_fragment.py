"""Sentences that broke where a letter had been damaged before they were translated."""

from __future__ import annotations

import re
from collections.abc import Iterator

from fixenc.core.automaton import lines_holding
from fixenc.core.edits import Edit, Safety, flag
from fixenc.core.rule import Lines, Stage, rule
from fixenc.fragments.phrases import (
    RARE,
    TARGETS,
    Rendering,
    alternatives,
    bits_of,
    renderings,
)

_RESTART = re.compile(r"(?<![^\s“‘(\"'])([a-z]{2,})\. ([a-z]{2,})(?![\w.@/:=(-])")
_SECOND_SUBJECT = re.compile(
    r"(?:[A-Z][a-z]+|Mr\.|Mrs\.|Ms\.|Dr\.) [A-Z][a-z]+ (He|She|They|We)(?= [a-z]{2})"
)
_SENTENCE = re.compile(r"[.!?][”\"’)]? +[A-Z“\"‘(]")

_SUCH = re.compile(r"(?<=[a-z] )a such(?= [a-z]{3})")
_WORD_BEFORE, _WORD_AFTER = re.compile(r"([A-Za-z]+) $"), re.compile(r" ([a-z]+)\b")
_A_PRONOUN = r"(?: (?:on|to|at) it)?"  # which renders the à of a phrase
_PRONOUN_BEFORE = re.compile(rf"{_A_PRONOUN}\Z")
_OTHERS = TARGETS[1:]
_BROKEN = {
    language: re.compile(rf"\. (?P<rendering>{alternatives(language)})(?![\w-])")
    for language in TARGETS
}
_UNBROKEN = re.compile(
    rf"(?<=[A-Za-z] )(?P<rendering>{alternatives('en', unbroken=True)})(?= [a-z]|[.,;])"
)

_BREAK = r"[a-z]{2}\. [a-z]{2}|[A-Z][a-z]+ (?:He|She|They|We) [a-z]{2}"
# No other language has these words between spaces; nearly all English sentences have one.
_ENGLISH = " (?:the|and|were|that|with|from|this|their|which|would|by|you|it) "
_NEEDS = (
    rf"(?:{_BREAK})(?:[^\n]*{_ENGLISH})|{_ENGLISH}(?:[^\n]*(?:{_BREAK}))"
    rf"|\. (?:{'|'.join(map(alternatives, _OTHERS))})(?:[ .,;]|$)"
    rf"|[A-Za-z] (?:{alternatives('en', unbroken=True)})(?: [a-z]|[.,;])|[a-z] a such [a-z]"
)

_ABBREVIATED = (
    "abbr abr add adj adv al alt anon app approx apr apt arr art assoc asst aug ave avg bef "
    "bk bl bldg bros btw ca cal cap cf ch chap cit cm co col comp conf cont contd corp ct def "
    "deg dept dev diff dir dist div doc dr ea ed edn eds edu eg eng equiv esp est et etc eve "
    "exc excl ext fax feb ff fig figs fl fn fol freq fri ft fwd gal gen gov govt hist hon hr "
    "hrs ibid id ie illus imp in inc incl inst int intl jan jr jul jun kg km lat lb lbs leg "
    "lib lit loc long lt ltd mag maj mar max med mfg mgr mi min mins misc mm mon mos mr mrs "
    "ms mss mt mtg nat neg nd no nos nov nr num ob obs oct op opp orig oz par para pat pct pl "
    "pop poss pp prep pref pres prev prob proc prof pron prop ps pt pts pub qty rd rec ref "
    "refs reg rel rep repr resp rev rpm sat sec secs sect sen seq ser sept sgt sig sing sp "
    "spec sq sr st stat std str subj sun suppl surg syn tel temp thu tr trans transl treas "
    "tues univ usu var vers viz vol vols vs wed wk wks wt yd yds yr yrs"
)
_ABBREVIATIONS = frozenset(_ABBREVIATED.split())
_NAME_WORDS = "al bin da de del den der di do dos du el la las le los van vom von zu"
_PARTICLES = frozenset(_NAME_WORDS.split())


_TWICE = "She was the owner of a grocery store in the city. old city of Mosul, which fell then."
_SECOND = "They wrote to Washington on Friday. Mr. Pompeo He refused, and said that it was over."

_SHORTEST = 60  # shorter lines are headings, captions and cells
_LONGEST_WRAPPED = 100


@rule(
    stage=Stage.PROSE,
    safety=Safety.UNSAFE,
    needs=_NEEDS,
    in_ascii=(".", "H", "S", "T", "W"),
    damaged={
        "They are years if not decades away from ending reliance on it. screw coalition aid.": (
            "They are years if not decades away from ending reliance vis-à-vis coalition aid."
        ),
        _TWICE: _TWICE,
        _SECOND: _SECOND,
    },
    intact=[
        "He had a fixed idea of what the black beast was. Such a beast is rare in the forest.",
        "The firm of Smith Bros. was sold for approx. five million by the heirs, etc. and so on.",
        "He works for the company. eBay and iPhone are its brands, as of 10 a.m. on the day.",
        "the weather is fine today. the sun is out. we are going to the beach. bye now.",
        "Das ist so gut wie sicher. es ist nicht mehr zu halten, und das ist auch nicht schlimm.",
    ],
)
def stray_fragment(text: str, lines: Lines | None = None) -> Iterator[Edit]:
    """A sentence was cut in two where a letter was damaged before the text was translated.

    One example: a French article said *la dépendance vis-à-vis de l'aide*. The letter à was
    damaged, so that the sentence seemed to end there. The machine translated the two halves
    one by one. It wrote *on it* for the damaged à, and a full stop. The second half
    began with *vis*, which alone is the French word for a screw. So an English reader gets
    `reliance on it. screw coalition aid` instead of `reliance vis-à-vis coalition aid`.

    Some ninety phrases that this happens to are listed with the words that translators make
    of their pieces in English, Spanish, Portuguese and Italian: `blow of state` for
    *coup d'état*, `loan wear` for *prêt-à-porter*.

    Proposed, for you to accept or reject: the phrase, where a sentence goes on with such words
    in lower case after a full stop, or where they are words that nobody else writes
    side by side. Compare the original article if you have it.

    Flagged, for you to rewrite:

    - such words if they are common (`born` for *née*), or a single rare noun in an unlikely place
    - a sentence that begins in lower case (`in the city. old city of Mosul`)
    - a second subject (`Mr. Pompeo He refused`)
    - a doubled or moved word (`a such committee`)

    Nothing is changed unasked. Only paragraphs of prose are searched: no lists, headings, or
    lines that were wrapped by hand.
    """
    for line in lines_holding(_NEEDS, text) if lines is None else lines:
        if _is_prose(text, *line):
            yield from _fragments(text, *line)


def _is_prose(text: str, start: int, end: int) -> bool:
    """Whether the line is a paragraph, and not part of a list or of wrapped text."""
    if end - start < _SHORTEST or not (text[start].isalnum() or text[start] in "“\"‘'("):
        return False
    before = text[max(0, start - 3) : start].replace("\r", "")[-2:]
    after = text[end : end + 3].replace("\r", "")[:2]
    return not (before + after).strip("\n") or end - start > _LONGEST_WRAPPED


def _fragments(text: str, start: int, end: int) -> Iterator[Edit]:
    from fixenc.model.language import language_of

    restarts = _restarts(text, start, end)
    broken = {
        language: list(pattern.finditer(text, start, end)) for language, pattern in _BROKEN.items()
    }
    unbroken = list(_UNBROKEN.finditer(text, start, end)) if ". " in text else []
    others = [*_SECOND_SUBJECT.finditer(text, start, end), *_such(text, start, end)]
    if not (restarts or unbroken or others or any(broken.values())):
        return
    language = language_of(text[start:end])
    if language == "en":
        # Who writes all sentences in lower case does so on purpose.
        if 2 * len(restarts) <= 2 + len(_SENTENCE.findall(text, start, end)):
            yield from _breaks(text, start, restarts)
        yield from (edit for match in unbroken for edit in _misfits(text, match))
        for match in others:
            yield flag(*match.span(match.lastindex or 0), _NOTES[match.lastindex or 0])
    elif language in TARGETS:
        for match in broken[language]:
            yield _completed(text, start, match, renderings(language)[match["rendering"]])


_NOTES = ("“such a”, or words that were moved", "a second subject in mid-sentence")


def _such(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    return _SUCH.finditer(text, start, end) if ". " in text else iter(())


def _restarts(text: str, start: int, end: int) -> list[re.Match[str]]:
    """Where English sentences end in a word, and go on in lower case."""
    from fixenc.model.vocabulary import frequency

    return [
        match
        for match in _RESTART.finditer(text, start, end)
        if match[1] not in _ABBREVIATIONS
        and match[2] not in _PARTICLES
        and frequency(match[1], "en")
        and frequency(match[2], "en")
    ]


def _breaks(text: str, start: int, restarts: list[re.Match[str]]) -> Iterator[Edit]:
    for match in restarts:
        found = _BROKEN["en"].match(text, match.end(1))
        if found:
            yield _completed(text, start, found, renderings("en")[found["rendering"]])
        else:
            yield flag(*match.span(2), "a sentence begins in lower case")


def _completed(text: str, start: int, match: re.Match[str], rendering: Rendering) -> Edit:
    """The phrase in place of a full stop and a rendering; a flag if authors write that, too."""
    if bits_of(rendering.text, rendering.target) < RARE:
        return flag(*match.span("rendering"), rendering.note)
    at = match.start()
    if "à" in rendering.phrases[0]:
        pronoun = _PRONOUN_BEFORE.search(text, max(start, at - 6), at)
        at = pronoun.start() if pronoun else at
    new, *others = (f" {phrase}" for phrase in rendering.phrases)
    return Edit(at, match.end(), new, note=rendering.note, others=tuple(others))


def _misfits(text: str, match: re.Match[str]) -> Iterator[Edit]:
    """The findings where no sentence breaks: a flag for one noun among unlikely neighbours."""
    rendering = renderings("en")[match["rendering"]]
    if " " in rendering.text:
        yield Edit(*match.span(), rendering.phrases[0], note=rendering.note)
        return
    low = max(0, match.start() - _REACH)
    before, after = (
        _WORD_BEFORE.search(text, low, match.start()),
        _WORD_AFTER.match(text, match.end()),
    )
    if not (before and after) or text.lower().count(rendering.text) > 1:
        return
    is_misfit = _CONTENT <= bits_of(before[1], "en") < _LISTED
    is_misfit &= _LINKING <= bits_of(after[1], "en") < _LISTED
    if is_misfit and not _ONE.search(text, low, before.start()):
        yield flag(*match.span(), rendering.note)


_REACH = 30  # characters before a noun
_ONE = re.compile(r"\b(?:an?|one|each|every|this|that) (?:\w+ )?\Z")
"""The words that a noun in the singular may belong to."""

_CONTENT, _LINKING, _LISTED = 10.0, 6.0, 24.0
"""Bits of a word that is no article, preposition or other frequent word, of one that is no article
and no *of*, and of one that the model does not list.  In 270 MB of documentation none of 12
places with such a noun is between such words."""
