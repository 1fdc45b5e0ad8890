"""What an editor sees."""

from __future__ import annotations

import re
from textwrap import dedent

import pytest

from fixenc.core.document import Document
from fixenc.core.edits import Edit, Safety, flag
from fixenc.engine.repair import Repair
from fixenc.review.formats.terminal import Terminal, terminal
from fixenc.review.outcome import Outcome
from fixenc.review.visible import cut, marked, visible, width

pytestmark = pytest.mark.usefixtures("toy_rules")


def shown(
    text: str, applied: list[Edit], proposed: list[Edit], *, columns: int = 80, colour: bool = False
) -> str:
    repair = Repair(Document(text, path="a.txt"), tuple(applied), tuple(proposed))
    outcome = Outcome("a.txt", repair)
    return "".join(terminal([outcome], Terminal(columns, colour)))


def test_changes_proposals_and_flags_stand_in_the_order_of_the_text() -> None:
    text = "one\ndonât\nthree\nfour a  b and XXX\nfive\nsix\nâ\n"
    space, missing, last = text.index("  "), text.index("XXX"), text.rindex("â")
    applied = [
        Edit(7, 8, "’", ("lost-bytes",)),
        Edit(last, last + 1, "’", ("lost-bytes",)),
    ]
    proposed = [
        Edit(space, space + 2, " ", ("two-spaces",), Safety.UNSAFE, "between words"),
        Edit(missing, missing + 3, None, ("gap",), Safety.FLAG),
    ]
    assert shown(text, applied, proposed) == dedent("""\
        a.txt
        @@ -1,3 +1,3 @@
         one
        -don[-â-]t
        +don{+’+}t
          2:4      â → ’     lost-bytes safe A mark lost two of its bytes.
         three
        @@ 4 @@ proposed, not applied
        ~four a <~·~>b and XXX
        ~four a b and XXX
          4:7      · → ∅     two-spaces unsafe A space too many: between words
        @@ 4 @@ flagged
        ?four a  b and <?XXX?>
          4:15     XXX       gap flag Something is missing.
        @@ -6,2 +6,2 @@
         six
        -[-â-]
        +{+’+}
          7:1      â → ’     lost-bytes safe A mark lost two of its bytes.

        """)


@pytest.mark.parametrize(
    ("columns", "why"),
    [
        (90, "A space too many: between words of one sentence"),
        (75, "between words of one sentence"),
        (40, "A space too many: between\n    words of one sentence"),
    ],
)
def test_where_there_is_little_room_this_one_case_is_told(columns: int, why: str) -> None:
    note = "between words of one sentence"
    edit = Edit(1, 3, " ", ("two-spaces",), Safety.UNSAFE, note)
    assert shown("a  b", [edit], [], columns=columns).endswith(f"unsafe {why}\n\n")


def test_a_long_line_is_cut_to_its_changes() -> None:
    text = "word " * 40 + "donât" + " more" * 80 + " wonât" + " end" * 40
    edits = [Edit(at, at + 1, "’", ("lost-bytes",)) for at, c in enumerate(text) if c == "â"]
    said = shown(text, edits, [])
    old, new = (part.split("  1:")[0] for part in re.split(r"\n(?=[-+])", said)[1:])
    assert old == (
        "-…word word word word word don[-â-]t more more more more more more … more more\n"
        " more more more won[-â-]t end end end end end end end … ⏎̸"
    )
    assert new.rstrip() == old.replace("[-â-]", "{+’+}").replace("-…", "+…", 1)


