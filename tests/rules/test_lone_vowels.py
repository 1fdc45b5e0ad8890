"""Languages that begin and end words in `â` keep it, unless one asks for unsafe repairs."""

from __future__ import annotations

import pytest

import fixenc


@pytest.mark.parametrize(
    "text",
    [
        "Largjece de sbare “Di fâ” pal barcon principâl.",
        "Visâ cuant che l'utent al è in linie.",
        "No tu âs i permès par eliminâ contats; tu ti disconetarâs.",
        "ion che si podeve processâ.",
        "âs y clybiau",
        "dyn â gwallt golau",
        "3. niäljádâs",
        "Sên-Vensäan na âGrenadîni",
        "Payis-Bâs",
        "República Democràtica de Sâo Tomé i Príncipe",
        "The Welsh name of Iceland is Gwlad yr Iâ, and it is still used by many people there.",
        "In Friulian one says vignarâs for the second person of the future of the verb.",
        "La parola friulana visâ vuol dire avvisare qualcuno in tempo.",
        "Le mot « âge » ; mon â ; mon â long",
        "pâte, un â, mâle",
    ],
)
def test_vowels_stay(text: str) -> None:
    assert fixenc.fix_text(text) == text
