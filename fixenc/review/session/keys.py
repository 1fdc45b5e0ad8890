"""The keys of the review, with the words that explain them: the same as on the page."""

from __future__ import annotations

ALIASES = {"a": "y", "r": "n", "A": "k", "R": "K", "j": "s", " ": "s"}
"""Keys that do what another does."""

PROMPT = "accept [y] refuse [n] paragraph [p] file [f] kind [k] edit [e] undo [u] help [?] quit [q]"

PROMPT_OF_FLAG = "leave [n] edit [e] paragraph [p] file [f] undo [u] help [?] quit [q]"

PROMPT_OF_FILE = "accept [y] refuse [n] file [f] undo [u] help [?] quit [q]"

PROMPT_OF_ENCODING = "accept [y] read as another [1] refuse [n] file [f] undo [u] help [?] quit [q]"

PROMPT_IF_SMALL = "accept [y] refuse [n] help [?] quit [q]"
"""For a screen of few lines; the other keys do what they always do."""

AGAIN = "look at them again [s] undo [u] finish [q]"

HELP = """\
y, a    accept this change           n, r    refuse it
p, P    accept, refuse all in this paragraph
f, F    accept, refuse all in this file
k, K    accept, refuse all of this kind, in every file
        (what is decided already stays as it is)
e       type another replacement (Esc goes back)
1 to 9  accept an alternative
u       take the last decision back
s, b    skip to the next change, go back to the one before
], [    next, previous file
g       go to a change by its number, or to a file by a part of its name
/       search in the text of the paragraphs
m, M    more of the text around it, all of it
q       stop, and make the accepted changes
Ctrl-C  stop and change nothing; decisions are kept for the next fixenc review
"""
