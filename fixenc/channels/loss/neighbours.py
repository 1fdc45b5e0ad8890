"""Words of one letter: which letter each is, by the words beside it.

In Russian *с* (with) and *я* (I) lose the same byte, and both are among the most
frequent words: only the ending of the next word tells an instrumental from a verb.
"""

from __future__ import annotations

import re

_AGAINST = 7.0  # bits for a word that what stands beside it speaks against

_NOUNS = re.compile(
    r" (?:[«“„(]?[А-ЯЁ\d]|[а-яё-]*"
    r"(?:[оеё][мй]|[ьи]ю|[асяыи]ми|[ыи][мх]|[оеё]го|[аеэ]л[яс]|[тб]р[яс]|ов|[её]в|[тнл]их|[сц]ев)\b)"
)
"""The words behind *с*: names, numbers, the instrumental and the genitive."""

_VERBS = re.compile(
    r" (?:(?:не|и|бы|же|уже|тоже|так|просто|очень|сам|сама|тебя|вас|вам|тебе|был|была|буду)\b"
    r"|[а-яё]*(?:[^ьи]ю|[^ьи]юсь|[^о]у|усь|[аеиоуыяс]л|[аеиоуыяс]?ла|л[ас][ья]?сь?|лс[яс])\b)"
)
"""The words behind *я*: verbs, and the little words before them."""

_BEFORE_OUR_ERA = re.compile(r"\bн\. ?$")


def bits_beside(word: str, before: str, after: str) -> float:
    """The bits that the text right before and after a Russian word of one letter says against it.

    A lost *я* of the next word may be shown as *с*.

    >>> bits_beside("я", "", " друзьсми"), bits_beside("с", "", " друзьсми")
    (7.0, 0.0)
    >>> bits_beside("с", "и ", " пришла"), bits_beside("э", "100 г. до н.", ".")
    (7.0, 0.0)
    """
    if word == "э":
        return 0.0 if _BEFORE_OUR_ERA.search(before) else _AGAINST
    if word in ("с", "я") and _BEFORE_OUR_ERA.search(before):
        return 3 * _AGAINST
    noun, verb = _NOUNS.match(after) is not None, _VERBS.match(after) is not None
    if word == "с":
        return _AGAINST if verb and not noun else 0.0
    return _AGAINST if word == "я" and noun and not verb else 0.0
