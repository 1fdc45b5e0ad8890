"""Sentences that broke where a letter had been damaged before they were translated."""

from __future__ import annotations

import re
from collections.abc import Iterator

from fixenc.core.automaton import lines_holding
from fixenc.core.edits import Edit, Safety, flag
from fixenc.core.rule import Lines, Stage, rule

_RESTART = re.compile(r"(?<![^\s“‘(\"'])([a-z]{2,})\. ([a-z]{2,})(?![\w.@/:=(-])")
_SECOND_SUBJECT = re.compile(
    r"(?:[A-Z][a-z]+|Mr\.|Mrs\.|Ms\.|Dr\.) [A-Z][a-z]+ (He|She|They|We)(?= [a-z]{2})"
)
_SENTENCE = re.compile(r"[.!?][”\"’)]? +[A-Z“\"‘(]")

_BREAK = r"[a-z]{2}\. [a-z]{2}|[A-Z][a-z]+ (?:He|She|They|We) [a-z]{2}"
# No other language has these words between spaces; nearly all English sentences have one.
_ENGLISH = " (?:the|and|were|that|with|from|this|their|which|would|by|you|it) "
_NEEDS = rf"(?:{_BREAK})(?:[^\n]*{_ENGLISH})|{_ENGLISH}(?:[^\n]*(?:{_BREAK}))"

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


_RESIDUES = {
    "screw": (re.compile(r"(?: on it| to it)?\. screw\Z"), " vis-à-vis"),
}
"""French words that were translated by themselves because an accented letter was
damaged, and what they were part of.  *Vis* alone is a screw; the pronoun before
it renders the lost *à*."""

_TWICE = "She was the owner of a grocery store in the city. old city of Mosul, which fell then."
_SECOND = "They wrote to Washington on Friday. Mr. Pompeo He refused, and said that it was over."

_SHORTEST = 60  # shorter lines are headings, captions and cells
_LONGEST_WRAPPED = 100


@rule(
    stage=Stage.PROSE,
    safety=Safety.UNSAFE,
    needs=_NEEDS,
    in_ascii=(". ", " He ", " She ", " They ", " We "),
    by_line=True,
    damaged={
        "They are years if not decades away from ending reliance on it. screw coalition aid.": (
            "They are years if not decades away from ending reliance vis-à-vis coalition aid."
        ),
        _TWICE: _TWICE,
        _SECOND: _SECOND,
    },
    intact=[
        "The firm of Smith Bros. was sold for approx. five million by the heirs, etc. and so on.",
        "He works for the company. eBay and iPhone are its brands, as of 10 a.m. on the day.",
        "the weather is fine today. the sun is out. we are going to the beach. bye now.",
        "Das ist so gut wie sicher. es ist nicht mehr zu halten, und das ist auch nicht schlimm.",
    ],
)
def stray_fragment(text: str, lines: Lines | None = None) -> Iterator[Edit]:
    """A sentence ends, and goes on in lower case with words that belong elsewhere.

    Machine translation works sentence by sentence.  Where a letter was damaged
    before, it saw two sentences in one, and moved or doubled the words at the
    break: `in the city. old city of Mosul`, `Mr. Pompeo He refused`.  What
    stood there only a person can say, except where a word was translated by
    itself that is half of a known phrase: the `screw` of *vis-à-vis*.

    English prose alone is looked at: lists, headings and lines that were
    wrapped by hand are not.
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
    from fixenc.model.vocabulary import frequency

    restarts = [
        match
        for match in _RESTART.finditer(text, start, end)
        if match[1] not in _ABBREVIATIONS
        and match[2] not in _PARTICLES
        and frequency(match[1], "en")
        and frequency(match[2], "en")
    ]
    seconds = list(_SECOND_SUBJECT.finditer(text, start, end))
    if (not restarts and not seconds) or language_of(text[start:end]) != "en":
        return
    # Who writes all sentences in lower case does so on purpose.
    if 2 * len(restarts) <= 2 + len(_SENTENCE.findall(text, start, end)):
        for match in restarts:
            yield _fragment(text, start, match)
    for match in seconds:
        yield flag(match.start(1), match.end(1), "a second subject in mid-sentence")


def _fragment(text: str, start: int, match: re.Match[str]) -> Edit:
    if match[2] in _RESIDUES:
        residue, new = _RESIDUES[match[2]]
        found = residue.search(text, max(start, match.start(2) - 20), match.end(2))
        if found:
            return Edit(
                *found.span(), new, note=f"French for “{match[2]}” is part of “{new.strip()}”"
            )
    return flag(match.start(2), match.end(2), "a sentence begins in lower case")
