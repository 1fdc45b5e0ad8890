"""Files that are more than running text: what is repaired there, and what is left."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from email.message import EmailMessage

import pytest

from fixenc.core.document import Document, Kind
from fixenc.core.edits import Edit, Safety
from fixenc.engine.policy import Policy
from fixenc.engine.repair import Repair, repair
from fixenc.formats import repairs


def damaged(text: str) -> str:
    """UTF-8 read as windows-1252, as most editors do it."""
    return text.encode().decode("cp1252")


PHRASE = "Les élèves préfèrent les fenêtres"
BROKEN = damaged(PHRASE)


def found(path: str, text: str, kind: Kind = Kind.CODE, *, unsafe_fixes: bool = False) -> Repair:
    return repair(Document(text, path=path, kind=kind), Policy(unsafe_fixes=unsafe_fixes))


COMMENTS = {
    "a.py": '# {}\nx = 1  # {}\n\n\ndef f():\n    """{}"""\n    return "é"\n',
    "a.c": '/* {} */\nint x; // {}\nchar *y = "é"; /* {} */\n',
    "a.js": "// {}\nlet x = 'é'; /* {} */ // {}\n",
    "a.rs": '//! {}\n/// {}\nfn f() {{}} // {}\nconst X: &str = "é";\n',
    "a.sh": "#!/bin/sh\n# {}\necho 'é'  # {}\n# {}\n",
    "a.sql": "-- {}\nSELECT 'é' /* {} */ -- {}\n",
    "Makefile": "# {}\nall:\n\techo é\n# {}\n# {}\n",
}


@pytest.mark.parametrize("path", COMMENTS)
@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_comments_are_repaired(path: str, newline: str) -> None:
    template = COMMENTS[path].replace("\n", newline)
    result = found(path, template.format(BROKEN, BROKEN, BROKEN))
    assert result.text == template.format(PHRASE, PHRASE, PHRASE)


STRINGS = {
    "a.py": 'é = 1\nx = "{}"\ny = """{}"""\nz = f"{{x}} {}"\nX = [\n    """{}""",\n]\n'.replace(
        "{}", "{0}"
    ),
    "a.c": '/* é */ char *x = "{0}";\n',
    "a.js": "/* é */ let x = '{0}', y = `{0}`;\n",
    "a.php": "Ceci : {0}\n<?php /* é */ $x = '{0}'; ?>\n{0}\n",
    "a.sh": "# é\necho '{0}' \"{0}\" {0}\n",
    "a.diff": "--- a\n+++ b\n@@ -1 +1 @@\n-é {0}\n+{0}\n",
    "a.unheard-of": "{0}\n",
}


@pytest.mark.parametrize("path", STRINGS)
def test_strings_are_proposed(path: str) -> None:
    text = STRINGS[path].format(BROKEN)
    result = found(path, text)
    assert result.applied == ()
    assert {edit.safety for edit in result.proposed} == {Safety.UNSAFE}
    everything = found(path, text, unsafe_fixes=True)
    assert everything.text == STRINGS[path].format(PHRASE)


def test_a_file_that_was_misread_as_a_whole_is_repaired_as_a_whole() -> None:
    text = f'# Größe für Länge\nx = "{PHRASE}"\n'
    assert found("a.py", damaged(text)).text == text


def test_one_fine_character_says_that_the_file_was_not_misread() -> None:
    text = f'# {BROKEN}\nx = "{damaged("déjeuner à la fenêtre dorée")}"\ny = "ü"\n'
    assert found("a.py", text).text == text.replace(BROKEN, PHRASE)


ON_PURPOSE = {
    "an example": f'def f():\n    """Repair.\n\n    >>> fix("{BROKEN}")\n    """\n',
    "an arrow": f"# {BROKEN} -> fixed\n",
    "the codec is named": f"# {BROKEN} is what latin-1 makes of it.\n",
    "the result is named": f'# {BROKEN}\nassert fix(x) == "{PHRASE}"\n',
    "a table": "TABLE = {\n" + "".join(f'    "{damaged(c)}": "{c}",\n' for c in "éèüöñçô") + "}\n",
    "a test": f'assert fix("{BROKEN}") == "{PHRASE}"\n',
    "a pragma": f"# {BROKEN}  # fixenc: ignore\n",
    "two pragmas": f"# fixenc: off\n# {BROKEN}\n# fixenc: on\n",
}


@pytest.mark.parametrize("name", ON_PURPOSE)
def test_what_is_quoted_on_purpose_stays(name: str) -> None:
    assert found("a.py", ON_PURPOSE[name]).applied == ()


@pytest.mark.parametrize("offset", [0, 1 << 20])
def test_a_block_of_a_large_program_is_only_proposed(offset: int) -> None:
    document = Document(f"# {BROKEN}\n", path="a.py", kind=Kind.CODE, offset=offset)
    assert repair(replace(document, streamed=True)).applied == ()
    assert repair(document).applied


@pytest.mark.parametrize(
    ("between", "beside"), [("x" * 100, True), ("x" * 101, False), ("\n", False)]
)
def test_edits_that_may_belong_to_one_quotation(between: str, beside: bool) -> None:
    text = f"a{between}b"
    one, other = Edit(0, 1, "c"), Edit(len(text) - 1, len(text), "c")
    assert repairs._stand_beside(text, one, other) is beside
    assert repairs._stand_beside(text, other, one) is beside


def test_two_marks_of_a_quotation_that_is_shown_stay() -> None:
    """The closing mark lost a byte, and the decoding of that is not talked about."""
    quoted = "``\xe2€œ like this \xe2€\N{REPLACEMENT CHARACTER}``"
    text = f'"""Windows decodes smart quotes as {quoted} and so on."""\n'
    shown = found("a.py", text)
    assert shown.applied == ()
    assert {edit.new for edit in shown.proposed} == {"“", "”"}


def test_a_declared_encoding_is_no_talk_about_encodings() -> None:
    text = f"# -*- coding: utf-8 -*-\n# {BROKEN}\n"
    assert found("a.py", text).text == text.replace(BROKEN, PHRASE)


def test_escapes_in_a_program_are_flagged() -> None:
    text = 'x = "It\\u00e2\\u0080\\u0099s"\n'
    [edit] = found("a.py", text, unsafe_fixes=True).edits
    assert text[edit.start : edit.end] == "\\u00e2\\u0080\\u0099"
    assert (edit.new, edit.safety) == (None, Safety.FLAG)
    assert edit.note.endswith("stand for \N{RIGHT SINGLE QUOTATION MARK}")


def test_boxes_and_symbols_in_comments_stay() -> None:
    box = "# ┌─┬┐ top\n# │ ││ head\n# ├─┼┤ row\n# └─┴┘ µs ° ²\n"
    assert found("a.py", box).applied == ()


@pytest.mark.parametrize("ascii_only", [True, False])
@pytest.mark.parametrize("indent", [None, 2])
def test_json(ascii_only: bool, indent: int | None) -> None:
    def written(phrase: str, name: str) -> str:
        value = {"b": [f'{phrase} "\n', 1.0], "a": {"id": "😀", "n": name}}
        return json.dumps(value, ensure_ascii=ascii_only, indent=indent) + "\n"

    # An export in the manner of Facebook: the bytes of UTF-8, as if they were Latin-1.
    text = written(PHRASE.encode().decode("latin-1"), "Zoé".encode().decode("latin-1"))
    assert found("a.json", text, Kind.DATA).text == written(PHRASE, "Zoé")


def test_keys_are_proposed() -> None:
    text = json.dumps({BROKEN: BROKEN}, ensure_ascii=False)
    assert json.loads(found("a.json", text, Kind.DATA).text) == {BROKEN: PHRASE}


@pytest.mark.parametrize("start", ["", "sep=;\r\n", "\n"])
@pytest.mark.parametrize("names", ["{0};id", 'id;"{0}\n{0}"', '5" {0};id', '"a""";{0}'])
def test_names_of_columns_are_proposed(start: str, names: str) -> None:
    template = f'{start}{names}\r\n{{1}};1\r\n"{{1}}";2\r\n'
    result = found("a.csv", template.format(BROKEN, BROKEN), Kind.DATA)
    assert result.text == template.format(BROKEN, PHRASE)
    assert {edit.note.rpartition("; ")[2] for edit in result.proposed} == {"it may name a column"}
    asked = found("a.csv", template.format(BROKEN, BROKEN), Kind.DATA, unsafe_fixes=True)
    assert asked.text == template.format(PHRASE, PHRASE)


