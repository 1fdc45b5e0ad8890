"""Kinds of files by their names, for names that identify does not know."""

from __future__ import annotations

from os.path import basename, splitext

_TEMPLATES = frozenset(
    ".in .j2 .jinja .jinja2 .template .tmpl .tp .tpl .dist .example .sample .bak .orig".split()
)

PROGRAMS = frozenset(
    ".ada .adb .ads .ahk .applescript .asp .aspx .au3 .awk .bas .cbl .cfm .cob .d .do .el .elv "
    ".f .gs .haml .hx .hy .jsp .ksh .lisp .lsp .mak .mm .mojo .nasm .nsi .odin .perl .pov .prolog "
    ".ps .raku .rbw .rkt .sage .sce .sci .scm .sed .slim .smali .tcl .tcsh .vbs .vhdl .wren".split()
)
"""Suffixes of programs that identify does not know, and Pygments does."""

DATA = frozenset(".jsonl .ldjson .ndjson .webmanifest .psv .tab .ldif .vcf .desktop".split())
"""Suffixes of data that identify does not know."""


def made_name(path: str) -> str:
    """The base name of the file that ``path`` is, or is the template of.

    >>> made_name("conf/config.h.in"), made_name("a.in"), made_name("README.md")
    ('config.h', 'a.in', 'README.md')
    """
    name = basename(path)
    stem, suffix = splitext(name)
    is_template = suffix.lower() in _TEMPLATES and (splitext(stem)[1] or stem == "Makefile")
    return stem if is_template else name
