"""A line to type in: prefilled, and left without harm by Esc, Ctrl-C or Ctrl-D."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from fixenc.review.visible import clusters, visible, width

_LEFT = ("\x1b[D", "\x1bOD", "\x02", "\xe0K")
_RIGHT = ("\x1b[C", "\x1bOC", "\x06", "\xe0M")
_HOME = ("\x1b[H", "\x1bOH", "\x1b[1~", "\x01", "\xe0G")
_END = ("\x1b[F", "\x1bOF", "\x1b[4~", "\x05", "\xe0O")
_DELETE = ("\x1b[3~", "\xe0S")
_BACKSPACE = ("\x7f", "\x08")


@dataclass
class _Line:
    """The typed text, as a reader counts characters, and where the cursor stands in it."""

    typed: list[str]
    at: int

    def press(self, key: str) -> None:
        """Do what a key says to the line."""
        if key in _LEFT:
            self.at = max(0, self.at - 1)
        elif key in _RIGHT:
            self.at = min(len(self.typed), self.at + 1)
        elif key in _HOME:
            self.at = 0
        elif key in _END:
            self.at = len(self.typed)
        elif key in _BACKSPACE and self.at:
            self.at -= 1
            del self.typed[self.at]
        elif key in _DELETE:
            del self.typed[self.at : self.at + 1]
        elif key == "\x15":  # Ctrl-U
            del self.typed[: self.at]
            self.at = 0
        elif key == "\x0b":  # Ctrl-K
            del self.typed[self.at :]
        elif key[:1].isprintable():
            before = "".join([*self.typed[: self.at], key])
            after = "".join(self.typed[self.at :])
            self.typed = clusters(before + after)
            self.at = len(clusters(before))

    def drawn(self, columns: int) -> str:
        """The line as it is displayed, with the cursor put in its place."""
        cells = [visible(each) for each in self.typed]
        first = 0
        while width("".join(cells[first : self.at])) >= columns - 1:
            first += 1
        last = self.at
        while last < len(cells) and width("".join(cells[first : last + 1])) < columns:
            last += 1
        back = width("".join(cells[self.at : last]))
        return "".join(cells[first:last]) + (f"\x1b[{back}D" if back else "")


def read_line(
    prompt: str,
    text: str,
    read_key: Callable[[], str],
    write: Callable[[str], object],
    columns: int = 80,
) -> str | None:
    """The line that a person types, which begins as ``text``; ``None`` if the person goes back."""
    cells = clusters(text)
    line = _Line(cells, len(cells))
    while True:
        write(f"\r\x1b[K{prompt}{line.drawn(columns - width(prompt))}")
        try:
            key = read_key()
        except (KeyboardInterrupt, EOFError):
            key = "\x1b"
        if key == "\x1b":
            write("\n")
            return None
        if key in ("\r", "\n"):
            write("\n")
            return "".join(line.typed)
        line.press(key)