@pytest.mark.parametrize(
    ("path", "template"),
    [
        ("a.yaml", "{0}: {1}\n? {0} : x\n- {0}: 1\n"),
        ("a.ini", "[x]\n{0} = {1}\n"),
        ("a.properties", "{0}={1}\n"),
    ],
)
def test_bare_keys_are_proposed(path: str, template: str) -> None:
    result = found(path, template.format(damaged("prénom"), damaged("René")), Kind.DATA)
    assert result.text == template.format(damaged("prénom"), "René")
    assert [edit.new for edit in result.proposed] == ["é"] * template.count("{0}")


FORMATS = {
    "a.jsonl": ('{{"t": "{0}"}}\n{{"t": "é"}}\n', Kind.DATA),
    "a.csv": ('id,text\n1,"{0}, ""é"""\n2,{0}\n', Kind.DATA),
    "a.yaml": ("# {0}\ntitle: {0}\nlist:\n  - '{0}'\n", Kind.DATA),
    "a.toml": ('# {0}\ntitle = "{0}"\n', Kind.DATA),
    "a.ini": ("; {0}\n[a]\ntitle = {0}\n", Kind.DATA),
    "a.html": ('<!-- {0} --><p title="{0}">{0} &lt; &eacute;&amp;</p>\n', Kind.MARKUP),
    "a.xml": ('<?xml version="1.0"?>\n<a b="{0}">{0} &lt;<![CDATA[{0}]]></a>\n', Kind.MARKUP),
    "a.srt": ("1\n00:00:01,000 --> 00:00:02,000\n{0}\n{0}\n", Kind.PROSE),
    "a.po": ('# {0}\nmsgid "Hello"\nmsgstr ""\n"{0}\\n"\n"{0}"\n', Kind.PROSE),
    "a.md": ("# {0}\n\n{0} `x`\n\n* {0}\n    {0}\n", Kind.PROSE),
    "a.rst": ("{0}\n====\n\n{0} ``x``::\n\n    x = 1\n\n{0}\n", Kind.PROSE),
}


