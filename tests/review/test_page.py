"""The page in a real browser: it decides, keeps, exports, and executes nothing from files."""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from fixenc.core.document import Document, FileChange, Kind
from fixenc.core.edits import Edit, Safety
from fixenc.engine.repair import Repair
from fixenc.review.decisions import Decided, load
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


def load_saved(shown: Any, tmp_path: Path) -> list[Decided]:
    """The decisions that the page exports."""
    saved(shown, tmp_path)
    return load((tmp_path / "decisions.json").read_text(encoding="utf-8"), "decisions.json")


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
    for key in "syns":
        shown.keyboard.press(key)
    assert shown.inner_text("#count") == "2 of 6 decided"
    shown.keyboard.press("s")  # b: the first of the two
    shown.keyboard.press("y")
    shown.keyboard.press("u")
    shown.keyboard.press("K")  # what was decided stays as it is
    assert saved(shown, tmp_path) == {
        "a": [("â", "accept", "’"), ("â", "refuse", "’")],
        "b": [("â", "refuse", "’"), ("â", "refuse", "’")],
    }


@pytest.mark.parametrize(
    ("keys", "accepted"),
    [
        ("y", [("a", "â")]),
        ("a", [("a", "â")]),
        ("n", []),
        ("r", []),
        ("p", [("a", "â"), ("a", "â")]),
        ("f", [("a", "â"), ("a", "â"), ("a", "  ")]),
        ("k", [("a", "â"), ("a", "â"), ("b", "â"), ("b", "â")]),
        ("A", [("a", "â"), ("a", "â"), ("b", "â"), ("b", "â")]),
        ("ssp", [("a", "  ")]),
        ("sbp", [("a", "â"), ("a", "â")]),
        ("]f", [("b", "â"), ("b", "â")]),
        ("][p", [("a", "â"), ("a", "â")]),
        ("fu", []),
        ("kPF", [("a", "â"), ("a", "â")]),  # after each, the next paragraph is asked about
        ("yy]yy", [("a", "â"), ("a", "â"), ("b", "â"), ("b", "â")]),
    ],
)
def test_a_key_is_about_a_mark_a_paragraph_a_file_or_a_kind(
    opened: Any, tmp_path: Path, keys: str, accepted: list[tuple[str, str]]
) -> None:
    # a has two marks in its first paragraph and two in the next: a flag, and a proposal.
    shown = opened(outcome("a", "â â\n\nand XXX  and\n\nlast"), outcome("b", "â\nâ"))
    for key in f"s{keys}":
        shown.keyboard.press(key)
    assert [
        (path, old)
        for path, made in saved(shown, tmp_path).items()
        for old, decision, _ in made
        if decision == "accept"
    ] == accepted


def test_a_card_is_a_paragraph(opened: Any) -> None:
    shown = opened(outcome("a", "one â\ntwo â\n\nthree\n\nfour â"))
    assert shown.locator("li.change").count() == 2
    first = shown.locator("li.change").nth(0)
    assert first.locator(".body").text_content() == "one â’\ntwo â’"
    assert first.locator(".where").text_content() == "a:1:52 changes"
    assert shown.locator("li.change").nth(1).locator(".where").text_content() == "a:6:61 change"
    first.locator(".mark").nth(1).click()
    assert "2 of 2" in first.locator(".detail").text_content()
    first.locator(".yes").click()
    assert first.locator(".body").text_content() == "one â’\ntwo ’"
    shown.keyboard.press("u")
    assert first.locator(".body").text_content() == "one â’\ntwo â’"


def test_more_of_the_text_can_be_seen(opened: Any) -> None:
    text = "\n\n".join([*(f"before {n}" for n in range(5)), "here â", "after", "and â"])
    shown = opened(outcome("a", text))
    card = shown.locator("li.change").nth(0)
    shown.keyboard.press("s")
    shown.keyboard.press("m")
    assert card.locator(".context").all_text_contents() == [
        "before 3", "before 4", "after", "and â’",
    ]  # fmt: skip
    shown.keyboard.press("M")
    assert card.locator(".context").count() == 7
    assert card.locator("button", has_text="Whole text").count() == 0
    card.locator(".context .mark").click()  # it is decided in its own card
    shown.keyboard.press("y")
    assert card.locator(".context").last.text_content() == "and ’"
    card.locator("button", has_text="Less").click()
    assert card.locator(".context").count() == 0


def test_code_keeps_its_lines_and_prose_its_paragraphs(opened: Any) -> None:
    found = outcome("a.py", "one â\ntwo â")
    assert found.repair is not None
    code = replace(found.repair, document=replace(found.repair.document, kind=Kind.CODE))
    shown = opened(replace(found, repair=code), outcome("b", "one â\ntwo â"))
    assert shown.locator("li.change").count() == 3
    assert shown.locator(".number").all_text_contents() == ["1", "2"]
    faces = [
        shown.locator(name).first.evaluate("each => getComputedStyle(each).fontFamily")
        for name in (".text.code", ".text.prose")
    ]
    assert "monospace" in faces[0]
    assert faces[1].endswith(", serif")