@pytest.mark.parametrize("columns", [40, 60, 100])
@pytest.mark.parametrize("colour", [True, False])
def test_words_are_not_broken(columns: int, colour: bool) -> None:
    words = [f"word{number}" for number in range(60)]
    text = " ".join([*words[:30], "donât", *words[30:]])
    at = text.index("â")
    note = "a note of many words that needs more than a line to be read"
    edit = Edit(at, at + 1, "’", ("lost-bytes",), note=note)
    said = shown(text, [edit], [], columns=columns, colour=colour)
    left = re.sub("\x1b\\[[0-9;]*m", "", said) if colour else said
    for line in left.split("\n"):
        assert width(line) <= columns
        for word in re.findall(r"\bword\d*\b|\bw(?:o|or)?\b", line):
            assert word in words, line


def test_colour_is_on_what_changed_alone() -> None:
    said = shown("donât do", [Edit(3, 4, "’", ("lost-bytes",))], [], colour=True)
    assert "\x1b[31m-\x1b[0mdon\x1b[1;97;41mâ\x1b[0mt do" in said
    assert "\x1b[32m+\x1b[0mdon\x1b[1;97;42m’\x1b[0mt do" in said


def test_a_line_has_one_reason_for_all_changes_that_share_it() -> None:
    text = "donât wonât\nãâ  x  y\n"
    edits = [Edit(at, at + 1, "’", ("lost-bytes",)) for at, c in enumerate(text) if c in "âã"]
    edits += [Edit(text.index("  "), text.index("  ") + 2, " ", ("two-spaces",), Safety.UNSAFE)]
    proposed = [Edit(text.index("  y"), text.index("  y") + 2, " ", ("two-spaces",), Safety.UNSAFE)]
    said = shown(text, edits, proposed)
    assert [line for line in said.split("\n") if re.match(r"  \d", line)] == [
        "  1:4      â → ’ ×2  lost-bytes safe A mark lost two of its bytes.",
        "  2:1      ã → ’, â → ’ lost-bytes safe A mark lost two of its bytes.",
        "  2:3      · → ∅     two-spaces unsafe A space too many.",
        "  2:6      · → ∅     two-spaces unsafe A space too many.",
    ]


def test_proposals_of_a_line_stand_in_it_together() -> None:
    text = "a  b â c  d XXX\n"
    spaces = [m.start() for m in re.finditer("  ", text)]
    proposed = [Edit(at, at + 2, " ", ("two-spaces",), Safety.UNSAFE) for at in spaces]
    at = text.index("XXX")
    proposed.append(Edit(at, at + 3, None, ("gap",), Safety.FLAG))
    said = shown(text, [Edit(5, 6, "’", ("lost-bytes",))], proposed)
    assert "~a <~·~>b ’ c <~·~>d XXX\n~a b ’ c d XXX\n" in said
    assert "?a  b ’ c  d <?XXX?>\n" in said
    assert said.count("proposed, not applied") == 1


def test_proposals_that_overlap_stand_apart() -> None:
    proposed = [
        Edit(0, 3, "x", ("two-spaces",), Safety.UNSAFE),
        Edit(1, 4, "y", ("two-spaces",), Safety.UNSAFE),
    ]
    said = shown("a  b\n", [], proposed)
    assert said.count("proposed, not applied") == 2
    assert "~<~a·~><~x~>b\n" not in said
    assert "~{x}b\n".replace("{x}", "<~x~>") in said
    assert "~a<~y~>\n" in said


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("\N{WOMAN}\N{ZERO WIDTH JOINER}\N{WOMAN}\N{ZERO WIDTH JOINER}\N{GIRL}", 2),
        ("\N{HEAVY BLACK HEART}\N{VARIATION SELECTOR-16}", 2),
        ("\N{REGIONAL INDICATOR SYMBOL LETTER D}\N{REGIONAL INDICATOR SYMBOL LETTER E}", 2),
        ("日本", 4),
        ("كُتب", 3),
    ],
)
def test_pairs_are_aligned_by_what_is_seen(text: str, columns: int) -> None:
    assert width(text) == columns
    assert cut(text + "xxxxx", columns + 1) == f"{text}…"
    said = shown("â", [Edit(0, 1, text.replace("\u200d", ""), ("lost-bytes",))], [])
    line = next(line for line in said.split("\n") if line.startswith("  1:1"))
    before = line.partition("lost-bytes")[0]
    bare = re.sub("[\N{FIRST STRONG ISOLATE}\N{POP DIRECTIONAL ISOLATE}]", "", before)
    assert width(bare) >= 21
    assert (bare != before) == (text == "كُتب")