@pytest.mark.parametrize("path", FORMATS)
def test_formats_are_repaired(path: str) -> None:
    template, kind = FORMATS[path]
    assert found(path, template.format(BROKEN), kind).text == template.format(PHRASE)


@pytest.mark.parametrize("quote", "\"'")
def test_a_quoted_scalar_is_one_value(quote: str) -> None:
    broken = f"{damaged('déjà')} vu"
    template = "a: {0}b {1}{0}\nc: {{d: {0}{1}{0}, e: f}}\n"
    result = found("a.yaml", template.format(quote, broken), Kind.DATA)
    assert result.text == template.format(quote, "déjà vu")
    key = f"{quote}{broken}{quote}: x\n"
    assert found("a.yaml", key, Kind.DATA).text == key


@pytest.mark.parametrize(
    "template",
    [
        "title: x\nlabels: [{0}, crème]\n",
        "title: x\na: {{b: {0}, c: {0}}}\n",
        "- [{0}]\n- {0}\n",
    ],
)
def test_a_plain_scalar_in_a_list_is_a_value(template: str) -> None:
    result = found("a.yaml", template.format(damaged("déjà")), Kind.DATA)
    assert result.text == template.format("déjà")


def test_a_variable_of_other_settings_is_no_value() -> None:
    text = f"a = b\nroot ${damaged('déjà')};\n"
    assert found("nginx.conf", text, Kind.DATA).text == text


