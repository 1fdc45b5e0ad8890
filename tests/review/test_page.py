"""The page in a real browser: it decides, keeps, exports, and executes nothing from files."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from fixenc.core.document import Document
from fixenc.core.edits import Edit, Safety
from fixenc.engine.repair import Repair
from fixenc.review.decisions import load
from fixenc.review.formats.page import page
from fixenc.review.outcome import Outcome

playwright = pytest.importorskip("playwright.sync_api")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = [
    pytest.mark.usefixtures("toy_rules"),
    pytest.mark.skipif(CHROMIUM is None, reason="needs chromium"),
]

HOSTILE = '</script><script>document.title="owned"</script><img src=x onerror=alert(1)><!--'


def outcome(path: str, text: str) -> Outcome:
    """Each â is to be repaired, each double space is proposed, each XXX flagged."""
    applied, proposed = [], []
    for at, character in enumerate(text):
        if character == "â":
            applied.append(Edit(at, at + 1, "’", ("lost-bytes",)))
        elif text.startswith("  ", at):
            edit = Edit(at, at + 2, " ", ("two-spaces",), Safety.UNSAFE, others=("\t",))
            proposed.append(edit)
        elif text.startswith("XXX", at):
            proposed.append(Edit(at, at + 3, None, ("gap",), Safety.FLAG, note=HOSTILE))
    repair = Repair(Document(text, path=path), tuple(applied), tuple(proposed))
    return Outcome(path, repair, before=text.encode())


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with playwright.sync_playwright() as running:
        started = running.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture
def opened(browser: Any, tmp_path: Path) -> Iterator[Any]:
    """Open a page of these outcomes; every error in it fails the test."""
    context = browser.new_context(accept_downloads=True)
    errors: list[str] = []

    def show(*outcomes: Outcome) -> Any:
        file = tmp_path / "review.html"
        file.write_text("".join(page(outcomes)), encoding="utf-8")
        shown = context.new_page()
        shown.on("pageerror", lambda error: errors.append(str(error)))
        shown.on("console", lambda message: errors.append(message.text))
        shown.on(
            "request",
            lambda request: errors.extend(
                [] if request.url.startswith(("file:", "blob:")) else [request.url]
            ),
        )
        shown.goto(file.as_uri())
        return shown

    yield show
    context.close()
    assert errors == []


def saved(shown: Any, tmp_path: Path) -> dict[str, list[tuple[str, str, str | None]]]:
    """What the page exports: for each file old text, decision and new text."""
    with shown.expect_download() as download:
        shown.click("#export")
    target = tmp_path / "decisions.json"
    download.value.save_as(target)
    text = target.read_text(encoding="utf-8")
    load(text, "decisions.json")
    return {
        file["path"]: [(each["old"], each["decision"], each["new"]) for each in file["changes"]]
        for file in json.loads(text)["files"]
    }


def test_keys_decide(opened: Any, tmp_path: Path) -> None:
    shown = opened(outcome("a", "â â  XXX"), outcome("b", "â â"))
    for key in "jarjj":
        shown.keyboard.press(key)
    assert shown.inner_text("#count") == "2 of 6 decided"
    shown.keyboard.press("a")  # b: the first of the two
    shown.keyboard.press("u")
    shown.keyboard.press("R")
    assert saved(shown, tmp_path) == {
        "a": [("â", "refuse", "’"), ("â", "refuse", "’")],
        "b": [("â", "refuse", "’"), ("â", "refuse", "’")],
    }


def test_buttons_filters_and_groups(opened: Any, tmp_path: Path) -> None:
    shown = opened(outcome("a", "â â  XXX"), outcome("b", "â one\nâ last"))
    shown.fill("#text", "last")
    assert shown.locator("li.change").count() == 1
    shown.click("li.change .no")
    shown.fill("#text", "")
    shown.select_option("#safety", "unsafe")
    shown.locator("li.change .choose button", has_text="\\t").click()
    shown.select_option("#safety", "")
    shown.select_option("#state", "open")
    shown.check("#group")
    assert shown.inner_text("#shown") == "4 changes of 2 kinds"
    # What is not on the screen yet has no inner text, but it has a text.
    assert "×3 in 2 files" in shown.text_content("li.change >> nth=0")
    shown.click("li.change .yes >> nth=0")
    assert saved(shown, tmp_path) == {
        "a": [("â", "accept", "’"), ("â", "accept", "’"), ("  ", "accept", "\t")],
        "b": [("â", "accept", "’"), ("â", "refuse", "’")],
    }


def test_a_flag_takes_what_is_typed(opened: Any, tmp_path: Path) -> None:
    shown = opened(outcome("a", "the XXX end"))
    assert shown.locator("li.change .yes").count() == 0
    shown.keyboard.press("j")
    shown.keyboard.press("e")
    shown.fill("li.change input", "very")
    shown.keyboard.press("Enter")
    assert shown.text_content("ins") == "very"
    assert saved(shown, tmp_path) == {"a": [("XXX", "accept", "very")]}


def test_decisions_outlive_a_reload(opened: Any) -> None:
    shown = opened(outcome("a", "â â"))
    shown.click("li.change .yes >> nth=1")
    shown.reload()
    assert shown.inner_text("#count") == "1 of 2 decided"
    assert "accept" in shown.get_attribute("li.change >> nth=1", "class")


def test_files_cannot_inject(opened: Any, tmp_path: Path) -> None:
    name = f"{HOSTILE}\N{RIGHT-TO-LEFT OVERRIDE}\u2028.txt"
    text = f"{HOSTILE} â \udc92\x1b XXX {HOSTILE}"
    found = outcome(name, text.replace("\udc92", ""))
    assert found.repair is not None
    shown = opened(found)
    assert shown.title() == "fixenc review"
    assert shown.locator("img").count() == 0
    assert shown.locator("script").count() == 2
    assert HOSTILE in shown.text_content("li.change >> nth=0")
    assert "<U+202E><U+2028>.txt" in shown.inner_text("#files")
    shown.click("#acceptall")
    assert [*saved(shown, tmp_path)] == [name]


def test_accessible_by_name_and_on_a_phone(opened: Any) -> None:
    shown = opened(outcome("a", "â"))
    shown.set_viewport_size({"width": 360, "height": 740})
    assert shown.evaluate("document.documentElement.scrollWidth") <= 360
    for role, name in (("button", "Accept"), ("searchbox", "Search"), ("combobox", "Rule")):
        assert shown.get_by_role(role, name=name, exact=True).is_visible()
    shown.keyboard.press("?")
    assert shown.get_by_role("dialog", name="Keys").is_visible()


def test_ten_thousand_changes_stay_smooth(opened: Any) -> None:
    found = [outcome(f"{number}.txt", "one â two  three\n" * 50) for number in range(100)]
    begun = time.monotonic()
    shown = opened(*found)
    assert shown.inner_text("#count") == "0 of 10,000 decided"
    loading = time.monotonic() - begun
    begun = time.monotonic()
    shown.select_option("#rule", "two-spaces")
    assert shown.inner_text("#shown") == "5,000 changes"
    shown.keyboard.press("Escape")
    filtering = time.monotonic() - begun
    shown.check("#group")
    assert "×5,000 in 100 files" in shown.text_content("li.change >> nth=0")
    # Far more than a quick machine needs: a slow one must pass, a quadratic loop must not.
    assert loading < 10
    assert filtering < 5
