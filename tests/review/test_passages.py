"""Paragraphs hold every change once, and their text with the marks in it is the text itself."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fixenc.core.document import Document, Kind
from fixenc.core.edits import Edit, Safety, disjoint
from fixenc.engine.repair import Repair
from fixenc.review.encodings import readings
from fixenc.review.layout import fill, wrap
from fixenc.review.passages.marks import marks
from fixenc.review.passages.nodes import Node, nodes
from fixenc.review.passages.paragraphs import LONGEST, is_right_to_left, passages
from fixenc.review.visible import clusters, width

TEXT = st.text("ab .\n\r日éا", max_size=60)


@st.composite
def repairs(draw: st.DrawFn) -> Repair:
    """A text with disjoint edits that are applied, and proposals that may overlap anything."""
    text = draw(TEXT)
    span = st.tuples(st.integers(0, len(text)), st.integers(0, len(text))).map(sorted)
    spans = draw(st.lists(span, max_size=6))
    new = st.text("ab ’ل", max_size=4)
    applied = disjoint(Edit(lo, hi, draw(new), ("one",)) for lo, hi in spans[:3] if lo < hi)
    proposed = [Edit(lo, hi, draw(new), ("two",), Safety.UNSAFE) for lo, hi in spans[3:]]
    kind = draw(st.sampled_from([Kind.PROSE, Kind.CODE]))
    return Repair(Document(text, kind=kind), tuple(applied), tuple(proposed))


def plain(part: str | Node) -> str:
    if isinstance(part, str):
        return part
    return part.ends[0] + "".join(map(plain, part.parts)) + part.ends[1]


def marks_in(part: str | Node) -> list[int]:
    if isinstance(part, str):
        return []
    return [id(part.mark), *(each for inner in part.parts for each in marks_in(inner))]


@given(repairs())
def test_every_change_is_in_one_passage_and_the_passages_are_the_text(repair: Repair) -> None:
    found = marks(repair)
    assert sorted(edit for mark in found for edit in map(repr, mark.edits)) == sorted(
        map(repr, repair.edits)
    )
    text = repair.document.text
    pieces = passages(repair.document, found)
    assert "".join(text[piece.start : piece.end] for piece in pieces) == text
    assert [id(mark) for piece in pieces for mark in piece.marks] == [id(mark) for mark in found]
    for piece in pieces:
        assert all(piece.start <= mark.start and mark.end <= piece.end for mark in piece.marks)
        made = nodes(text, piece)
        assert sorted(each for part in made for each in marks_in(part)) == sorted(
            id(mark) for mark in piece.marks
        )


@given(repairs())
def test_without_overlaps_the_nodes_are_the_text(repair: Repair) -> None:
    bare = Repair(repair.document, repair.applied)
    text = repair.document.text
    for piece in passages(repair.document, marks(bare)):
        shown = "".join(map(plain, nodes(text, piece)))
        assert shown.rstrip("\r\n") == text[piece.start : piece.end].rstrip("\r\n")


@pytest.mark.parametrize(
    ("text", "kind", "pieces"),
    [
        ("one\ntwo\n\nthree\n", Kind.PROSE, ["one\ntwo\n\n", "three\n"]),
        ("one\ntwo\n\nthree\n", Kind.CODE, ["one\n", "two\n", "\n", "three\n"]),
        ("a" * 101 + "\nb\n", Kind.PROSE, ["a" * 101 + "\n", "b\n"]),
        ("a" * 99 + "\nb\n", Kind.PROSE, ["a" * 99 + "\nb\n"]),
        ("\n\none", Kind.PROSE, ["\n\n", "one"]),
        ("", Kind.PROSE, [""]),
    ],
)
def test_paragraphs_and_lines(text: str, kind: Kind, pieces: list[str]) -> None:
    found = passages(Document(text, kind=kind), [])
    assert [text[piece.start : piece.end] for piece in found] == pieces


def test_a_long_line_is_cut_behind_a_sentence_and_not_in_a_mark() -> None:
    text = ("some words here. " * 95) + "end"
    first, *_ = passages(Document(text), [])
    assert first.end <= LONGEST
    assert text[: first.end].endswith(". ")
    repair = Repair(Document(text), (Edit(first.end - 3, first.end + 3, "x"),))
    (whole,) = passages(Document(text), marks(repair))
    assert whole.end == len(text)


@pytest.mark.parametrize(
    ("pieces", "number"),
    [
        (["да", " ", "нет"], 1),
        (["да", ", ", "нет"], 1),
        (["да", " -- ", "нет"], 2),
        (["да", "1", "нет"], 2),
        (["да", "\n", "нет"], 2),
        (["da", " ", "net"], 2),
        (["да", " ", "é"], 2),
        (["да", " ", "“"], 2),
    ],
)
def test_words_of_another_script_side_by_side_are_one_mark(pieces: list[str], number: int) -> None:
    text = "x" + pieces[1] + "y"
    edits = (
        Edit(0, 1, pieces[0], ("m",)),
        Edit(len(text) - 1, len(text), pieces[2], ("m",)),
    )
    found = marks(Repair(Document(text), edits))
    assert len(found) == number
    if number == 1:
        assert found[0].new(text) == "".join(pieces)
    apart = (edits[0], Edit(edits[1].start, edits[1].end, pieces[2], ("m",), note="another"))
    assert len(marks(Repair(Document(text), apart))) == 2
    assert len(marks(Repair(Document(text), edits[:1], edits[1:]))) == 2


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("", False),
        ("abc", False),
        ("كتب", True),
        ("كتب ab", True),
        ("كت abc", False),
        ("עברית", True),
    ],
)
def test_direction(text: str, answer: bool) -> None:
    assert is_right_to_left(text) == answer


@given(st.lists(st.tuples(TEXT.map(lambda t: t.replace("\r", "")), st.sampled_from(["", "+"]))))
def test_wrapped_text_is_the_same_text(runs: list[tuple[str, str]]) -> None:
    lines = wrap(runs, 10)
    shown = ["".join(text for text, _ in line) for line in lines]
    whole = "".join(text for text, _ in runs)
    assert "".join("".join(shown).split()) == "".join(whole.split())
    for line in shown:
        assert width(line) <= 10
    if all(width(word) <= 10 for word in whole.split()) and "日" not in whole:
        assert [word for line in shown for word in line.split()] == whole.split()


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("two words here", ["  two words", "  here"]),
        ("日本語日本語", ["  日本語日本", "  語"]),
        ("averylongwordindeed", ["  averylongw", "  ordindeed"]),
        ("", [""]),
    ],
)
def test_fill(text: str, lines: list[str]) -> None:
    assert fill(text, 12, "  ") == lines


def test_clusters_keep_what_is_joined() -> None:
    family = "\N{WOMAN}\N{ZERO WIDTH JOINER}\N{GIRL}"
    assert clusters(f"a{family}é") == ["a", family, "é"]


def test_readings_that_are_alike_are_one() -> None:
    data = "fine\nété\n".encode("cp1252")
    names = ("cp1252", "iso8859-1", "cp1251", "utf-8", "no-such")
    document = Document(
        data.decode("cp1252"), encoding="cp1252", candidates=tuple((name, 0.1) for name in names)
    )
    found = readings(data, document)
    assert [each.encoding for each in found] == ["cp1252", "cp1251"]
    assert found[0].lines == ((2, "été"),)
