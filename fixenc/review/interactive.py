"""One change at a time, and a person decides with single keys.

The session is a list of changes, a place in it, and the decisions so far.  It
touches no file: what it returns is what was decided.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from fixenc.core.document import FileChange
from fixenc.core.edits import Edit, Safety
from fixenc.review.decisions import Decided, decided
from fixenc.review.formats.terminal import Terminal, one_change
from fixenc.review.groups import Kind, kind_of
from fixenc.review.outcome import Outcome
from fixenc.review.visible import marked, visible
from fixenc.review.wording import chain, meaning, pair, safety

HELP = """\
y  accept this change             n  refuse it
a  accept it and all others       d  refuse it and all others
   left in this file                 left in this file
A  accept all of this kind        R  refuse all of this kind
e  type another replacement       1 to 9  accept an alternative
u  go back one change             q  quit, and keep what was decided
?  this help
"""
KEYS = "y n a d A R e u q ?"


@dataclass(frozen=True)
class Item:
    """One change of one file: of its text, or of the file as a whole."""

    outcome: Outcome
    edit: Edit | FileChange

    @property
    def kind(self) -> Kind:
        """The kind of the change, which similar changes share."""
        assert self.outcome.repair is not None
        if isinstance(self.edit, FileChange):
            return Kind((self.edit.aspect,), Safety.SAFE, self.edit.old, self.edit.new)
        return kind_of(self.outcome.repair.document, self.edit)


_Choices = tuple[Outcome, dict[Edit | FileChange, Edit | FileChange], list[Edit | FileChange]]


@dataclass
class Session:
    """The changes, and for each the edit to make, or ``None`` if it was refused."""

    items: Sequence[Item]
    screen: Terminal
    read_key: Callable[[], str]
    read_line: Callable[[str], str]
    write: Callable[[str], object]
    at: int = 0
    made: dict[int, Edit | FileChange | None] = field(default_factory=dict)
    _past: list[tuple[int, dict[int, Edit | FileChange | None]]] = field(default_factory=list)

    def run(self) -> None:
        """Ask about each change in turn until all are decided, or the person quits."""
        while self.at < len(self.items):
            self._show()
            while not self._answer(self._key()):
                pass
            self._skip_decided()

    def decided(self) -> list[_Choices]:
        """For each file its accepted changes, with what to make of them, and its refused ones."""
        files: dict[str, _Choices] = {}
        for at, made in sorted(self.made.items()):
            item = self.items[at]
            file = files.setdefault(item.outcome.path, (item.outcome, {}, []))
            if made is None:
                file[2].append(item.edit)
            else:
                file[1][item.edit] = made
        return list(files.values())

    def decisions(self) -> list[Decided]:
        """The decisions, in the form in which they are stored."""
        return [
            decided(outcome.repair, outcome.before, accepted, refused)
            for outcome, accepted, refused in self.decided()
            if outcome.repair is not None
        ]

    def _show(self) -> None:
        item = self.items[self.at]
        repair, edit, screen = item.outcome.repair, item.edit, self.screen
        assert repair is not None
        counter = f"{self.at + 1:,}/{len(self.items):,}"
        if isinstance(edit, FileChange):
            path = screen.styled(visible(item.outcome.path), "path")
            self.write(f"\n{screen.styled(counter, 'header')}  {path}\n  {visible(str(edit))}\n")
            self.write(screen.styled(f"{KEYS} > ", "header"))
            return
        line, column = repair.document.position(edit.start)
        where = f"{visible(item.outcome.path)}:{line}:{column}"
        self.write(f"\n{screen.styled(counter, 'header')}  {screen.styled(where, 'path')}\n")
        self.write("".join(one_change(repair, edit, screen)))
        self.write(
            f"  {pair(repair.document.text, edit)}  {screen.styled(chain(edit), 'rule')} "
            f"{screen.styled(safety(edit), safety(edit))}\n  {visible(meaning(edit))}\n"
        )
        for number, other in enumerate(edit.others[:9], 1):
            self.write(f"  {number}  {marked(other)}\n")
        self.write(screen.styled(f"{KEYS} > ", "header"))

    def _key(self) -> str:
        """The next key; Ctrl-D, or a terminal that is gone, is as good as ``q``."""
        try:
            return self.read_key()
        except EOFError:
            return "q"

    def _answer(self, key: str) -> bool:
        """Do what a key says; ``False`` if it says nothing."""
        item = self.items[self.at]
        self.write(f"{visible(key)}\n" if key else "")
        if key == "?":
            self.write(HELP)
        elif key == "q":
            self.at = len(self.items)
        elif key == "u" and self._past:
            self.at, self.made = self._past.pop()
            return True
        elif key in ("y", "n"):
            return self._decide([self.at], accept=key == "y")
        elif key in ("a", "d"):
            rest = range(self.at, len(self.items))
            same = [at for at in rest if self.items[at].outcome is item.outcome]
            return self._decide(same, accept=key == "a")
        elif key in ("A", "R"):
            kind = item.kind
            same = [at for at, other in enumerate(self.items) if other.kind == kind]
            return self._decide(same, accept=key == "A")
        elif key == "e" and isinstance(item.edit, Edit):
            new = self._typed()
            return True if new is None else self._make(item.edit, new)
        elif (
            key.isdigit()
            and isinstance(item.edit, Edit)
            and 0 < int(key) <= len(item.edit.others[:9])
        ):
            return self._make(item.edit, item.edit.others[int(key) - 1])
        else:
            self.write(f"{KEYS} (? explains them) > ")
            return False
        return True

    def _typed(self) -> str | None:
        """The replacement that a person types; ``None`` if the person cancels."""
        try:
            new = self.read_line("replace it with: ")
        except EOFError:  # Ctrl-D
            self.write("\n")
            return None
        if new:
            return new
        self.write("nothing typed: take it away? y n > ")
        key = self._key()
        self.write(f"{visible(key)}\n")
        return "" if key == "y" else None

    def _decide(self, places: Sequence[int], *, accept: bool) -> bool:
        """Accept or refuse what is not decided yet at these places."""
        places = [at for at in places if at == self.at or at not in self.made]
        possible = [at for at in places if not accept or self.items[at].edit.new is not None]
        if self.at not in possible:
            self.write("nothing is proposed here: e types a replacement, n leaves it > ")
            return False
        self._remember()
        for at in possible:
            self.made[at] = self.items[at].edit if accept else None
        return True

    def _make(self, edit: Edit, new: str) -> bool:
        """Accept a replacement other than the one that was proposed."""
        self._remember()
        trust = Safety.UNSAFE if edit.safety is Safety.FLAG else edit.safety
        self.made[self.at] = replace(edit, new=new, safety=trust, others=())
        return True

    def _remember(self) -> None:
        self._past.append((self.at, dict(self.made)))

    def _skip_decided(self) -> None:
        while self.at < len(self.items) and self.at in self.made:
            self.at += 1


def items(outcomes: Sequence[Outcome]) -> list[Item]:
    """All changes of all files, in order."""
    return [
        Item(outcome, edit)
        for outcome in outcomes
        if outcome.repair is not None
        for edit in outcome.findings
    ]
