"""Words that come together: what the lists of words have cut in two.

wordfreq counts the pieces that a parser cuts Korean and Japanese into.  Stem and
ending then look as if they met by chance: behind *되* the past tense *었* is as good as
certain, and behind *던* it never comes.  These are the most frequent ones.
"""

from __future__ import annotations

_PHRASES = {
    "ko": (
        "되+었 되+어 되+는 되+고 되+지 되+면 되+기 되+며 되+자 되+니 되+게 되+도록 "
        "말+했 말+한 말+하 말+할 말+해 적+인 적+으로 적+이 점+을 점+은 점+에 "
        "있+던 없+던 였+던 었+던 았+던 했+던 하+던 이+던 크+게 크+고 속+에 "
        "또+한 이+라 아니+라 끝+에 끝+나 각+각 점+점 생+생 상+상 의+해 및_ 는_+데 한_+데"
    ),
    "ja": (
        "て+き+た て+き+て て+き+ま て+いき て+いく て+くれ て+くる て+くだ てい+く "
        "なく+なっ とき+は とき+に 行き+たい 行っ+て いき+たい よ+く "
        "われ+て われ+た わ+れ+て わ+れ+た そう+だ そう+な いく+つ いく+つ+か し+に+くい"
    ),
}
_TOGETHER = 2.0  # bits for all other pieces, beyond those of the rarest


def phrases(language: str, words: dict[str, float]) -> dict[str, float]:
    """The bits of what words of a language make together, by those of the ``words``."""
    found: dict[str, float] = {}
    for phrase in _PHRASES.get(language, "").split():
        pieces = [words.get(piece.strip("_"), 0.0) for piece in phrase.split("+")]
        found[phrase.replace("+", "").replace("_", " ")] = max(pieces) + _TOGETHER
    return {phrase: bits for phrase, bits in found.items() if phrase not in words}