def test_a_sentence_of_another_script_is_one_question(opened: Any, tmp_path: Path) -> None:
    text = "xx, yy zz! qq"
    edits = [
        Edit(at, at + 2, new, ("mojibake",))
        for at, new in ((0, "كتب"), (4, "الولد"), (7, "درس"), (11, "ثم"))
    ]
    repair = Repair(Document(text, path="a"), tuple(edits))
    shown = opened(Outcome("a", repair, before=text.encode()))
    assert shown.locator(".mark").count() == 1
    assert shown.locator(".text").get_attribute("dir") == "rtl"
    assert shown.locator(".mark ins").text_content() == "كتب, الولد درس! ثم"
    shown.keyboard.press("s")
    shown.keyboard.press("y")
    assert [new for *_, new in saved(shown, tmp_path)["a"]] == [edit.new for edit in edits]
    shown.keyboard.press("e")
    shown.fill("li.change input", "قرأ")
    shown.keyboard.press("Enter")
    assert saved(shown, tmp_path) == {"a": [(text, "accept", "قرأ")]}


def test_a_proposal_that_spans_a_repair_stands_in_its_place(opened: Any, tmp_path: Path) -> None:
    text = "a â  b"
    applied = Edit(2, 3, "’", ("lost-bytes",))
    proposed = Edit(2, 5, "’ ", ("lost-bytes", "two-spaces"), Safety.UNSAFE)
    repair = Repair(Document(text, path="a"), (applied,), (proposed,))
    shown = opened(Outcome("a", repair, before=text.encode()))
    assert shown.locator(".mark").count() == 2
    shown.keyboard.press("s")
    shown.keyboard.press("p")
    assert shown.locator(".body").text_content() == "a ’·b"
    (decided,) = load_saved(shown, tmp_path)
    assert decided.edits == [replace(proposed, others=())]


def test_a_typed_replacement_is_shown_without_what_stands_beside_it(
    opened: Any, tmp_path: Path
) -> None:
    edit = Edit(0, 3, "’ x", ("lost-bytes",))
    shown = opened(Outcome("a", Repair(Document("â x!", path="a"), (edit,))))
    shown.keyboard.press("s")
    shown.keyboard.press("e")
    assert shown.text_content(".body") == "â’ x!"
    shown.fill("li.change input", "”y")
    shown.keyboard.press("Enter")
    assert shown.text_content(".body") == "”y!"
    assert saved(shown, tmp_path) == {"a": [("â x", "accept", "”y")]}
    shown.keyboard.press("y")
    assert shown.text_content(".body") == "’ x!"


def test_an_encoding_is_chosen_by_how_it_reads(opened: Any, tmp_path: Path) -> None:
    data = "fine\nÀ bientôt, été\nâ\n".encode("cp1252")
    text = data.decode("cp1252")
    document = Document(
        text, path="a", encoding="cp1252", candidates=(("cp1252", 0.5), ("cp1251", 0.25))
    )
    at = text.index("â")
    found = Repair(document, (Edit(at, at + 1, "’", ("lost-bytes",)),))
    change = FileChange("encoding", "cp1252", "utf-8", "a guess")
    shown = opened(Outcome("a", found, before=data, changes=(change,)))
    card = shown.locator("li.change").nth(0)
    assert card.locator(".sample").all_text_contents() == [
        "2: À bientôt, été", "3: â", "2: А bientфt, йtй", "3: в",
    ]  # fmt: skip
    card.locator("input").nth(1).check()
    assert "left out" in card.text_content()
    shown.click("#acceptall")
    card.locator("input").nth(1).check()
    (decided,) = load_saved(shown, tmp_path)
    assert (decided.encoding, decided.changes, decided.edits) == (
        "cp1251",
        {"encoding": "utf-8"},
        [],
    )
    card.locator("input").nth(0).check()
    (decided,) = load_saved(shown, tmp_path)
    assert (decided.encoding, [edit.new for edit in decided.edits]) == ("cp1252", ["’"])


def test_the_line_of_the_version_before_is_there(opened: Any) -> None:
    edit = Edit(3, 5, "é", ("new-damage",), note="as in HEAD:a:7 (UTF-8 as cp1252)")
    repair = Repair(Document("cafÃ©!", path="a"), (edit,), older=(("HEAD:a:7", "café?"),))
    shown = opened(Outcome("a", repair))
    assert shown.locator(".older").text_content() == "Before, in HEAD:a:7: café?"


def test_the_end_says_what_to_run(opened: Any) -> None:
    shown = opened(outcome("a", "â"))
    assert shown.inner_text("#command") == "fixenc apply decisions.json"
    assert os.getcwd() in shown.inner_text("#end")
    assert "1 change is still open" in shown.inner_text("#left")
    shown.click("#acceptall")
    assert shown.inner_text("#left") == "Everything is decided."
    here = os.getcwd()
    shown = opened(outcome(os.path.join(here, "letters", "a"), "â"))
    assert shown.inner_text("#command") == f"fixenc apply decisions.json --root {here}"


