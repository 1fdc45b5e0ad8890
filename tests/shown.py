"""What programs of East Asia show for UTF-8 that they read in their codecs."""

from __future__ import annotations

from fixenc.core.edits import LOST


def shown(text: str, codec: str, stand_in: str) -> str:
    """What a program shows for the UTF-8 of a text that it reads in a codec."""
    return text.encode().decode(codec, "replace").replace(LOST, stand_in)


def shown_by_windows(text: str) -> str:
    """The same of a program of Windows, whose code page 936 has the euro sign as byte 80."""
    data, found = text.encode(), ""
    while data:
        for size, codec in ((1, "ascii"), (2, "gbk")):
            try:
                found += data[:size].decode(codec)
            except UnicodeDecodeError:
                continue
            break
        else:
            size = 1
            found += "€" if data[0] == 0x80 else "?"
        data = data[size:]
    return found