@pytest.mark.parametrize("header", ["|", ">-", "|2+", "&x !!str |"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_a_block_scalar_is_one_value(header: str, newline: str) -> None:
    lines = f"a: {header}\n  {{0}}\n    {{1}} # so\n\n  - {{0}}: x\nb:\n- |\n {{0}}\n".replace(
        "\n", newline
    )
    vu = "Déjà\N{NO-BREAK SPACE}vu"
    result = found("a.yaml", lines.format(BROKEN, damaged(vu)), Kind.DATA)
    assert result.text == lines.format(PHRASE, vu)


def test_a_script_in_a_block_scalar_is_data() -> None:
    text = f'run: |\n  echo "$NAME" | sed \'s/{damaged("é")}/e/\' >> "{BROKEN}"\n'
    result = found("a.yml", text, Kind.DATA)
    assert result.text == text
    assert len(result.proposed) > 1
    assert result.proposed[0].note.endswith("it may be data")


def test_mail_that_is_encoded_for_transport_stays() -> None:
    template = (
        "From: {0} <a@example.org>\nMessage-ID: <{1}@x>\nSubject: {0}\n {0}\n"
        "Content-Type: multipart/mixed; boundary=abcdefgh\n\n--abcdefgh\n"
        "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n{0}\n"
        "--abcdefgh\nContent-Type: text/plain\nContent-Transfer-Encoding: quoted-printable\n\n"
        "{1} caf=C3=A9 &Atilde;&copy;\n--abcdefgh--\n"
    )
    text = template.format(BROKEN, BROKEN)
    assert found("a.eml", text, Kind.PROSE).text == template.format(PHRASE, BROKEN)


@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["lf", "crlf"])
@pytest.mark.parametrize("transfer", ["quoted-printable", "base64"])
def test_damage_that_mail_has_encoded_is_reported(transfer: str, newline: str) -> None:
    message = EmailMessage()
    message["Subject"] = "Fenêtres"
    message.set_content(f"{PHRASE}, dit-il. {BROKEN}.\n{BROKEN}.\n" * 4, cte=transfer)
    message.add_attachment(f"{BROKEN}\n".encode(), maintype="application", subtype="x")
    text = message.as_string().replace("\n", newline)
    result = found("a.eml", text, Kind.PROSE, unsafe_fixes=True)
    assert result.text == text
    assert len(result.proposed) == 8 * len(re.findall("Ã.", BROKEN))
    assert {edit.rules for edit in result.proposed} == {("mojibake",)}
    notes = [edit.note.rpartition("; ")[2] for edit in result.proposed]
    assert notes[0] == f"in {transfer}: Ã© → é"
    if transfer == "quoted-printable":
        spans = [text[edit.start : edit.end] for edit in result.proposed]
        places = [re.sub("=\r?\n", "", span) for span in spans]
        assert places[0] == "=C3=83=C2=A9"
        assert set(places) == {f"=C3=83=C2={byte:02X}" for byte in damaged("éèê").encode()[3::4]}


def test_damage_in_the_encoded_words_of_a_header_is_reported() -> None:
    text = "Subject: =?utf-8?Q?Les_=C3=83=C2=A9l=C3=83=C2=A8ves?= =?utf-8?b?w4PCqQ==?=\n\n"
    result = found("a.eml", text, Kind.PROSE)
    assert result.text == text
    first = result.proposed[0]
    assert text[first.start : first.end] == "=C3=83=C2=A9"
    assert first.note.endswith("in Q encoding: Ã© → é")


@pytest.mark.parametrize(
    "headers",
    [
        "Content-Type: text/plain; charset=unheard-of\nContent-Transfer-Encoding: base64",
        "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: x-uuencode",
        "Content-Type: text/plain; charset=utf-16\nContent-Transfer-Encoding: base64",
        "Content-Type: image/png\nContent-Transfer-Encoding: base64",
    ],
)
def test_mail_that_nobody_can_read_is_passed_over(headers: str) -> None:
    text = f"Subject: x\n{headers}\n\nw4PCqcODwqnDg8Kp\n"
    assert found("a.eml", text, Kind.PROSE).edits == ()


@pytest.mark.parametrize(
    ("path", "text", "kind"),
    [
        ("a.po", 'msgid "coffee"\nmsgstr "caf\xe9"\n', Kind.PROSE),
        ("a.md", "The [caf\xe9](https://example.org/x) of `x`caf\xe9 is there.\n", Kind.PROSE),
        ("a.jsonl", '{"x": "caf\xe9"}\n{"x" :"y"}\n', Kind.DATA),
    ],
)
def test_single_words_are_repaired(path: str, text: str, kind: Kind) -> None:
    assert found(path, damaged(text), kind).text == text


CODE_IN_TEXT = {
    "a.md": [
        f"See `{BROKEN}` and ``{BROKEN} ` ``.\n",
        f"```python\nx = '{BROKEN}'\n```\n",
        f"~~~~\n{BROKEN}\n~~~\n{BROKEN}\n~~~~\n",
        f"Code:\n\n    {BROKEN}\n\n    {BROKEN}\n",
        f"[x](https://example.org/{BROKEN.replace(' ', '-')})\n",
    ],
    "a.rst": [
        f"See ``{BROKEN}``.\n",
        f"For example::\n\n    {BROKEN}\n\n    {BROKEN}\n",
        f".. code-block:: python\n\n   {BROKEN}\n",
        f"It says:\n\n>>> print('x')\n{BROKEN}\n",
    ],
    "a.po": [f'msgid "{BROKEN}"\nmsgstr ""\n', f'#: {BROKEN}.c:1\nmsgid "x"\nmsgstr "y"\n'],
}


@pytest.mark.parametrize(
    ("path", "text"), [(path, text) for path, texts in CODE_IN_TEXT.items() for text in texts]
)
def test_code_in_text_stays(path: str, text: str) -> None:
    assert found(path, text, Kind.PROSE, unsafe_fixes=True).text == text


def test_scripts_in_a_page_are_programs() -> None:
    text = f"<p>{BROKEN}</p><script>x = '{BROKEN}'</script><style>a{{content:'{BROKEN}'}}</style>"
    assert found("a.html", text, Kind.MARKUP).text == text.replace(BROKEN, PHRASE, 1)


def test_examples_of_code_in_a_page_are_quoted() -> None:
    text = f"<p>{BROKEN}<code class='a'>{BROKEN}</code><code/> {BROKEN}</p><kbd>{BROKEN}</kbd>"
    repaired = found("a.html", text, Kind.MARKUP).text
    assert repaired == text.replace(BROKEN, PHRASE).replace(f">{PHRASE}</", f">{BROKEN}</")


def test_addresses_in_a_page_are_data() -> None:
    text = f"<a href='x?y={BROKEN}' class=\"{BROKEN}\" title='{BROKEN}' xlink:href='{BROKEN}'>x</a>"
    repaired = found("a.html", text, Kind.MARKUP).text
    assert repaired == text.replace(f"title='{BROKEN}", f"title='{PHRASE}")


@pytest.mark.parametrize(
    "tag",
    [
        '<meta charset="utf-8">',
        '<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=utf-8">',
        "<form accept-charset='utf-8'>",
    ],
)
def test_a_page_that_names_its_encoding_is_not_about_encodings(tag: str) -> None:
    text = f"{tag}<title>{damaged('Les élèves')}</title>\n"
    assert found("a.html", text, Kind.MARKUP).text == f"{tag}<title>Les élèves</title>\n"
    shown = text.replace("<title>", "<title>In utf-8: ")
    assert found("a.html", shown, Kind.MARKUP).text == shown


@pytest.mark.parametrize("ascii_only", [True, False])
def test_notebooks_are_repaired_where_they_are_text(ascii_only: bool) -> None:
    def notebook(words: str) -> str:
        cells = [
            {"cell_type": "markdown", "metadata": {"x": BROKEN}, "source": ["# A\n", words]},
            {"cell_type": "code", "outputs": [BROKEN], "source": [f"# {BROKEN}\n"]},
            {"cell_type": "markdown", "id": "7", "metadata": {}, "source": words},
        ]
        return json.dumps({"cells": cells, "nbformat": 4}, ensure_ascii=ascii_only, indent=1)

    assert found("a.ipynb", notebook(BROKEN), Kind.DATA).text == notebook(PHRASE)


def test_a_table_of_symbols_is_no_prose() -> None:
    table = "".join(f"key <A{n:02}> {{ [ {n}, x ] }}; // {BROKEN}\n" for n in range(99))
    assert found("symbols/fr", table, Kind.PROSE).applied == ()
    assert found("article", f"{BROKEN}.\n" * 99, Kind.PROSE).text == f"{PHRASE}.\n" * 99


def test_quotation_marks_in_an_unknown_format_are_its_own() -> None:
    table = "".join(f'set {n} = [{n}, "%d, %s, " "{n}"]; // “{n} ”, {BROKEN}\n' for n in range(99))
    assert {edit.rules for edit in found("a.unheard-of", table, Kind.PROSE).edits} == {
        ("mojibake",)
    }


def test_what_would_break_the_file_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    text = f"# {BROKEN}\nx = 1\n"
    monkeypatch.setattr("fixenc.formats.repairs.change_of_meaning", lambda *_: "it breaks")
    result = found("a.py", text, unsafe_fixes=True)
    assert result.text == text
    assert all(edit.note.endswith("not applied: it breaks") for edit in result.proposed)
    assert result.proposed


@pytest.mark.parametrize("path", [*COMMENTS, *STRINGS])
def test_a_second_run_finds_nothing_more_to_apply(path: str) -> None:
    template = {**COMMENTS, **STRINGS}[path]
    once = found(path, template.format(*[BROKEN] * 3), unsafe_fixes=True).text
    assert found(path, once, unsafe_fixes=True).applied == ()


def test_tables_of_letters_in_an_unknown_format_stay() -> None:
    table = "".join(f"key <A{n:02}> {{ [ {n}, x ] }}; // z Z â Â ¯¯¯¯ я Я Щ Ъ\n" for n in range(99))
    assert found("symbols/fr", table, Kind.PROSE).edits == ()