def test_buttons_filters_and_groups(opened: Any, tmp_path: Path) -> None:
    shown = opened(outcome("a", "â â  XXX"), outcome("b", "â one\n\nâ last"))
    shown.fill("#text", "last")
    assert shown.locator("li.change").count() == 1
    assert shown.inner_text("#listed") == "1 change in 1 paragraph"
    shown.click("li.change .no")
    shown.fill("#text", "")
    shown.select_option("#safety", "unsafe")
    shown.locator("li.change .detail button", has_text="\\t").click()
    shown.select_option("#safety", "")
    shown.select_option("#state", "open")
    shown.check("#group")
    assert shown.inner_text("#listed") == "4 changes of 2 kinds"
    # What is not on the screen yet has no inner text, but it has a text.
    assert "3 changes of this kind in 2 files" in shown.text_content("li.change >> nth=0")
    shown.click("li.change .yes >> nth=0")
    assert saved(shown, tmp_path) == {
        "a": [("â", "accept", "’"), ("â", "accept", "’"), ("  ", "accept", "\t")],
        "b": [("â", "accept", "’"), ("â", "refuse", "’")],
    }


def test_a_flag_is_a_comment_and_takes_what_is_typed(opened: Any, tmp_path: Path) -> None:
    shown = opened(outcome("a", "the XXX end"))
    assert shown.locator("li.change .yes").count() == 0
    assert shown.locator("del").count() == 0
    assert shown.locator(".flagged").text_content() == "XXX"
    shown.keyboard.press("s")
    shown.keyboard.press("y")
    assert "Nothing is proposed here" in shown.text_content("#said")
    shown.keyboard.press("e")
    shown.fill("li.change input", "very")
    shown.keyboard.press("Enter")
    assert shown.text_content(".body ins") == "very"
    assert saved(shown, tmp_path) == {"a": [("XXX", "accept", "very")]}


def test_decisions_outlive_a_reload(opened: Any) -> None:
    shown = opened(outcome("a", "â\n\nâ"))
    shown.click("li.change .yes >> nth=1")
    shown.wait_for_function("localStorage.length > 0")
    for _ in range(40):  # the browser hands storage from process to process in its own time
        shown.reload()
        if shown.inner_text("#count") == "1 of 2 decided":
            break
        shown.wait_for_timeout(250)
    assert shown.inner_text("#count") == "1 of 2 decided"
    assert shown.locator("li.change.done").count() == 1


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
    shown = opened(outcome("a", "â and â"))
    shown.set_viewport_size({"width": 360, "height": 740})
    assert shown.evaluate("document.documentElement.scrollWidth") <= 360
    for role, name in (
        ("button", "Accept"),
        ("button", "Accept paragraph"),
        ("button", "â becomes ’, safe, open"),
        ("searchbox", "Search"),
        ("combobox", "Rule"),
    ):
        found = shown.get_by_role(role, name=name, exact=True)
        assert found.first.is_visible(), name
    assert shown.get_by_role("listitem", name="a line 1, 2 changes, 2 open").is_visible()
    heights = shown.eval_on_selector_all(
        "button", "all => all.map(each => each.offsetHeight).filter(Boolean)"
    )
    assert min(heights) >= 44
    shown.keyboard.press("s")
    shown.keyboard.press("y")
    assert shown.text_content("#said") == "â becomes ’, safe, open"  # the next one is asked about
    shown.keyboard.press("?")
    assert shown.get_by_role("dialog", name="Keys").is_visible()


def test_all_changes_are_printed(opened: Any) -> None:
    shown = opened(outcome("a", "one â\n\n" * 200))
    assert shown.locator("li.change").count() < 200
    shown.evaluate("dispatchEvent(new Event('beforeprint'))")
    shown.emulate_media(media="print")
    assert shown.locator("li.change").count() == 200
    assert not shown.locator("nav").is_visible()
    assert not shown.locator(".choose").first.is_visible()


def test_ten_thousand_changes_stay_smooth(opened: Any) -> None:
    found = [outcome(f"{number}.txt", "one â two  three\n\n" * 50) for number in range(100)]
    begun = time.monotonic()
    shown = opened(*found)
    assert shown.inner_text("#count") == "0 of 10,000 decided"
    loading = time.monotonic() - begun
    begun = time.monotonic()
    shown.select_option("#rule", "two-spaces")
    assert shown.inner_text("#listed") == "5,000 changes in 5,000 paragraphs"
    shown.keyboard.press("Escape")
    filtering = time.monotonic() - begun
    shown.check("#group")
    assert "5,000 changes of this kind in 100 files" in shown.text_content("li.change >> nth=0")
    begun = time.monotonic()
    shown.click("#acceptall")
    assert shown.inner_text("#count") == "5,000 of 10,000 decided"
    deciding = time.monotonic() - begun
    # Far more than a quick machine needs: a slow one must pass, a quadratic loop must not.
    assert loading < 10
    assert filtering < 5
    assert deciding < 5
