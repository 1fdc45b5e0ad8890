"""One question after another, each answered with a key.

The session is a place in the list of questions.  It touches no file that is reviewed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from fixenc.core.document import FileChange
from fixenc.review.formats.terminal import Terminal
from fixenc.review.outcome import count
from fixenc.review.passages.marks import Mark
from fixenc.review.session import screen as show
from fixenc.review.session.choices import Choices
from fixenc.review.session.keys import (
    AGAIN,
    ALIASES,
    HELP,
    PROMPT,
    PROMPT_IF_SMALL,
    PROMPT_OF_ENCODING,
    PROMPT_OF_FILE,
    PROMPT_OF_FLAG,
)
from fixenc.review.session.line import read_line
from fixenc.review.session.questions import Question
from fixenc.review.visible import visible


@dataclass
class Session:
    """The questions and what was decided about them, and the place where the person is.

    ``more`` is how many paragraphs around that of the question are displayed.
    """

    choices: Choices
    screen: Terminal
    read_key: Callable[[], str]
    write: Callable[[str], object]
    at: int = 0
    more: int = 0
    _finished: bool = False
    _answered: bool = False

    def run(self) -> None:
        """Ask about each change in turn until all are decided, or the person quits."""
        self.at = self.choices.next_open(0)
        while not self._finished:
            if self.at < len(self._items):
                self._show()
                answer = self._answer
            elif self.choices.count_open() or (self._items and not self._answered):
                # Decisions of an earlier review alone are not carried out unasked.
                left = self.choices.count_open()
                words = f"{count(left, 'change')} not decided" if left else "everything is decided"
                self.write(f"\n{words}.\n")
                self._ask()
                answer = self._answer_at_end
            else:
                break
            while not answer(self._key()):
                pass

    @property
    def _items(self) -> Sequence[Question]:
        return self.choices.items

    # The screen

    def _show(self) -> None:
        question = self._items[self.at]
        counter = f"{self.at + 1:,}/{len(self._items):,}"
        self.write(f"\n{show.title(question, counter, self.screen)}")
        if isinstance(question.about, FileChange):
            self.write(show.file_change(question, self.screen))
        else:
            self.write(show.paragraph(question, self.choices.states, self.screen, self.more))
            same = self._numbers_in_passage()
            place = (same.index(self.at) + 1, len(same))
            self.write(show.reason(question, self.screen, place))
        if self.at in self.choices.made:
            self.write(
                "  (refused so far)\n"
                if not self.choices.made[self.at]
                else "  (accepted so far)\n"
            )
        self._ask()

    def _ask(self) -> None:
        """Name the keys that can be pressed."""
        question = self._items[self.at] if self.at < len(self._items) else None
        if question is None:
            words = AGAIN
        elif isinstance(question.about, FileChange):
            words = PROMPT_OF_ENCODING if question.alternatives else PROMPT_OF_FILE
        elif self.screen.lines < show.SMALL:
            words = PROMPT_IF_SMALL
        else:
            words = PROMPT_OF_FLAG if question.is_flag else PROMPT
        self.write(show.prompt(words, self.screen))

    def _numbers_in_passage(self) -> list[int]:
        question = self._items[self.at]
        lo = hi = self.at
        while lo and self._is_beside(self._items[lo - 1], question):
            lo -= 1
        while hi + 1 < len(self._items) and self._is_beside(self._items[hi + 1], question):
            hi += 1
        return list(range(lo, hi + 1))

    def _is_beside(self, one: Question, other: Question) -> bool:
        return one.file is other.file and one.passage == other.passage

    # Answers: each returns whether the key was one

    def _key(self) -> str:
        """The next key; Ctrl-D, or a terminal that is gone, is as good as ``q``."""
        self._answered = True
        try:
            key = self.read_key()
        except EOFError:
            key = "q"
        self.write(f"{visible(key)}\n" if key.isprintable() else "\n")
        return ALIASES.get(key, key)

    def _answer(self, key: str) -> bool:
        """Do what a key says; ``False`` if it says nothing."""
        if key.lower() in ("y", "n", "p", "f", "k") and key not in ("Y", "N"):
            return self._decide(key)
        if key in _ACTIONS:
            return _ACTIONS[key](self)
        others = self._items[self.at].alternatives
        if key.isdigit() and 0 < int(key) <= len(others[:9]):
            return self._make(others[int(key) - 1])
        return self._refuse_key("? explains the keys")

    def _answer_at_end(self, key: str) -> bool:
        if key == "s":
            left = self.choices.count_open()
            self.at = self.choices.next_open(0) if left else 0
        elif key == "u":
            return self._undo()
        elif key == "q":
            self._finished = True
        elif key == "?":
            return self._help()
        else:
            return self._refuse_key("s looks at them again, q finishes")
        return True

    def _refuse_key(self, why: str) -> bool:
        self.write(f"{why} > ")
        return False

    def _decide(self, key: str) -> bool:
        """Accept or refuse one question, or those that are open around it."""
        accept = key in ("y", "p", "f", "k")
        question = self._items[self.at]
        every = range(len(self._items))
        if key in ("y", "n"):
            same: Sequence[int] = [self.at]
        elif key in ("p", "P"):
            same = self._numbers_in_passage()
        elif key in ("f", "F"):
            same = [n for n in every if self._items[n].file is question.file]
        else:
            kind = question.kind
            same = [n for n in every if self._items[n].kind == kind]
        chosen = [n for n in same if n == self.at or self.choices.is_open(n)]
        chosen = [n for n in chosen if not (accept and self._items[n].is_flag)]
        if not chosen:
            return self._refuse_key("nothing is proposed here: e types a replacement, n leaves it")
        self.choices.record(self.at, {n: self._items[n].edits if accept else () for n in chosen})
        if len(chosen) > 1:
            what = "accepted" if accept else "refused"
            self.write(f"{count(len(chosen), 'change')} {what}\n")
        if self.at in self.choices.made:
            self.at = self.choices.next_open(self.at)
        return True

    def _edit(self) -> bool:
        question = self._items[self.at]
        if isinstance(question.about, FileChange):
            return self._refuse_key("an encoding is chosen by its number")
        columns = self.screen.columns
        new = read_line(
            "replace it with: ", question.replacement, self.read_key, self.write, columns
        )
        if new is None:
            return True
        if not new:
            self.write("nothing typed: take it away? [y] [n] > ")
            if self._key() != "y":
                return True
        return self._make(new)

    def _make(self, new: str) -> bool:
        """Accept a replacement other than the one that was proposed."""
        self.choices.record(self.at, {self.at: self._items[self.at].with_replacement(new)})
        self.at = self.choices.next_open(self.at)
        return True

    def _undo(self) -> bool:
        if not self.choices.past:
            return self._refuse_key("there is nothing to undo")
        self.at, taken = self.choices.undo()
        number, made = next(iter(taken.items()))
        question = self._items[number]
        where = f"{visible(question.file.path)}:{question.line}"
        what = f"{question.words} at {where}" if len(taken) == 1 else count(len(taken), "change")
        self.write(f"taken back: {what}, {'accepted' if made else 'refused'}\n")
        return True

    def _skip(self) -> bool:
        self.at = self.choices.next_open(self.at + 1)
        self.more = 0
        return True

    def _back(self) -> bool:
        if not self.at:
            return self._refuse_key("this is the first")
        self.at -= 1
        self.more = 0
        return True

    def _file(self, by: int) -> bool:
        files = list(dict.fromkeys(question.file.path for question in self._items))
        at = files.index(self._items[self.at].file.path) + by
        if not 0 <= at < len(files):
            return self._refuse_key("there is no other file")
        return self._go(lambda question: question.file.path == files[at])

    def _go_to(self) -> bool:
        typed = self._typed("go to (number, or part of a file's name): ")
        if not typed:
            return True
        if typed.isdecimal():
            self.at = min(max(int(typed), 1), len(self._items)) - 1
            self.more = 0
            return True
        return self._go(lambda question: typed.lower() in question.file.path.lower()) or (
            self._refuse_key(f"no file is called {visible(typed)}")
        )

    def _search(self) -> bool:
        typed = self._typed("search: ")
        if not typed:
            return True
        wanted = typed.lower()
        return self._go(lambda question: wanted in self._text_of(question).lower()) or (
            self._refuse_key(f"nothing else has {visible(typed)}")
        )

    def _go(self, fits: Callable[[Question], bool]) -> bool:
        """Go to the next question that fits, from here on and around."""
        numbers = [*range(self.at + 1, len(self._items)), *range(self.at)]
        for number in numbers:
            if fits(self._items[number]):
                self.at = number
                self.more = 0
                return True
        return False

    def _text_of(self, question: Question) -> str:
        if not isinstance(question.about, Mark):
            return question.words
        passage = question.file.passages[question.passage]
        text = question.file.repair.document.text[passage.start : passage.end]
        return f"{text} {question.replacement}"

    def _typed(self, prompt: str) -> str:
        return read_line(prompt, "", self.read_key, self.write, self.screen.columns) or ""

    def _show_more(self) -> bool:
        self.more = self.more * 2 + 2
        return True

    def _show_all(self) -> bool:
        self.more = len(self._items[self.at].file.passages)
        return True

    def _help(self) -> bool:
        self.write(HELP)
        self._ask()
        return False

    def _quit(self) -> bool:
        self._finished = True
        return True


_ACTIONS: dict[str, Callable[[Session], bool]] = {
    "?": Session._help,
    "q": Session._quit,
    "u": Session._undo,
    "e": Session._edit,
    "s": Session._skip,
    "b": Session._back,
    "]": lambda session: session._file(1),
    "[": lambda session: session._file(-1),
    "g": Session._go_to,
    "/": Session._search,
    "m": Session._show_more,
    "M": Session._show_all,
}
"""The effects of the keys that decide nothing by themselves."""
