"""Print the man page."""

from __future__ import annotations

from fixenc.cli.manual.page import man_page

if __name__ == "__main__":
    print(man_page(), end="")
