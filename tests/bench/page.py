"""How quick the page is with 10,000 changes: python tests/bench/page.py [CHANGES]."""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from fixenc.core.document import Document
from fixenc.core.edits import Edit, Safety
from fixenc.engine.repair import Repair
from fixenc.review.formats.page import page
from fixenc.review.outcome import Outcome

WORDS = "The report that the ministry published on Monday says little about the causes. "


def outcome(path: str, paragraphs: int) -> Outcome:
    """A file of paragraphs with two changes in each."""
    text = "".join(f"{number} {WORDS}It wasnâ so.  {WORDS * 4}\n\n" for number in range(paragraphs))
    applied, proposed = [], []
    for at, character in enumerate(text):
        if character == "â":
            applied.append(Edit(at, at + 1, "’t", ("lone-circumflex",)))
        elif text.startswith("so.  ", at):
            proposed.append(Edit(at + 3, at + 5, " ", ("quote-space",), Safety.UNSAFE))
    repair = Repair(Document(text, path=path), tuple(applied), tuple(proposed))
    return Outcome(path, repair, before=text.encode())


def timed(name: str, shown: Page, script: str) -> None:
    """Run a script on the page, wait for the next frame, and print the time."""
    took = shown.evaluate(
        f"""async () => {{
            const begun = performance.now();
            {script};
            await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
            return performance.now() - begun;
        }}"""
    )
    print(f"{name:<42} {took:7.0f} ms")


def main() -> None:
    """Print the size of the page, and how long opening it and each action take."""
    changes = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    found = [outcome(f"{number}.txt", changes // 200) for number in range(100)]
    begun = time.perf_counter()
    content = "".join(page(found))
    print(f"{'write it':<42} {(time.perf_counter() - begun) * 1e3:7.0f} ms")
    print(f"{'size':<42} {len(content.encode()) / 1e6:7.1f} MB")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as running:
        file = Path(folder) / "review.html"
        file.write_text(content, encoding="utf-8")
        browser = running.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        shown = browser.new_page()
        begun = time.perf_counter()
        shown.goto(file.as_uri())
        shown.wait_for_selector("li.change")
        print(
            f"{'open, until the first change is there':<42} "
            f"{(time.perf_counter() - begun) * 1e3:7.0f} ms"
        )
        rule = 'get("rule").value = "quote-space"; get("rule").dispatchEvent(new Event("change"))'
        every = 'get("rule").value = ""; get("rule").dispatchEvent(new Event("change"))'
        word = 'get("text").value = "monday"; get("text").dispatchEvent(new Event("input"))'
        none = 'get("text").value = ""; get("text").dispatchEvent(new Event("input"))'
        event = "new KeyboardEvent('keydown', {{key: '{}', bubbles: true}})"
        press = f"document.body.dispatchEvent({event})"
        timed("filter by rule", shown, rule)
        timed("show all again", shown, every)
        timed("search for a word", shown, word)
        timed("show all again", shown, none)
        timed("to the first change", shown, press.format("s"))
        timed("accept one change", shown, press.format("y"))
        timed("accept a paragraph", shown, press.format("p"))
        timed("accept a file", shown, press.format("f"))
        timed("accept a kind", shown, press.format("k"))
        timed("undo that", shown, press.format("u"))
        timed("accept all", shown, 'get("acceptall").click()')
        timed("accept one with all decided", shown, press.format("y"))
        timed("one of each kind", shown, 'get("group").click()')
        timed("store the decisions", shown, "keepNow()")
        timed("make the file of decisions", shown, "decisionsFile()")
        browser.close()


if __name__ == "__main__":
    main()
