"""Formats whose readers take one encoding for granted, which a file of theirs must stay in.

To such a reader UTF-8 without a byte order mark is mojibake, so a legacy file is not
converted unless somebody asks for it.
"""

from __future__ import annotations

from fixenc.formats.names import made_name

_ANSI = "Windows reads it in the system's code page"
_OEM = "the command prompt reads it in the console's code page"
_READERS = {
    # https://openjdk.org/jeps/226
    ".properties": "Java before version 9 reads it as ISO 8859-1",
    # https://learn.microsoft.com/windows/win32/api/winbase/nf-winbase-getprivateprofilestring
    ".ini": _ANSI,
    ".inf": _ANSI,
    ".reg": _ANSI,
    ".url": _ANSI,
    ".vbs": _ANSI,
    ".bat": _OEM,
    ".cmd": _OEM,
    # https://learn.microsoft.com/powershell/module/microsoft.powershell.core/about/about_character_encoding
    ".ps1": "Windows PowerShell reads it in the system's code page",
    ".psm1": "Windows PowerShell reads it in the system's code page",
    ".psd1": "Windows PowerShell reads it in the system's code page",
    # https://nsis.sourceforge.io/Docs/Chapter1.html, https://jrsoftware.org/ishelp
    ".nsi": "NSIS reads it in the system's code page",
    ".nsh": "NSIS reads it in the system's code page",
    ".iss": "Inno Setup reads it in the system's code page",
    ".m3u": "players read it in the system's code page",
}


def reader_of(path: str) -> str:
    """A clause about the reader of a file of this name that fixes its encoding, or nothing."""
    name = made_name(path).lower()
    return _READERS.get(name[name.rfind(".") :], "") if "." in name else ""
