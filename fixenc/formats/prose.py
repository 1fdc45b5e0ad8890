"""Whether a text of an unknown sort is there to be read by people."""

from __future__ import annotations

import re

_SAMPLE = 50_000  # characters
_FEWEST = 150  # words without which there is nothing to count
_SHARE = 0.65  # articles, manuals and licences have 0.8 and more, tables of symbols 0.6 and less

# Characters outside ASCII count as letters, so that damaged prose is still prose.
_WORD = re.compile(
    r"""[(\["'*_]*[A-Za-z\x80-\U0010ffff][A-Za-z\x80-\U0010ffff'-]*[.,;:!?)\]"'*_]*"""
    r"|.*[\u3040-\u9fff].*"  # Chinese and Japanese have no spaces between words and numbers
)


def reads_like_prose(text: str) -> bool:
    """Whether most of what stands between spaces is words, or there is too little to say.

    >>> reads_like_prose("key <AB03> { [ c, C, cent ] }; // c C " * 50)
    False
    """
    return len(text[:_SAMPLE].split()) < _FEWEST or is_mostly_words(text)


def is_mostly_words(text: str) -> bool:
    """Whether most of what stands between spaces is words, however little that is.

    >>> is_mostly_words('Say "hello".'), is_mostly_words('echo "$NAME" >> hello.txt')
    (True, False)
    """
    tokens = text[:_SAMPLE].split()
    words = sum(_WORD.fullmatch(token) is not None for token in tokens)
    return words >= _SHARE * len(tokens)