def test_a_proposal_is_shown_in_the_repaired_line() -> None:
    text = "donât a  b, wonât"
    applied = [Edit(3, 4, "’", ("lost-bytes",)), Edit(15, 16, "’", ("lost-bytes",))]
    proposal = Edit(7, 9, " ", ("two-spaces",), Safety.UNSAFE)
    assert "~don’t a <~·~>b, won’t\n~don’t a b, won’t\n" in shown(text, applied, [proposal])


@pytest.mark.parametrize("colour", [True, False])
def test_nothing_steers_the_terminal(colour: bool) -> None:
    hostile = "".join(map(chr, [*range(0x20), *range(0x7F, 0xA0), 0x202E, 0x2066, 0xFEFF, 0xDC80]))
    hostile = hostile.replace("\n", "")
    text = f"{hostile}â{hostile}\n{hostile}XXX{hostile}\n{hostile}"
    at, gap = text.index("â"), text.index("XXX")
    applied = [Edit(at - 5, at + 5, hostile, ("lost-bytes",), note=hostile)]
    said = shown(text, applied, [Edit(gap, gap + 3, None, ("gap",), Safety.FLAG)], colour=colour)
    left = re.sub("\x1b\\[[0-9;]*m", "", said) if colour else said
    assert all(line.isprintable() for line in left.split("\n"))


def test_flags_alone_have_no_hunk() -> None:
    assert "---" not in shown("XXX", [], [Edit(0, 3, None, ("gap",), Safety.FLAG)])
    assert flag(0, 3).new is None


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("plain", "plain"),
        ("a\tb\r", "a\\tb\\r"),
        ("\N{NO-BREAK SPACE}\N{ZERO WIDTH JOINER}", "\N{NO-BREAK SPACE}\N{ZERO WIDTH JOINER}"),
        ("\N{LINE SEPARATOR}\x85", "<U+2028>\\x85"),
    ],
)
def test_visible(text: str, seen: str) -> None:
    assert visible(text) == seen


def test_marked() -> None:
    assert marked("a\N{ZERO WIDTH JOINER}\N{THIN SPACE} ") == "a<U+200D><U+2009>·"


def test_width_and_cut() -> None:
    assert width("日本e\N{COMBINING ACUTE ACCENT}") == 5
    assert cut("日本語", 5) == "日本…"
    assert cut("日本語", 6) == "日本語"


@pytest.mark.parametrize("group", [True, False])
def test_many_of_a_kind_are_counted(group: bool) -> None:
    outcomes = []
    for name in "abc":
        text = "donât\n\n\n\n\n" * 7
        edits = [Edit(at, at + 1, "’", ("lost-bytes",)) for at, c in enumerate(text) if c == "â"]
        repair = Repair(Document(text, path=name), tuple(edits))
        outcomes.append(Outcome(name, repair))
    said = "".join(terminal(outcomes, Terminal(), group=group))
    assert said.count("-don") == said.count("lost-bytes safe A mark") == (10 if group else 21)
    assert ("\nc\n" in said) == (not group)
    assert ("  â → ’  lost-bytes safe ×21 in 3 files, first at a:1:4\n" in said) == group


def test_a_file_with_nothing_but_flags_says_nothing_of_repairs() -> None:
    repair = Repair(Document("XXX", path="a"), (), (Edit(0, 3, None, ("gap",), Safety.FLAG),))
    said = "".join(terminal([Outcome("a", repair)], Terminal(), written=True))
    assert said.startswith("a\n@@ 1 @@ flagged\n")
